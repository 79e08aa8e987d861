using static HostApd.Timeline.Readers.LogLine;

namespace HostApd.Timeline.Readers;

/// <summary>What a line says of the client's join.</summary>
internal delegate void ClientWord(ClientNotes client, long time, ReadOnlySpan<char> message);

/// <summary>
/// What wpa_supplicant says at every level: events of the control interface, without the interface before them; and its
/// states, as NetworkManager has them.
/// </summary>
internal static class SupplicantWords
{
    /// <summary>By what a message of wpa_supplicant's begins with; the longer before the shorter.</summary>
    private static readonly (string Start, ClientWord Take)[] Beginnings =
    [
        ("Associated with ", static (c, t, _) => c.ImplyAp(t, TraceKind.AssociationResponse)),
        ("WPA: RX message 1 of 4-Way Handshake", static (c, t, _) => Speak(c, t, TraceKind.Message1, fromAp: true)),
        ("WPA: RX message 3 of 4-Way Handshake", static (c, t, _) => Speak(c, t, TraceKind.Message3, fromAp: true)),
        ("WPA: Sending EAPOL-Key 2/4", static (c, t, _) => Speak(c, t, TraceKind.Message2, fromAp: false)),
        ("WPA: Sending EAPOL-Key 4/4", static (c, t, _) => Speak(c, t, TraceKind.Message4, fromAp: false)),
        ("WPA: Key negotiation completed with ", static (c, t, _) => c.ImplyOwn(t, TraceKind.ClientConnected)),
        ("CTRL-EVENT-CONNECTED", static (c, t, _) => c.ImplyOwn(t, TraceKind.ClientConnected)),
        ("CTRL-EVENT-DISCONNECTED ", static (c, t, m) => Disconnect(c, t, m)),
        ("CTRL-EVENT-SSID-TEMP-DISABLED ", static (c, t, m) => DoubtIf(c, t, Has(m, "reason=WRONG_KEY"))),
        ("Authentication with ", static (c, t, m) => TimeOutIf(c, t, Has(m, "timed out"))),
        ("SME: Authentication timed out", static (c, t, _) => c.TimeOut(t, TraceKind.AuthenticationRequest)),
        ("SME: Association timed out", static (c, t, _) => c.TimeOut(t, TraceKind.AssociationRequest)),
        ("Control interface command 'DISCONNECT'", static (c, t, _) => c.AddOwn(t, TraceKind.DisconnectOrdered)),
        ("Control interface command 'REASSOCIATE'", static (c, t, _) => c.AddOwn(t, TraceKind.DisconnectOrdered)),
        ("Control interface command 'P2P_CONNECT", static (c, _, _) => c.IsP2p = true),
        ("P2P-GROUP-FORMATION-FAILURE", static (c, t, _) => c.AddOwn(t, TraceKind.ClientGaveUp)),
        ("P2P-GROUP-REMOVED ", static (c, t, m) => DoubtIf(c, t, Has(m, "reason=PSK_FAILURE"))),
        ("WPS-TIMEOUT", static (c, t, _) => c.AddOwn(t, TraceKind.ClientGaveUp)),
        ("WPS-OVERLAP-DETECTED", static (c, t, _) => c.AddOwn(t, TraceKind.PbcOverlap)),
        ("WPS-PBC-ACTIVE", static (c, _, _) => c.IsPressed = true),
        ("WPS-M2D ", static (c, t, m) => c.ImplyAp(t, TraceKind.WscM2D, NumberBehind(m, "config_error="))),
        ("WPS-FAIL ", static (c, t, m) => Nack(c, t, NumberBehind(m, "config_error="))),
        ("WPS-SUCCESS", static (c, t, _) => Provisioned(c, t)),
    ];

    /// <summary>NetworkManager tells the supplicant's states, in a journal often without the supplicant's own words.</summary>
    private static readonly (string To, TraceKind Kind, bool FromAp)[] ManagerWords =
    [
        ("-> authenticating", TraceKind.AuthenticationRequest, false),
        ("-> associating", TraceKind.AssociationRequest, false),
        ("-> associated", TraceKind.AssociationResponse, true),
        ("-> completed", TraceKind.ClientConnected, false),
    ];

    /// <summary>Takes a line of the supplicant or of NetworkManager; most say nothing of a join.</summary>
    internal static void Take(ClientNotes client, long time, ReadOnlySpan<char> text)
    {
        foreach (var (start, take) in Beginnings)
        {
            if (Starts(text, start))
            {
                take(client, time, text);
                return;
            }
        }

        if (Has(text, "pre-shared key may be incorrect"))
        {
            client.AddAp(time, TraceKind.PskDoubted, 0);
        }
        else if (Has(text, "supplicant interface state: "))
        {
            TakeOfNetworkManager(client, time, text);
        }
        else if (Has(text, "skip - no P2P IE"))
        {
            client.IsP2p = true;
            client.AddOwn(time, TraceKind.NoP2pElement);
        }
        else if (Has(text, "skip - WPS AP without active P") || client.IsPressed && Has(text, "skip - SSID mismatch"))
        {
            client.AddOwn(time, TraceKind.PbcNotArmed);
        }
    }

    private static void TakeOfNetworkManager(ClientNotes client, long time, ReadOnlySpan<char> text)
    {
        foreach (var (to, kind, fromAp) in ManagerWords)
        {
            if (Has(text, to) && !client.Survey.HasSentRequests)
            {
                client.Imply(time, kind, fromAp);
            }
        }
    }

    /// <summary>Where a log has the bytes of a message, what is said about it is no news.</summary>
    private static void Speak(ClientNotes client, long time, TraceKind kind, bool fromAp)
    {
        if (!client.Survey.HasEapolDumps)
        {
            client.Imply(time, kind, fromAp);
        }
    }

    private static void DoubtIf(ClientNotes client, long time, bool isDoubted)
    {
        if (isDoubted)
        {
            client.AddAp(time, TraceKind.PskDoubted, 0);
        }
    }

    private static void TimeOutIf(ClientNotes client, long time, bool isTimeout)
    {
        if (isTimeout)
        {
            client.AddOwn(time, TraceKind.TimedOut);
        }
    }

    private static void Nack(ClientNotes client, long time, ushort error)
    {
        if (error != 0)
        {
            client.ImplyOwn(time, TraceKind.WscNack, error);
        }
    }

    /// <summary>The end of WPS, where the log has not its messages.</summary>
    private static void Provisioned(ClientNotes client, long time)
    {
        if (!client.Survey.HasEapolDumps)
        {
            client.ImplyOwn(time, TraceKind.WscDone);
        }
    }

    /// <summary>
    /// What the supplicant clears away after it was thrown out, or after it has waited in vain, is no leave of its own.
    /// </summary>
    private static void Disconnect(ClientNotes client, long time, ReadOnlySpan<char> message)
    {
        var isOwn = Has(message, "locally_generated=1");
        if (isOwn && client.HasJustTimedOut)
        {
            return;
        }

        client.Imply(time, TraceKind.Deauthentication, !isOwn, NumberBehind(message, "reason="));
    }
}
