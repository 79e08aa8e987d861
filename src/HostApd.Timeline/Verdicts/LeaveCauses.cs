using static HostApd.Timeline.Verdicts.VerdictWords;

namespace HostApd.Timeline.Verdicts;

/// <summary>A client that leaves, or is sent away, where no part of a join ends.</summary>
internal static class LeaveCauses
{
    /// <summary>Microseconds of silence after which a client has begun anew, and not again.</summary>
    private const long AbandonedAfter = 900_000;

    /// <summary>
    /// The client left, or was told to leave, where no part of a join ends: neither after WSC_Done, EAP-Failure or a
    /// refusal, nor when it is in. Or it was silent after our answer and began anew.
    /// </summary>
    internal static Finding? Disconnected(JoinReport report)
    {
        var entries = report.Trace.Entries;
        var stage = JoinStage.Search;
        var isAtEnd = false;
        var began = false;
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            if (began && !isAtEnd && Leaves(report.Trace, i) && report.AttemptAt(i)?.End != HandshakeEnd.NeverBegun)
            {
                return Blame(report, i, stage, entries.FirstOf(TraceKind.DisconnectOrdered) >= 0);
            }

            if (entry.Kind.IsStep())
            {
                stage = TraceNames.StageOf(entry.Kind, stage);
                stage = entry.Kind.BeginsAuthentication() ? JoinStage.Authentication : stage;
                began = entry.Kind.BeginsAuthentication() || began && stage != JoinStage.Leaving;
                isAtEnd = IsEnd(entry);
            }
            else if (entry.Kind is TraceKind.Authorized or TraceKind.ClientConnected)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>By this entry the client leaves, or shows that it has left.</summary>
    internal static bool Leaves(JoinTrace trace, int index)
    {
        var entries = trace.Entries;
        var entry = entries[index];
        if (entry.Kind is TraceKind.DisconnectOrdered)
        {
            return true;
        }

        if (entry.Kind is TraceKind.Deauthentication or TraceKind.Disassociation or TraceKind.DisconnectedItself)
        {
            return !entry.FromAp;
        }

        // Silence after our answer, then a fresh start: what made the client stop does not show on the air.
        if (!entry.Kind.BeginsAuthentication())
        {
            return false;
        }

        for (var i = index - 1; i >= 0; i--)
        {
            if (entries[i].Kind.IsStep())
            {
                return entries[i].Kind.IsAnswer() && entries[i].Code == 0 && !entries[i].IsLostAnswer() && entry.At - entries[i].At - trace.Slack > AbandonedAfter;
            }

            if (entries[i].Kind == TraceKind.TimedOut)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The client's own deauthentication, where no part of a join ends.</summary>
    internal static bool LeftInTheMiddle(ReadOnlySpan<TraceEntry> entries, int index)
    {
        if (entries[index].FromAp || entries[index].Kind is not (TraceKind.Deauthentication or TraceKind.Disassociation))
        {
            return false;
        }

        return entries.StepBefore(index) is var before and >= 0 && !IsEnd(entries[before]);
    }

    private static Finding Blame(JoinReport report, int index, JoinStage stage, bool ordered)
    {
        var entries = report.Trace.Entries;
        var from = entries[index].At;
        if (entries[index].Kind.BeginsAuthentication())
        {
            from = entries.BeforeSearch(index);
        }

        // What was under way when the order came may still be sent before the client goes.
        var gone = entries.FirstOf(TraceKind.Deauthentication, index);
        gone = gone >= 0 && !entries[gone].FromAp && entries[gone].At - entries[index].At < AbandonedAfter ? gone : index;
        var back = entries.TimeOfNextStart(gone, report.End);
        var lost = Math.Max(1, back - from);
        return ordered
            ? new Finding(JoinCause.OtherProgramDisconnected, JoinSide.Client, stage, lost,
                $"client: told to disconnect by another program during {stage.Name()}",
                "Find what else manages the client's interface (NetworkManager, a script, a second supplicant) and stop it.")
            : new Finding(JoinCause.ClientDisconnected, JoinSide.Client, stage, lost,
                $"client: {stage.Name()} abandoned after a disconnect it caused itself",
                "Is another program managing the client's interface?");
    }

    /// <summary>The access point sent the client away in the middle, and the client came again.</summary>
    internal static Finding? SentAway(JoinReport report)
    {
        var entries = report.Trace.Entries;
        var last = TraceKind.Other;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i] is { Kind: TraceKind.Deauthentication or TraceKind.Disassociation, FromAp: true }
                && last is TraceKind.Message1 or TraceKind.Message2 or TraceKind.Message3 or TraceKind.AssociationResponse && !entries.IsClearance(i)
                && entries.NextStart(i) is var back and >= 0)
            {
                return new Finding(JoinCause.SentAway, JoinSide.AccessPoint, TraceNames.StageOf(last, JoinStage.Handshake),
                    entries[back].At - entries[i - 1].At,
                    $"{report.AccessPointName}: sent the client away after {last.Name()}, {ReasonOf(entries[i])}; it came again",
                    "See the access point's log for why.");
            }

            last = entries[i].Kind.IsFrame() ? entries[i].Kind : last;
        }

        return null;
    }

    private static bool IsEnd(in TraceEntry last) => last.Kind.IsAnswer() && last.Code != 0
        || last.Kind is TraceKind.WscDone or TraceKind.EapFailure or TraceKind.WscNack or TraceKind.WscAck or TraceKind.WscM2D
            or TraceKind.Message4 or TraceKind.Deauthentication or TraceKind.Disassociation;
}
