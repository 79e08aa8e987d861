namespace HostApd.Ap;

/// <summary>A place for slow computations, so that the event loop never waits for one.</summary>
public interface IWorker
{
    /// <summary>
    /// Runs <paramref name="work"/> elsewhere, then <paramref name="done"/> on the event loop. Works one piece after
    /// the other.
    /// </summary>
    void Run(Action work, Action done);
}

/// <summary>Works at once, in place: for replays, where the same inputs must give the same outputs.</summary>
public sealed class InlineWorker : IWorker
{
    /// <inheritdoc/>
    public void Run(Action work, Action done)
    {
        work();
        done();
    }
}
