using HostApd.Ieee80211;
using static HostApd.Timeline.Verdicts.VerdictWords;

namespace HostApd.Timeline.Verdicts;

/// <summary>Associations that are refused, or put off, for what WPA3 asks of the client or of the access point.</summary>
internal static class AdmissionCauses
{
    /// <summary>The client offers no protected management frames, and has to.</summary>
    internal static Finding? UnprotectedFrames(JoinReport report) =>
        Refused(report, TraceKind.AssociationResponse, StatusCode.RobustManagementPolicyViolation, JoinCause.UnprotectedFrames, JoinSide.Client,
            static _ => "client: offers no protected management frames, without which it may not join (status 31)",
            "Turn them on at the client (PMF, ieee80211w=1 or 2); ieee80211w=1 here lets those in that cannot, by WPA2.");

    /// <summary>The client comes with a key of before, which is gone here; it authenticates anew then.</summary>
    internal static Finding? CachedKeyUnknown(JoinReport report) =>
        Refused(report, TraceKind.AssociationResponse, StatusCode.InvalidPmkid, JoinCause.CachedKeyUnknown, JoinSide.AccessPoint,
            last => $"{report.AccessPointName}: does not know the key that the client has cached (status 53)"
                + $"{(report.Trace.Entries.FirstOf(TraceKind.SaeCommit, last) >= 0 ? "; it authenticated by SAE again" : "")}",
            "Nothing is wrong after a restart or a change of passwords: such keys are forgotten then. A client that keeps it should forget the network.");

    /// <summary>The client was told to come back later: its old association had to be asked first, or keys could not be drawn.</summary>
    internal static Finding? Comeback(JoinReport report)
    {
        var entries = report.Trace.Entries;
        var first = -1;
        var end = -1;
        for (var i = 0; i < entries.Length && end < 0; i++)
        {
            first = first < 0 && entries[i].IsComeback() ? i : first;
            end = first >= 0 && entries[i].Kind == TraceKind.AssociationResponse && !entries[i].IsComeback() ? i : -1;
        }

        if (first < 0)
        {
            return null;
        }

        var lost = (end < 0 ? report.End : entries[end].At) - entries[first].At;
        if (report.IsConnected && report.Trace.IsTimed && lost - report.Trace.Slack < JoinVerdict.Negligible)
        {
            return null;
        }

        // The question may leave before the answer to who asked.
        var from = Math.Max(0, entries.StepBefore(first));
        var asked = entries.FirstOf(TraceKind.SaQueryRequest, from) is >= 0 and var request && entries[request].FromAp;
        var isAlive = asked && entries.FirstOf(TraceKind.SaQueryResponse, from) is >= 0 and var response && !entries[response].FromAp;
        return new Finding(JoinCause.AssociationComeback, JoinSide.AccessPoint, JoinStage.Association, Math.Max(1, lost),
            $"{report.AccessPointName}: told the client to come back later (status 30){Behind(report, lost)}"
            + (isAlive ? ": the old association in its name is alive (SA Query)" : asked ? ": the old association in its name was asked first (SA Query)" : ""),
            isAlive
                ? "Who asked is not who is in, or does not know that it is: another device with its address, an attack, or a client that forgets its keys and answers all the same."
                : "A client that has lost its keys without a word: its old association is asked first (SA Query), as long as assoc_sa_query_max_timeout says."
                + (asked ? "" : " Or keys cannot be drawn yet: see ENTROPY."));
    }
}
