using static HostApd.Timeline.Verdicts.VerdictWords;

namespace HostApd.Timeline.Verdicts;

/// <summary>
/// Judges a join. Each rule looks for one cause and tells what it cost; what names an event goes before what only names
/// where the time went, and what cost more before what cost less.
/// </summary>
internal static class JoinVerdict
{
    /// <summary>Less than so many microseconds are not worth a word when the client got in.</summary>
    internal const long Negligible = 150_000;

    /// <summary>What cost time or the join, the most important first; never empty.</summary>
    internal static IReadOnlyList<Finding> Of(JoinReport report)
    {
        var findings = AskRules(report);
        if (!report.IsConnected && !findings.Exists(static f => f is { IsSpecific: true, Cause: not JoinCause.AskedAPerson })
            && GroupCauses.NotFormed(report) is { } notFormed)
        {
            findings.Add(notFormed);
        }
        else if (!report.IsConnected && !findings.Exists(static f => f.IsSpecific))
        {
            if (AirCauses.EndsLost(report, findings))
            {
                findings.RemoveAll(static f => f.Cause is not JoinCause.LostFrames);
            }
            else
            {
                findings.Add(Unfinished(report));
            }
        }

        DropWhatOthersExplain(report, findings);
        findings.Sort(static (a, b) => Weight(b).CompareTo(Weight(a)));
        if (findings.Count == 0)
        {
            findings.Add(Clean(report));
        }

        return findings;
    }

    /// <summary>One rule a cause.</summary>
    private static List<Finding> AskRules(JoinReport report)
    {
        var findings = new List<Finding>();
        Take(findings, EntropyCauses.Rejections(report));
        Take(findings, EntropyCauses.Hold(report));
        Take(findings, SetupCauses.Overlap(report));
        Take(findings, SetupCauses.NotArmed(report));
        Take(findings, SetupCauses.NotAGroupOwner(report));
        Take(findings, SetupCauses.ProvisionDiscovery(report));
        Take(findings, GroupCauses.Asked(report));
        Take(findings, GroupCauses.Unanswered(report));
        Take(findings, GroupCauses.Refused(report));
        Take(findings, LeaveCauses.Disconnected(report));
        Take(findings, HandshakeCauses.Restarted(report));
        Take(findings, HandshakeCauses.WrongKey(report));
        Take(findings, HandshakeCauses.Stalled(report));
        Take(findings, SaeCauses.WrongPassword(report));
        Take(findings, SaeCauses.NoCommonGroup(report));
        Take(findings, SaeCauses.TokenDemanded(report));
        Take(findings, SaeCauses.UnknownIdentifier(report));
        Take(findings, SaeCauses.HashToElementNotUsed(report));
        Take(findings, AdmissionCauses.UnprotectedFrames(report));
        Take(findings, AdmissionCauses.CachedKeyUnknown(report));
        Take(findings, AdmissionCauses.Comeback(report));
        Take(findings, SetupCauses.Refused(report));
        Take(findings, ServerCauses.Refused(report));
        Take(findings, ServerCauses.Silent(report));
        Take(findings, SearchCauses.FullScan(report));
        Take(findings, LeaveCauses.SentAway(report));
        Take(findings, AirCauses.LostFrames(report));
        Take(findings, ServerCauses.Slow(report));
        Take(findings, SlowCauses.Slow(report, JoinSide.Client));
        Take(findings, SlowCauses.Slow(report, JoinSide.AccessPoint));
        return findings;
    }

    /// <summary>A restarted handshake looks like a wrong key; to a client all that ends its handshake does.</summary>
    private static void DropWhatOthersExplain(JoinReport report, List<Finding> findings)
    {
        // A line that names the key wins over what frames look like.
        if (report.Attempts.Any(static a => a.IsKeyNamed) && findings.Exists(static f => f.Cause is JoinCause.WrongKey)
            && report.Attempts.All(static a => a.Rejections == 0))
        {
            findings.RemoveAll(static f => f.Cause is JoinCause.EntropyRejections);
        }

        var isDoubtOnly = !report.Attempts.Any(static a => a is { End: HandshakeEnd.WrongKey } && (a.IsKeyNamed || a.Messages2 >= 2));
        if (findings.Exists(f => f.Cause is JoinCause.HandshakeRestarted || f.Cause is JoinCause.EntropyRejections && isDoubtOnly))
        {
            findings.RemoveAll(static f => f.Cause is JoinCause.WrongKey);
        }

        // Who does not like our confirm goes, and comes again: that is no whim.
        if (findings.Exists(static f => f.Cause is JoinCause.WrongSaePassword))
        {
            findings.RemoveAll(static f => f.Cause is JoinCause.ClientDisconnected);
        }

        // Who is refused searches again, each time after a longer pause.
        if (findings.Find(static f => f.Cause is JoinCause.WrongSaePassword or JoinCause.NoCommonGroup or JoinCause.UnknownPasswordIdentifier
            or JoinCause.UnprotectedFrames or JoinCause.HashToElementNotUsed) is { } refusal)
        {
            findings.RemoveAll(f => f.Cause is JoinCause.FullScan && f.LostMicroseconds <= refusal.LostMicroseconds);
        }

        if (!report.IsConnected && findings.Exists(static f => f.IsSpecific))
        {
            findings.RemoveAll(static f => !f.IsSpecific);
        }

        if (findings.Exists(static f => f.Cause is JoinCause.EntropyRejections or JoinCause.HandshakeStalled))
        {
            findings.RemoveAll(static f => f.Cause is JoinCause.SentAway);
        }
    }

    /// <summary>That a person took a while names what happened, and not what ended it.</summary>
    private static long Weight(Finding finding) => finding.LostMicroseconds * (finding.Cause == JoinCause.AskedAPerson ? 2 : finding.IsSpecific ? 4 : 1);

    private static void Take(List<Finding> findings, Finding? finding)
    {
        if (finding is not null)
        {
            findings.Add(finding);
        }
    }

    private static Finding Clean(JoinReport report) => new(JoinCause.Clean, JoinSide.Nobody, JoinStage.Opening, 0,
        !report.Trace.IsTimed ? "nothing wrong: connected"
            : report.Trace.Slack > 0 ? $"nothing wrong: connected less than {Time(report.Total + report.Trace.Slack)} after the first frame"
            : $"nothing wrong: connected {Time(report.Total)} after the first frame",
        "If it still felt slow, look at what follows the join, DHCP above all: that is encrypted and out of reach here.");

    private static Finding Unfinished(JoinReport report)
    {
        var entries = report.Trace.Entries;
        var last = entries.LastFrame();
        if (last < 0 && entries.FirstOf(TraceKind.TimedOut) >= 0)
        {
            return new Finding(JoinCause.Unfinished, JoinSide.AccessPoint, JoinStage.Search, report.Total,
                $"{report.AccessPointName}: the client waited for it in vain", "Record more, or look at the access point's log.");
        }

        if (last < 0)
        {
            var scans = entries.Count(TraceKind.ScanBegan);
            return new Finding(JoinCause.Unfinished, JoinSide.Client, JoinStage.Search, report.Trace.End - report.Trace.Begin,
                scans == 0 ? "no frame of a join was seen" : $"client: searched {Times(scans)} and found nothing that it may join",
                "Is the access point on the air, on a channel the client searches, and ready for it?");
        }

        var entry = entries[last];
        var stage = report.Phases.Count == 0 ? JoinStage.Search : report.Phases[^1].Stage;
        if (entry.Kind is TraceKind.Deauthentication or TraceKind.Disassociation && entry.FromAp)
        {
            return new Finding(JoinCause.SentAway, JoinSide.AccessPoint, stage, report.Total,
                $"{report.AccessPointName}: sent the client away, {ReasonOf(entry)}",
                "See the access point's log for why.");
        }

        var side = entry.FromAp ? JoinSide.Client : JoinSide.AccessPoint;
        return new Finding(JoinCause.Unfinished, side, stage, report.Total,
            $"the trace ends during {stage.Name()}: nothing of the {(entry.FromAp ? "client" : report.AccessPointName)} follows {entry.Kind.Name()}",
            "Record longer, or look at that side's log.");
    }
}
