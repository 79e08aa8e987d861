namespace HostApd.Timeline.Readers;

/// <summary>
/// Makes one trace of several sources. Their clocks are aligned by the frames that two of them saw: the offset that fits the
/// most frames wins, then the median of what fits. Of a frame seen twice the better witness counts: the air, then the access
/// point, then the client.
/// </summary>
public static class TraceMerge
{
    /// <summary>Aligned clocks may differ by this much between two sightings of one frame: both sides have queues.</summary>
    private const long Tolerance = 60_000;

    private const int MostAnchors = 400;
    private const int LeastMatches = 3;

    /// <summary>The joins of all sources; offsets and problems are noted in the sources.</summary>
    public static JoinRecorder Merge(IReadOnlyList<TraceSource> sources)
    {
        const int mostJoins = 10_000;
        const int mostEntries = 5_000;
        var ordered = WithTimes([.. sources.Where(static s => s.IsUseful)]).OrderBy(static s => s.Origin).ToList();
        var merged = new List<Sighting>();
        foreach (var source in ordered)
        {
            merged = merged.Count == 0 ? Sorted(source.Sightings) : Join(merged, source);
        }

        var recorder = new JoinRecorder(mostJoins, mostEntries)
        {
            Slack = ordered.Select(static s => s.Slack).DefaultIfEmpty(0).Max(),
            BeginsAnywhere = true,
        };
        foreach (var sighting in merged)
        {
            recorder.Note(sighting);
        }

        return recorder;
    }

    /// <summary>A log without times has no place among others, whose times would be worth nothing beside it.</summary>
    private static List<TraceSource> WithTimes(List<TraceSource> sources)
    {
        var timed = sources.Where(static s => s.Slack < TraceSource.NoTimes).ToList();
        var kept = timed.Count == 0 ? sources.Take(1).ToList() : timed;
        sources.Except(kept).ToList().ForEach(static s => s.Complain("has no times: it cannot be laid beside the others, and is left out"));
        return kept;
    }

    private static List<Sighting> Sorted(IEnumerable<Sighting> sightings) => [.. sightings.OrderBy(static s => s.At)];

    private static List<Sighting> Join(List<Sighting> merged, TraceSource source)
    {
        var own = Sorted(source.Sightings);
        var (offset, matches) = FindOffset(merged, own);
        if (matches < LeastMatches)
        {
            source.Complain("shares no frames with the other files: its clock is taken as it is");
            offset = 0;
        }

        source.Offset = offset;
        var index = TimesByKey(merged.Where(static s => s.Kind.IsFrame()));
        var taken = new HashSet<(int Key, long At)>();
        var added = new List<Sighting>();
        foreach (var sighting in own)
        {
            var moved = sighting with { At = sighting.At + offset };
            if (!moved.Kind.IsFrame() || !IsKnown(index, moved, taken))
            {
                added.Add(moved);
            }
        }

        return Sorted(merged.Concat(added.Where(a => !IsToldTwice(merged, a))));
    }

    /// <summary>Both sides report that the client is in.</summary>
    private static bool IsToldTwice(List<Sighting> merged, Sighting added) =>
        !added.Kind.IsFrame() && merged.Exists(m => m.Kind == added.Kind && m.Station == added.Station
            && Math.Abs(m.At - added.At) <= Tolerance);

    private static bool IsKnown(Dictionary<int, List<long>> index, Sighting moved, HashSet<(int, long)> taken)
    {
        var key = Key(moved);
        long? best = null;
        foreach (var at in index.GetValueOrDefault(key, []))
        {
            if (Math.Abs(at - moved.At) <= Tolerance && (best is null || Math.Abs(at - moved.At) < Math.Abs(best.Value - moved.At))
                && !taken.Contains((key, at)))
            {
                best = at;
            }
        }

        return best is { } found && taken.Add((key, found));
    }

    private static Dictionary<int, List<long>> TimesByKey(IEnumerable<Sighting> sightings) =>
        sightings.GroupBy(static s => Key(s), static s => s.At).ToDictionary(static g => g.Key, static g => g.Items);

    /// <summary>What two witnesses of one frame agree on. A client's log may not know under which address it probed.</summary>
    private static int Key(Sighting s) => HashCode.Combine(s.Kind, s.FromAp, s.Station);

    /// <summary>Every pair of equal frames votes for its difference; the fullest window wins.</summary>
    private static (long Offset, int Matches) FindOffset(List<Sighting> merged, List<Sighting> own)
    {
        var others = TimesByKey(merged.Where(IsAnchor).Take(MostAnchors));
        var votes = own.Where(IsAnchor).Take(MostAnchors)
            .SelectMany(s => others.GetValueOrDefault(Key(s), []).Select(at => at - s.At)).Order();
        int best = 0, bestFrom = 0, from = 0;
        for (var to = 0; to < votes.Count; to++)
        {
            while (votes[to] - votes[from] > Tolerance / 3)
            {
                from++;
            }

            if (to - from + 1 > best)
            {
                (best, bestFrom) = (to - from + 1, from);
            }
        }

        return best == 0 ? (0, 0) : (votes[bestFrom + best / 2], best);
    }

    private static bool IsAnchor(Sighting s) => s.Kind.IsStep();
}
