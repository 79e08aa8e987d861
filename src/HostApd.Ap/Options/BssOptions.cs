using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>What becomes of stations for which no keys can be drawn in time. None of these hands out weak keys.</summary>
public enum EntropyPolicy
{
    /// <summary>They are sent away once, before message 1/4, and may not associate until keys can be drawn.</summary>
    RefuseAssociation,

    /// <summary>They wait for as long as they like.</summary>
    Hold,
}

/// <summary>What stations are told of how long they may be silent.</summary>
public enum MaxIdleAnnouncement
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>How long.</summary>
    On,

    /// <summary>How long, and that only protected frames count as a sign of life.</summary>
    Protected,
}

/// <summary>What one BSS is to be. The executable fills it from the configuration; names follow hostapd's keys.</summary>
public sealed record BssOptions
{
    /// <summary><c>interface</c>.</summary>
    public required string InterfaceName { get; init; }

    /// <summary><c>ssid</c>: 1–32 raw bytes.</summary>
    public required byte[] Ssid { get; init; }

    /// <summary>What it shares with the other BSSes of its radio.</summary>
    public RadioOptions Radio { get; init; } = new();

    /// <summary><c>disable_11n</c>, <c>disable_11ac</c>, <c>disable_11ax</c>, <c>disable_11be</c>: what this BSS does not speak.</summary>
    public Generations Without { get; init; }

    /// <summary>No HT in this BSS, nor anything after it.</summary>
    public bool WithoutHt => (Without & Generations.Ht) != 0;

    /// <summary>Where it operates, as far as the options say it: the radio may lack HT.</summary>
    public OperatingChannel Channel => WithoutHt ? Radio.Channel.WithoutHt : Radio.Channel;

    /// <summary><c>start_disabled</c>: set everything up and do not beacon yet.</summary>
    public bool StartSilent { get; init; }

    /// <summary>
    /// What the P2P device is to be while there is no group; null: there is none. With <c>p2p_mode = on-demand</c> it is always there, and
    /// goes with <see cref="StartSilent"/>; otherwise for as long as it was asked to be found.
    /// </summary>
    public P2pDeviceOptions? Device { get; init; }

    /// <summary><c>dtim_period</c>.</summary>
    public int DtimPeriod { get; init; } = 2;

    /// <summary><c>max_num_sta</c>.</summary>
    public int MaxStations { get; init; } = 2007;

    /// <summary><c>ignore_broadcast_ssid</c>: 0, 1 (empty SSID) or 2 (zeros).</summary>
    public int IgnoreBroadcastSsid { get; init; }

    /// <summary><c>multicast_to_unicast</c>.</summary>
    public bool MulticastToUnicast { get; init; }

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

    /// <summary>What it says of how busy it is.</summary>
    public BssLoadOptions Load { get; init; } = new();

    /// <summary><c>interworking</c>, and what belongs to it; null: it says nothing of the kind.</summary>
    public InterworkingOptions? Interworking { get; init; }

    /// <summary>The network with OWE that goes with this open one, or the other way round; null: none.</summary>
    public OweTransitionOptions? OweTransition { get; init; }

    /// <summary><c>notify_mgmt_frames</c>: an event for every management frame received.</summary>
    public bool NotifiesFrames { get; init; }

    /// <summary><c>macaddr_acl</c>.</summary>
    public AclPolicy AclPolicy { get; init; }

    /// <summary>Networks of their own for some stations; null: there are none.</summary>
    public VlanOptions? Vlans { get; init; }

    /// <summary>What goes through control clients instead of over the air; for tests.</summary>
    public FrameIntercept Intercept { get; init; }

    /// <summary>What only tests turn.</summary>
    public TestKnobs Knobs { get; init; } = TestKnobs.None;

    /// <summary><c>wmm_enabled</c>.</summary>
    public bool Wmm { get; init; }

    /// <summary><c>wmm_ac_…</c>: what stations are to use.</summary>
    public WmmParameters WmmParameters { get; init; } = WmmParameters.Standard;

    /// <summary><c>uapsd_advertisement_enabled</c>.</summary>
    public bool Uapsd { get; init; }

    /// <summary><c>ap_isolate</c>.</summary>
    public bool Isolate { get; init; }

    /// <summary><c>ap_max_inactivity</c>.</summary>
    public TimeSpan MaxInactivity { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary><c>bss_max_idle</c>: whether stations are told of <see cref="MaxInactivity"/>.</summary>
    public MaxIdleAnnouncement MaxIdle { get; init; } = MaxIdleAnnouncement.On;

    /// <summary><c>skip_inactivity_poll</c>.</summary>
    public bool SkipInactivityPoll { get; init; }

    /// <summary><c>assoc_sa_query_max_timeout</c>: so long, in TU, a station whose frames are protected may take to answer an SA Query.</summary>
    public int SaQueryMaxTimeout { get; init; } = 1000;

    /// <summary><c>assoc_sa_query_retry_timeout</c>: from one question to the next, in TU.</summary>
    public int SaQueryRetryTimeout { get; init; } = 201;

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

    /// <summary>Its name alone: nobody reads all of it in one line, and to write that takes room in the program.</summary>
    public override string ToString() => InterfaceName;
}
