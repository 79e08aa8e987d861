using static HostApd.Timeline.Verdicts.VerdictWords;

namespace HostApd.Timeline.Verdicts;

/// <summary>What goes wrong in the 4-way handshake: begun anew, a key that does not fit, a side that stays silent.</summary>
internal static class HandshakeCauses
{
    internal static Finding? Restarted(JoinReport report)
    {
        var entries = report.Trace.Entries;
        int requests = 0, firstMessage = -1, restarts = 0, begin = -1;
        var repeated = false;
        for (var i = 0; i < entries.Length; i++)
        {
            switch (entries[i].Kind)
            {
                case TraceKind.AuthenticationRequest or TraceKind.SaeCommit:
                    requests = 0;
                    firstMessage = -1;
                    repeated = false;
                    break;
                case TraceKind.AssociationRequest:
                    requests++;
                    repeated |= requests > 1;
                    break;
                case TraceKind.Message1 when repeated && firstMessage >= 0 && IsAnew(entries, firstMessage, i):
                    restarts++;
                    begin = begin < 0 ? firstMessage : begin;
                    repeated = false;
                    firstMessage = i;
                    break;
                case TraceKind.Message1:
                    firstMessage = firstMessage < 0 ? i : firstMessage;
                    break;
                default:
                    break;
            }
        }

        if (restarts == 0)
        {
            return null;
        }

        return new Finding(JoinCause.HandshakeRestarted, JoinSide.AccessPoint, JoinStage.Handshake,
            Math.Max(1, report.End - entries[begin].At),
            $"{report.AccessPointName}: began the 4-way handshake anew after a repeated Association Request ({Times(restarts)})",
            "The access point answers later than 100 ms and takes the repetition for a new client: lighten its load.");
    }

    /// <summary>Another ANonce is another handshake; where it is not known, an association in between tells.</summary>
    private static bool IsAnew(ReadOnlySpan<TraceEntry> entries, int first, int second)
    {
        if (entries[first].Code != 0 && entries[second].Code != 0)
        {
            return entries[first].Code != entries[second].Code;
        }

        for (var i = first + 1; i < second; i++)
        {
            if (entries[i].Kind is TraceKind.AssociationRequest or TraceKind.AssociationResponse)
            {
                return true;
            }
        }

        return false;
    }

    internal static Finding? WrongKey(JoinReport report)
    {
        if (report.IsConnected)
        {
            return null;
        }

        JoinAttempt? first = null;
        var messages = 0;
        bool isNamed = false, isSeen = false;
        foreach (var attempt in report.Attempts)
        {
            if (attempt.End == HandshakeEnd.WrongKey)
            {
                first ??= attempt;
                messages += attempt.Messages2;
                isNamed |= attempt.IsKeyNamed;
                isSeen |= attempt.Messages2 >= 2;
            }
        }

        if (first is null)
        {
            return null;
        }

        var entries = report.Trace.Entries;
        return new Finding(JoinCause.WrongKey, JoinSide.Client, JoinStage.Handshake,
            Math.Max(1, report.End - entries[Math.Max(first.First, first.Handshake)].At),
            isNamed || isSeen
                ? $"client: wrong passphrase: its message 2 did not fit, {Times(Math.Max(1, messages))}"
                : "client: wrong passphrase, as its supplicant suspects: it was sent away in the midst of the handshake",
            "Compare the passphrases; a client that was provisioned before may hold an old one.");
    }

    /// <summary>A side that stays silent in the handshake.</summary>
    internal static Finding? Stalled(JoinReport report)
    {
        var stalled = report.Attempts.FirstOrDefault(static a => a.End is HandshakeEnd.Unanswered
            or HandshakeEnd.NotConfirmed or HandshakeEnd.NeverBegun);
        if (stalled is null)
        {
            return null;
        }

        var entries = report.Trace.Entries;
        var end = stalled.SentAway >= 0 ? stalled.SentAway : stalled.Last;
        var lost = Math.Max(1, entries[end].At - entries[Math.Max(stalled.First, stalled.Handshake)].At);
        if (stalled.End == HandshakeEnd.NeverBegun)
        {
            return new Finding(JoinCause.HandshakeStalled, JoinSide.AccessPoint, JoinStage.Handshake, lost,
                $"{report.AccessPointName}: began no 4-way handshake that the client heard of, and the client went",
                "Look at the access point's log: is it busy, or short of entropy? Does the client's driver drop EAPOL frames?");
        }

        if (stalled.End == HandshakeEnd.NotConfirmed)
        {
            return new Finding(JoinCause.HandshakeStalled, JoinSide.Air, JoinStage.Handshake, lost,
                $"air: message 3/4 was sent {Times(Math.Max(stalled.Messages3, stalled.GivenUpAfter))} and no message 4/4 came back: they are lost on the way",
                PoorAir);
        }

        var isMissed = stalled.Missed > 0 && stalled.Missed == stalled.Messages1;
        var sent = stalled.Messages1 > 0 ? $"message 1/4, sent {Times(Math.Max(stalled.Messages1, stalled.GivenUpAfter))}" : "the 4-way handshake";
        return new Finding(JoinCause.HandshakeStalled, isMissed ? JoinSide.Air : JoinSide.Client, JoinStage.Handshake, lost,
            isMissed ? $"air: {sent}, did not reach the client"
                : stalled.Messages1 > 0 ? $"client: did not answer {sent}"
                : $"client: {sent} ran out of time: its message 2 did not come, or did not fit",
            isMissed ? PoorAir
                : stalled.Messages1 > 0 ? "Look at the client's log: is its supplicant alive, does its driver pass EAPOL frames on?"
                : "Compare the passphrases first; a log with more detail (-d) shows which of the two it was.");
    }
}
