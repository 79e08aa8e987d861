using HostApd.Ap;

namespace HostApd.Tests.Ap;

/// <summary>Works when told to.</summary>
internal sealed class PatientWorker : IWorker
{
    private readonly Queue<(Action Work, Action Done)> _waiting = new();

    internal int Waiting => _waiting.Count;

    public void Run(Action work, Action done) => _waiting.Enqueue((work, done));

    internal void RunAll()
    {
        while (_waiting.TryDequeue(out var next))
        {
            next.Work();
            next.Done();
        }
    }
}
