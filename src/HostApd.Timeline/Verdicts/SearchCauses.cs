using static HostApd.Timeline.Verdicts.VerdictWords;

namespace HostApd.Timeline.Verdicts;

/// <summary>Searches that took longer than a client needs that knows its channel.</summary>
internal static class SearchCauses
{
    /// <summary>A client that knows its channel is back within so many microseconds.</summary>
    private const long QuickSearch = 600_000;

    /// <summary>All searches that took longer than a client needs that knows its channel.</summary>
    internal static Finding? FullScan(JoinReport report)
    {
        var entries = report.Trace.Entries;
        long lost = 0;
        int searches = 0, channels = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            if (!entries.IsFreshStart(i))
            {
                continue;
            }

            var from = entries.BeforeSearch(i);
            if (entries[i].At - from - report.Trace.Slack <= QuickSearch || WasAbandoned(report.Trace, i))
            {
                continue;
            }

            // A client that fell in the handshake stays away for a while; whoever felled it pays for that.
            if (!HasFallen(report, i))
            {
                lost += entries[i].At - from;
                searches++;
                channels = Math.Max(channels, Channels(entries, from, i));
            }
        }

        return searches == 0
            ? null
            : new Finding(JoinCause.FullScan, JoinSide.Client, JoinStage.Search, lost,
                channels <= 1 ? $"client: {Time(lost)} of searching before it came (back), most of it on other channels"
                    : $"client: full scan of {channels} channels{(searches == 1 ? "" : $", {Times(searches)}")}, {Time(lost)}",
                "Give the client the channel (freq=, scan_freq, or a remembered one).");
    }

    /// <summary>The handshake before this fresh start came to nothing.</summary>
    private static bool HasFallen(JoinReport report, int index)
    {
        var end = HandshakeEnd.None;
        foreach (var attempt in report.Attempts)
        {
            end = attempt.First < index && attempt.Last < index ? attempt.End : end;
        }

        return end != HandshakeEnd.None;
    }

    /// <summary>
    /// The gap has a better explanation than a search. An order to disconnect that came before the search explains it; one that
    /// came when the search was over does not.
    /// </summary>
    private static bool WasAbandoned(JoinTrace trace, int index)
    {
        var entries = trace.Entries;
        bool isOrdered = false, isSearched = false;
        for (var i = index - 1; i >= 0; i--)
        {
            var kind = entries[i].Kind;
            if (kind == TraceKind.TimedOut || kind == TraceKind.DisconnectOrdered && isSearched)
            {
                return true;
            }

            if (kind == TraceKind.ScanBegan && isOrdered)
            {
                return false;
            }

            isOrdered |= kind == TraceKind.DisconnectOrdered;
            isSearched |= kind == TraceKind.ScanBegan;
            if (kind.IsStep())
            {
                return isOrdered || kind.IsRequest() || entries[i].IsLostAnswer() || entries.IsClearance(i)
                    || LeaveCauses.Leaves(trace, index) || LeaveCauses.LeftInTheMiddle(entries, i);
            }
        }

        return isOrdered;
    }

    private static int Channels(ReadOnlySpan<TraceEntry> entries, long from, int to)
    {
        var told = 0;
        var frequencies = new HashSet<ushort>();
        for (var i = 0; i < to; i++)
        {
            if (entries[i].At < from)
            {
                continue;
            }

            told = entries[i].Kind == TraceKind.ScanBegan ? Math.Max(told, entries[i].Code) : told;
            if (entries[i].Kind == TraceKind.ProbeRequest)
            {
                frequencies.Add(entries[i].Code);
            }
        }

        return Math.Max(told, frequencies.Count);
    }
}
