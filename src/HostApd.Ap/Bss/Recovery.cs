using HostApd.Driver;
using NLog;

namespace HostApd.Ap;

/// <summary>What becomes of an access point that is off the air.</summary>
public enum RecoveryState
{
    /// <summary>Nobody wants it, or a person has stopped it: it stays off.</summary>
    Off,

    /// <summary>It is on the air, or on its way there.</summary>
    OnAir,

    /// <summary>It starts when its interface is there and up.</summary>
    AwaitingInterface,

    /// <summary>It starts by itself after a while, and sooner when something changes that may have stood in its way.</summary>
    Retrying,
}

/// <summary>
/// Whether an access point that is off the air comes back by itself, and when: the one place that decides, whatever took it
/// off. What a person stopped stays off; everything else is tried again, soon at first and then less and less often.
/// <code>
/// event \ state              | Off               | OnAir             | AwaitingInterface | Retrying
/// OnStarted                  | OnAir             | OnAir             | OnAir             | OnAir
/// OnRefused                  | –                 | Retrying          | Retrying          | Retrying, later
/// End (a person's wish)      | –                 | Off               | Off               | Off
/// OnLost (kernel, own fault) | –                 | Retrying          | –                 | Retrying, later
/// OnLinkLost                 | –                 | AwaitingInterface | AwaitingInterface | AwaitingInterface
///   because of rfkill        | –                 | Retrying          | Retrying          | Retrying
/// Await (no interface yet)   | AwaitingInterface | AwaitingInterface | AwaitingInterface | AwaitingInterface
/// Persist (may pass)         | Retrying          | Retrying          | Retrying          | Retrying
/// OnChance                   | –                 | –                 | Retrying, start   | start
/// timer                      |                   |                   |                   | start; no interface: AwaitingInterface
/// </code>
/// </summary>
public sealed class Recovery : IDisposable
{
    /// <summary>The first attempt follows after this, each further one after twice the time …</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    /// <summary>… up to this.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(60);

    /// <summary>Who was on the air for so long begins with <see cref="FirstDelay"/> again.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(60);

    private static readonly Logger Log = LogManager.GetLogger(nameof(Recovery));

    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly Func<LinkCondition> _askLink;
    private readonly Action _start;
    private readonly ITimer _timer;
    private TimeSpan _delay = FirstDelay;
    private long _startedAt;

    /// <summary>
    /// <paramref name="start"/> tries to go on the air and tells the outcome by <see cref="OnStarted"/>,
    /// <see cref="OnRefused"/> or <see cref="Await"/>.
    /// </summary>
    internal Recovery(string name, TimeProvider time, Func<LinkCondition> askLink, Action start)
    {
        _name = name;
        _time = time;
        _askLink = askLink;
        _start = start;
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Where it is.</summary>
    public RecoveryState State { get; private set; }

    /// <summary>It is off the air and comes back by itself.</summary>
    public bool ComesBack => State is RecoveryState.AwaitingInterface or RecoveryState.Retrying;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>It is on the air, or on its way.</summary>
    internal void OnStarted()
    {
        if (State != RecoveryState.OnAir)
        {
            _startedAt = _time.GetTimestamp();
        }

        Enter(RecoveryState.OnAir, "started");
    }

    /// <summary>An attempt failed. What nobody wanted to be on before stays off: whoever asked has the answer.</summary>
    internal void OnRefused()
    {
        if (State != RecoveryState.Off)
        {
            Retry("refused");
        }
    }

    /// <summary>Somebody wants it off.</summary>
    internal void End() => Enter(RecoveryState.Off, "asked for");

    /// <summary>It went off the air, and not because of its interface; or an attempt broke off in the middle.</summary>
    internal void OnLost(string reason)
    {
        if (State is RecoveryState.OnAir or RecoveryState.Retrying)
        {
            Retry(reason);
        }
    }

    /// <summary>Its interface went down or away.</summary>
    internal void OnLinkLost()
    {
        if (State == RecoveryState.Off)
        {
            return;
        }

        // Switched off by rfkill: when it is on again nobody brings the interface up but us.
        if (_askLink() == LinkCondition.Blocked)
        {
            Retry("the radio is switched off (rfkill)");
        }
        else
        {
            Enter(RecoveryState.AwaitingInterface, "the interface went");
        }
    }

    /// <summary>There is no interface yet, and that is no reason to give up.</summary>
    internal void Await() => Enter(RecoveryState.AwaitingInterface, "no interface");

    /// <summary>It is wanted although its first start was refused: what is in its way may pass.</summary>
    internal void Persist() => Retry("in use or switched off");

    /// <summary>Something has changed that may have been in its way.</summary>
    public void OnChance()
    {
        if (ComesBack)
        {
            // What breaks off in the middle has not waited in vain.
            Enter(RecoveryState.Retrying, "a chance");
            _start();
        }
    }

    private void OnTimer()
    {
        if (State != RecoveryState.Retrying)
        {
            return;
        }

        switch (_askLink())
        {
            case LinkCondition.Missing:
                Enter(RecoveryState.AwaitingInterface, "no interface");
                break;
            case LinkCondition.Blocked:
                Retry("the radio is switched off (rfkill)");
                break;
            case LinkCondition.Down:
            case LinkCondition.Up:
                _start();
                break;
        }
    }

    private void Retry(string reason)
    {
        if (State == RecoveryState.OnAir && _time.GetElapsedTime(_startedAt) >= Settled)
        {
            _delay = FirstDelay;
        }

        Enter(RecoveryState.Retrying, reason);
        Log.Info("{0}: off the air ({1}); tried again in {2} s", _name, reason, _delay.TotalSeconds);
        _timer.Change(_delay, Timeout.InfiniteTimeSpan);
        _delay = _delay * 2 < LongestDelay ? _delay * 2 : LongestDelay;
    }

    private void Enter(RecoveryState state, string reason)
    {
        if (Log.IsDebugEnabled && state != State)
        {
            Log.Debug("{0}: recovery {1} -> {2} ({3})", _name, State, state, reason);
        }

        if (state == RecoveryState.Off)
        {
            _delay = FirstDelay;
        }

        State = state;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
