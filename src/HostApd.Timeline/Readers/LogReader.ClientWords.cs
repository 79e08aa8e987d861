namespace HostApd.Timeline.Readers;

/// <content>
/// What wpa_supplicant and the kernel's mac80211 say at every level: events of the control interface, and lines of the
/// kernel's ring, without the interface before them.
/// </content>
public sealed partial class LogReader
{
    private delegate void ClientWord(LogReader reader, long time, ReadOnlySpan<char> message);

    /// <summary>By what a message of wpa_supplicant's begins with; the longer before the shorter.</summary>
    private static readonly (string Start, ClientWord Take)[] SupplicantWords =
    [
        ("Associated with ", static (r, t, _) => r.ImplyAp(t, TraceKind.AssociationResponse)),
        ("WPA: RX message 1 of 4-Way Handshake", static (r, t, _) => r.Speak(t, TraceKind.Message1, fromAp: true)),
        ("WPA: RX message 3 of 4-Way Handshake", static (r, t, _) => r.Speak(t, TraceKind.Message3, fromAp: true)),
        ("WPA: Sending EAPOL-Key 2/4", static (r, t, _) => r.Speak(t, TraceKind.Message2, fromAp: false)),
        ("WPA: Sending EAPOL-Key 4/4", static (r, t, _) => r.Speak(t, TraceKind.Message4, fromAp: false)),
        ("WPA: Key negotiation completed with ", static (r, t, _) => r.ImplyOwn(t, TraceKind.ClientConnected)),
        ("CTRL-EVENT-CONNECTED", static (r, t, _) => r.ImplyOwn(t, TraceKind.ClientConnected)),
        ("CTRL-EVENT-DISCONNECTED ", static (r, t, m) => r.Disconnect(t, m)),
        ("CTRL-EVENT-SSID-TEMP-DISABLED ", static (r, t, m) => r.DoubtIf(t, Has(m, "reason=WRONG_KEY"))),
        ("Authentication with ", static (r, t, m) => r.TimeOutIf(t, Has(m, "timed out"))),
        ("SME: Authentication timed out", static (r, t, _) => r.TimeOut(t, TraceKind.AuthenticationRequest)),
        ("SME: Association timed out", static (r, t, _) => r.TimeOut(t, TraceKind.AssociationRequest)),
        ("Control interface command 'DISCONNECT'", static (r, t, _) => r.AddOwn(t, TraceKind.DisconnectOrdered)),
        ("Control interface command 'REASSOCIATE'", static (r, t, _) => r.AddOwn(t, TraceKind.DisconnectOrdered)),
        ("Control interface command 'P2P_CONNECT", static (r, _, _) => r._isP2p = true),
        ("P2P-GROUP-FORMATION-FAILURE", static (r, t, _) => r.AddOwn(t, TraceKind.ClientGaveUp)),
        ("P2P-GROUP-REMOVED ", static (r, t, m) => r.DoubtIf(t, Has(m, "reason=PSK_FAILURE"))),
        ("WPS-TIMEOUT", static (r, t, _) => r.AddOwn(t, TraceKind.ClientGaveUp)),
        ("WPS-OVERLAP-DETECTED", static (r, t, _) => r.AddOwn(t, TraceKind.PbcOverlap)),
        ("WPS-PBC-ACTIVE", static (r, _, _) => r._isPressed = true),
        ("WPS-M2D ", static (r, t, m) => r.ImplyAp(t, TraceKind.WscM2D, NumberBehind(m, "config_error="))),
        ("WPS-FAIL ", static (r, t, m) => r.Nack(t, NumberBehind(m, "config_error="))),
        ("WPS-SUCCESS", static (r, t, _) => r.Provisioned(t)),
    ];

    /// <summary>By what a message of the kernel's begins with, and what else must stand in it.</summary>
    private static readonly (string Start, string Part, ClientWord Take)[] KernelWords =
    [
        ("send auth to ", "(try ", static (r, t, m) => r.Try(t, TraceKind.AuthenticationRequest, m)),
        ("authenticate with ", "(try ", static (r, t, m) => r.Try(t, TraceKind.AuthenticationRequest, m)),
        ("associate with ", "(try ", static (r, t, m) => r.Try(t, TraceKind.AssociationRequest, m)),
        ("RX AssocResp from ", "status=", static (r, t, m) => r.ImplyAp(t, TraceKind.AssociationResponse, NumberBehind(m, "status="))),
        ("RX ReassocResp from ", "status=", static (r, t, m) => r.ImplyAp(t, TraceKind.AssociationResponse, NumberBehind(m, "status="))),
        ("deauthenticated from ", "(Reason: ", static (r, t, m) => r.ImplyAp(t, TraceKind.Deauthentication, NumberBehind(m, "(Reason: "))),
        ("disassociated from ", "(Reason: ", static (r, t, m) => r.ImplyAp(t, TraceKind.Disassociation, NumberBehind(m, "(Reason: "))),
        ("deauthenticating from ", "by local choice", static (r, t, m) => r.ImplyOwn(t, TraceKind.Deauthentication, NumberBehind(m, "eason: "))),
        ("disassociating from ", "by local choice", static (r, t, m) => r.ImplyOwn(t, TraceKind.Disassociation, NumberBehind(m, "eason: "))),
        ("authentication with ", "timed out", static (r, t, _) => r.TimeOut(t, TraceKind.AuthenticationRequest)),
        ("association with ", "timed out", static (r, t, _) => r.TimeOut(t, TraceKind.AssociationRequest)),
    ];

    private bool TakeOfKernel(long time, ReadOnlySpan<char> message)
    {
        foreach (var (start, part, take) in KernelWords)
        {
            if (Starts(message, start) && Has(message, part))
            {
                take(this, time, message);
                return true;
            }
        }

        if (message is "authenticated" or "associated")
        {
            ImplyAp(time, message is "authenticated" ? TraceKind.AuthenticationResponse : TraceKind.AssociationResponse);
        }
        else if (Has(message, "link becomes ready") && Of(_self).LastFrame == TraceKind.AssociationResponse)
        {
            // The supplicant declares the link up when it has its keys.
            ImplyOwn(time, TraceKind.ClientConnected);
        }
        else if (Has(message, " denied authentication (status "))
        {
            AddAp(time, TraceKind.AuthenticationResponse, NumberBehind(message, "(status "));
        }
        else if (Has(message, " denied association (code="))
        {
            ImplyAp(time, TraceKind.AssociationResponse, NumberBehind(message, "(code="));
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>NetworkManager tells the supplicant's states, in a journal often without the supplicant's own words.</summary>
    private static readonly (string To, TraceKind Kind, bool FromAp)[] ManagerWords =
    [
        ("-> authenticating", TraceKind.AuthenticationRequest, false),
        ("-> associating", TraceKind.AssociationRequest, false),
        ("-> associated", TraceKind.AssociationResponse, true),
        ("-> completed", TraceKind.ClientConnected, false),
    ];

    private void TakeOfNetworkManager(long time, ReadOnlySpan<char> text)
    {
        foreach (var (to, kind, fromAp) in ManagerWords)
        {
            if (Has(text, to) && !_survey.HasSentRequests)
            {
                Imply(time, kind, _self, fromAp);
            }
        }
    }

    /// <summary>The kernel's first try is the one that the supplicant has spoken of.</summary>
    private void Try(long time, TraceKind kind, ReadOnlySpan<char> message)
    {
        if (NumberBehind(message, "(try ") > 1)
        {
            AddOwn(time, kind);
        }
        else
        {
            ImplyOwn(time, kind);
        }
    }

    /// <summary>Where a log has the bytes of a message, what is said about it is no news.</summary>
    private void Speak(long time, TraceKind kind, bool fromAp)
    {
        if (!_survey.HasEapolDumps)
        {
            Imply(time, kind, _self, fromAp);
        }
    }

    private void DoubtIf(long time, bool isDoubted)
    {
        if (isDoubted)
        {
            AddAp(time, TraceKind.PskDoubted, 0);
        }
    }

    /// <summary>The supplicant and its kernel both say so, of one request.</summary>
    private void TimeOut(long time, TraceKind request)
    {
        if (_source.Sightings is [.., { Kind: TraceKind.TimedOut }])
        {
            return;
        }

        ImplyOwn(time, request);
        AddOwn(time, TraceKind.TimedOut);
    }

    private void TimeOutIf(long time, bool isTimeout)
    {
        if (isTimeout)
        {
            AddOwn(time, TraceKind.TimedOut);
        }
    }

    private void Nack(long time, ushort error)
    {
        if (error != 0)
        {
            ImplyOwn(time, TraceKind.WscNack, error);
        }
    }

    /// <summary>The end of WPS, where the log has not its messages.</summary>
    private void Provisioned(long time)
    {
        if (!_survey.HasEapolDumps)
        {
            ImplyOwn(time, TraceKind.WscDone);
        }
    }

    /// <summary>
    /// What the supplicant clears away after it was thrown out, or after it has waited in vain, is no leave of its own.
    /// </summary>
    private void Disconnect(long time, ReadOnlySpan<char> message)
    {
        var isOwn = Has(message, "locally_generated=1");
        if (isOwn && _source.Sightings is [.., { Kind: TraceKind.TimedOut }])
        {
            return;
        }

        Imply(time, TraceKind.Deauthentication, _self, !isOwn, NumberBehind(message, "reason="));
    }
}
