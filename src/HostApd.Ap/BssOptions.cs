using HostApd.Driver;
using HostApd.P2p;
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
    /// <summary>HT Capabilities Information unless <c>ht_capab</c> says otherwise: SM power save off.</summary>
    public const ushort DefaultHtCapabilities = 0x000C;

    /// <summary>The bit of HT Capabilities Information for 40 MHz.</summary>
    public const ushort HtFortyMhz = 0x0002;

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

    /// <summary><c>start_disabled</c>: set everything up and do not beacon yet.</summary>
    public bool StartSilent { get; init; }

    /// <summary><c>beacon_int</c>, in TU.</summary>
    public int BeaconInterval { get; init; } = 100;

    /// <summary><c>dtim_period</c>.</summary>
    public int DtimPeriod { get; init; } = 2;

    /// <summary><c>max_num_sta</c>.</summary>
    public int MaxStations { get; init; } = 2007;

    /// <summary><c>ignore_broadcast_ssid</c>: 0, 1 (empty SSID) or 2 (zeros).</summary>
    public int IgnoreBroadcastSsid { get; init; }

    /// <summary><c>ieee80211n</c>: HT.</summary>
    public bool Ht { get; init; }

    /// <summary><c>ht_capab</c>: HT Capabilities Information (802.11-2020 9.4.2.55.2).</summary>
    public ushort HtCapabilities { get; init; } = DefaultHtCapabilities;

    /// <summary>The second channel of 40 MHz: 1 above, -1 below, 0 none.</summary>
    public int SecondaryChannel { get; init; }

    /// <summary><c>require_ht</c>.</summary>
    public bool RequireHt { get; init; }

    /// <summary><c>supported_rates</c> in units of 500 kb/s; empty: those of the radio.</summary>
    public byte[] SupportedRates { get; init; } = [];

    /// <summary><c>basic_rates</c> in units of 500 kb/s; empty: those of the mode.</summary>
    public byte[] BasicRates { get; init; } = [];

    /// <summary><c>rts_threshold</c> in octets, -1 off; null: as it is.</summary>
    public int? RtsThreshold { get; init; }

    /// <summary><c>fragm_threshold</c> in octets, -1 off; null: as it is.</summary>
    public int? FragmentThreshold { get; init; }

    /// <summary><c>tx_queue_…</c>; null: the kernel's own.</summary>
    public TransmitQueues? Queues { get; init; }

    /// <summary><c>multicast_to_unicast</c>.</summary>
    public bool MulticastToUnicast { get; init; }

    /// <summary><c>country3</c>, when the Country element is to be announced; else null.</summary>
    public byte? CountryEnvironment { get; init; }

    /// <summary><c>utf8_ssid</c>.</summary>
    public bool Utf8Ssid { get; init; }

    /// <summary><c>no_probe_resp_if_max_sta</c>.</summary>
    public bool QuietWhenFull { get; init; }

    /// <summary><c>send_probe_response</c>.</summary>
    public bool AnswersProbes { get; init; } = true;

    /// <summary><c>max_listen_interval</c>, in beacon intervals.</summary>
    public int MaxListenInterval { get; init; } = 65535;

    /// <summary><c>vendor_elements</c>: whole elements for Beacons and Probe Responses.</summary>
    public byte[] VendorElements { get; init; } = [];

    /// <summary><c>assocresp_elements</c>: whole elements for Association Responses.</summary>
    public byte[] AssociationElements { get; init; } = [];

    /// <summary><c>notify_mgmt_frames</c>: an event for every management frame received.</summary>
    public bool NotifiesFrames { get; init; }

    /// <summary><c>macaddr_acl</c>.</summary>
    public AclPolicy AclPolicy { get; init; }

    /// <summary>What goes through control clients instead of over the air; for tests.</summary>
    public FrameIntercept Intercept { get; init; }

    /// <summary><c>wmm_enabled</c>.</summary>
    public bool Wmm { get; init; }

    /// <summary><c>wmm_ac_…</c>: what stations are to use.</summary>
    public WmmParameters WmmParameters { get; init; } = WmmParameters.Standard;

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
