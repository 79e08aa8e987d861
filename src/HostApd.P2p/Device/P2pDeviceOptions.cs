using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>Whether a device that asks for a group gets one without anybody being asked (<c>p2p_accept</c>).</summary>
public enum DeviceAcceptance
{
    /// <summary>A person, or a program in a person's place, says so.</summary>
    Ask,

    /// <summary>For the addresses of <see cref="P2pDeviceOptions.Accepted"/>; others are asked about.</summary>
    AllowList,

    /// <summary>For whoever asks.</summary>
    OnRequest,
}

/// <summary>When a device without a group is found although it does nothing else.</summary>
public enum ListenHabit
{
    /// <summary>Whenever it has no group (<c>p2p_mode = on-demand</c>).</summary>
    Always,

    /// <summary>When it is told to (P2P_LISTEN, P2P_EXT_LISTEN), and for as long.</summary>
    WhenAsked,
}

/// <summary>How the credential of a group is passed on (P2P 1.7 3.1.4.2.1): what stands in our Device Password ID.</summary>
public enum ProvisionMethod
{
    /// <summary>A button on both sides.</summary>
    PushButton,

    /// <summary>We show a PIN, the peer's user enters it.</summary>
    Display,

    /// <summary>The peer shows a PIN, which was entered here.</summary>
    Keypad,
}

/// <summary>What a P2P device without a group is to be; names follow wpa_supplicant's keys.</summary>
public sealed record P2pDeviceOptions
{
    /// <summary>Name, type and the like.</summary>
    public required DeviceData Device { get; init; }

    /// <summary>Our UUID, as our registrar has it.</summary>
    public Guid Uuid { get; init; }

    /// <summary><c>config_methods</c>.</summary>
    public required ConfigMethods ConfigMethods { get; init; }

    /// <summary><c>country_code</c> for channel attributes, two letters.</summary>
    public string Country { get; init; } = "XX";

    /// <summary>Where we are found, in MHz: one of the social channels 1, 6, 11 (<c>p2p_listen_channel</c>).</summary>
    public int ListenMhz { get; init; } = 2437;

    /// <summary>Where a group may be, in MHz.</summary>
    public IReadOnlyList<int> FrequenciesMhz { get; init; } = [];

    /// <summary>Where none may be, whatever the radio can, in MHz (P2P_SET disallow_freq).</summary>
    public IReadOnlyList<int> DisallowedMhz { get; init; } = [];

    /// <summary>Where a group is wanted, in MHz (<c>channel</c>).</summary>
    public int PreferredMhz { get; init; }

    /// <summary>How wide a group of ours may be, in MHz: the classes of wider channels are named to peers, too.</summary>
    public int WidestMhz { get; init; } = 20;

    /// <summary>The only frequency that a group may have now, in MHz: the radio is bound to it by another interface; 0: it is free.</summary>
    public int ForcedMhz { get; init; }

    /// <summary>
    /// Between two listens the radio is left to others so long, and each is short (<see cref="ShortListen"/>): a stay takes another
    /// interface off its channel. Zero: one follows the other.
    /// </summary>
    public TimeSpan ListenPause { get; init; }

    /// <summary>A listen that another interface can do without the radio for: two Beacons of its access point.</summary>
    public static TimeSpan ShortListen => TimeSpan.FromMilliseconds(200);

    /// <summary><c>p2p_go_intent</c>, 0–15: 15 means owner or nothing.</summary>
    public int Intent { get; init; } = 15;

    /// <summary><c>p2p_accept</c>.</summary>
    public DeviceAcceptance Acceptance { get; init; }

    /// <summary>P2P Device Addresses that <see cref="DeviceAcceptance.AllowList"/> means. A convenience that identifies nobody: addresses can be forged.</summary>
    public IReadOnlyList<MacAddress> Accepted { get; init; } = [];

    /// <summary>SSID of our group, which is the same each time; empty while it has not been drawn.</summary>
    public byte[] Ssid { get; init; } = [];

    /// <summary><c>persistent_reconnect</c>: a device that knows the group brings it back without anybody being asked.</summary>
    public bool PersistentReconnect { get; init; } = true;

    /// <summary><c>p2p_intra_bss</c>.</summary>
    public bool IntraBss { get; init; } = true;

    /// <summary>Addresses are handed out in the 4-way handshake.</summary>
    public bool IpAddressAllocation { get; init; }

    /// <summary>When it is found.</summary>
    public ListenHabit Listens { get; init; }

    /// <summary><c>p2p_group_idle</c>: the group ends so long after its last client left; zero: it stays.</summary>
    public TimeSpan GroupIdle { get; init; }

    /// <summary>The tie breaker of our first negotiation; each further one has the other (P2P 1.7 3.1.4.2).</summary>
    public bool FirstTieBreaker { get; init; }
}
