using static HostApd.Timeline.Verdicts.VerdictWords;

namespace HostApd.Timeline.Verdicts;

/// <summary>What goes wrong with an authentication by EAP that a server elsewhere decides.</summary>
internal static class ServerCauses
{
    /// <summary>An answer that is fair.</summary>
    private const long Fair = 100_000;

    /// <summary>No access point gives a server up sooner, and no server that answers takes so long.</summary>
    internal const long Silence = 3_500_000;

    /// <summary>EAP-Failure is the answer to what the client has said to a server.</summary>
    internal static Finding? Refused(JoinReport report) => Ended(report, isSilent: false) is not ( > 0 and var count, var first, var last) ? null
        : new Finding(JoinCause.RefusedByServer, JoinSide.Server, JoinStage.Eap, Lost(report, JoinSide.Client, first, last),
            $"server: said no to the client, {Times(count)}",
            "The server's log says why: a user that it does not know, another password, a certificate that the client does not trust.");

    /// <summary>EAP-Failure is the access point's own: it has waited in vain.</summary>
    internal static Finding? Silent(JoinReport report) => Ended(report, isSilent: true) is not ( > 0 and var count, var first, var last) ? null
        : new Finding(JoinCause.SilentServer, JoinSide.Server, JoinStage.Eap, Lost(report, JoinSide.Server, first, last),
            $"server: gave no answer, {Times(count)}",
            "Is the RADIUS server there, does it know this access point's address and secret, and is another one named (auth_server_2)? MIB has the counters of each.");

    /// <summary>Answers that took longer than a fair one.</summary>
    internal static Finding? Slow(JoinReport report)
    {
        long lost = 0;
        foreach (var span in report.Spans)
        {
            lost += span.Waited == JoinSide.Server ? Math.Max(0, span.Length - report.Trace.Slack - Fair) : 0;
        }

        return lost < JoinVerdict.Negligible ? null : new Finding(JoinCause.SlowServer, JoinSide.Server, JoinStage.Eap, lost,
            $"server: slow: its answers took {Time(lost)} longer than they should",
            "The RADIUS server, or the network there, is busy, or it was silent and another was asked: MIB has the times of each.");
    }

    /// <summary>Exchanges that a server's no has ended, or its silence: how many, and the first and the last of them.</summary>
    private static (int Count, int First, int Last) Ended(JoinReport report, bool isSilent)
    {
        var entries = report.Trace.Entries;
        int count = 0, first = -1, last = -1, said = -1;
        for (var i = 0; i < entries.Length; i++)
        {
            switch (entries[i].Kind)
            {
                case TraceKind.EapResponse or TraceKind.IdentityResponse:
                    said = i;
                    break;
                case TraceKind.EapFailure when said >= 0 && entries[i].At - entries[said].At >= Silence == isSilent
                    && (isSilent || entries[said].Kind == TraceKind.EapResponse):
                    count++;
                    first = first < 0 ? i : first;
                    last = i;
                    said = -1;
                    break;
                case TraceKind.EapRequest or TraceKind.IdentityRequest or TraceKind.EapSuccess or TraceKind.EapFailure or TraceKind.WscStart:
                    said = -1;
                    break;
            }
        }

        return (count, first, last);
    }
}
