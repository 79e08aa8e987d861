using HostApd.Driver;
using HostApd.Eapol;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Ap;

/// <summary>Where a radio is, as far as radar is concerned.</summary>
public enum DfsState
{
    /// <summary>Nobody beacons or wants to, or radar does not concern them.</summary>
    Idle,

    /// <summary>It listens for radar; who wants to begin waits.</summary>
    Checking,

    /// <summary>It could not listen, or not to the end, and tries again in a moment; who wants to begin waits.</summary>
    Retrying,

    /// <summary>There is no place without radar; who wants to begin waits until there is.</summary>
    OffByRadar,

    /// <summary>It beacons, or is about to.</summary>
    OnAir,

    /// <summary>It beacons, and moves away.</summary>
    Moving,
}

/// <summary>
/// Radar detection of one radio (DFS; 802.11-2020 11.8, 47 CFR 15.407(h), EN 301 893). Where to go is always found from what was wished for, and
/// from what is known then (<see cref="ChannelLadder"/>). Pure but for its timers: its effects wait in <see cref="TryNextEffect"/>.
/// <code>
/// event \ state             | Idle  | Checking                | Retrying | OffByRadar | OnAir                       | Moving
/// Begin                     | choose| other channel: choose   | choose   | choose     | choose                      | choose
/// check finished, it is ours| –     | → OnAir                 | –        | –          | –                           | –
/// check aborted, it is ours | –     | → Retrying, 1 s         | –        | –          | –                           | –
/// radar, it is ours         | –     | choose                  | choose   | –          | go away                     | at the target: take down
/// check refused             |       | busy: → Retrying, 2 s, 4 s, 8 s; else or then a place without check → OnAir, or refused → Idle
/// half an hour is over      | –     | –                       | –        | choose     | the wished one: go back?    | –
/// timer                     | –     | read; free: → OnAir;    | choose   | read;      | away, return when idle:     | take down
///                           |       | else end, → Retrying    |          | choose     | go back?                    |
/// moved                     | –     | –                       | –        | –          | it is there                 | → OnAir
/// move refused              |       |                         |          |            |                             | the next place, or take down
/// Stop                      | –     | end, → Idle             | → Idle   | → Idle     | → Idle                      | → Idle
///
/// choose:   what was wished for, if it is free (→ OnAir) or may be listened to (→ Checking); else the first place of the ladder;
///           without any: OffByRadar
/// go away:  the first place of the ladder that needs no check: → Moving; without one: take down, and choose
/// go back?: if it may be there, and is to be: free: → Moving; else take down, and choose
/// </code>
/// Where the driver looks for radar itself, nothing is listened to and nobody goes away: news are only told.
/// </summary>
public sealed class DfsMachine : IDisposable
{
    /// <summary>Nobody is for so long where radar was (47 CFR 15.407(h)(2), EN 301 893 4.2.6).</summary>
    public static readonly TimeSpan NonOccupancy = TimeSpan.FromMinutes(30);

    /// <summary>So much longer than it has to, the kernel may take for anything that it says at its end.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <summary>An announced move takes a few Beacons.</summary>
    private static readonly TimeSpan MoveTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AbortDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BusyDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(60);

    private const int MostTries = 3;

    private static readonly Logger Log = LogManager.GetLogger("Dfs");

    private readonly TimeProvider _time;
    private readonly Func<RadioCapabilities> _radio;
    private readonly Func<int, int> _draw;
    private readonly ITimer _timer;
    private readonly ITimer _occupancy;

    /// <summary>When nobody has to keep away from a part any more, in ticks of the time; as many as the radio has channels.</summary>
    private readonly Dictionary<int, long> _leaves = [];

    /// <summary>Places that the kernel has refused since the last beginning or move.</summary>
    private readonly HashSet<OperatingChannel> _refused = [];

    private EffectQueue<DfsEffect> _effects = new(4);
    private OperatingChannel _wish;
    private IReadOnlyList<int> _allowed = [];

    /// <summary>Where it was before; who begins anew in the middle of a move begins there.</summary>
    private OperatingChannel _previous;

    /// <summary>Parts whose half hour is over by our own clock, until what the kernel knows of them was read.</summary>
    private readonly List<int> _overdue = [];
    private TimeSpan _listened;
    private int _tries;
    private bool _readsForCheck;

    /// <summary>We have ended a check ourselves, and the kernel will say that it was aborted.</summary>
    private bool _endsCheck;

    /// <summary>A machine at rest.</summary>
    /// <param name="time">Of its timers.</param>
    /// <param name="radio">What the radio can do, and knows of radar, at any time.</param>
    /// <param name="draw">A number from 0 to below the one that is given.</param>
    public DfsMachine(TimeProvider time, Func<RadioCapabilities> radio, Func<int, int> draw)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _radio = radio;
        _draw = draw;
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _occupancy = time.CreateTimer(_ => OnOccupancyTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A timer has left effects behind.</summary>
    public event Action? Due;

    /// <summary>Whether no station is connected.</summary>
    public Func<bool> IsIdle { get; init; } = static () => true;

    /// <summary>What it does where radar is.</summary>
    public DfsOptions Options { get; set; } = new();

    /// <summary>Where it is.</summary>
    public DfsState State { get; private set; }

    /// <summary>The channel that it listens to, beacons on or moves to; none at rest.</summary>
    public OperatingChannel Channel { get; private set; }

    /// <summary>What was wished for last.</summary>
    public OperatingChannel Wish => _wish;

    /// <summary>It is elsewhere than was wished for, because of radar; or it was, and has only stopped.</summary>
    public bool IsAway => Channel.PrimaryMhz != 0 && Channel != _wish;

    /// <summary>When the check under way began; nothing without one.</summary>
    public long? CheckBegan { get; private set; }

    /// <summary>How long it has listened, in all.</summary>
    public TimeSpan Listened => _listened + (CheckBegan is { } began ? _time.GetElapsedTime(began) : TimeSpan.Zero);

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _occupancy.Dispose();
    }

    /// <summary>Takes the oldest effect; false when there is none.</summary>
    public bool TryNextEffect(out DfsEffect effect) => _effects.TryTake(out effect);

    /// <summary>Somebody wants to beacon. What this machine has chosen itself is no wish.</summary>
    /// <param name="channel">Where.</param>
    /// <param name="allowed">Primary channels that it may fall back to, in MHz; empty: all, or those of the same wish before.</param>
    public void Begin(OperatingChannel channel, IReadOnlyList<int> allowed)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        if ((channel != Channel && channel != _previous) || _wish.PrimaryMhz == 0)
        {
            (_wish, _allowed) = (channel, allowed);
        }

        _allowed = allowed.Count > 0 ? allowed : _allowed;
        if (State == DfsState.Checking && Channel == _wish)
        {
            return;
        }

        EndCheck();
        _refused.Clear();
        _tries = 0;
        Choose();
    }

    /// <summary>Somebody wants it to be elsewhere, and begins anew there.</summary>
    public void Wants(OperatingChannel channel) => _wish = channel;

    /// <summary>Nobody beacons any more, nor wants to.</summary>
    public void Stop()
    {
        EndCheck();
        Enter(DfsState.Idle, Channel);
    }

    /// <summary>The radio listens.</summary>
    public void OnCheckBegun()
    {
        CheckBegan = _time.GetTimestamp();
        Raise(DfsNews.CheckStarted, Channel);
    }

    /// <summary>The radio does not listen.</summary>
    public void OnCheckRefused(DriverResult why)
    {
        ArgumentNullException.ThrowIfNull(why);
        if (State != DfsState.Checking)
        {
            return;
        }

        if (why.Errno == ErrorNumber.Busy && ++_tries <= MostTries)
        {
            Log.Info("{0}: cannot listen for radar on channel {1} yet: {2}", _radio().PhyName, Channel.Number, why);
            Enter(DfsState.Retrying, Channel, BusyDelay * (1 << (_tries - 1)));
            return;
        }

        Log.Warn("{0}: cannot listen for radar on channel {1}: {2}", _radio().PhyName, Channel.Number, why);
        _refused.Add(Channel);
        if (FirstFree() is { } free)
        {
            Proceed(free);
        }
        else
        {
            Enter(DfsState.Idle, Channel);
            _effects.Add(new DfsEffect(DfsEffectKind.Refuse, _wish) { Refusal = why });
        }
    }

    /// <summary>News of the radio, whose capabilities know of them.</summary>
    public void OnRadar(RadarNews news, OperatingChannel channel)
    {
        switch (news)
        {
            case RadarNews.Detected:
                OnDetected(channel);
                break;
            case RadarNews.CheckFinished:
                if (State == DfsState.Checking && _radio().RadarOn(Channel) == RadarState.Available)
                {
                    OnCheckCompleted();
                }
                else if (_radio().DetectsRadarItself)
                {
                    Raise(DfsNews.CheckCompleted, channel);
                }

                break;
            case RadarNews.CheckAborted:
                if (_endsCheck)
                {
                    _endsCheck = false;
                }
                else if (State == DfsState.Checking && channel == Channel && CheckBegan is not null)
                {
                    ListenNoMore();
                    Raise(DfsNews.CheckFailed, channel);
                    Enter(DfsState.Retrying, Channel, AbortDelay);
                }
                else if (_radio().DetectsRadarItself)
                {
                    Raise(DfsNews.CheckFailed, channel);
                }

                break;
            case RadarNews.CheckStarted:
                if (_radio().DetectsRadarItself)
                {
                    Raise(DfsNews.CheckStarted, channel);
                }

                break;
            case RadarNews.OccupancyEnded:
                OnOccupancyEnded(channel);
                break;
            case RadarNews.CheckExpired:
                Raise(DfsNews.CheckExpired, channel);
                break;
        }
    }

    /// <summary>It is on another channel, by whomever.</summary>
    public void OnMoved(OperatingChannel channel)
    {
        if (State is DfsState.Checking or DfsState.Retrying or DfsState.OffByRadar || State == DfsState.OnAir && channel == Channel)
        {
            return;
        }

        // Whoever else has it moved wants it there.
        if (State != DfsState.Moving || channel.PrimaryMhz != Channel.PrimaryMhz)
        {
            _wish = channel;
        }

        _refused.Clear();
        Enter(DfsState.OnAir, channel, AwayDelay(channel));
    }

    /// <summary>The move that was asked for is not made.</summary>
    public void OnSwitchRefused(DriverResult why)
    {
        ArgumentNullException.ThrowIfNull(why);
        if (State == DfsState.Moving)
        {
            Log.Warn("{0}: cannot move to channel {1}: {2}", _radio().PhyName, Channel.Number, why);
            _refused.Add(Channel);
            GoAway();
        }
    }

    /// <summary>What was to be read was.</summary>
    public void OnRead()
    {
        foreach (var mhz in _overdue)
        {
            if (_radio().FindChannel(mhz) is { Radar: true, RadarState: RadarState.Unavailable })
            {
                _leaves[mhz] = After(LookAgain);
            }
            else
            {
                Raise(DfsNews.OccupancyEnded, OperatingChannel.Of(mhz, ht: false));
            }
        }

        _overdue.Clear();
        ArmOccupancy();
        if (_readsForCheck && State == DfsState.Checking)
        {
            _readsForCheck = false;
            if (_radio().RadarOn(Channel) is null or RadarState.Available)
            {
                OnCheckCompleted();
            }
            else
            {
                Log.Warn("{0}: the kernel has not said what became of the search for radar on channel {1}: tried again", _radio().PhyName, Channel.Number);
                Raise(DfsNews.CheckFailed, Channel);
                EndCheck();
                Enter(DfsState.Retrying, Channel, AbortDelay);
            }
        }
        else if (State == DfsState.OffByRadar)
        {
            Choose();
        }
        else
        {
            MayReturn();
        }
    }

    private void OnDetected(OperatingChannel channel)
    {
        var radio = _radio();
        Raise(DfsNews.RadarDetected, channel);
        if (radio.DetectsRadarItself)
        {
            return;
        }

        foreach (var mhz in channel.PartsMhz)
        {
            if (radio.FindChannel(mhz) is { Radar: true })
            {
                _leaves[mhz] = After(NonOccupancy + Margin);
            }
        }

        ArmOccupancy();
        if (radio.RadarOn(Channel) != RadarState.Unavailable)
        {
            return;
        }

        switch (State)
        {
            case DfsState.Checking:
                ListenNoMore();
                Choose();
                break;
            case DfsState.Retrying:
                Choose();
                break;
            case DfsState.OnAir:
                _refused.Clear();
                GoAway();
                break;
            case DfsState.Moving:
                TakeDown();
                break;
            case DfsState.Idle or DfsState.OffByRadar:
                break;
        }
    }

    private void OnCheckCompleted()
    {
        Raise(DfsNews.CheckCompleted, Channel);
        ListenNoMore();
        Proceed(Channel);
    }

    private void OnOccupancyEnded(OperatingChannel channel)
    {
        foreach (var mhz in channel.PartsMhz)
        {
            _leaves.Remove(mhz);
        }

        ArmOccupancy();
        Raise(DfsNews.OccupancyEnded, channel);
        if (State == DfsState.OffByRadar)
        {
            Choose();
        }
        else
        {
            MayReturn();
        }
    }

    private void Choose()
    {
        var radio = _radio();
        var state = radio.RadarOn(_wish);
        if (!_refused.Contains(_wish) && state is null or RadarState.Available)
        {
            Proceed(_wish);
        }
        else if (!_refused.Contains(_wish) && state == RadarState.Usable)
        {
            Check(_wish);
        }
        else if (State == DfsState.Retrying && !_refused.Contains(Channel) && radio.RadarOn(Channel) == RadarState.Usable)
        {
            Check(Channel);
        }
        else if (Ladder() is [var first, ..])
        {
            Raise(DfsNews.NewChannel, first.Channel);
            if (first.NeedsCheck)
            {
                Check(first.Channel);
            }
            else
            {
                Proceed(first.Channel);
            }
        }
        else
        {
            if (State != DfsState.OffByRadar)
            {
                Log.Warn("{0}: radar has taken every channel that could be used: off the air until one is free again", radio.PhyName);
            }

            Enter(DfsState.OffByRadar, _wish, LookAgain);
        }
    }

    private void Check(OperatingChannel channel)
    {
        Enter(DfsState.Checking, channel, _radio().RadarCheckOf(channel) + Margin);
        _readsForCheck = false;
        _effects.Add(new DfsEffect(DfsEffectKind.StartCheck, channel));
    }

    private void Proceed(OperatingChannel channel)
    {
        Enter(DfsState.OnAir, channel, AwayDelay(channel));
        _tries = 0;
        _effects.Add(new DfsEffect(DfsEffectKind.Proceed, channel));
    }

    private void GoAway()
    {
        if (FirstFree() is { } free)
        {
            Raise(DfsNews.NewChannel, free);
            Switch(free);
        }
        else
        {
            TakeDown();
        }
    }

    private void MayReturn()
    {
        if (State != DfsState.OnAir || Channel == _wish || Options.Return == DfsReturn.No || Options.Return == DfsReturn.Idle && !IsIdle()
            || _radio() is var radio && radio.WhyNot(_wish, looksForRadar: true) is not null)
        {
            return;
        }

        switch (radio.RadarOn(_wish))
        {
            case null or RadarState.Available:
                Raise(DfsNews.NewChannel, _wish);
                Switch(_wish);
                break;
            case RadarState.Usable:
                Raise(DfsNews.NewChannel, _wish);
                TakeDown();
                break;
            case RadarState.Unavailable:
                break;
        }
    }

    private void Switch(OperatingChannel channel)
    {
        Enter(DfsState.Moving, channel, MoveTimeout);
        _effects.Add(new DfsEffect(DfsEffectKind.Switch, channel));
    }

    /// <summary>Who begins anew comes back to <see cref="Begin"/> from where it is, which is no wish.</summary>
    private void TakeDown()
    {
        Enter(DfsState.Idle, Channel);
        _effects.Add(new DfsEffect(DfsEffectKind.TakeDown, Channel));
    }

    private OperatingChannel? FirstFree()
    {
        if (!_refused.Contains(_wish) && _radio().RadarOn(_wish) is null or RadarState.Available)
        {
            return _wish;
        }

        foreach (var rung in Ladder())
        {
            if (!rung.NeedsCheck)
            {
                return rung.Channel;
            }
        }

        return null;
    }

    private List<LadderRung> Ladder()
    {
        var rungs = new List<LadderRung>();
        if (Options.FallsBack)
        {
            foreach (var rung in ChannelLadder.Of(_wish, _radio(), _allowed, _draw))
            {
                if (!_refused.Contains(rung.Channel))
                {
                    rungs.Add(rung);
                }
            }
        }

        return rungs;
    }

    private void ListenNoMore()
    {
        _listened = Listened;
        CheckBegan = null;
    }

    private void EndCheck()
    {
        if (State == DfsState.Checking && CheckBegan is not null)
        {
            ListenNoMore();
            _endsCheck = true;
            _effects.Add(new DfsEffect(DfsEffectKind.EndCheck, Channel));
        }
    }

    private void OnTimer()
    {
        switch (State)
        {
            case DfsState.Checking:
                _readsForCheck = true;
                _effects.Add(new DfsEffect(DfsEffectKind.Read, Channel));
                break;
            case DfsState.OffByRadar:
                Arm(LookAgain);
                _effects.Add(new DfsEffect(DfsEffectKind.Read, Channel));
                break;
            case DfsState.Retrying:
                Choose();
                break;
            case DfsState.OnAir:
                Arm(AwayDelay(Channel));
                MayReturn();
                break;
            case DfsState.Moving:
                Log.Warn("{0}: the move to channel {1} has not been made in time", _radio().PhyName, Channel.Number);
                TakeDown();
                break;
            case DfsState.Idle:
                break;
        }

        Due?.Invoke();
    }

    /// <summary>The kernel should have said so by now: what it knows is read.</summary>
    private void OnOccupancyTimer()
    {
        var now = _time.GetTimestamp();
        foreach (var (mhz, leaves) in _leaves.ToArray())
        {
            if (leaves <= now)
            {
                _leaves.Remove(mhz);
                _overdue.Add(mhz);
            }
        }

        _effects.Add(new DfsEffect(DfsEffectKind.Read, Channel));
        Due?.Invoke();
    }

    private void ArmOccupancy()
    {
        var first = long.MaxValue;
        foreach (var (_, leaves) in _leaves)
        {
            first = Math.Min(first, leaves);
        }

        var left = _leaves.Count == 0 ? Timeout.InfiniteTimeSpan : _time.GetElapsedTime(_time.GetTimestamp(), first);
        _occupancy.Change(_leaves.Count > 0 && left < TimeSpan.Zero ? TimeSpan.Zero : left, Timeout.InfiniteTimeSpan);
    }

    private long After(TimeSpan delay) => _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);

    /// <summary>Who has to wait until nobody is connected looks from time to time.</summary>
    private TimeSpan? AwayDelay(OperatingChannel channel) => channel != _wish && Options.Return == DfsReturn.Idle ? LookAgain : null;

    private void Raise(DfsNews news, OperatingChannel channel) => _effects.Add(new DfsEffect(DfsEffectKind.Raise, channel) { News = news });

    private void Enter(DfsState state, OperatingChannel channel, TimeSpan? until = null)
    {
        Log.Debug("{0}: {1} -> {2} (channel {3})", _radio().PhyName, State, state, channel.PrimaryMhz == 0 ? 0 : channel.Number);
        State = state;
        if (channel != Channel)
        {
            _previous = Channel;
            Channel = channel;
        }

        Arm(until);
    }

    private void Arm(TimeSpan? delay) => _timer.Change(delay ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
