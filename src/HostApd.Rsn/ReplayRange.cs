namespace HostApd.Rsn;

/// <summary>
/// The replay counters of the frames of one kind that still await an answer. They are given out one after another, so
/// first and last say all; any of them is a good answer, as a repeated frame and its answer may cross.
/// </summary>
internal struct ReplayRange
{
    private ulong _first;
    private ulong _count;

    public void Add(ulong counter)
    {
        _first = _count == 0 ? counter : _first;
        _count = counter - _first + 1;
    }

    public readonly bool Contains(ulong counter) => counter >= _first && counter - _first < _count;

    public void Clear() => _count = 0;
}
