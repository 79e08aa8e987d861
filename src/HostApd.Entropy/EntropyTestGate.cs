namespace HostApd.Entropy;

/// <summary>
/// Starves the pool on demand, for tests of the hold: <c>test_block</c>, <c>ENTROPY_BLOCK</c>, <c>ENTROPY_RATE</c>. Timers
/// come from the clock handed in, so the exe gives one that fires on the event loop.
/// </summary>
public sealed class EntropyTestGate : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _clock;
    private readonly Action<string> _moved;
    private ITimer? _timer;
    private int _rate;
    private long _since;

    internal EntropyTestGate(TimeProvider clock, Action<string> moved)
    {
        _clock = clock;
        _moved = moved;
    }

    /// <summary>Whether only this gate's bits count.</summary>
    public bool IsBlocking { get; private set; }

    /// <summary>Bits that count while it blocks: none, or what has come at the given rate.</summary>
    public int Bits => _rate == 0 ? 0
        : (int)Math.Min(EntropyPool.ReadyBits, _clock.GetElapsedTime(_since).TotalSeconds * _rate);

    /// <summary>Blocks the pool for a time, or until <see cref="Release"/>.</summary>
    public void Block(TimeSpan? duration = null)
    {
        Stop();
        _timer = duration is { } time
            ? _clock.CreateTimer(static gate => ((EntropyTestGate)gate!).Release(), this, time, Timeout.InfiniteTimeSpan)
            : null;
        IsBlocking = true;
        _moved("test gate closed");
    }

    /// <summary>Empties the pool and lets it fill at so many bits in a second, whatever its sources give.</summary>
    public void Rate(int bitsPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bitsPerSecond, 1);
        Block();
        _rate = bitsPerSecond;
        _since = _clock.GetTimestamp();
        _timer = _clock.CreateTimer(static gate => ((EntropyTestGate)gate!).OnTick(), this, Tick, Tick);
    }

    /// <summary>Lets the pool give again what its sources are worth.</summary>
    public void Release()
    {
        Stop();
        if (IsBlocking)
        {
            IsBlocking = false;
            _moved("test gate opened");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private void OnTick()
    {
        if (Bits >= EntropyPool.ReadyBits)
        {
            // Full: the timer has done its work, and the bits stay.
            _timer?.Dispose();
            _timer = null;
        }

        _moved("test rate");
    }

    private void Stop()
    {
        _timer?.Dispose();
        _timer = null;
        _rate = 0;
    }
}
