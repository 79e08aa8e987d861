namespace HostApd.Timeline;

/// <content>What was lost on the way: frames sent again, answers that nobody acknowledged, requests that nobody heard.</content>
internal static partial class JoinVerdict
{
    /// <summary>What was waited for because frames were lost, as the bars have it; and what was lost at the very end.</summary>
    private static Finding? LostFrames(JoinReport report)
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

        var last = LastOfJoin(entries);
        if (last >= 0 && !report.IsConnected && (IsLost(entries[last]) || count == 0 && IsUnheard(entries, last)))
        {
            count++;
            stage = count == 1 ? TraceNames.StageOf(entries[last].Kind, stage) : stage;
        }

        return count == 0 || report.IsConnected && lost - report.Trace.Slack < Negligible / 3
            ? null
            : new Finding(JoinCause.LostFrames, JoinSide.Air, stage, Math.Max(1, lost),
                $"air: {count} frame{(count == 1 ? "" : "s")} of {stage.Name()} lost or not answered and sent again{Behind(report, lost)}",
                PoorAir);
    }

    /// <summary>An authentication that follows a lost answer shows where the loss was, and is itself the end of a search.</summary>
    private static JoinStage StageOfLoss(ReadOnlySpan<TraceEntry> entries, in JoinSpan span)
    {
        if (entries[span.Entry].Kind != TraceKind.AuthenticationRequest)
        {
            return span.Stage;
        }

        for (var i = span.Entry - 1; i >= 0; i--)
        {
            if (entries[i].Kind.IsFrame() && !IsProbe(entries[i].Kind))
            {
                return entries[i].Kind == TraceKind.AssociationResponse ? JoinStage.Association : JoinStage.Authentication;
            }
        }

        return JoinStage.Authentication;
    }

    /// <summary>An answer of the access point that nobody acknowledged, where the client waits for it.</summary>
    private static bool IsLost(in TraceEntry entry) => (entry.Marks & TraceMarks.NotAcknowledged) != 0
        && entry.Kind is TraceKind.AuthenticationResponse or TraceKind.AssociationResponse;

    /// <summary>Its last frame; that an access point clears away what came to nothing is none.</summary>
    private static int LastOfJoin(ReadOnlySpan<TraceEntry> entries)
    {
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            if (entries[i].Kind.IsFrame()
                && !(entries[i].FromAp && entries[i].Kind is TraceKind.Deauthentication or TraceKind.Disassociation))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The join ends where frames were lost, and that is all there is to say.</summary>
    private static bool EndsLost(JoinReport report, List<Finding> findings)
    {
        var entries = report.Trace.Entries;
        var last = LastOfJoin(entries);
        return last >= 0 && findings.Exists(static f => f.Cause is JoinCause.LostFrames)
            && (IsLost(entries[last]) || IsUnheard(entries, last));
    }

    /// <summary>A request of the client that it sent before, or whose answer it waited for until it gave up.</summary>
    private static bool IsUnheard(ReadOnlySpan<TraceEntry> entries, int index)
    {
        if (entries[index].FromAp || entries[index].Kind is not (TraceKind.AuthenticationRequest or TraceKind.AssociationRequest))
        {
            return false;
        }

        for (var i = index - 1; i >= 0; i--)
        {
            if (entries[i].Kind.IsFrame() && !IsProbe(entries[i].Kind))
            {
                return entries[i].Kind == entries[index].Kind || FirstOf(entries, TraceKind.TimedOut, index) >= 0;
            }
        }

        return FirstOf(entries, TraceKind.TimedOut, index) >= 0;
    }
}
