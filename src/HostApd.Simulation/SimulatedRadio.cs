using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>
/// A radio, its kernel and its driver, played over a <see cref="SimulatedAir"/>. It keeps the stations the kernel would
/// keep, refuses what the kernel would refuse, and writes every call down as a line in <see cref="Calls"/>.
/// </summary>
public sealed partial class SimulatedRadio : IRadio, IApLink
{
    private const int NoSuchEntry = 2;
    private static readonly TimeSpan ProbeAnswer = TimeSpan.FromMilliseconds(5);

    private readonly SimulatedRadioOptions _options;
    private readonly Dictionary<MacAddress, KernelStation> _stations = [];
    private readonly Dictionary<MacAddress, SimulatedStation> _receivers = [];
    private readonly List<Refusal> _refusals = [];
    private IApEvents? _events;
    private IRadioEvents? _radioEvents;
    private ulong _cookie;

    /// <summary>A radio without stations in reach.</summary>
    public SimulatedRadio(VirtualClock clock, SimulatedRadioOptions? options = null)
    {
        Clock = clock;
        _options = options ?? new SimulatedRadioOptions();
        Capabilities = _options.Capabilities;
        Air = new SimulatedAir(clock);
    }

    /// <summary>The clock of air and radio.</summary>
    public VirtualClock Clock { get; }

    /// <summary>What carries the frames.</summary>
    public SimulatedAir Air { get; }

    /// <summary>Every call, in order, as a line such as <c>InstallKey pairwise 02:00:00:00:01:00</c>.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Off: calls leave no trace and frames no air. For measuring what the caller costs.</summary>
    public bool IsRecording { get; set; } = true;

    /// <summary>What the kernel says of the interface.</summary>
    public LinkCondition Link { get; set; } = LinkCondition.Up;

    /// <summary>What it was tuned by last.</summary>
    public RadioTuning Tuned { get; private set; }

    /// <summary>Beaconing.</summary>
    public bool IsOnAir { get; private set; }

    /// <summary>The elements behind the TIM of the Beacon, as last given.</summary>
    public byte[] BeaconTail { get; private set; } = [];

    /// <inheritdoc/>
    public RadioCapabilities Capabilities { get; set; }

    /// <summary>It has one interface, and is its own radio.</summary>
    public IRadio Radio => this;

    /// <inheritdoc/>
    public MacAddress Address => _options.Address;

    /// <inheritdoc/>
    public TimeSpan EventAge => TimeSpan.Zero;

    /// <summary>The cookie of the frame last sent.</summary>
    public ulong LastCookie => _cookie;

    /// <summary>What the kernel counts of each station; inactivity may be set here.</summary>
    public Dictionary<MacAddress, StationCounters> Counters { get; } = [];

    /// <summary>Adds a line of another's to <see cref="Calls"/>, so that one list shows the order of all.</summary>
    public void Note(string line) => Record(line);

    /// <summary>Whether the kernel passes this station's data.</summary>
    public bool IsAuthorized(MacAddress station) => _stations.GetValueOrDefault(station) is { Authorized: true };

    /// <summary>Whether the kernel has an entry of this station.</summary>
    public bool Knows(MacAddress station) => _stations.ContainsKey(station);

    /// <summary>The next <paramref name="times"/> calls whose line starts so are refused.</summary>
    public void Refuse(string callStartsWith, DriverResult result, int times = 1) =>
        _refusals.Add(new Refusal(callStartsWith, result) { Left = times });

    /// <inheritdoc/>
    public void Attach(IApEvents events) => _events = events;

    /// <inheritdoc/>
    public void Attach(IRadioEvents events) => _radioEvents = events;

    /// <inheritdoc/>
    public DriverResult Prepare(IReadOnlyList<FrameFilter> frames)
    {
        var refusal = Call("Prepare");
        Link = refusal is null ? LinkCondition.Up : Link;
        return refusal ?? DriverResult.Ok;
    }

    /// <inheritdoc/>
    public LinkCondition AskLink() => Link;

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
                _radioEvents?.OnRegulatoryChanged();
            });
        }

        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult Start(in AccessPointSettings settings)
    {
        if (Call($"Start {settings.Channel.PrimaryMhz}{(settings.Rsn ? " rsn" : " open")}") is { } refusal)
        {
            return refusal;
        }

        IsOnAir = true;
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
    public DriverResult SwitchChannel(in ChannelSwitchSettings settings)
    {
        var channel = settings.After.Channel;
        var line = $"SwitchChannel {channel.PrimaryMhz} count={settings.BeaconTail[settings.CounterOffset]}";
        if (Call(line) is { } refusal)
        {
            return refusal;
        }

        BeaconTail = settings.After.BeaconTail.ToArray();
        Clock.Schedule(ProbeAnswer, () => _events?.OnChannelSwitched(channel));
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult Stop()
    {
        IsOnAir = false;
        _stations.Clear();
        return Call("Stop") ?? DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult SendFrame(ReadOnlySpan<byte> frame, SendOptions options, out ulong cookie)
    {
        cookie = ++_cookie;
        return IsRecording ? Transmit(frame, options, cookie) : DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult SendEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypt) =>
        IsRecording ? TransmitEapol(station, pdu, encrypt) : DriverResult.Ok;

    /// <inheritdoc/>
    public DriverResult AddStation(in StationSettings station)
    {
        if (Call($"AddStation {station.Address} {station.State}") is { } refusal)
        {
            return refusal;
        }

        _stations[station.Address] = new KernelStation { State = station.State };
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult UpdateStation(in StationSettings station)
    {
        if (Call($"UpdateStation {station.Address} {station.State} aid={station.Aid}") is { } refusal)
        {
            return refusal;
        }

        if (!_stations.TryGetValue(station.Address, out var known))
        {
            return Missing("updating a station");
        }

        known.State = station.State;
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult Authorize(MacAddress station, bool authorized)
    {
        if (Call($"{(authorized ? "Authorize" : "Unauthorize")} {station}") is { } refusal)
        {
            return refusal;
        }

        if (!_stations.TryGetValue(station, out var known))
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

        if (_stations.Remove(station) && Capabilities.FramesHandledByFirmware)
        {
            FirmwareSendsAway(station, subtype, reason);
        }

        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult InstallKey(in KeySettings key)
    {
        var isPairwise = !key.Station.IsZero;
        var line = isPairwise
            ? $"InstallKey pairwise {key.Station}"
            : $"InstallKey group {key.Index}{(key.MakeDefault ? " default" : "")}";
        if (Call(line) is { } refusal)
        {
            return refusal;
        }

        if (isPairwise && !_stations.ContainsKey(key.Station))
        {
            return Missing("installing a key");
        }

        if (Air.KeepsLog)
        {
            InstalledKeys.Add((key.Station, Convert.ToHexStringLower(key.Key)));
        }

        return DriverResult.Ok;
    }

    /// <summary>Every key installed, oldest first: whose (zero for the group), and which.</summary>
    public List<(MacAddress Station, string Key)> InstalledKeys { get; } = [];

    /// <inheritdoc/>
    public DriverResult ReadKeySequence(int keyIndex, Span<byte> sequence)
    {
        sequence.Clear();
        return Call($"ReadKeySequence {keyIndex}") ?? DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult ReadStation(MacAddress station, out StationCounters counters)
    {
        counters = Counters.GetValueOrDefault(station);
        return Call($"ReadStation {station}") ?? (_stations.ContainsKey(station) ? DriverResult.Ok : Missing("reading a station"));
    }

    /// <inheritdoc/>
    public DriverResult ProbeStation(MacAddress station)
    {
        if (Call($"ProbeStation {station}") is { } refusal)
        {
            return refusal;
        }

        if (_receivers.GetValueOrDefault(station) is { IsAssociated: true, IsDeaf: false })
        {
            Clock.Schedule(ProbeAnswer, () => _events?.OnStationProbed(station, true));
        }

        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public void Dispose() => Record("Dispose");

    private DriverResult Transmit(ReadOnlySpan<byte> frame, SendOptions options, ulong cookie)
    {
        var sent = new AirFrame(true, new MacAddress(frame[4..]), false, frame.ToArray());
        if (Call($"SendFrame {sent.Name} {sent.Station}") is { } refusal)
        {
            return refusal;
        }

        var wantsStatus = (options & SendOptions.NoAcknowledgement) == 0 && !sent.Station.IsMulticast;
        Air.Transmit(sent, Deliver,
            wantsStatus ? acknowledged => _events?.OnFrameSent(cookie, sent.Bytes, acknowledged) : null);
        return DriverResult.Ok;
    }

    private DriverResult TransmitEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypt)
    {
        var sent = new AirFrame(true, station, true, pdu.ToArray());
        if (Call($"SendEapol {sent.Name} {station}{(encrypt ? " encrypted" : "")}") is { } refusal)
        {
            return refusal;
        }

        Air.Transmit(sent, Deliver, Capabilities.EapolOverControlPort
            ? acknowledged => _events?.OnEapolSent(station, sent.Bytes, acknowledged)
            : null);
        return DriverResult.Ok;
    }

    private static DriverResult Missing(string operation) =>
        new(operation, NoSuchEntry, "No such file or directory", null);

    private DriverResult? Call(string line)
    {
        Record(line);
        foreach (var refusal in _refusals)
        {
            if (refusal.Left > 0 && line.StartsWith(refusal.Start, StringComparison.Ordinal))
            {
                refusal.Left--;
                return refusal.Result;
            }
        }

        return null;
    }

    private void Record(string line)
    {
        if (IsRecording && Air.KeepsLog)
        {
            Calls.Add(line);
        }
    }

    private sealed class KernelStation
    {
        internal KernelStationState State { get; set; }

        internal bool Authorized { get; set; }
    }

    private sealed record Refusal(string Start, DriverResult Result)
    {
        internal int Left { get; set; }
    }
}
