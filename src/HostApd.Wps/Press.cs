using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>For whom the button was pressed. Addresses are claims: who forges one is let in for it.</summary>
/// <param name="Peer">The only device that may enrol; zero: any.</param>
/// <param name="IsAutomatic">No person pressed it: the device asked from that address.</param>
internal readonly record struct Press(MacAddress Peer, bool IsAutomatic)
{
    /// <summary>Any device may enrol, as long as there is only one.</summary>
    public bool IsForAnyone => Peer.IsZero;

    /// <summary>
    /// Whether an enrollee is the one: by the address it has on the air, or by the P2P Device Address in its Association
    /// Request, since a P2P client joins from another address than it asks from. What M1 says besides does not count.
    /// </summary>
    /// <param name="station">Its address on the air.</param>
    /// <param name="p2pDevice">P2P Device Address of its Association Request; zero for others.</param>
    public bool Admits(MacAddress station, MacAddress p2pDevice) => IsForAnyone || Peer == station || Peer == p2pDevice;
}
