using HostApd.Ieee80211;

namespace HostApd.Driver;

/// <summary>What a radio and its driver can do, read from the kernel.</summary>
public sealed record RadioCapabilities
{
    /// <summary>The radio's name, e.g. phy0.</summary>
    public required string PhyName { get; init; }

    /// <summary>Its bands.</summary>
    public required IReadOnlyList<RadioBand> Bands { get; init; }

    /// <summary>It can be an access point.</summary>
    public bool SupportsAccessPoint { get; init; }

    /// <summary>Stations of an access point can be in networks of their own (AP_VLAN).</summary>
    public bool SupportsVlans { get; init; }

    /// <summary>It can be a P2P Group Owner by that interface type.</summary>
    public bool SupportsP2pGo { get; init; }

    /// <summary>What an interface of it can be, in the words of <c>iw</c>: station, AP, P2P-GO …</summary>
    public IReadOnlyList<string> InterfaceTypes { get; init; } = [];

    /// <summary>What it can be at the same time.</summary>
    public IReadOnlyList<InterfaceCombination> Combinations { get; init; } = [];

    /// <summary>Cipher suites as the kernel counts them: OUI and type, the OUI in the upper three bytes.</summary>
    public IReadOnlyList<uint> Ciphers { get; init; } = [];

    /// <summary>It lists its ciphers, and this one is not among them.</summary>
    public bool LacksCipher(uint suite) => Ciphers.Count > 0 && !Ciphers.Contains(suite);

    /// <summary>A running access point can move to another channel and take its stations along (CSA).</summary>
    public bool CanSwitchChannel { get; init; }

    /// <summary>It hears when its colour is another network's, too, and announces another.</summary>
    public bool CanChangeColour { get; init; }

    /// <summary>Firmware answers Authentication and Association itself.</summary>
    public bool FramesHandledByFirmware { get; init; }

    /// <summary>EAPOL frames pass through nl80211, with TX status; otherwise through AF_PACKET without.</summary>
    public bool EapolOverControlPort { get; init; }

    /// <summary>The kernel keeps a station from its Authentication on.</summary>
    public bool FullStationState { get; init; }

    /// <summary>The driver can ask a station for a sign of life.</summary>
    public bool CanProbeStations { get; init; }

    /// <summary>The pairwise key may be replaced without deauthenticating.</summary>
    public bool CanReplacePairwiseKey { get; init; }

    /// <summary>Pairwise keys may have two key IDs (802.11-2020 9.4.2.24.4, Extended Key ID).</summary>
    public bool KnowsExtendedKeyId { get; init; }

    /// <summary>It can protect Beacons (802.11-2020 11.52).</summary>
    public bool CanProtectBeacons { get; init; }

    /// <summary>It can go to a channel for a while and hear what is sent there, without a network of its own.</summary>
    public bool CanRemainOnChannel { get; init; }

    /// <summary>It can send a frame on a channel that it is not on.</summary>
    public bool CanSendOffChannel { get; init; }

    /// <summary>How long it stays on another channel at most.</summary>
    public TimeSpan LongestStay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Its driver's own bits of the Extended Capabilities element (802.11-2020 9.4.2.26); empty: it has none.</summary>
    public byte[] ExtendedCapabilities { get; init; } = [];

    /// <summary>Which bits of these are its to say; as long as these.</summary>
    public byte[] ExtendedCapabilitiesMask { get; init; } = [];

    /// <summary>So many counters of a channel switch it counts down in one Beacon.</summary>
    public int MaxSwitchCounters { get; init; } = 1;

    /// <summary>It looks around while it beacons.</summary>
    public bool CanScanWhileBeaconing { get; init; }

    /// <summary>A running access point may become wider or narrower around the same primary channel.</summary>
    public bool CanChangeWidth { get; init; }

    /// <summary>The driver looks for radar by itself, and tells.</summary>
    public bool DetectsRadarItself { get; init; }

    /// <summary>It looks for radar on another channel while it beacons.</summary>
    public bool CanDetectRadarAside { get; init; }

    /// <summary>Longest list of stations it serves; 0 when unknown.</summary>
    public int MaxStations { get; init; }

    /// <summary>The regulatory domain in force: two letters, 00 for the world.</summary>
    public string Country { get; init; } = "00";

    /// <summary>How that domain has radar treated.</summary>
    public RadarRegion RadarRegion { get; init; }

    /// <summary>The radio has rules of its own, and takes nobody's word for the country.</summary>
    public bool IsSelfManaged { get; init; }

    /// <summary>The rules of that domain; empty when the kernel did not tell.</summary>
    public IReadOnlyList<RegulatoryRule> Rules { get; init; } = [];

    /// <summary>On how many channels an access point and a station can be at once; 0 when they cannot, or the driver does not say.</summary>
    public int ChannelsBesideStation =>
        Combinations.Where(static c => c.Holds("station", "AP")).Select(static c => c.MaxChannels).DefaultIfEmpty(0).Max();

    /// <summary>An access point is where a station of the same radio is, or not at all.</summary>
    public bool HasOneChannelBesideStation => ChannelsBesideStation <= 1;

    /// <summary>In these widths an access point of it hears radar, in MHz; empty: in none.</summary>
    public IReadOnlyList<int> RadarWidthsMhz =>
        [.. Combinations.Where(static c => c.Limits.Any(static l => l.Types.Contains("AP"))).SelectMany(static c => c.RadarWidthsMhz).Distinct().Order()];

    /// <summary>Why no access point of ours may open <paramref name="frequencyMhz"/>, and by which rule; null when it may.</summary>
    /// <param name="frequencyMhz">Of 20 MHz.</param>
    /// <param name="looksForRadar">Where there may be radar, it looks for that first (<c>ieee80211h</c>).</param>
    public string? WhyNot(int frequencyMhz, bool looksForRadar = false) => WhyNot(frequencyMhz, 20, looksForRadar);

    private string? WhyNot(int frequencyMhz, int widthMhz, bool looksForRadar)
    {
        var rule = Rules.FirstOrDefault(r => r.Covers(frequencyMhz));
        var by = rule is null ? "" : $"; rule {rule}";
        return FindChannel(frequencyMhz) switch
        {
            null => $"{PhyName} cannot tune to it",
            { Disabled: true } => $"it is not allowed in {Country} (regulatory: disabled"
                + (Rules.Count == 0 ? ")" : rule is null ? $"; no rule of {Country} covers it)" : $" by the driver{by})"),
            { Radar: true } => WhyNoRadarDetection(widthMhz, looksForRadar) is { } missing
                ? $"it needs radar detection (DFS) in {Country}{by}: {missing}" : null,
            { NoInitiatingRadiation: true } => $"nobody may start a network on it in {Country} (regulatory: no-IR{by})",
            _ => null,
        };
    }

    /// <summary>Why no access point of ours may open a channel, by the first of its parts that stands in the way; null when it may.</summary>
    /// <param name="channel">All of it.</param>
    /// <param name="looksForRadar">Where there may be radar, it looks for that first (<c>ieee80211h</c>).</param>
    public string? WhyNot(OperatingChannel channel, bool looksForRadar = false)
    {
        if (WhyNot(channel.PrimaryMhz, channel.WidthMhz, looksForRadar) is { } why)
        {
            return why;
        }

        foreach (var mhz in channel.WidthMhz == 20 ? [] : channel.PartsMhz)
        {
            if (mhz != channel.PrimaryMhz && WhyNot(mhz, channel.WidthMhz, looksForRadar) is { } whyPart)
            {
                return $"of its {channel.WidthMhz} MHz, {mhz} MHz (channel {ChannelNumber.Of(mhz)}): {whyPart}";
            }

            if (!FindChannel(mhz)!.Fits(channel))
            {
                return $"{mhz} MHz (channel {ChannelNumber.Of(mhz)}) is kept from {channel.WidthMhz} MHz by {PhyName} or by the rules of {Country}";
            }
        }

        return null;
    }

    /// <summary>Why nobody may operate on a channel, with what to do about it; null when one may.</summary>
    /// <param name="channel">All of it.</param>
    /// <param name="looksForRadar">Where there may be radar, it looks for that first (<c>ieee80211h</c>).</param>
    public DriverResult? Refuse(OperatingChannel channel, bool looksForRadar = false) => WhyNot(channel, looksForRadar) is { } why
        ? new DriverResult($"using channel {channel.PrimaryMhz} MHz", ErrorNumber.Invalid, why,
            Country == "00" ? "set country_code or another channel"
            : !looksForRadar && WhyNot(channel, looksForRadar: true) is null ? "set ieee80211h = 1 (with ieee80211d = 1 and country_code), or another channel"
            : "set another channel, or the right country_code")
        : null;

    /// <summary>Some of its channels have radar in this country.</summary>
    public bool HasRadarChannels => Bands.Any(static b => b.Channels.Any(static c => c.Radar));

    /// <summary>
    /// What is known of radar on the whole of a channel: of its parts the worst, and null where none of them has radar, or where the driver
    /// sees to that itself.
    /// </summary>
    public RadarState? RadarOn(OperatingChannel channel)
    {
        RadarState? all = null;
        foreach (var mhz in DetectsRadarItself ? [] : channel.PartsMhz)
        {
            if (FindChannel(mhz) is { Radar: true, RadarState: var state })
            {
                all = all == RadarState.Unavailable || state == RadarState.Unavailable ? RadarState.Unavailable
                    : all == RadarState.Usable || state == RadarState.Usable ? RadarState.Usable
                    : RadarState.Available;
            }
        }

        return all;
    }

    /// <summary>How long a channel is to be listened to before it is used: as long as any part of it.</summary>
    public TimeSpan RadarCheckOf(OperatingChannel channel)
    {
        var longest = TimeSpan.Zero;
        foreach (var mhz in channel.PartsMhz)
        {
            longest = FindChannel(mhz) is { Radar: true, RadarCheck: var check } && check > longest ? check : longest;
        }

        return longest;
    }

    /// <summary>The same with what was heard of radar.</summary>
    public RadioCapabilities After(RadarNews news, OperatingChannel channel)
    {
        RadarState? state = news switch
        {
            RadarNews.Detected => RadarState.Unavailable,
            RadarNews.CheckFinished => RadarState.Available,
            RadarNews.OccupancyEnded or RadarNews.CheckExpired => RadarState.Usable,
            RadarNews.CheckAborted or RadarNews.CheckStarted => null,
        };
        return state is not { } now ? this : this with
        {
            Bands =
            [
                .. Bands.Select(b => b with
                {
                    Channels = [.. b.Channels.Select(c => c.Radar && channel.PartsMhz.Contains(c.FrequencyMhz) ? c with { RadarState = now } : c)],
                }),
            ],
        };
    }

    /// <summary>What is missing to look for radar in a width; null: nothing.</summary>
    private string? WhyNoRadarDetection(int widthMhz, bool looksForRadar) =>
        !looksForRadar ? "ieee80211h is off"
        : DetectsRadarItself ? null
        : RadarRegion == RadarRegion.Unset ? $"the kernel knows of no way to do so in {Country}"
        : RadarWidthsMhz is var widths && widths.Contains(widthMhz) ? null
        : widths.Count == 0 ? $"{PhyName} hears no radar as an access point"
        : $"{PhyName} hears radar in {string.Join(", ", widths)} MHz, and not in {widthMhz}";

    /// <summary>The channel of <paramref name="frequencyMhz"/>, or null when the radio cannot tune it.</summary>
    public RadioChannel? FindChannel(int frequencyMhz)
    {
        foreach (var band in Bands)
        {
            foreach (var channel in band.Channels)
            {
                if (channel.FrequencyMhz == frequencyMhz)
                {
                    return channel;
                }
            }
        }

        return null;
    }

    /// <summary>Its name alone: nobody reads all of it in one line, and to write that takes room in the program.</summary>
    public override string ToString() => PhyName;
}

/// <summary>One band of a radio.</summary>
public sealed record RadioBand
{
    /// <summary>Legacy rates in units of 500 kb/s.</summary>
    public required IReadOnlyList<byte> Rates { get; init; }

    /// <summary>Its channels.</summary>
    public required IReadOnlyList<RadioChannel> Channels { get; init; }

    /// <summary>HT Capabilities Information (802.11-2020 9.4.2.55.2), or -1 without HT.</summary>
    public int HtCapabilities { get; init; } = -1;

    /// <summary>What it speaks of VHT; null: nothing.</summary>
    public VhtCapabilities? Vht { get; init; }

    /// <summary>What an access point on it may speak of HE, which a radio may know as a station alone; null: nothing.</summary>
    public HeCapabilities? He { get; init; }

    /// <summary>What an access point on it may speak of EHT; null: nothing.</summary>
    public EhtCapabilities? Eht { get; init; }

    /// <summary>A-MPDU parameters byte.</summary>
    public byte HtAmpduParameters { get; init; }

    /// <summary>Supported MCS set, 16 bytes; empty without HT.</summary>
    public byte[] HtMcsSet { get; init; } = [];
}

/// <summary>So many interfaces of these types at once, on so many channels.</summary>
public sealed record InterfaceCombination(int MaxInterfaces, int MaxChannels, IReadOnlyList<InterfaceLimit> Limits)
{
    /// <summary>The widths in which it hears radar meanwhile, in MHz; empty: none.</summary>
    public IReadOnlyList<int> RadarWidthsMhz { get; init; } = [];

    /// <summary>Whether an interface of each of two types fits in.</summary>
    public bool Holds(string first, string second) => MaxInterfaces > 1 && Limits.Any(one => one.Types.Contains(first)
        && Limits.Any(other => other.Types.Contains(second) && (!ReferenceEquals(one, other) || one.Max > 1)));

    /// <summary>As <c>iw</c> writes it.</summary>
    public override string ToString() =>
        $"{string.Join(", ", Limits)}; in all at most {MaxInterfaces}, on {MaxChannels} channel{(MaxChannels == 1 ? "" : "s")}";
}

/// <summary>At most so many interfaces of any of these types.</summary>
public sealed record InterfaceLimit(int Max, IReadOnlyList<string> Types)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Max} of {string.Join("/", Types)}";
}

/// <summary>What a country allows in a range of frequencies.</summary>
public sealed record RegulatoryRule(int StartKhz, int EndKhz, int MaxBandwidthKhz, int MaxPowerDbm, bool Radar, bool NoInitiatingRadiation, bool IndoorOnly)
{
    /// <summary>Whether a channel of 20 MHz fits.</summary>
    public bool Covers(int frequencyMhz) => StartKhz <= (frequencyMhz - 10) * 1000 && (frequencyMhz + 10) * 1000 <= EndKhz;

    /// <inheritdoc/>
    public override string ToString() => $"{StartKhz / 1000}-{EndKhz / 1000} MHz, {MaxBandwidthKhz / 1000} MHz wide, {MaxPowerDbm} dBm"
        + (Radar ? ", radar detection" : "") + (NoInitiatingRadiation ? ", no-IR" : "") + (IndoorOnly ? ", indoors" : "");
}

/// <summary>An interface of a radio, for instance one that somebody else made.</summary>
public sealed record RadioInterface(string Name, string Type, int FrequencyMhz)
{
    /// <inheritdoc/>
    public override string ToString() => FrequencyMhz == 0 ? $"{Name} ({Type})" : $"{Name} ({Type}, {FrequencyMhz} MHz)";
}
