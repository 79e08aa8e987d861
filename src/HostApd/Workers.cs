using HostApd.Ap;
using HostApd.Linux;

namespace HostApd;

/// <summary>The worker thread as access points know it.</summary>
internal sealed class LoopWorker(Worker worker) : IWorker
{
    public void Run(Action work, Action done) => worker.Run(work, done);
}

/// <summary>A worker whose faults are its access point's.</summary>
internal sealed class GuardedWorker(IWorker worker, Action<Exception> onFault) : IWorker
{
    public void Run(Action work, Action done)
    {
        Exception? fault = null;
        worker.Run(() => Guarded.Run(work, e => fault = e), () =>
        {
            if (fault is null)
            {
                Guarded.Run(done, onFault);
            }
            else
            {
                onFault(fault);
            }
        });
    }
}
