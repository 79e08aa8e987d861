namespace HostApd.Simulation;

/// <summary>
/// Time that passes only when told to. Timers fire on the caller's thread, in the order they are due, those due at the
/// same moment in the order they were armed: the same inputs give the same run.
/// </summary>
public sealed class VirtualClock : TimeProvider
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<VirtualTimer> _armed = [];
    private long _now;
    private long _order;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Time since the clock was made.</summary>
    public TimeSpan Elapsed => new(_now);

    /// <summary>Timers that will fire: those of <see cref="CreateTimer"/>, not what is <see cref="Schedule">scheduled</see>.</summary>
    public int ArmedTimers => _armed.Count(static t => !t.IsOneShot);

    /// <inheritdoc/>
    public override long GetTimestamp() => _now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Epoch + Elapsed;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state, isOneShot: false);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Runs <paramref name="action"/> once, after <paramref name="delay"/>.</summary>
    public void Schedule(TimeSpan delay, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        new VirtualTimer(this, static run => ((Action)run!)(), action, isOneShot: true)
            .Change(delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Lets <paramref name="span"/> pass, firing all that becomes due.</summary>
    public void Advance(TimeSpan span)
    {
        var end = _now + span.Ticks;
        while (FireNext(end))
        {
        }

        _now = end;
    }

    /// <summary>Lets time pass until <paramref name="condition"/> holds; false when <paramref name="limit"/> ran out first.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var end = _now + limit.Ticks;
        while (!condition())
        {
            if (!FireNext(end))
            {
                _now = end;
                return condition();
            }
        }

        return true;
    }

    private bool FireNext(long end)
    {
        VirtualTimer? next = null;
        foreach (var timer in _armed)
        {
            if (next is null || timer.Due < next.Due || timer.Due == next.Due && timer.Order < next.Order)
            {
                next = timer;
            }
        }

        if (next is null || next.Due > end)
        {
            return false;
        }

        _now = Math.Max(_now, next.Due);
        _armed.Remove(next);
        if (next.Period > 0)
        {
            Arm(next, next.Period);
        }

        next.Fire();
        return true;
    }

    private void Arm(VirtualTimer timer, long delay)
    {
        timer.Due = _now + delay;
        timer.Order = ++_order;
        _armed.Add(timer);
    }

    private sealed class VirtualTimer(VirtualClock owner, TimerCallback callback, object? state, bool isOneShot) : ITimer
    {
        private bool _disposed;

        internal bool IsOneShot { get; } = isOneShot;

        internal long Due { get; set; }

        internal long Order { get; set; }

        internal long Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            owner._armed.Remove(this);
            Period = period > TimeSpan.Zero ? period.Ticks : 0;
            if (!_disposed && dueTime >= TimeSpan.Zero)
            {
                owner.Arm(this, dueTime.Ticks);
            }

            return !_disposed;
        }

        public void Dispose()
        {
            _disposed = true;
            owner._armed.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire() => callback(state);
    }
}
