namespace HostApd;

/// <summary>
/// Gives memory back when the house is quiet. Keys lie in pinned arrays, which only a full collection frees, and the
/// runtime makes one when megabytes have come together: fine for a server, a lot for a router. A while after stations came
/// or went, and when none is in the middle of a join, there is time for one that nobody waits for.
/// </summary>
internal sealed class HeapKeeper : IDisposable
{
    /// <summary>From the first event to the collection.</summary>
    internal static readonly TimeSpan Delay = TimeSpan.FromSeconds(20);

    /// <summary>Bytes allocated since the last one that are worth a collection.</summary>
    internal const long Worth = 256 * 1024;

    private const int MostPostponements = 5;

    private readonly ITimer _timer;
    private readonly Func<bool> _isBusy;
    private readonly Func<long> _allocated;
    private readonly Action _collect;
    private long _collectedAt;
    private int _postponed;
    private bool _isArmed;

    internal HeapKeeper(TimeProvider time, Func<bool> isBusy)
        : this(time, isBusy, static () => GC.GetTotalAllocatedBytes(), Collect)
    {
    }

    /// <summary>With another heap, for tests.</summary>
    internal HeapKeeper(TimeProvider time, Func<bool> isBusy, Func<long> allocated, Action collect)
    {
        (_isBusy, _allocated, _collect) = (isBusy, allocated, collect);
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something happened that leaves garbage. A quiet access point wakes nobody for its heap.</summary>
    internal void Note()
    {
        if (!_isArmed)
        {
            _isArmed = true;
            _timer.Change(Delay, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private void OnTimer()
    {
        _isArmed = false;
        if (_isBusy() && _postponed < MostPostponements)
        {
            _postponed++;
            Note();
            return;
        }

        _postponed = 0;
        if (_allocated() - _collectedAt >= Worth)
        {
            _collect();
            _collectedAt = _allocated();
        }
    }
}
