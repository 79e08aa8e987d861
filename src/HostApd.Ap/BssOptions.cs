using HostApd.Crypto;
using HostApd.P2p;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>Which band and which rates (hostapd's <c>hw_mode</c>).</summary>
public enum HardwareMode
{
    /// <summary>2.4 GHz with OFDM rates.</summary>
    G,

    /// <summary>2.4 GHz, CCK rates only.</summary>
    B,

    /// <summary>5 GHz.</summary>
    A,
}

/// <summary>What becomes of stations for which no keys can be drawn in time. None of these hands out weak keys.</summary>
public enum EntropyPolicy
{
    /// <summary>They are sent away once, before message 1/4, and may not associate until keys can be drawn.</summary>
    RefuseAssociation,

    /// <summary>They wait for as long as they like.</summary>
    Hold,
}

/// <summary>What one BSS is to be. The executable fills it from the configuration; names follow hostapd's keys.</summary>
public sealed record BssOptions
{
    /// <summary><c>interface</c>.</summary>
    public required string InterfaceName { get; init; }

    /// <summary><c>ssid</c>: 1–32 raw bytes.</summary>
    public required byte[] Ssid { get; init; }

    /// <summary><c>hw_mode</c>.</summary>
    public HardwareMode HardwareMode { get; init; } = HardwareMode.G;

    /// <summary><c>channel</c>.</summary>
    public int Channel { get; init; } = 1;

    /// <summary><c>country_code</c>; null leaves the kernel's domain alone.</summary>
    public string? CountryCode { get; init; }

    /// <summary><c>beacon_int</c>, in TU.</summary>
    public int BeaconInterval { get; init; } = 100;

    /// <summary><c>dtim_period</c>.</summary>
    public int DtimPeriod { get; init; } = 2;

    /// <summary><c>max_num_sta</c>.</summary>
    public int MaxStations { get; init; } = 2007;

    /// <summary><c>ignore_broadcast_ssid</c>: 0, 1 (empty SSID) or 2 (zeros).</summary>
    public int IgnoreBroadcastSsid { get; init; }

    /// <summary><c>ieee80211n</c>: HT20.</summary>
    public bool Ht { get; init; }

    /// <summary><c>wmm_enabled</c>.</summary>
    public bool Wmm { get; init; }

    /// <summary><c>uapsd_advertisement_enabled</c>.</summary>
    public bool Uapsd { get; init; }

    /// <summary><c>preamble</c>: allow short preambles.</summary>
    public bool ShortPreamble { get; init; }

    /// <summary><c>ap_isolate</c>.</summary>
    public bool Isolate { get; init; }

    /// <summary><c>ap_max_inactivity</c>.</summary>
    public TimeSpan MaxInactivity { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary><c>skip_inactivity_poll</c>.</summary>
    public bool SkipInactivityPoll { get; init; }

    /// <summary><c>broadcast_deauth</c>: tell old stations that the access point starts anew.</summary>
    public bool BroadcastDeauth { get; init; } = true;

    /// <summary>WPA2-PSK with CCMP; null for an open network.</summary>
    public SecurityOptions? Security { get; init; }

    /// <summary>Wi-Fi Simple Configuration; null: off.</summary>
    public WpsOptions? Wps { get; init; }

    /// <summary><c>entropy_hold_max</c>: longest wait of message 1/4 for the pool.</summary>
    public TimeSpan EntropyHoldMax { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary><c>entropy_policy</c>: what follows that wait.</summary>
    public EntropyPolicy EntropyPolicy { get; init; }

    /// <summary>P2P Group Owner; null: an ordinary access point.</summary>
    public GroupOwnerOptions? GroupOwner { get; init; }

    /// <summary>Addresses for clients of the group; null: none are handed out.</summary>
    public IpAddressPool? IpAddresses { get; init; }

    /// <summary>The centre frequency of <see cref="Channel"/> in MHz.</summary>
    public int FrequencyMhz => HardwareMode == HardwareMode.A
        ? 5000 + 5 * Channel
        : Channel == 14 ? 2484 : 2407 + 5 * Channel;
}

/// <summary>Security of a BSS.</summary>
public sealed record SecurityOptions
{
    /// <summary>Prepared at start, so that no station waits for PBKDF2.</summary>
    public required IReadOnlyList<Pmk> Pmks { get; init; }

    /// <summary>The passphrase in ASCII, to hand out by WPS; null when only the PSK is known.</summary>
    public SecretBytes? Passphrase { get; init; }

    /// <summary>Schedule and counts of the key machines.</summary>
    public RsnOptions Rsn { get; init; } = new();
}
