using HostApd.Ieee80211;

namespace HostApd.Driver;

/// <summary>How a management frame is to be sent.</summary>
[Flags]
public enum SendOptions
{
    /// <summary>Acknowledged, any rate.</summary>
    None = 0,

    /// <summary>Do not retry for want of an acknowledgement: answers to broadcast probes.</summary>
    NoAcknowledgement = 1,

    /// <summary>Never at a CCK rate: P2P (P2P 1.7 2.4.1).</summary>
    NoCck = 2,
}

/// <summary>What is known of a received frame beside its bytes.</summary>
public readonly record struct ReceiveInfo(int FrequencyMhz, int SignalDbm);

/// <summary>What happened to the interface.</summary>
public enum InterfaceChange
{
    /// <summary>Somebody took it down; the kernel stopped the access point with it.</summary>
    Down,

    /// <summary>It is up (again).</summary>
    Up,

    /// <summary>It no longer exists.</summary>
    Removed,

    /// <summary>An interface of its name exists again and has been opened.</summary>
    Returned,

    /// <summary>The radio's switch (rfkill), which took it down, is on again; the interface is still down.</summary>
    Unblocked,
}

/// <summary>What stands between an interface and the air.</summary>
public enum LinkCondition
{
    /// <summary>There is no such interface.</summary>
    Missing,

    /// <summary>The radio is switched off (rfkill); <see cref="InterfaceChange.Unblocked"/> follows where that can be heard.</summary>
    Blocked,

    /// <summary>It is down.</summary>
    Down,

    /// <summary>It is up.</summary>
    Up,
}

/// <summary>What is ours of a bridge, and so is undone.</summary>
[Flags]
public enum BridgeShare
{
    /// <summary>Nothing: there is no bridge, or others made it and put the interface in.</summary>
    None = 0,

    /// <summary>We made it.</summary>
    Bridge = 1,

    /// <summary>We put the interface in.</summary>
    Port = 2,

    /// <summary>We brought it up.</summary>
    Up = 4,
}

/// <summary>A bridge that an interface is in.</summary>
/// <param name="Name">Its name; null: in none.</param>
/// <param name="Ours">What is ours of it.</param>
public readonly record struct LinkBridge(string? Name, BridgeShare Ours);

/// <summary>
/// All that START_AP and SET_BEACON want. <see cref="BeaconHead"/> runs from the 802.11 header to the element before
/// the TIM, which the kernel inserts; <see cref="BeaconTail"/> is the rest.
/// </summary>
public readonly ref struct AccessPointSettings
{
    /// <summary>Raw SSID, 0–32 bytes.</summary>
    public required ReadOnlySpan<byte> Ssid { get; init; }

    /// <summary>Header, fixed fields and elements before the TIM.</summary>
    public required ReadOnlySpan<byte> BeaconHead { get; init; }

    /// <summary>Elements behind the TIM.</summary>
    public required ReadOnlySpan<byte> BeaconTail { get; init; }

    /// <summary>A whole Probe Response, for drivers that answer probes themselves; may be empty.</summary>
    public ReadOnlySpan<byte> ProbeResponse { get; init; }

    /// <summary>Vendor elements that firmware adds to its Beacons (WPS, P2P …).</summary>
    public ReadOnlySpan<byte> BeaconElements { get; init; }

    /// <summary>Vendor elements that firmware adds to its Probe Responses.</summary>
    public ReadOnlySpan<byte> ProbeResponseElements { get; init; }

    /// <summary>Vendor elements that firmware adds to its Association Responses.</summary>
    public ReadOnlySpan<byte> AssociationResponseElements { get; init; }

    /// <summary>Beacon interval in TU (1,024 µs).</summary>
    public required int BeaconInterval { get; init; }

    /// <summary>Beacons between two DTIMs.</summary>
    public required int DtimPeriod { get; init; }

    /// <summary>Where to transmit.</summary>
    public required OperatingChannel Channel { get; init; }

    /// <summary>Whether data is protected by RSN.</summary>
    public bool Rsn => GroupCipher != 0;

    /// <summary>Selectors of the key management suites, e.g. 0x000FAC02 for a pre-shared key; empty in an open network.</summary>
    public required ReadOnlySpan<uint> AkmSuites { get; init; }

    /// <summary>Selectors of the pairwise ciphers; empty in an open network.</summary>
    public required ReadOnlySpan<uint> PairwiseCiphers { get; init; }

    /// <summary>Selector of the group cipher; 0 in an open network.</summary>
    public required uint GroupCipher { get; init; }

    /// <summary>Protection, slot and preamble bits of the BSS.</summary>
    public required BssBits Bits { get; init; }

    /// <summary>The colour, where HE is spoken; none where it is not.</summary>
    public BssColour Colour { get; init; }

    /// <summary>Stations may ask for target wake times.</summary>
    public bool RespondsToTwt { get; init; }

    /// <summary>How loud others may be whom it does not mind, where HE is spoken; null: nothing is said.</summary>
    public SpatialReuse? SpatialReuse { get; init; }

    /// <summary>Basic rates in units of 500 kb/s.</summary>
    public required ReadOnlySpan<byte> BasicRates { get; init; }

    /// <summary>Keep stations from talking to each other through us.</summary>
    public bool Isolate { get; init; }

    /// <summary>Never transmit at a CCK rate: P2P.</summary>
    public bool NoCck { get; init; }

    /// <summary>0: SSID in the beacon; 1: empty SSID; 2: zeros of the right length.</summary>
    public int HiddenSsid { get; init; }

    /// <summary>HT Operation information bits for the kernel, 802.11-2020 9.4.2.56; -1 without HT.</summary>
    public int HtOperationMode { get; init; }
}

/// <summary>BSS-wide bits that follow the stations present.</summary>
public readonly record struct BssBits(bool CtsProtection, bool ShortPreamble, bool ShortSlot);

/// <summary>How far a station has got, as the kernel wants to know it.</summary>
public enum KernelStationState
{
    /// <summary>Not yet authenticated.</summary>
    None,

    /// <summary>Authenticated.</summary>
    Authenticated,

    /// <summary>Associated.</summary>
    Associated,
}

/// <summary>What the kernel keeps of a station.</summary>
public readonly ref struct StationSettings
{
    /// <summary>Its address.</summary>
    public required MacAddress Address { get; init; }

    /// <summary>How far it has got.</summary>
    public required KernelStationState State { get; init; }

    /// <summary>Association ID, 1–2007; before association 1 stands in, because the kernel refuses 0.</summary>
    public required int Aid { get; init; }

    /// <summary>In beacon intervals.</summary>
    public required int ListenInterval { get; init; }

    /// <summary>The Capability Information field of its request.</summary>
    public required ushort Capability { get; init; }

    /// <summary>Supported rates in units of 500 kb/s, without the basic bit.</summary>
    public required ReadOnlySpan<byte> Rates { get; init; }

    /// <summary>Body of the HT Capabilities element (26 bytes), or empty.</summary>
    public ReadOnlySpan<byte> HtCapabilities { get; init; }

    /// <summary>Body of the VHT Capabilities element (12 bytes), or empty.</summary>
    public ReadOnlySpan<byte> VhtCapabilities { get; init; }

    /// <summary>HE Capabilities behind the extension, or empty.</summary>
    public ReadOnlySpan<byte> HeCapabilities { get; init; }

    /// <summary>HE 6 GHz Band Capabilities behind the extension (2 bytes), or empty.</summary>
    public ReadOnlySpan<byte> HeSixGhz { get; init; }

    /// <summary>EHT Capabilities behind the extension, or empty.</summary>
    public ReadOnlySpan<byte> EhtCapabilities { get; init; }

    /// <summary>Operating Mode (802.11-2020 9.4.1.53), where it told one.</summary>
    public byte? OperatingMode { get; init; }

    /// <summary>Body of the Supported Operating Classes element, or empty.</summary>
    public ReadOnlySpan<byte> OperatingClasses { get; init; }

    /// <summary>Body of the Extended Capabilities element, or empty.</summary>
    public ReadOnlySpan<byte> ExtendedCapabilities { get; init; }

    /// <summary>It speaks WMM.</summary>
    public bool Wmm { get; init; }

    /// <summary>U-APSD queues (bits AC_VO, VI, BK, BE) and maximum service period length of its WMM element.</summary>
    public (byte Queues, byte MaxServicePeriod) Uapsd { get; init; }

    /// <summary>It can receive short preambles.</summary>
    public bool ShortPreamble { get; init; }

    /// <summary>Management frame protection was negotiated.</summary>
    public bool Mfp { get; init; }
}

/// <summary>Spatial Reuse Parameter Set (802.11-2020 9.4.2.252).</summary>
/// <param name="Control">SR Control: bit 2, an offset of others follows; bit 3, what is of our group follows.</param>
/// <param name="NonSrgMaxOffset">In dB.</param>
/// <param name="SrgMinOffset">In dB.</param>
/// <param name="SrgMaxOffset">In dB.</param>
/// <param name="Colours">A bit for each colour of our group.</param>
/// <param name="PartialBssids">A bit for each partial BSSID of our group.</param>
public sealed record SpatialReuse(byte Control, byte NonSrgMaxOffset, byte SrgMinOffset, byte SrgMaxOffset, ulong Colours, ulong PartialBssids)
{
    /// <summary>Nothing but zeros, which is not announced.</summary>
    public static SpatialReuse Unset { get; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>An offset for those who are not of our group follows.</summary>
    public bool HasNonSrgOffset => (Control & 4) != 0;

    /// <summary>What is of our group follows.</summary>
    public bool HasSrg => (Control & 8) != 0;
}

/// <summary>The colour of a BSS (802.11-2020 26.17.3).</summary>
/// <param name="Colour">1–63; 0: there is none.</param>
/// <param name="InUse">Stations go by it.</param>
/// <param name="IsPartial">Association IDs are made of it.</param>
public readonly record struct BssColour(byte Colour, bool InUse, bool IsPartial);

/// <summary>A temporal key for the kernel.</summary>
public readonly ref struct KeySettings
{
    /// <summary>The station of a pairwise key; zero for a group key.</summary>
    public MacAddress Station { get; init; }

    /// <summary>0 for pairwise, or 1 with Extended Key ID; 1–2 for GTK, 4–5 for IGTK, 6–7 for BIGTK.</summary>
    public required int Index { get; init; }

    /// <summary>Cipher suite selector, e.g. 0x000FAC04 for CCMP.</summary>
    public required uint Cipher { get; init; }

    /// <summary>The key.</summary>
    public required ReadOnlySpan<byte> Key { get; init; }

    /// <summary>Transmit group frames of its kind with it from now on.</summary>
    public bool MakeDefault { get; init; }

    /// <summary>
    /// A pairwise key that frames are received with, and none sent until <see cref="IApLink.SelectPairwiseKey"/>: with Extended Key ID.
    /// </summary>
    public bool ReceiveOnly { get; init; }
}

/// <summary>The kernel's counters of one station.</summary>
public readonly record struct StationCounters(
    uint InactiveMilliseconds,
    ulong RxBytes,
    ulong TxBytes,
    uint RxPackets,
    uint TxPackets,
    int SignalDbm,
    RateInfo RxRate,
    RateInfo TxRate,
    uint ConnectedSeconds);

/// <summary>How long a radio has been on a channel and found it busy, counted from some moment on.</summary>
/// <param name="FrequencyMhz">The channel: what was counted of another begins elsewhere.</param>
/// <param name="Milliseconds">On the channel.</param>
/// <param name="BusyMilliseconds">Of these it was busy.</param>
public readonly record struct ChannelSurvey(int FrequencyMhz, ulong Milliseconds, ulong BusyMilliseconds)
{
    /// <summary>Of the busy time, that of our own sending.</summary>
    public ulong SentMilliseconds { get; init; }

    /// <summary>The noise, in dBm; 0: the radio does not say.</summary>
    public int NoiseDbm { get; init; }

    /// <summary>The share of time that others had the channel, 0 to 1, since an earlier count that may have been of another life.</summary>
    public double BusySince(ChannelSurvey earlier)
    {
        // Some radios begin anew with each scan, and some when they are asked.
        var from = earlier.Milliseconds < Milliseconds && earlier.BusyMilliseconds <= BusyMilliseconds && earlier.SentMilliseconds <= SentMilliseconds
            ? earlier : default;
        var busy = BusyMilliseconds - from.BusyMilliseconds;
        var sent = Math.Min(busy, SentMilliseconds - from.SentMilliseconds);
        return Milliseconds == from.Milliseconds ? 0 : Math.Min(1.0, (busy - sent) / (double)(Milliseconds - from.Milliseconds));
    }
}

/// <summary>Which generation's modulation and coding a rate is of.</summary>
public enum RateKind
{
    /// <summary>HT's, or that of no MCS at all.</summary>
    Ht,

    /// <summary>VHT's.</summary>
    Vht,

    /// <summary>HE's.</summary>
    He,

    /// <summary>EHT's.</summary>
    Eht,
}

/// <summary>A bit rate in units of 100 kb/s, with its MCS or -1.</summary>
public readonly record struct RateInfo(uint HundredKilobits, int Mcs, bool ShortGuardInterval)
{
    /// <summary>Whose MCS it is.</summary>
    public RateKind Kind { get; init; }

    /// <summary>Spatial streams; 0: the MCS says it.</summary>
    public int Streams { get; init; }
}

/// <summary>What a radio tells of the colour of an access point; the last three in the order of the kernel's numbers.</summary>
public enum ColourNews
{
    /// <summary>Another network in reach has the same.</summary>
    Collision,

    /// <summary>Another is announced.</summary>
    Started,

    /// <summary>It will not come to that.</summary>
    Aborted,

    /// <summary>It is in force.</summary>
    Completed,
}
