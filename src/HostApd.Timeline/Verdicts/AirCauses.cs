using static HostApd.Timeline.Verdicts.VerdictWords;

namespace HostApd.Timeline.Verdicts;

/// <summary>What was lost on the way: frames sent again, answers that nobody acknowledged, requests that nobody heard.</summary>
internal static class AirCauses
{
    /// <summary>What was waited for because frames were lost, as the bars have it; and what was lost at the very end.</summary>
    internal static Finding? LostFrames(JoinReport report)
    {
        var entries = report.Trace.Entries;
        long lost = 0;
        var count = 0;
        var longest = -1L;
        var stage = JoinStage.Handshake;
        foreach (var span in report.Spans)
        {
            if (span is { Waited: JoinSide.Air, IsRepetition: true, Length: > 0 })
            {
                lost += span.Length;
                count += 1 + entries[span.Entry].Repeats;
                stage = span.Length > longest ? StageOfLoss(entries, span) : stage;
                longest = Math.Max(longest, span.Length);
            }
        }

        for (var i = 0; i < entries.Length; i++)
        {
            count += entries.IsClearance(i) ? 1 : 0;
        }

        var last = entries.LastOfJoin();
        if (last >= 0 && !report.IsConnected && (entries[last].IsLostAnswer() || count == 0 && IsUnheard(entries, last)))
        {
            count++;
            stage = count == 1 ? TraceNames.StageOf(entries[last].Kind, stage) : stage;
        }

        return count == 0 || report.IsConnected && lost - report.Trace.Slack < JoinVerdict.Negligible / 3
            ? null
            : new Finding(JoinCause.LostFrames, JoinSide.Air, stage, Math.Max(1, lost),
                $"air: {count} frame{(count == 1 ? "" : "s")} of {stage.Name()} lost or not answered and sent again{Behind(report, lost)}",
                PoorAir);
    }

    /// <summary>An authentication that follows a lost answer shows where the loss was, and is itself the end of a search.</summary>
    private static JoinStage StageOfLoss(ReadOnlySpan<TraceEntry> entries, in JoinSpan span)
    {
        if (!entries[span.Entry].Kind.BeginsAuthentication())
        {
            return span.Stage;
        }

        return entries.StepBefore(span.Entry) is var before and >= 0 && entries[before].Kind == TraceKind.AssociationResponse
            ? JoinStage.Association
            : JoinStage.Authentication;
    }

    /// <summary>The join ends where frames were lost, and that is all there is to say.</summary>
    internal static bool EndsLost(JoinReport report, List<Finding> findings)
    {
        var entries = report.Trace.Entries;
        var last = entries.LastOfJoin();
        return last >= 0 && findings.Exists(static f => f.Cause is JoinCause.LostFrames)
            && (entries[last].IsLostAnswer() || IsUnheard(entries, last));
    }

    /// <summary>A request of the client that it sent before, or whose answer it waited for until it gave up.</summary>
    private static bool IsUnheard(ReadOnlySpan<TraceEntry> entries, int index)
    {
        if (entries[index].FromAp || !entries[index].Kind.IsRequest())
        {
            return false;
        }

        return entries.StepBefore(index) is var before and >= 0 && entries[before].Kind == entries[index].Kind
            || entries.FirstOf(TraceKind.TimedOut, index) >= 0;
    }
}
