using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>
/// A radio, its kernel and its driver, played over a <see cref="SimulatedAir"/>. It keeps the stations the kernel would
/// keep, refuses what the kernel would refuse, and writes every call down as a line in <see cref="Calls"/>.
/// </summary>
public sealed class SimulatedRadio : IRadio, IApLink
{
    private const int NoSuchEntry = 2;
    private static readonly TimeSpan ProbeAnswer = TimeSpan.FromMilliseconds(5);

    private readonly SimulatedRadioOptions _options;
    private readonly CallRecord _calls;
    private readonly SimulatedSender _sender;

    /// <summary>A radio without stations in reach.</summary>
    public SimulatedRadio(VirtualClock clock, SimulatedRadioOptions? options = null)
    {
        Clock = clock;
        _options = options ?? new SimulatedRadioOptions();
        Capabilities = _options.Capabilities;
        Air = new SimulatedAir(clock);
        _calls = new CallRecord(Air);
        Kernel = new SimulatedKernel(this);
        _sender = new SimulatedSender(this, _calls);
        Stay = new SimulatedStay(this, _sender, _calls);
        Radar = new SimulatedRadar(this);
        Scan = new SimulatedScan(this, _calls);
        Networks = new SimulatedVlans(_calls);
    }

    /// <summary>The clock of air and radio.</summary>
    public VirtualClock Clock { get; }

    /// <summary>What carries the frames.</summary>
    public SimulatedAir Air { get; }

    /// <summary>Every call, in order, as a line such as <c>InstallKey pairwise 02:00:00:00:01:00</c>.</summary>
    public List<string> Calls => _calls.Lines;

    /// <summary>Off: calls leave no trace and frames no air. For measuring what the caller costs.</summary>
    public bool IsRecording { get => _calls.IsRecording; set => _calls.IsRecording = value; }

    /// <summary>What it has counted of its channel; null: it does not count.</summary>
    public ChannelSurvey? Survey { get; set; }

    /// <summary>The bridge that its interface is in.</summary>
    public LinkBridge Bridge { get; set; }

    /// <summary>What the kernel says of the interface.</summary>
    public LinkCondition Link { get => Kernel.Link; set => Kernel.Link = value; }

    /// <summary>The suites that it was started with, and the cipher of each key that it was given, as the kernel counts them.</summary>
    public SimulatedSuites Suites { get; } = new();

    /// <summary>What it was tuned by last.</summary>
    public RadioTuning Tuned { get; private set; }

    /// <summary>The frames that it was asked for last.</summary>
    public IReadOnlyList<FrameFilter> Filters { get; private set; } = [];

    /// <summary>Where it stays and searches as a P2P device.</summary>
    public SimulatedStay Stay { get; }

    /// <summary>How it looks around.</summary>
    public SimulatedScan Scan { get; }

    /// <summary>Networks of their own for some stations.</summary>
    public SimulatedVlans Networks { get; }

    /// <summary>What it knows of radar.</summary>
    public SimulatedRadar Radar { get; }

    /// <summary>The channel that it is on, in MHz: where it stays, else where it beacons; 0: none.</summary>
    public int FrequencyMhz => Stay.FrequencyMhz != 0 ? Stay.FrequencyMhz : Kernel.FrequencyMhz;

    /// <summary>Beaconing.</summary>
    public bool IsOnAir => Kernel.IsOnAir;

    /// <summary>The elements behind the TIM of the Beacon, as last given.</summary>
    public byte[] BeaconTail { get; private set; } = [];

    /// <summary>The elements behind the TIM of the Beacon in which a switch was announced last.</summary>
    public byte[] SwitchTail { get; private set; } = [];

    /// <summary>Where the counts stand in <see cref="SwitchTail"/>.</summary>
    public ushort[] SwitchCounters { get; private set; } = [];

    /// <inheritdoc/>
    public RadioCapabilities Capabilities { get; set; }

    /// <summary>It has one interface, and is its own radio.</summary>
    public IRadio Radio => this;

    /// <inheritdoc/>
    public MacAddress Address => _options.Address;

    /// <inheritdoc/>
    public IReadOnlyList<RadioInterface> Neighbours { get; set; } = [];

    /// <inheritdoc/>
    public IP2pLink P2p => Stay;

    /// <inheritdoc/>
    public IScanLink Scanning => Scan;

    /// <inheritdoc/>
    public IVlanLink Vlans => Networks;

    /// <inheritdoc/>
    public TimeSpan EventAge => TimeSpan.Zero;

    /// <summary>The cookie of the frame last sent.</summary>
    public ulong LastCookie => _sender.LastCookie;

    /// <summary>What the kernel counts of each station; inactivity may be set here.</summary>
    public Dictionary<MacAddress, StationCounters> Counters { get; } = [];

    /// <summary>What the stations in reach send to.</summary>
    internal SimulatedKernel Kernel { get; }

    /// <summary>Adds a line of another's to <see cref="Calls"/>, so that one list shows the order of all.</summary>
    public void Note(string line) => _calls.Write(line);

    /// <summary>Whether the kernel passes this station's data.</summary>
    public bool IsAuthorized(MacAddress station) => Kernel.Find(station) is { Authorized: true };

    /// <summary>What the kernel was told last that this station can do; null: it does not know it.</summary>
    public ToldCapabilities? Told(MacAddress station) => Kernel.Find(station)?.Told;

    /// <summary>Whether the kernel has an entry of this station.</summary>
    public bool Knows(MacAddress station) => Kernel.Find(station) is not null;

    /// <summary>The next <paramref name="times"/> calls whose line starts so are refused.</summary>
    public void Refuse(string callStartsWith, DriverResult result, int times = 1) =>
        _calls.Refuse(callStartsWith, result, times);

    /// <inheritdoc/>
    public void Attach(IApEvents events) => Kernel.Attach(events);

    /// <inheritdoc/>
    public void Attach(IRadioEvents events) => Kernel.Attach(events);

    /// <inheritdoc/>
    public DriverResult Prepare(IReadOnlyList<FrameFilter> frames)
    {
        Filters = frames;
        var refusal = Call("Prepare");
        Link = refusal is null ? LinkCondition.Up : Link;
        return refusal ?? DriverResult.Ok;
    }

    /// <inheritdoc/>
    public LinkCondition AskLink() => Link;

    LinkBridge IApLink.AskBridge() => Bridge;

    DriverResult IApLink.ReadSurvey(out ChannelSurvey survey)
    {
        survey = Survey ?? default;
        return Survey is null ? new DriverResult("reading the survey", ErrorNumber.NotSupported, "it does not count", null) : DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult SetCountry(string alpha2, out bool pending)
    {
        pending = false;
        if (Call($"SetCountry {alpha2}") is { } refusal)
        {
            return refusal;
        }

        pending = Capabilities.Country != alpha2;
        if (pending && _options.ConfirmsCountry)
        {
            Clock.Schedule(ProbeAnswer, () =>
            {
                Capabilities = Capabilities with { Country = alpha2 };
                Kernel.RegulatoryChanges();
            });
        }

        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult ReadAgain()
    {
        if (Call("ReadAgain") is { } refusal)
        {
            return refusal;
        }

        Radar.ReadAgain();
        return DriverResult.Ok;
    }

    /// <summary>How wide it is, in MHz.</summary>
    public int WidthMhz { get; private set; }

    /// <inheritdoc/>
    public DriverResult ChangeWidth(OperatingChannel channel)
    {
        if (Call($"ChangeWidth {channel.PrimaryMhz} width={channel.WidthMhz}") is { } refusal)
        {
            return refusal;
        }

        if (channel.PrimaryMhz != FrequencyMhz)
        {
            return new DriverResult("changing the width", ErrorNumber.Busy, "it is on another channel", null);
        }

        WidthMhz = channel.WidthMhz;
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult StartRadarDetection(OperatingChannel channel) =>
        Call($"StartRadarDetection {channel.PrimaryMhz} width={channel.WidthMhz}") ?? Radar.Start(channel);

    /// <inheritdoc/>
    public DriverResult EndRadarDetection()
    {
        Radar.End();
        return Call("EndRadarDetection") ?? DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult Start(in AccessPointSettings settings)
    {
        if ((Call($"Start {settings.Channel.PrimaryMhz}{(settings.Rsn ? " rsn" : " open")}") ?? Radar.Refuse(settings.Channel)) is { } refusal)
        {
            return refusal;
        }

        Kernel.Start(settings.Channel.PrimaryMhz);
        WidthMhz = settings.Channel.WidthMhz;
        Suites.Start(settings);
        BeaconTail = settings.BeaconTail.ToArray();
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult UpdateBeacon(in AccessPointSettings settings)
    {
        BeaconTail = settings.BeaconTail.ToArray();
        return Call("UpdateBeacon") ?? DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult Tune(in RadioTuning tuning)
    {
        Tuned = tuning;
        return Call("Tune") ?? DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult SwitchChannel(in CountdownSettings settings)
    {
        var channel = settings.After.Channel;
        var line = $"SwitchChannel {channel.PrimaryMhz} count={settings.BeaconTail[settings.CounterOffsets[0]]}";
        if ((Call(line) ?? Radar.Refuse(channel)) is { } refusal)
        {
            return refusal;
        }

        (SwitchTail, SwitchCounters) = (settings.BeaconTail.ToArray(), settings.CounterOffsets.ToArray());
        BeaconTail = settings.After.BeaconTail.ToArray();
        Clock.Schedule(ProbeAnswer, () =>
        {
            WidthMhz = channel.WidthMhz;
            Kernel.Switch(channel);
        });
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult ChangeColour(in CountdownSettings settings)
    {
        var line = $"ChangeColour {settings.After.Colour.Colour} count={settings.BeaconTail[settings.CounterOffsets[0]]}";
        if (Call(line) is { } refusal)
        {
            return refusal;
        }

        (SwitchTail, SwitchCounters) = (settings.BeaconTail.ToArray(), settings.CounterOffsets.ToArray());
        BeaconTail = settings.After.BeaconTail.ToArray();
        if (_options.ConfirmsColour)
        {
            Kernel.CountDownToColour(TimeUnits.Span(settings.Count * settings.After.BeaconInterval));
        }

        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult Stop()
    {
        Kernel.Stop();
        return Call("Stop") ?? DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult SendFrame(ReadOnlySpan<byte> frame, SendOptions options, out ulong cookie) =>
        _sender.Send(frame, options, out cookie);

    /// <inheritdoc/>
    public DriverResult SendEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypt) => _sender.SendEapol(station, pdu, encrypt);

    /// <inheritdoc/>
    public DriverResult AddStation(in StationSettings station)
    {
        if (Call($"AddStation {station.Address} {station.State}") is { } refusal)
        {
            return refusal;
        }

        Kernel.Make(station.Address, station.State);
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult UpdateStation(in StationSettings station)
    {
        if (Call($"UpdateStation {station.Address} {station.State} aid={station.Aid}{(station.Mfp ? " mfp" : "")}") is { } refusal)
        {
            return refusal;
        }

        if (Kernel.Find(station.Address) is not { } known)
        {
            return Missing("updating a station");
        }

        known.Told = !IsRecording ? null : new ToldCapabilities(Convert.ToHexStringLower(station.HtCapabilities), Convert.ToHexStringLower(station.VhtCapabilities),
            Convert.ToHexStringLower(station.HeCapabilities), Convert.ToHexStringLower(station.EhtCapabilities), station.OperatingMode);
        known.State = station.State;
        known.Mfp = station.Mfp;
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult Authorize(MacAddress station, bool authorized)
    {
        if (Call($"{(authorized ? "Authorize" : "Unauthorize")} {station}") is { } refusal)
        {
            return refusal;
        }

        if (Kernel.Find(station) is not { } known)
        {
            return Missing("authorizing a station");
        }

        known.Authorized = authorized;
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult RemoveStation(MacAddress station, ManagementSubtype subtype, ReasonCode reason)
    {
        if (Call($"RemoveStation {station}") is { } refusal)
        {
            return refusal;
        }

        Kernel.Dismiss(station, subtype, reason);

        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult InstallKey(in KeySettings key)
    {
        var isPairwise = !key.Station.IsZero;
        var line = isPairwise
            ? $"InstallKey pairwise {key.Station}{(key.ReceiveOnly ? $" receive {key.Index}" : "")}"
            : $"InstallKey group {key.Index}{(key.MakeDefault ? " default" : "")}";
        if (Call(line) is { } refusal)
        {
            return refusal;
        }

        if (isPairwise && !Knows(key.Station))
        {
            return Missing("installing a key");
        }

        if (isPairwise)
        {
            Kernel.Find(key.Station)!.HasKey = true;
        }

        if (Air.KeepsLog)
        {
            InstalledKeys.Add((key.Station, Convert.ToHexStringLower(key.Key)));
            Suites.OfKeys.Add(key.Cipher);
        }

        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult SelectPairwiseKey(MacAddress station, int keyId) =>
        Call($"SelectPairwiseKey {station} {keyId}") ?? (Knows(station) ? DriverResult.Ok : Missing("selecting a key"));

    /// <summary>What has been sent under a group key, by key ID; nothing where nothing is said.</summary>
    public Dictionary<int, byte> KeySequences { get; } = [];

    /// <summary>Every key installed, oldest first: whose (zero for the group), and which.</summary>
    public List<(MacAddress Station, string Key)> InstalledKeys { get; } = [];

    /// <inheritdoc/>
    public DriverResult ReadKeySequence(int keyIndex, Span<byte> sequence)
    {
        sequence.Clear();
        sequence[0] = KeySequences.GetValueOrDefault(keyIndex);
        return Call($"ReadKeySequence {keyIndex}") ?? DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult ReadStation(MacAddress station, out StationCounters counters)
    {
        counters = Counters.GetValueOrDefault(station);
        return Call($"ReadStation {station}") ?? (Knows(station) ? DriverResult.Ok : Missing("reading a station"));
    }

    /// <inheritdoc/>
    public DriverResult ProbeStation(MacAddress station)
    {
        if (Call($"ProbeStation {station}") is { } refusal)
        {
            return refusal;
        }

        if (Kernel.IsAnswering(station))
        {
            Clock.Schedule(ProbeAnswer, () => Kernel.Events?.OnStationProbed(station, true));
        }

        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public void Dispose() => _calls.Write("Dispose");

    /// <summary>A management frame arrives out of nowhere.</summary>
    public void Inject(ReadOnlySpan<byte> frame) => Kernel.Inject(frame);

    /// <summary>An 802.1X PDU arrives out of nowhere.</summary>
    public void InjectEapol(MacAddress station, ReadOnlySpan<byte> pdu) => Kernel.InjectEapol(station, pdu);

    /// <summary>The kernel reports a class 3 frame of a station it does not know as associated.</summary>
    public void InjectUnexpected(MacAddress station) => Kernel.InjectUnexpected(station);

    /// <summary>Firmware reports a station.</summary>
    public void StationArrives(MacAddress station, ReadOnlySpan<byte> elements) => Kernel.StationArrives(station, elements);

    /// <summary>Firmware reports that a station has gone.</summary>
    public void StationLeaves(MacAddress station) => Kernel.StationLeaves(station);

    /// <summary>The interface changes; down or gone, the kernel has stopped the access point.</summary>
    public void InterfaceChanges(InterfaceChange change) => Kernel.InterfaceChanges(change);

    /// <summary>The kernel stops the access point by itself.</summary>
    public void KernelStops() => Kernel.KernelStops();

    /// <summary>The kernel tells of the colour.</summary>
    public void HearColour(ColourNews news, ulong heard = 0) => Kernel.Tell(news, heard);

    /// <summary>The regulatory domain changes.</summary>
    public void RegulatoryChanges() => Kernel.RegulatoryChanges();

    /// <summary>Another program's interface of the radio is told to go to another channel.</summary>
    public void NeighbourMoves(RadioInterface neighbour, OperatingChannel channel, int count) => Kernel.NeighbourMoves(neighbour, channel, count);

    /// <summary>The kernel says that it dropped events.</summary>
    public void EventsAreLost() => Kernel.EventsAreLost();

    /// <summary>A TX status arrives out of nowhere.</summary>
    public void ReportSent(ulong cookie, ReadOnlySpan<byte> frame, bool acknowledged) =>
        Kernel.ReportSent(cookie, frame, acknowledged);

    /// <summary>The TX status of an EAPOL frame arrives out of nowhere.</summary>
    public void ReportEapolSent(MacAddress station, ReadOnlySpan<byte> pdu, bool acknowledged) =>
        Kernel.ReportEapolSent(station, pdu, acknowledged);

    /// <summary>All stations go out of reach, and their memory with them.</summary>
    public void ClearReach() => Kernel.ClearReach();

    private static DriverResult Missing(string operation) =>
        new(operation, NoSuchEntry, "No such file or directory", null);

    private DriverResult? Call(string line) => _calls.Take(line);
}

/// <summary>What a station can do, as the kernel is told: bodies in hexadecimal, empty where there is none.</summary>
public sealed record ToldCapabilities(string Ht, string Vht, string He, string Eht, byte? OperatingMode);
