namespace HostApd.Timeline;

/// <content>Causes that an event or a pattern of frames gives away.</content>
internal static partial class JoinVerdict
{
    private const string PoorAir = "Distance, interference, or a power-saving client: look at the signal and try another channel.";

    private static Finding? EntropyRejections(JoinReport report)
    {
        int told = 0, judged = 0;
        var isDoubted = false;
        long lost = 0;
        var entries = report.Trace.Entries;
        for (var i = 0; i < report.Attempts.Count; i++)
        {
            var attempt = report.Attempts[i];
            told += attempt.Rejections;
            judged += attempt.End == HandshakeEnd.LooksRejected ? 1 : 0;
            isDoubted |= attempt is { End: HandshakeEnd.LooksRejected, IsKeyDoubted: true };
            if (attempt.End is HandshakeEnd.Rejected or HandshakeEnd.LooksRejected)
            {
                // From its message 1 until the client was back.
                var back = i + 1 < report.Attempts.Count ? entries[report.Attempts[i + 1].First].At : report.End;
                lost += Math.Max(0, back - entries[Math.Max(attempt.First, attempt.Handshake)].At);
            }
        }

        // One alone may have another reason, unless the client says that it fell in the midst of the handshake.
        if (told == 0 && judged < 2 && !isDoubted)
        {
            return null;
        }

        var count = told > 0 ? told : judged;
        return new Finding(JoinCause.EntropyRejections, JoinSide.AccessPoint, JoinStage.Handshake,
            Math.Max(1, lost),
            $"{report.AccessPointName}: rejected the 4-way handshake {Times(count)} to collect entropy"
            + $"{(told > 0 ? "" : " (judged by the frames: sent away, reason 2, right after message 2)")}"
            + $"{(report.IsConnected ? "" : "; the client gave up")}",
            "Give the access point entropy at boot (hardware generator, seed file), or a daemon that lets the client wait.");
    }

    private static Finding? EntropyHold(JoinReport report)
    {
        long held = 0;
        var stage = JoinStage.Handshake;
        foreach (var span in report.Spans)
        {
            if (span.Waited == JoinSide.Entropy)
            {
                held += span.Length;
                stage = span.Stage;
            }
        }

        return held == 0 || report.Trace.IsTimed && held < Negligible / 2
            ? null
            : new Finding(JoinCause.EntropyHold, JoinSide.AccessPoint, stage, held,
                $"{report.AccessPointName}: {(stage == JoinStage.Wps ? "M2" : "M1")} held{(report.Trace.IsTimed ? $" {Time(held)}" : "")} for entropy",
                "See ENTROPY: a hardware generator or a seed file ends this.");
    }

    private static Finding? Overlap(JoinReport report)
    {
        const ushort multiplePbc = 12;
        var entries = report.Trace.Entries;
        var found = FirstOf(entries, TraceKind.PbcOverlap) >= 0;
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

    private static Finding? NotArmed(JoinReport report)
    {
        var entries = report.Trace.Entries;
        var waited = FirstOf(entries, TraceKind.PbcNotArmed);
        var refused = FirstOf(entries, TraceKind.WscM2D);
        waited = FirstOf(entries, TraceKind.WscM1) >= 0 ? -1 : waited;
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

    private static Finding? NotAGroupOwner(JoinReport report)
    {
        var entries = report.Trace.Entries;
        return FirstOf(entries, TraceKind.NoP2pElement) < 0 || FirstOf(entries, TraceKind.AuthenticationRequest) >= 0
            || FirstOf(entries, TraceKind.ProvisionDiscoveryRequest) >= 0
                ? null
                : new Finding(JoinCause.NotAGroupOwner, JoinSide.AccessPoint, JoinStage.Search, Math.Max(1, report.Total),
                    "AP: no Group Owner at all: it sends no P2P element, whatever its name",
                    "A name that begins with DIRECT- is not enough: set p2p_go=1.");
    }

    private static Finding? ProvisionDiscovery(JoinReport report)
    {
        var entries = report.Trace.Entries;
        var first = FirstOf(entries, TraceKind.ProvisionDiscoveryRequest);
        if (first < 0)
        {
            return null;
        }

        var asked = 0;
        var end = first;
        for (var i = first; i < entries.Length && entries[i].Kind is not (TraceKind.ProvisionDiscoveryResponse
            or TraceKind.AuthenticationRequest); i++)
        {
            asked += entries[i].Kind == TraceKind.ProvisionDiscoveryRequest ? 1 + entries[i].Repeats : 0;
            end = entries[i].Kind.IsFrame() ? i : end;
        }

        var answered = end + 1 < entries.Length && FirstOf(entries, TraceKind.ProvisionDiscoveryResponse, end) >= 0;
        var next = FirstOf(entries, TraceKind.AuthenticationRequest, first);
        var lost = (answered || next < 0 ? entries[end].At : entries[next].At) - entries[first].At;
        return asked < 2 || answered && lost < Negligible
            ? null
            : new Finding(JoinCause.ProvisionDiscoveryUnanswered, JoinSide.AccessPoint, JoinStage.ProvisionDiscovery,
                Math.Max(1, lost),
                $"{report.AccessPointName}: {asked} Provision Discovery Requests {(answered ? "before an answer" : "unanswered")}{Behind(report, lost)}",
                "It is no Group Owner, or does not hear action frames: use one that answers Provision Discovery.");
    }

    private static Finding? Restarted(JoinReport report)
    {
        var entries = report.Trace.Entries;
        int requests = 0, firstMessage = -1, restarts = 0, begin = -1;
        var repeated = false;
        for (var i = 0; i < entries.Length; i++)
        {
            switch (entries[i].Kind)
            {
                case TraceKind.AuthenticationRequest:
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

    private static Finding? WrongKey(JoinReport report)
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
    private static Finding? Stalled(JoinReport report)
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

    private static Finding? Refused(JoinReport report)
    {
        var entries = report.Trace.Entries;
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            if (entries[i] is { Kind: TraceKind.AssociationResponse or TraceKind.AuthenticationResponse, Code: not 0 } refusal)
            {
                var lost = NextOf(entries, TraceKind.AuthenticationRequest, i, report.End) - refusal.At;
                return new Finding(JoinCause.Refused, JoinSide.AccessPoint,
                    refusal.Kind == TraceKind.AssociationResponse ? JoinStage.Association : JoinStage.Authentication,
                    Math.Max(1, lost), $"{report.AccessPointName}: refused, status {refusal.Code}",
                    "The status says why (802.11-2020 table 9-50): 17 full, 30 come back later, 40 to 46 security that does not fit.");
            }
        }

        return null;
    }

    private static long NextOf(ReadOnlySpan<TraceEntry> entries, TraceKind kind, int from, long otherwise)
    {
        var next = FirstOf(entries, kind, from);
        return next < 0 ? otherwise : entries[next].At;
    }

    private static string Times(int count) => count switch { 1 => "once", 2 => "twice", _ => $"{count} times" };
}
