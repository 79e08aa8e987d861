namespace HostApd.Ap;

/// <summary>A machine whose effects wait to be run.</summary>
internal interface IWork
{
    /// <summary>Runs them all. What they give other machines to do comes after them, by way of the list.</summary>
    void RunEffects();
}

/// <summary>
/// The one place where the effects of all machines of a BSS are run, one machine after the other: no effect runs inside
/// another's, and the stack is as deep for two thousand stations as for one. Whoever gives a machine something to do adds it here;
/// who finds the list empty runs it until it is empty again.
/// </summary>
internal sealed class WorkList
{
    private readonly Queue<IWork> _waiting = new();

    internal void Add(IWork work)
    {
        // What is being run stays in its place until it is done: so a list with more than this one is being run further up.
        _waiting.Enqueue(work);
        if (_waiting.Count > 1)
        {
            return;
        }

        try
        {
            while (_waiting.TryPeek(out var next))
            {
                next.RunEffects();
                _waiting.Dequeue();
            }
        }
        catch
        {
            // A fault of ours: the BSS is taken down and begins anew, and so does the list.
            _waiting.Clear();
            throw;
        }
    }
}
