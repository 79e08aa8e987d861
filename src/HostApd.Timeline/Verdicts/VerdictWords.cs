using System.Globalization;

namespace HostApd.Timeline.Verdicts;

/// <summary>How often, how long and why, in sentences.</summary>
internal static class VerdictWords
{
    /// <summary>The advice for all that is lost on the way.</summary>
    internal const string PoorAir = "Distance, interference, or a power-saving client: look at the signal and try another channel.";

    /// <summary>A time of microseconds in a sentence.</summary>
    internal static string Time(long microseconds) => microseconds >= 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1e6:F1} s")
        : string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1e3:F0} ms");

    /// <summary>A time in a sentence, behind a comma; nothing where the trace has none.</summary>
    internal static string Behind(JoinReport report, long microseconds) => report.Trace.IsTimed ? $", {Time(microseconds)}" : "";

    /// <summary>How often something happened.</summary>
    internal static string Times(int count) => count switch { 1 => "once", 2 => "twice", _ => $"{count} times" };

    /// <summary>Some lines tell of the frame and not of its reason (0 is reserved, 802.11-2020 9.4.1.7).</summary>
    internal static string ReasonOf(TraceEntry entry) => entry.Code == 0
        ? "for a reason that stands nowhere"
        : string.Create(CultureInfo.InvariantCulture, $"reason {entry.Code}");

    /// <summary>
    /// What was waited for one side, in microseconds, as the bars have it: from the authentication that the first entry belongs to until the client begins
    /// anew after the last, or to the end.
    /// </summary>
    internal static long Lost(JoinReport report, JoinSide side, int first, int last)
    {
        var entries = report.Trace.Entries;
        var begin = first;
        for (var i = first; i >= 0 && !entries[begin].Kind.BeginsAuthentication(); i--)
        {
            begin = entries.IsFreshStart(i) ? i : begin;
        }

        var end = entries.TimeOfNextStart(last + 1, long.MaxValue);
        long lost = 0;
        foreach (var span in report.Spans)
        {
            lost += span.Waited == side && span.Entry > begin && span.To <= end ? span.Length : 0;
        }

        return Math.Max(1, lost);
    }
}
