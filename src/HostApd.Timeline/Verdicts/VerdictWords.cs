using System.Globalization;
using HostApd.Ieee80211;

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

    /// <summary>Answers with a status that has a cause of its own; null where there was none.</summary>
    /// <param name="report">The join.</param>
    /// <param name="answer">Which answers.</param>
    /// <param name="status">With which status.</param>
    /// <param name="cause">What that comes from.</param>
    /// <param name="side">Whose it is.</param>
    /// <param name="sentence">What is said of the last of them, by its place in the trace.</param>
    /// <param name="advice">What to do.</param>
    internal static Finding? Refused(
        JoinReport report, TraceKind answer, StatusCode status, JoinCause cause, JoinSide side, Func<int, string> sentence, string advice)
    {
        var last = report.Trace.Entries.LastRefusal(answer, (ushort)status, out var first);
        var stage = answer == TraceKind.AssociationResponse ? JoinStage.Association : JoinStage.Authentication;
        return last < 0 ? null : new Finding(cause, side, stage, Lost(report, side, first, last), sentence(last), advice);
    }

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
