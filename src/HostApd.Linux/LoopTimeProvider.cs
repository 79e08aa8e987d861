namespace HostApd.Linux;

/// <summary>
/// The system's monotonic clock, with timers that the event loop fires on its own thread. Arming or changing a timer
/// allocates nothing; a binary heap keeps thousands of stations' timers cheap.
/// </summary>
internal sealed class LoopTimeProvider : TimeProvider
{
    private LoopTimer[] _heap = new LoopTimer[16];
    private int _count;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new LoopTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Milliseconds until the first timer is due, rounded up; 0 when one is due; -1 when there is none.</summary>
    internal int MillisecondsToNext()
    {
        if (_count == 0)
        {
            return Timeout.Infinite;
        }

        var ticks = _heap[0].DueTimestamp - GetTimestamp();
        var perMillisecond = TimestampFrequency / 1000;
        return ticks <= 0 ? 0 : (int)Math.Min((ticks + perMillisecond - 1) / perMillisecond, int.MaxValue);
    }

    /// <summary>Takes one due timer out of the heap (re-arming it when periodic), or null.</summary>
    internal LoopTimer? TakeDue()
    {
        if (_count == 0 || _heap[0].DueTimestamp > GetTimestamp())
        {
            return null;
        }

        var timer = _heap[0];
        Remove(timer);
        if (timer.Period > 0)
        {
            timer.DueTimestamp = GetTimestamp() + timer.Period;
            Add(timer);
        }

        return timer;
    }

    private long ToTicks(TimeSpan span) => (long)(span.TotalSeconds * TimestampFrequency);

    private void Add(LoopTimer timer)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, _count * 2);
        }

        timer.HeapIndex = _count;
        _heap[_count++] = timer;
        SiftUp(timer.HeapIndex);
    }

    private void Remove(LoopTimer timer)
    {
        var index = timer.HeapIndex;
        timer.HeapIndex = -1;
        var last = _heap[--_count];
        _heap[_count] = null!;
        if (last == timer)
        {
            return;
        }

        _heap[index] = last;
        last.HeapIndex = index;
        SiftDown(index);
        SiftUp(last.HeapIndex);
    }

    private void SiftUp(int index)
    {
        while (index > 0)
        {
            var parent = (index - 1) / 2;
            if (_heap[parent].DueTimestamp <= _heap[index].DueTimestamp)
            {
                return;
            }

            Swap(parent, index);
            index = parent;
        }
    }

    private void SiftDown(int index)
    {
        for (; ; )
        {
            var child = 2 * index + 1;
            if (child >= _count)
            {
                return;
            }

            if (child + 1 < _count && _heap[child + 1].DueTimestamp < _heap[child].DueTimestamp)
            {
                child++;
            }

            if (_heap[index].DueTimestamp <= _heap[child].DueTimestamp)
            {
                return;
            }

            Swap(index, child);
            index = child;
        }
    }

    private void Swap(int a, int b)
    {
        (_heap[a], _heap[b]) = (_heap[b], _heap[a]);
        _heap[a].HeapIndex = a;
        _heap[b].HeapIndex = b;
    }

    internal sealed class LoopTimer : ITimer
    {
        private readonly LoopTimeProvider _owner;
        private readonly TimerCallback _callback;
        private readonly object? _state;

        internal LoopTimer(LoopTimeProvider owner, TimerCallback callback, object? state)
        {
            _owner = owner;
            _callback = callback;
            _state = state;
            Fire = () => _callback(_state);
        }

        internal Action Fire { get; }

        internal long DueTimestamp { get; set; }

        internal long Period { get; private set; }

        internal int HeapIndex { get; set; } = -1;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (HeapIndex >= 0)
            {
                _owner.Remove(this);
            }

            Period = period > TimeSpan.Zero ? _owner.ToTicks(period) : 0;
            if (dueTime >= TimeSpan.Zero)
            {
                DueTimestamp = _owner.GetTimestamp() + _owner.ToTicks(dueTime);
                _owner.Add(this);
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
