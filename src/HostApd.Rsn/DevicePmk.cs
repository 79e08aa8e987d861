using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>A PMK that belongs to one device, or to whoever names none (<c>wpa_psk_file</c>, WPS, a P2P group); its store wipes it.</summary>
/// <param name="station">The address that it has on the air; zero: any.</param>
/// <param name="key">The key, which is taken over.</param>
public sealed class DevicePmk(MacAddress station, Pmk key) : IDisposable
{
    /// <summary>The address that it has on the air; zero: any.</summary>
    public MacAddress Station => station;

    /// <summary>The key.</summary>
    public Pmk Key => key;

    /// <summary>Its UUID-E, from its enrolment.</summary>
    public Guid Uuid { get; init; }

    /// <summary>What it calls itself: its P2P Device Address; zero for others.</summary>
    public MacAddress P2pDevice { get; init; }

    /// <summary>What its owner calls the key (<c>keyid=</c>); null: nothing.</summary>
    public string? KeyId { get; init; }

    /// <summary>In which VLAN its devices are (<c>vlanid=</c>), 1–4094; 0: nothing is said.</summary>
    public int VlanId { get; init; }

    /// <summary>Any device may use it.</summary>
    public bool IsForAny => Station.IsZero && P2pDevice.IsZero && Uuid == Guid.Empty;

    /// <summary>Whether it is that device's, by either address; zero is nobody's.</summary>
    public bool Concerns(MacAddress onAir, MacAddress p2pDevice) =>
        !onAir.IsZero && Station == onAir || !p2pDevice.IsZero && P2pDevice == p2pDevice;

    /// <summary>Wipes the key.</summary>
    public void Dispose() => key.Dispose();
}
