using static HostApd.Timeline.Verdicts.VerdictWords;

namespace HostApd.Timeline.Verdicts;

/// <summary>What goes wrong before the handshake: buttons that were not pressed or pressed twice, a group that is none, a refusal.</summary>
internal static class SetupCauses
{
    internal static Finding? Overlap(JoinReport report)
    {
        const ushort multiplePbc = 12;
        var entries = report.Trace.Entries;
        var found = entries.FirstOf(TraceKind.PbcOverlap) >= 0;
        foreach (var entry in entries)
        {
            found |= entry is { Kind: TraceKind.WscNack or TraceKind.WscM2D, Code: multiplePbc };
        }

        return !found || report.IsConnected
            ? null
            : new Finding(JoinCause.PbcOverlap, JoinSide.Client, JoinStage.Wps, Math.Max(1, report.Total),
                "client: two devices had their buttons pressed at once; WPS refuses both",
                "Wait two minutes, press one button only, or name the device to WPS_PBC.");
    }

    internal static Finding? NotArmed(JoinReport report)
    {
        var entries = report.Trace.Entries;
        var waited = entries.FirstOf(TraceKind.PbcNotArmed);
        var refused = entries.FirstOf(TraceKind.WscM2D);
        waited = entries.FirstOf(TraceKind.WscM1) >= 0 ? -1 : waited;
        if (report.IsConnected || waited < 0 && refused < 0)
        {
            return null;
        }

        var stage = refused >= 0 ? JoinStage.Wps : JoinStage.Search;
        return new Finding(JoinCause.PbcNotArmed, JoinSide.AccessPoint, stage, Math.Max(1, report.Total),
            refused >= 0
                ? $"{report.AccessPointName}: no button pressed and no PIN given for this client (M2D)"
                : $"{report.AccessPointName}: its button was not pressed while the client looked for it",
            "Press the access point's button (WPS_PBC) or give it the PIN (WPS_PIN) first.");
    }

    internal static Finding? NotAGroupOwner(JoinReport report)
    {
        var entries = report.Trace.Entries;
        return entries.FirstOf(TraceKind.NoP2pElement) < 0 || entries.NextStart() >= 0
            || entries.FirstOf(TraceKind.ProvisionDiscoveryRequest) >= 0
                ? null
                : new Finding(JoinCause.NotAGroupOwner, JoinSide.AccessPoint, JoinStage.Search, Math.Max(1, report.Total),
                    "AP: no Group Owner at all: it sends no P2P element, whatever its name",
                    "A name that begins with DIRECT- is not enough: set p2p_go=1.");
    }

    internal static Finding? ProvisionDiscovery(JoinReport report)
    {
        var entries = report.Trace.Entries;
        var first = entries.FirstOf(TraceKind.ProvisionDiscoveryRequest);
        if (first < 0)
        {
            return null;
        }

        var asked = 0;
        var end = first;
        for (var i = first; i < entries.Length && entries[i].Kind != TraceKind.ProvisionDiscoveryResponse
            && !entries[i].Kind.BeginsAuthentication(); i++)
        {
            asked += entries[i].Kind == TraceKind.ProvisionDiscoveryRequest ? 1 + entries[i].Repeats : 0;
            end = entries[i].Kind.IsFrame() ? i : end;
        }

        var answered = end + 1 < entries.Length && entries.FirstOf(TraceKind.ProvisionDiscoveryResponse, end) >= 0;
        var next = entries.NextStart(first);
        var lost = (answered || next < 0 ? entries[end].At : entries[next].At) - entries[first].At;
        return asked < 2 || answered && lost < JoinVerdict.Negligible
            ? null
            : new Finding(JoinCause.ProvisionDiscoveryUnanswered, JoinSide.AccessPoint, JoinStage.ProvisionDiscovery,
                Math.Max(1, lost),
                $"{report.AccessPointName}: {asked} Provision Discovery Requests {(answered ? "before an answer" : "unanswered")}{Behind(report, lost)}",
                "It is no Group Owner, or does not hear action frames: use one that answers Provision Discovery.");
    }

    internal static Finding? Refused(JoinReport report)
    {
        var entries = report.Trace.Entries;
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            if (entries[i] is { Code: not 0 } refusal && refusal.Kind.IsAnswer() && !entries.IsRefusalByName(i))
            {
                var lost = entries.TimeOfNextStart(i, report.End) - refusal.At;
                return new Finding(JoinCause.Refused, JoinSide.AccessPoint,
                    refusal.Kind == TraceKind.AssociationResponse ? JoinStage.Association : JoinStage.Authentication,
                    Math.Max(1, lost), $"{report.AccessPointName}: refused, status {refusal.Code}",
                    "The status says why (802.11-2020 table 9-50): 13 another way to authenticate, 17 full, 40 to 46 security that does not fit.");
            }
        }

        return null;
    }
}
