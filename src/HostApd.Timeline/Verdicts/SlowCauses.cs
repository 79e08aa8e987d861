using static HostApd.Timeline.Verdicts.VerdictWords;

namespace HostApd.Timeline.Verdicts;

/// <summary>A side whose answers took their time, where nothing else explains it.</summary>
internal static class SlowCauses
{
    internal static Finding? Slow(JoinReport report, JoinSide side)
    {
        // A single answer may take this long before it counts.
        const long fair = 60_000;
        long lost = 0;
        long worst = 0;
        var stage = JoinStage.Handshake;
        foreach (var span in report.Spans)
        {
            if (span.Waited != side || span.Stage is JoinStage.Search or JoinStage.Negotiation or JoinStage.Invitation or JoinStage.GroupStart or JoinStage.Leaving
                || span.Length - report.Trace.Slack <= fair
                || IsExplained(report, span))
            {
                continue;
            }

            lost += span.Length - fair;
            if (span.Length > worst)
            {
                (worst, stage) = (span.Length, span.Stage);
            }
        }

        var name = side == JoinSide.Client ? "client" : report.AccessPointName;
        return lost < JoinVerdict.Negligible
            ? null
            : new Finding(side == JoinSide.Client ? JoinCause.SlowClient : JoinCause.SlowAccessPoint, side, stage, lost,
                $"{name}: slow: its answers took {Time(lost)} longer than they should, most in {stage.Name()}",
                side == JoinSide.Client
                    ? "The client computes slowly or sleeps: power saving off, or nothing to be done here."
                    : "The access point's processor is busy: see its load.");
    }

    /// <summary>The wait belongs to what came to nothing and has its own name: a handshake, Provision Discovery, an association that was put off.</summary>
    private static bool IsExplained(JoinReport report, in JoinSpan span)
    {
        if (report.Trace.Entries.IsToldToComeBack(span.Entry) || report.Trace.Entries[span.Entry].Kind.IsSaQuery())
        {
            return true;
        }

        if (span.IsRepetition && report.Trace.Entries[span.Entry].Kind == TraceKind.ProvisionDiscoveryRequest)
        {
            return true;
        }

        foreach (var attempt in report.Attempts)
        {
            if (attempt.First <= span.Entry && span.Entry <= attempt.Last)
            {
                return attempt.IsRestarted || attempt.End is HandshakeEnd.WrongKey or HandshakeEnd.Unanswered or HandshakeEnd.NotConfirmed
                    or HandshakeEnd.NeverBegun;
            }
        }

        return false;
    }
}
