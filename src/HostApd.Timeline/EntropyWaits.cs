using HostApd.Timeline.Verdicts;

namespace HostApd.Timeline;

/// <summary>
/// When the access point held a message of a join until keys could be drawn. A hold ends when it is released or given up, with the answer to the
/// commit that was held, and with whatever the client begins anew.
/// </summary>
internal sealed class EntropyWaits
{
    private readonly List<(long From, long To)> _waits = [];

    private EntropyWaits()
    {
    }

    /// <summary>The holds of a join, in order; one that nothing ended lasts as long as the join.</summary>
    internal static EntropyWaits Of(ReadOnlySpan<TraceEntry> entries)
    {
        var waits = new EntropyWaits();
        long? began = null;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Kind == TraceKind.HoldBegan)
            {
                began ??= entries[i].At;
            }
            else if (began is { } from && Ends(entries, i))
            {
                waits._waits.Add((from, entries[i].At));
                began = null;
            }
        }

        if (began is { } open)
        {
            waits._waits.Add((open, long.MaxValue));
        }

        return waits;
    }

    /// <summary>The parts of a time in which the access point waited for keys, in order.</summary>
    internal IEnumerable<(long From, long To)> Within(long from, long to)
    {
        foreach (var wait in _waits)
        {
            if (wait.From < to && wait.To > from)
            {
                yield return (Math.Max(from, wait.From), Math.Min(to, wait.To));
            }
        }
    }

    /// <summary>The access point had that moment something in its hands that it could not answer yet.</summary>
    internal bool Covers(long at) => _waits.Exists(w => w.From <= at && at <= w.To);

    private static bool Ends(ReadOnlySpan<TraceEntry> entries, int index) =>
        entries[index].Kind is TraceKind.HoldEnded or TraceKind.HoldTimedOut or TraceKind.SaeCommitResponse or TraceKind.Deauthentication or TraceKind.Disassociation
        || entries.IsFreshStart(index) && !(entries.StepBefore(index) is var before and >= 0 && entries[before].Kind == entries[index].Kind);
}
