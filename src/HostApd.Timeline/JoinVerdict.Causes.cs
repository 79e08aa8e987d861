namespace HostApd.Timeline;

/// <content>Causes that an event or a pattern of frames gives away.</content>
internal static partial class JoinVerdict
{
    /// <summary>hostapd sends a client away, reason 2, between messages 2 and 3: no wrong key looks like that.</summary>
    private const ushort PreviousAuthenticationInvalid = 2;

    private static Finding? EntropyRejections(JoinReport report)
    {
        var entries = report.Trace.Entries;
        var told = Count(entries, TraceKind.EntropyRejection);
        var seen = 0;
        var first = FirstOf(entries, TraceKind.EntropyRejection);
        var lastFrame = TraceKind.Other;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i] is { Kind: TraceKind.Deauthentication, FromAp: true, Code: PreviousAuthenticationInvalid }
                && lastFrame == TraceKind.Message2)
            {
                seen++;
                first = first < 0 ? i : first;
            }

            lastFrame = entries[i].Kind.IsFrame() ? entries[i].Kind : lastFrame;
        }

        if (told == 0 && seen < 2)
        {
            return null;
        }

        // From the message 1 of the first handshake that was refused.
        var begin = entries[first].At;
        for (var i = first; i >= 0 && entries[i].Kind != TraceKind.AuthenticationRequest; i--)
        {
            begin = entries[i].Kind == TraceKind.Message1 ? entries[i].At : begin;
        }

        var count = told > 0 ? told : seen;
        return new Finding(JoinCause.EntropyRejections, JoinSide.AccessPoint, JoinStage.Handshake,
            Math.Max(1, report.Trace.End - begin),
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

        return held < Negligible / 2
            ? null
            : new Finding(JoinCause.EntropyHold, JoinSide.AccessPoint, stage, held,
                $"{report.AccessPointName}: {(stage == JoinStage.Wps ? "M2" : "M1")} held {Time(held)} for entropy",
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
                $"{report.AccessPointName}: {asked} Provision Discovery Requests {(answered ? "before an answer" : "unanswered")}, {Time(lost)}",
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
        var entries = report.Trace.Entries;
        if (report.IsConnected)
        {
            return null;
        }

        var told = FirstOf(entries, TraceKind.PskMismatch) >= 0;
        var seconds = Count(entries, TraceKind.Message2);
        var refusedByFrames = seconds >= 2 && Count(entries, TraceKind.Message3) == 0 && Count(entries, TraceKind.Message1) >= 2;
        return !told && !refusedByFrames
            ? null
            : new Finding(JoinCause.WrongKey, JoinSide.Client, JoinStage.Handshake,
                Math.Max(1, report.End - entries[Math.Max(0, FirstOf(entries, TraceKind.Message1))].At),
                $"client: wrong passphrase: its message 2 did not fit, {Times(Math.Max(1, seconds))}",
                "Compare the passphrases; a client that was provisioned before may hold an old one.");
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
