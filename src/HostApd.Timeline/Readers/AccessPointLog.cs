using HostApd.Ieee80211;
using static HostApd.Timeline.Readers.LogLine;

namespace HostApd.Timeline.Readers;

/// <summary>The log of hostapd, or of wpa_supplicant as a Group Owner.</summary>
internal sealed class AccessPointLog : ISideLog
{
    private readonly LogNotes _notes;
    private readonly AgreementLog _agreement;

    /// <summary>The last management frame whose bytes the log has, until it is said to have been received.</summary>
    private byte[] _management = [];

    /// <summary>What was built and not yet sent.</summary>
    private TraceKind _building;

    /// <summary>Whose EAPOL frame came in and has no name yet, and when it came.</summary>
    private MacAddress _receivedFrom;
    private long _receivedAt;

    /// <summary>The station that was spoken of last.</summary>
    private MacAddress _peer;

    /// <summary>Who probed last with its button pressed.</summary>
    private MacAddress _prober;

    /// <summary>A station that a driver has told of, and whose association it has not.</summary>
    private MacAddress _added;

    internal AccessPointLog(LogNotes notes)
    {
        _notes = notes;
        _agreement = new AgreementLog(notes, client: null);
    }

    /// <inheritdoc/>
    public void Take(long time, ReadOnlySpan<char> text)
    {
        if (HostapdLogger.TryTake(_notes, time, text, out var spokenOf))
        {
            _peer = spokenOf;
            return;
        }

        if (TakeManagement(time, text) || TakeWhatIsBuilt(time, text) || TakeWhatIsReceived(time, text))
        {
            return;
        }

        var message = BehindInterface(text);
        if (TryAddress(text, "Probe Request for PBC received from ", out var prober))
        {
            _prober = prober;
        }
        else if (TryAddress(text, "authentication reply: STA=", out var answered) && Has(text, " auth_alg=3 "))
        {
            TakeReply(time, answered, NumberBehind(text, "auth_transaction="), NumberBehind(text, "resp="));
        }
        else if (Has(text, "indicates support for SAE H2E, but did not use it") && TryAddress(text, "SAE: ", out var downgraded))
        {
            _notes.Add(time, TraceKind.SaeDowngraded, downgraded, fromAp: true);
        }
        else if (TryAddress(text, "nl80211: New station ", out var added))
        {
            _added = added;
        }
        else if (Starts(message, "Event ASSOC (0) received") && !_added.IsZero)
        {
            // A driver that associates by itself tells of the station, and then that it is associated.
            _notes.Imply(time, TraceKind.AssociationResponse, _added, fromAp: true);
            _added = default;
        }
        else if (Starts(text, "WPS: PBC session overlap detected") && !_prober.IsZero)
        {
            _notes.Add(time, TraceKind.PbcOverlap, _prober, fromAp: true);
        }
        else if (Has(text, "Reject 4-way handshake to collect more entropy")
            || !_notes.Survey.HasRejections && Has(text, "to proceed - reject first 4-way handshake"))
        {
            _notes.Add(time, TraceKind.EntropyRejection, _peer.IsZero ? JoinTrace.Nameless : _peer, fromAp: true);
        }
        else if (!_agreement.TryTake(time, text))
        {
            TakeEvent(time, message);
        }
    }

    /// <summary>What a commit or a confirm is answered with, where its bytes do not follow.</summary>
    private void TakeReply(long time, MacAddress station, ushort transaction, ushort status)
    {
        var kind = FrameClassifier.Sae(transaction, fromAp: true, ref status);
        _notes.NameSae(time, kind == TraceKind.SaeCommitResponse ? TraceKind.SaeCommit : TraceKind.SaeConfirm, station, fromAp: false);
        if (!_notes.Survey.HasFrameDumps)
        {
            _notes.Imply(time, kind, station, fromAp: true, status);
        }
    }

    private void TakeEvent(long time, ReadOnlySpan<char> message)
    {
        if (EventText.TryKind(message, out var kind, out var rest))
        {
            if (kind == TraceKind.PbcOverlap)
            {
                _notes.Add(time, kind, _prober.IsZero && !_notes.IsAnybodyJoining() ? JoinTrace.Nameless : MacAddress.Broadcast, fromAp: true);
            }
            else if (TryAddress(rest, out var station))
            {
                _ = TryAddress(rest, "p2p_dev_addr=", out var device);
                TakeEvent(time, kind, station, device);
            }
        }
        else if (TryAddress(message, "CTRL-EVENT-SAE-UNKNOWN-PASSWORD-IDENTIFIER ", out var named))
        {
            _notes.NameSae(time, TraceKind.SaeCommit, named, fromAp: false);
            _notes.Imply(time, TraceKind.SaeCommitResponse, named, fromAp: true, (ushort)StatusCode.UnknownPasswordIdentifier);
        }
        else if (!_notes.Survey.HasFrames && EventText.TryFrame(message, out kind, out rest) && TryAddress(rest, out var enrollee))
        {
            _peer = enrollee;
            _notes.Imply(time, kind, enrollee, fromAp: kind != TraceKind.WscDone);
        }
        else if (Starts(message, "AP-STA-DISCONNECTED ") && TryAddress(message[20..], out var gone))
        {
            _notes.Of(gone).Leave();
        }
        else if (Starts(message, "P2P-GROUP-FORMATION-FAILURE"))
        {
            _notes.Add(time, TraceKind.ClientGaveUp, _peer.IsZero ? JoinTrace.Nameless : _peer, fromAp: false);
        }
        else if (Starts(message, "WPS-FAIL ") && NumberBehind(message, "config_error=") is var error and not 0 && !_peer.IsZero)
        {
            _notes.Imply(time, TraceKind.WscNack, _peer, fromAp: true, error);
        }
    }

    private void TakeEvent(long time, TraceKind kind, MacAddress station, MacAddress device)
    {
        _peer = station;
        if (kind == TraceKind.PskMismatch)
        {
            HostapdLogger.Mismatch(_notes, time, station, isEvent: true);
        }
        else
        {
            _notes.Imply(time, kind, station, fromAp: true, device: device);
        }
    }

    private bool TakeManagement(long time, ReadOnlySpan<char> text)
    {
        if (Has(text, "MLME event frame - hexdump"))
        {
            _ = _notes.TryDump(text, out _management);
            return true;
        }

        if (Starts(text, "CMD_FRAME - hexdump"))
        {
            if (_notes.TryDump(text, out var sent) && sent.Length >= ManagementFrame.HeaderLength)
            {
                AddManagement(time, sent, new MacAddress(sent.AsSpan(4)), fromAp: true, 0);
            }

            return true;
        }

        if (Has(text, "RX frame da="))
        {
            if (_management.Length >= ManagementFrame.HeaderLength)
            {
                var sender = new MacAddress(_management.AsSpan(10));
                AddManagement(time, _management, sender, fromAp: false, -NumberBehind(text, "ssi_signal=-"));
                _management = [];
            }
            else if (TryAddress(text, " sa=", out var from))
            {
                AddBySubtype(time, NumberBehind(text, "stype="), from);
            }

            return true;
        }

        return false;
    }

    private void AddManagement(long time, byte[] frame, MacAddress station, bool fromAp, int signal)
    {
        var kind = FrameClassifier.Management(frame, fromAp, out var code, isDecrypted: true);
        // What the log has of an agreement in bytes it has in words, too.
        if (kind != TraceKind.Other && !kind.IsAgreement())
        {
            var device = kind is TraceKind.AssociationRequest or TraceKind.ProvisionDiscoveryRequest
                ? FrameClassifier.DeviceAddressOf(frame, kind)
                : MacAddress.Zero;
            if (IsKnownToLeave(station, kind))
            {
                // The frame itself, of which a line has spoken before.
                _notes.Amend(station, kind, s => s with { At = time, Code = code, Marks = fromAp ? TraceMarks.FromAp : TraceMarks.None });
                return;
            }

            _notes.Add(time, kind, station, fromAp, code, device, signal, kind == TraceKind.ProvisionDiscoveryRequest);
        }
    }

    private bool IsKnownToLeave(MacAddress station, TraceKind kind) => kind == TraceKind.Deauthentication
        && _notes.Of(station) is { LastFrame: TraceKind.Deauthentication, Index: >= 0 and var index }
        && (_notes.Sightings[index].Marks & TraceMarks.Implied) != 0;

    private void AddBySubtype(long time, int subtype, MacAddress station)
    {
        var kind = (ManagementSubtype)subtype switch
        {
            ManagementSubtype.ProbeRequest => TraceKind.ProbeRequest,
            ManagementSubtype.Authentication => TraceKind.AuthenticationRequest,
            ManagementSubtype.AssociationRequest or ManagementSubtype.ReassociationRequest => TraceKind.AssociationRequest,
            ManagementSubtype.Deauthentication => TraceKind.Deauthentication,
            ManagementSubtype.Disassociation => TraceKind.Disassociation,
            _ => TraceKind.Other,
        };
        if (kind != TraceKind.Other)
        {
            _notes.Add(time, kind, station, fromAp: false);
        }
    }

    /// <summary>What goes out over EAPOL is named when it is built, and sent when the log says so.</summary>
    private bool TakeWhatIsBuilt(long time, ReadOnlySpan<char> text)
    {
        if (Has(text, "Sending EAP Packet (identifier"))
        {
            if (TryAddress(text, "STA ", out var station) && _building != TraceKind.Other)
            {
                _peer = station;
                _notes.Add(time, _building, station, fromAp: true);
            }

            return true;
        }

        var built = Starts(text, "EAP: getNextMethod: vendor 0 type 1") ? TraceKind.IdentityRequest
            : Starts(text, "EAP-WSC: Send WSC/Start") ? TraceKind.WscStart
            : Starts(text, "EAP: Building EAP-Failure") ? TraceKind.EapFailure
            : Starts(text, "EAP: Building EAP-Success") ? TraceKind.EapSuccess
            : Starts(text, "WPS: Building Message ") ? MessageNamed(text[22..])
            : TraceKind.Other;
        _building = built == TraceKind.Other ? _building : built;
        return built != TraceKind.Other;
    }

    private static TraceKind MessageNamed(ReadOnlySpan<char> name) => name.TrimEnd() switch
    {
        "M1" => TraceKind.WscM1,
        "M2" => TraceKind.WscM2,
        "M2D" => TraceKind.WscM2D,
        "M3" => TraceKind.WscM3,
        "M4" => TraceKind.WscM4,
        "M5" => TraceKind.WscM5,
        "M6" => TraceKind.WscM6,
        "M7" => TraceKind.WscM7,
        "M8" => TraceKind.WscM8,
        "WSC_Done" => TraceKind.WscDone,
        "WSC_ACK" => TraceKind.WscAck,
        "WSC_NACK" => TraceKind.WscNack,
        _ => TraceKind.Other,
    };

    /// <summary>What comes in over EAPOL: its bytes where the log has them, else by what is said of it afterwards.</summary>
    private bool TakeWhatIsReceived(long time, ReadOnlySpan<char> text)
    {
        if (TryAddress(text, "RX EAPOL from ", out var sender)
            || !_notes.Survey.HasEapolDumps && Starts(text, "IEEE 802.1X: ") && TryAddress(text, " bytes from ", out sender))
        {
            (_receivedFrom, _receivedAt, _peer) = (sender, time, sender);
            return true;
        }

        if (_receivedFrom.IsZero)
        {
            return false;
        }

        ushort code = 0;
        var kind = TraceKind.Other;
        if (Starts(text, "RX EAPOL - hexdump") || Starts(text, "WPA: RX EAPOL data - hexdump"))
        {
            kind = _notes.TryDump(text, out var pdu) ? FrameClassifier.Eapol(pdu, out code) : TraceKind.Other;
        }
        else if (Has(text, "EAP Response-Identity"))
        {
            kind = TraceKind.IdentityResponse;
        }
        else if (Starts(text, "WPS: Received ") && text.Length > 14)
        {
            kind = MessageNamed(text[14..]);
        }

        if (kind != TraceKind.Other)
        {
            _notes.Add(_receivedAt, kind, _receivedFrom, fromAp: false, code);
            _receivedFrom = default;
        }

        return kind != TraceKind.Other;
    }

    /// <inheritdoc/>
    public void End()
    {
    }
}
