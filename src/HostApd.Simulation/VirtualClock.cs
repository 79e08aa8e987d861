namespace HostApd.Simulation;

/// <summary>
/// Time that passes only when told to. Timers fire on the caller's thread, in the order they are due, those due at the
/// same moment in the order they were armed: the same inputs give the same run.
/// </summary>
public sealed class VirtualClock : TimeProvider
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(VirtualTimer Timer, long Order), (long Due, long Order)> _queue = new();
    private int _armedTimers;
    private long _now;
    private long _order;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Time since the clock was made.</summary>
    public TimeSpan Elapsed => new(_now);

    /// <summary>Timers that will fire: those of <see cref="CreateTimer"/>, not what is <see cref="Schedule">scheduled</see>.</summary>
    public int ArmedTimers => _armedTimers;

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
        // A timer that was changed or disposed leaves its old place in the queue behind: its order tells.
        while (_queue.TryPeek(out var stale, out _) && stale.Timer.Order != stale.Order)
        {
            _queue.Dequeue();
        }

        if (!_queue.TryPeek(out var next, out var key) || key.Due > end)
        {
            return false;
        }

        _queue.Dequeue();
        _now = Math.Max(_now, key.Due);
        Disarm(next.Timer);
        if (next.Timer.Period > 0)
        {
            Arm(next.Timer, next.Timer.Period);
        }

        next.Timer.Fire();
        return true;
    }

    private void Arm(VirtualTimer timer, long delay)
    {
        timer.Order = ++_order;
        _armedTimers += timer.IsOneShot ? 0 : 1;
        _queue.Enqueue((timer, _order), (_now + delay, _order));
    }

    private void Disarm(VirtualTimer timer)
    {
        _armedTimers -= timer.Order == 0 || timer.IsOneShot ? 0 : 1;
        timer.Order = 0;
    }

    private sealed class VirtualTimer(VirtualClock owner, TimerCallback callback, object? state, bool isOneShot) : ITimer
    {
        private bool _disposed;

        internal bool IsOneShot { get; } = isOneShot;

        /// <summary>Its place among those armed; 0: not armed.</summary>
        internal long Order { get; set; }

        internal long Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            owner.Disarm(this);
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
            owner.Disarm(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire() => callback(state);
    }
}
