using static HostApd.Timeline.Verdicts.VerdictWords;

namespace HostApd.Timeline.Verdicts;

/// <summary>What goes wrong before there is a group: nobody says yes, the two do not agree, or nothing comes of what was agreed on.</summary>
internal static class GroupCauses
{
    private const ushort IncompatibleParameters = 2;
    private const ushort Busy = 5;
    private const ushort NoCommonChannel = 7;
    private const ushort UnknownGroup = 8;
    private const ushort BothIntents15 = 9;
    private const ushort OtherMethod = 10;
    private const ushort RejectedByUser = 11;

    /// <summary>A person was asked: how long it took, or that nobody answered.</summary>
    internal static Finding? Asked(JoinReport report)
    {
        var entries = report.Trace.Entries;
        var (told, end) = (-1, -1);
        for (var i = 0; i < entries.Length && end < 0; i++)
        {
            told = told < 0 && entries[i].IsNotYet() ? i : told;
            end = told >= 0 && i > told && IsAnswer(entries, told, i) ? i : -1;
        }

        if (told < 0)
        {
            return null;
        }

        // Where nobody answered, all that was seen of the peer since then is how long it was there.
        var asked = Math.Max(0, FirstQuestion(entries));
        var last = end >= 0 ? end : entries.Length - 1;
        var waited = entries[last].At - entries[asked].At;
        if (end >= 0 && report.Trace.IsTimed && waited - report.Trace.Slack < JoinVerdict.Negligible)
        {
            return null;
        }

        var side = entries[told].FromAp ? JoinSide.AccessPoint : JoinSide.Client;
        var name = side == JoinSide.AccessPoint ? report.AccessPointName : "client";
        var time = report.Trace.IsTimed && last > told ? $" for {Time(waited)}" : "";
        return new Finding(JoinCause.AskedAPerson, side, JoinStage.Negotiation, Math.Max(1, waited),
            $"{name}: asked{time}{(end < 0 ? ": nobody" : " before somebody")} pressed the button",
            side == JoinSide.AccessPoint
                ? "Press the button (WPS_PBC, P2P_CONNECT) sooner, or let devices in unasked (p2p_accept)."
                : "Its user has to say yes on its own screen.");
    }

    /// <summary>Requests for a group that nobody answered.</summary>
    internal static Finding? Unanswered(JoinReport report)
    {
        var entries = report.Trace.Entries;
        var first = FirstQuestion(entries);
        if (first < 0 || report.IsConnected)
        {
            return null;
        }

        var count = 0;
        var (begin, end) = (first, first);
        for (var i = first; i < entries.Length; i++)
        {
            if (entries[i].Kind.IsQuestion())
            {
                begin = count == 0 ? i : begin;
                count += 1 + entries[i].Repeats;
                end = i;
            }
            else if (entries[i].Kind.IsStep())
            {
                count = 0;
            }
        }

        var isOurs = entries[end].FromAp;
        var lost = entries[end].At - entries[begin].At;
        var what = entries[end].Kind == TraceKind.InvitationRequest ? "Invitation Request" : "GO Negotiation Request";
        return count < 2
            ? null
            : new Finding(JoinCause.NegotiationUnanswered, isOurs ? JoinSide.Client : JoinSide.AccessPoint,
                entries[end].Kind == TraceKind.InvitationRequest ? JoinStage.Invitation : JoinStage.Negotiation, Math.Max(1, lost),
                $"{(isOurs ? "client" : report.AccessPointName)}: {count} {what}s unanswered{Behind(report, lost)}",
                isOurs ? "It is gone, or listens no more: its user has to ask again." : "It does not listen on that channel: is it busy with another group, or off?");
    }

    /// <summary>The two did not agree: the last that was said is a no.</summary>
    internal static Finding? Refused(JoinReport report)
    {
        var entries = report.Trace.Entries;
        var last = -1;
        for (var i = 0; i < entries.Length; i++)
        {
            last = entries[i].Kind.IsStep() ? i : last;
        }

        if (report.IsConnected || last < 0 || entries[last].Code is 0 or 1
            || entries[last].Kind is not (TraceKind.NegotiationResponse or TraceKind.NegotiationConfirmation or TraceKind.InvitationResponse))
        {
            return null;
        }

        ref readonly var refusal = ref entries[last];
        var stage = refusal.Kind == TraceKind.InvitationResponse ? JoinStage.Invitation : JoinStage.Negotiation;
        var lost = Math.Max(1, refusal.At - entries[FirstQuestion(entries) is >= 0 and var first ? first : last].At);
        var side = refusal.FromAp ? JoinSide.AccessPoint : JoinSide.Client;
        var name = refusal.FromAp ? report.AccessPointName : "client";
        return refusal.Code switch
        {
            BothIntents15 => new Finding(JoinCause.BothWantToOwn, JoinSide.Nobody, stage, lost,
                "the peer wants to own too (intent 15 on both sides)", "Set p2p_go_intent (go_intent=) lower on either side."),
            IncompatibleParameters => new Finding(JoinCause.BothWantToOwn, JoinSide.Nobody, stage, lost,
                $"the peer wants to own{IntentOf(entries)}, and this device is never a client", "Raise p2p_go_intent, or lower the peer's."),
            NoCommonChannel => new Finding(JoinCause.NoCommonChannel, JoinSide.Nobody, stage, lost,
                "no common channel", "Compare countries and bands; a station of the same radio may bind it to its channel."),
            _ => new Finding(JoinCause.GroupRefused, side, stage, lost, $"{name}: said no to the group: {Why(refusal.Code)}",
                "The status says why (P2P 1.7 4.1.2)."),
        };
    }

    /// <summary>There was an agreement, and nothing else names why nobody is in the group.</summary>
    internal static Finding? NotFormed(JoinReport report)
    {
        var entries = report.Trace.Entries;
        var agreed = -1;
        for (var i = 0; i < entries.Length; i++)
        {
            agreed = entries[i].IsAgreed() ? i : agreed;
        }

        if (agreed < 0)
        {
            return null;
        }

        var joined = entries.NextStart(agreed);
        joined = joined < 0 ? entries.FirstOf(TraceKind.AssociationRequest, agreed) : joined;
        var done = entries.FirstOf(TraceKind.WscDone, agreed);
        var hasKey = done >= 0;
        var isBack = hasKey && entries.NextStart(done) >= 0;
        return new Finding(JoinCause.GroupNotFormed, JoinSide.Client, JoinStage.GroupStart,
            Math.Max(1, report.End - entries[FirstQuestion(entries) is >= 0 and var first ? first : agreed].At),
            "the group did not form: " + (joined < 0 ? "the client did not come"
                : !hasKey ? $"the client was not given its key, and the last seen of it is {entries[entries.LastFrame()].Kind.Name()}"
                : isBack ? "the client came back with its key, and did not get in"
                : "the client has its key and did not come back"),
            "Is the client still there, and may it use that channel?");
    }

    private static int FirstQuestion(ReadOnlySpan<TraceEntry> entries)
    {
        var first = entries.FirstOf(TraceKind.NegotiationRequest);
        var invitation = entries.FirstOf(TraceKind.InvitationRequest);
        return first < 0 ? invitation : invitation < 0 ? first : Math.Min(first, invitation);
    }

    /// <summary>The side that was asked asks now itself, or either has answered a question otherwise.</summary>
    private static bool IsAnswer(ReadOnlySpan<TraceEntry> entries, int told, int index) => entries[index].Kind.IsQuestion()
        ? entries[index].FromAp == entries[told].FromAp
        : entries[index].Kind.IsAgreement() && !entries[index].IsNotYet();

    private static string IntentOf(ReadOnlySpan<TraceEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry is { Kind: TraceKind.NegotiationRequest, FromAp: false })
            {
                return $" (intent {entry.Code})";
            }
        }

        return "";
    }

    private static string Why(ushort status) => status switch
    {
        Busy => "it is busy with another",
        UnknownGroup => "it does not know that group",
        OtherMethod => "it wants another way to get the key",
        RejectedByUser => "its user did",
        _ => $"status {status}",
    };
}
