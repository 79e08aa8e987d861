using HostApd.Driver;

namespace HostApd.Simulation;

/// <summary>
/// Where a radio is that has no access point on the air. It is in one place at a time, as a radio whose kernel moves it (mac80211
/// without the driver's help): a stay on the channel that it is on joins the one under way; one on another begins only a second after
/// that has ended.
/// <code>
/// event \ stay      | Asked                               | UnderWay
/// radio is there    | UnderWay: OnStayBegan or the frame  | –
/// its time is over  | –                                   | gone: OnStayEnded
/// ended             | gone: frame not sent, OnStayEnded   | gone: OnStayEnded
/// </code>
/// </summary>
public sealed class SimulatedStay : IP2pLink
{
    private static readonly TimeSpan Tuning = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Leaving = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan Queued = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Searching = TimeSpan.FromMilliseconds(100);

    /// <summary>The kernel gives no cookie for a frame that nobody waits for, and names this one when it is over.</summary>
    private const ulong Nameless = 0xFFFFFFFF;

    /// <summary>What the kernel makes of no wait, and its shortest.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    private readonly SimulatedRadio _radio;
    private readonly SimulatedSender _sender;
    private readonly CallRecord _calls;
    private readonly List<Visit> _visits = [];
    private readonly List<SimulatedNeighbour> _found = [];
    private IP2pEvents? _events;
    private Quest? _search;

    internal SimulatedStay(SimulatedRadio radio, SimulatedSender sender, CallRecord calls)
    {
        _radio = radio;
        _sender = sender;
        _calls = calls;
    }

    /// <summary>Where it stays now, in MHz; 0: nowhere.</summary>
    public int FrequencyMhz { get; private set; }

    /// <summary>Who is there to be found.</summary>
    public List<SimulatedNeighbour> Neighbours { get; } = [];

    /// <inheritdoc/>
    public TimeSpan LongestStay => _radio.Capabilities.LongestStay;

    /// <inheritdoc/>
    public void Attach(IP2pEvents events) => _events = events;

    /// <inheritdoc/>
    public DriverResult Listen(int frequencyMhz, TimeSpan duration, out ulong cookie)
    {
        cookie = 0;
        if ((_calls.Take($"Listen {frequencyMhz} {duration.TotalMilliseconds:0}") ?? Refuse(frequencyMhz, duration)) is { } refusal)
        {
            return refusal;
        }

        cookie = _sender.NextCookie();
        Ask(new Visit(cookie, frequencyMhz, duration));
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult EndListen(ulong cookie) => End(cookie);

    /// <inheritdoc/>
    public DriverResult SendFrame(ReadOnlySpan<byte> frame, int frequencyMhz, TimeSpan wait, SendOptions options, out ulong cookie)
    {
        cookie = 0;
        var sent = SimulatedSender.Management(frame, frequencyMhz);
        var stay = wait > TimeSpan.Zero ? wait : Shortest;
        if ((_calls.Take($"SendFrame {sent.Name} {sent.Station} {frequencyMhz} {wait.TotalMilliseconds:0}") ?? Refuse(frequencyMhz, stay)) is { } refusal)
        {
            return refusal;
        }

        var isNamed = (options & SendOptions.NoAcknowledgement) == 0;
        cookie = isNamed ? _sender.NextCookie() : 0;
        Ask(new Visit(isNamed ? cookie : Nameless, frequencyMhz, stay) { Frame = sent, Options = options });
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult EndWait(ulong cookie) => End(cookie);

    /// <inheritdoc/>
    public DriverResult Search(in SearchSettings settings)
    {
        var frequencies = settings.FrequenciesMhz.ToArray();
        if (_calls.Take($"Search {(frequencies.Length == 0 ? "all" : string.Join(' ', frequencies))}") is { } refusal)
        {
            return refusal;
        }

        if (_search is not null)
        {
            return new DriverResult("searching", ErrorNumber.Busy, "Device or resource busy", null) { MayPass = true };
        }

        var search = _search = new Quest(frequencies);
        _radio.Clock.Schedule(Searching, () => EndSearch(search, completed: true));
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult AbortSearch()
    {
        if (_calls.Take("AbortSearch") is { } refusal)
        {
            return refusal;
        }

        if (_search is not { } search)
        {
            return Missing("ending a search");
        }

        _radio.Clock.Schedule(Leaving, () => EndSearch(search, completed: false));
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult ReadNeighbours(NeighbourReceiver receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        if (_calls.Take("ReadNeighbours") is { } refusal)
        {
            return refusal;
        }

        foreach (var one in _found)
        {
            receive(new Neighbour { Bssid = one.Bssid, FrequencyMhz = one.FrequencyMhz, SignalDbm = one.SignalDbm, Elements = one.Elements });
        }

        return DriverResult.Ok;
    }

    /// <summary>The interface goes down: the kernel ends all that it does there.</summary>
    internal void EndAll()
    {
        foreach (var visit in _visits.ToArray())
        {
            Finish(visit);
        }

        if (_search is { } search)
        {
            EndSearch(search, completed: false);
        }
    }

    private DriverResult? Refuse(int frequencyMhz, TimeSpan duration)
    {
        if (!_radio.Capabilities.CanRemainOnChannel)
        {
            return new DriverResult($"going to {frequencyMhz} MHz", ErrorNumber.NotSupported, "Operation not supported", null);
        }

        return duration < Shortest || duration > LongestStay || _radio.Capabilities.FindChannel(frequencyMhz) is not { Disabled: false }
            ? new DriverResult($"going to {frequencyMhz} MHz", ErrorNumber.Invalid, "Invalid argument", null)
            : null;
    }

    private void Ask(Visit visit)
    {
        _visits.Add(visit);
        if (FrequencyMhz == visit.FrequencyMhz)
        {
            _radio.Clock.Schedule(TimeSpan.Zero, () => Begin(visit));
        }
        else if (_visits.Count == 1)
        {
            _radio.Clock.Schedule(Tuning, () => Begin(visit));
        }
    }

    /// <summary>The radio can be there now, unless it has been sent elsewhere.</summary>
    private void Begin(Visit visit)
    {
        if (visit.State != VisitState.Asked || (FrequencyMhz != 0 && FrequencyMhz != visit.FrequencyMhz))
        {
            return;
        }

        FrequencyMhz = visit.FrequencyMhz;
        visit.State = VisitState.UnderWay;
        _radio.Clock.Schedule(visit.Duration, () => Finish(visit));
        if (visit.Frame is { } frame)
        {
            _sender.Transmit(frame, visit.Options, visit.Cookie);
        }
        else
        {
            _events?.OnStayBegan(visit.Cookie, visit.FrequencyMhz);
        }

        foreach (var other in _visits.FindAll(v => v.State == VisitState.Asked && v.FrequencyMhz == FrequencyMhz))
        {
            Begin(other);
        }
    }

    private DriverResult End(ulong cookie)
    {
        if (_calls.Take("EndStay") is { } refusal)
        {
            return refusal;
        }

        if (_visits.Find(v => v.Cookie == cookie) is not { } visit)
        {
            return Missing("ending a stay");
        }

        _radio.Clock.Schedule(Leaving, () => Finish(visit));
        return DriverResult.Ok;
    }

    private void Finish(Visit visit)
    {
        if (!_visits.Remove(visit))
        {
            return;
        }

        if (visit is { State: VisitState.Asked, Frame: { } unsent } && SimulatedSender.WantsStatus(unsent, visit.Options))
        {
            _radio.Kernel.ReportSent(visit.Cookie, unsent.Bytes, acknowledged: false);
        }

        if (!_visits.Exists(static v => v.State == VisitState.UnderWay))
        {
            FrequencyMhz = 0;
            _radio.Clock.Schedule(Queued, BeginNext);
        }

        _events?.OnStayEnded(visit.Cookie);
    }

    /// <summary>Whoever has waited longest is next, if the radio is free.</summary>
    private void BeginNext()
    {
        if (FrequencyMhz == 0 && _visits.Count > 0)
        {
            Begin(_visits[0]);
        }
    }

    private void EndSearch(Quest search, bool completed)
    {
        if (_search != search)
        {
            return;
        }

        _search = null;
        if (completed)
        {
            _found.Clear();
            _found.AddRange(Neighbours.FindAll(search.Covers));
        }

        _events?.OnSearchEnded(completed);
    }

    private static DriverResult Missing(string operation) => new(operation, ErrorNumber.NoSuchEntry, "No such file or directory", null);

    private enum VisitState
    {
        /// <summary>The radio is not there yet.</summary>
        Asked,

        /// <summary>It is.</summary>
        UnderWay,
    }

    private sealed class Visit(ulong cookie, int frequencyMhz, TimeSpan duration)
    {
        internal ulong Cookie => cookie;

        internal int FrequencyMhz => frequencyMhz;

        internal TimeSpan Duration => duration;

        internal AirFrame? Frame { get; init; }

        internal SendOptions Options { get; init; }

        internal VisitState State { get; set; }
    }

    private sealed class Quest(int[] frequenciesMhz)
    {
        internal bool Covers(SimulatedNeighbour neighbour) =>
            frequenciesMhz.Length == 0 || frequenciesMhz.Contains(neighbour.FrequencyMhz);
    }
}
