namespace HostApd.Linux;

/// <summary>
/// One thread for slow computations, started when first needed; results come back on the event loop, in order.
/// </summary>
public sealed class Worker(EventLoop loop) : IDisposable
{
    private readonly System.Collections.Concurrent.BlockingCollection<(Action Work, Action Done)> _queue = [];
    private Thread? _thread;

    /// <summary>Runs <paramref name="work"/> on the thread, then <paramref name="done"/> on the loop.</summary>
    public void Run(Action work, Action done)
    {
        if (_thread is null)
        {
            _thread = new Thread(Serve, maxStackSize: 256 * 1024) { IsBackground = true, Name = "worker" };
            _thread.Start();
        }

        _queue.Add((work, done));
    }

    /// <inheritdoc/>
    public void Dispose() => _queue.CompleteAdding();

    private void Serve()
    {
        foreach (var (work, done) in _queue.GetConsumingEnumerable())
        {
            work();
            loop.Post(done);
        }
    }
}
