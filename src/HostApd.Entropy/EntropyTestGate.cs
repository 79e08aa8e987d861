namespace HostApd.Entropy;

/// <summary>
/// Starves the pool on demand, for tests of the hold: <c>test_block</c>. Timers come from the clock handed in, so the
/// exe gives one that fires on the event loop.
/// </summary>
public sealed class EntropyTestGate : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly Action<string> _moved;
    private ITimer? _timer;

    internal EntropyTestGate(TimeProvider clock, Action<string> moved)
    {
        _clock = clock;
        _moved = moved;
    }

    /// <summary>Whether the pool gives nothing.</summary>
    public bool IsBlocking { get; private set; }

    /// <summary>Blocks the pool for a time, or until <see cref="Release"/>.</summary>
    public void Block(TimeSpan? duration = null)
    {
        _timer?.Dispose();
        _timer = duration is { } time
            ? _clock.CreateTimer(static gate => ((EntropyTestGate)gate!).Release(), this, time, Timeout.InfiniteTimeSpan)
            : null;
        IsBlocking = true;
        _moved("test gate closed");
    }

    /// <summary>Lets the pool give again.</summary>
    public void Release()
    {
        _timer?.Dispose();
        _timer = null;
        if (IsBlocking)
        {
            IsBlocking = false;
            _moved("test gate opened");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();
}
