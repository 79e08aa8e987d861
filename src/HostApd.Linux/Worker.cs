using System.Runtime.ExceptionServices;

namespace HostApd.Linux;

/// <summary>
/// One thread for slow computations, started when first needed; results come back on the event loop, in order.
/// </summary>
public sealed class Worker(EventLoop loop) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Guarded by itself. A collection that blocks would spin before it sleeps, which on one slow core is time that a client waits for.</summary>
    private readonly Queue<(Action Work, Action Done)> _queue = [];
    private bool _isClosed;
    private Thread? _thread;

    /// <summary>Runs <paramref name="work"/> on the thread, then <paramref name="done"/> on the loop.</summary>
    public void Run(Action work, Action done)
    {
        if (_thread is null)
        {
            _thread = new Thread(Serve, maxStackSize: 256 * 1024) { IsBackground = true, Name = "worker" };
            _thread.Start();
        }

        Add(work, done);
    }

    /// <summary>Waits until all that it was given is done, a file written above all; the results still come on the loop.</summary>
    public void Finish()
    {
        if (_thread is not null)
        {
            var done = new ManualResetEventSlim();
            Add(done.Set, static () => { });
            done.Wait(LongestWait);
        }
    }

    /// <summary>Waits for what is under way: a file may be half written. What comes of it is told to nobody any more.</summary>
    public void Dispose()
    {
        lock (_queue)
        {
            _isClosed = true;
            Monitor.Pulse(_queue);
        }

        _thread?.Join(LongestWait);
    }

    private void Add(Action work, Action done)
    {
        lock (_queue)
        {
            _queue.Enqueue((work, done));
            Monitor.Pulse(_queue);
        }
    }

    /// <summary>Sleeps until there is something to do; false when there is nothing more, and never will be.</summary>
    private bool TryTake(out (Action Work, Action Done) next)
    {
        lock (_queue)
        {
            while (_queue.Count == 0 && !_isClosed)
            {
                Monitor.Wait(_queue);
            }

            return _queue.TryDequeue(out next);
        }
    }

    private void Serve()
    {
        while (TryTake(out var job))
        {
            var next = job.Done;
            try
            {
                job.Work();
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
