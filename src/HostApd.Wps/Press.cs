using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>For whom the button was pressed. Addresses are claims: who forges one is let in for it.</summary>
/// <param name="Peer">The only device that may enrol; zero: any.</param>
/// <param name="IsAutomatic">No person pressed it; the device asked from that address itself.</param>
internal readonly record struct Press(MacAddress Peer, bool IsAutomatic)
{
    /// <summary>Any device may enrol, as long as there is only one.</summary>
    public bool IsForAnyone => Peer.IsZero;

    /// <summary>
    /// Whether an enrollee is the one. A person may name it by any of its addresses. Who asked by itself is known by the
    /// address it asked from only: as that of its association, or as the P2P Device Address in its Association Request,
    /// since a P2P client joins from another address than it asks from.
    /// </summary>
    /// <param name="station">Its address on the air.</param>
    /// <param name="p2pDevice">P2P Device Address of its Association Request; zero for others.</param>
    /// <param name="claimed">MAC Address attribute of its M1.</param>
    public bool Admits(MacAddress station, MacAddress p2pDevice, MacAddress claimed) =>
        IsForAnyone || Peer == station || Peer == p2pDevice || !IsAutomatic && Peer == claimed;
}
