using System.Runtime.ExceptionServices;

namespace HostApd.Linux;

/// <summary>
/// One thread for slow computations, started when first needed; results come back on the event loop, in order.
/// </summary>
public sealed class Worker(EventLoop loop) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

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

    /// <summary>Waits until all that it was given is done, a file written above all; the results still come on the loop.</summary>
    public void Finish()
    {
        if (_thread is not null)
        {
            var done = new ManualResetEventSlim();
            _queue.Add((done.Set, static () => { }));
            done.Wait(LongestWait);
        }
    }

    /// <summary>Waits for what is under way: a file may be half written. What comes of it is told to nobody any more.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread?.Join(LongestWait);
    }

    private void Serve()
    {
        foreach (var (work, done) in _queue.GetConsumingEnumerable())
        {
            var next = done;
            try
            {
                work();
            }
#pragma warning disable CA1031 // An exception here would end the process; the loop has somebody who takes note of it.
            catch (Exception e)
            {
                next = () => ExceptionDispatchInfo.Throw(e);
            }
#pragma warning restore CA1031

            loop.Post(next);
        }
    }
}
