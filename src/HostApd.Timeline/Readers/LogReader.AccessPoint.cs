using HostApd.Ieee80211;

namespace HostApd.Timeline.Readers;

/// <content>The log of hostapd, or of wpa_supplicant as a Group Owner.</content>
public sealed partial class LogReader
{
    private TraceKind _building;
    private MacAddress _receivedFrom;
    private long _receivedAt;
    private MacAddress _peer;
    private MacAddress _prober;
    private MacAddress _added;

    private void TakeOfAccessPoint(long time, ReadOnlySpan<char> text)
    {
        if (TakeOfLogger(time, text) || TakeManagementOfAccessPoint(time, text) || TakeWhatIsBuilt(time, text)
            || TakeWhatIsReceived(time, text))
        {
            return;
        }

        var message = LogLine.BehindInterface(text);
        if (TryAddress(text, "Probe Request for PBC received from ", out var prober))
        {
            _prober = prober;
        }
        else if (TryAddress(text, "nl80211: New station ", out var added))
        {
            _added = added;
        }
        else if (Starts(message, "Event ASSOC (0) received") && !_added.IsZero)
        {
            // A driver that associates by itself tells of the station, and then that it is associated.
            Imply(time, TraceKind.AssociationResponse, _added, fromAp: true);
            _added = default;
        }
        else if (Starts(text, "WPS: PBC session overlap detected") && !_prober.IsZero)
        {
            Add(time, TraceKind.PbcOverlap, _prober, fromAp: true);
        }
        else if (Has(text, "Reject 4-way handshake to collect more entropy")
            || !_survey.HasRejections && Has(text, "to proceed - reject first 4-way handshake"))
        {
            Add(time, TraceKind.EntropyRejection, _peer.IsZero ? JoinTrace.Nameless : _peer, fromAp: true);
        }
        else
        {
            TakeEvent(time, message);
        }
    }

    private void TakeEvent(long time, ReadOnlySpan<char> message)
    {
        if (EventText.TryKind(message, out var kind, out var rest))
        {
            if (kind == TraceKind.PbcOverlap)
            {
                Add(time, kind, _prober.IsZero && !IsAnybodyJoining() ? JoinTrace.Nameless : MacAddress.Broadcast, fromAp: true);
            }
            else if (LogLine.TryAddress(rest, out var station))
            {
                TakeEvent(time, kind, station);
            }
        }
        else if (!_survey.HasFrames && EventText.TryFrame(message, out kind, out rest) && LogLine.TryAddress(rest, out var enrollee))
        {
            _peer = enrollee;
            Imply(time, kind, enrollee, fromAp: kind != TraceKind.WscDone);
        }
        else if (Starts(message, "P2P-GROUP-FORMATION-FAILURE"))
        {
            Add(time, TraceKind.ClientGaveUp, _peer.IsZero ? JoinTrace.Nameless : _peer, fromAp: false);
        }
        else if (Starts(message, "WPS-FAIL ") && NumberBehind(message, "config_error=") is var error and not 0 && !_peer.IsZero)
        {
            Imply(time, TraceKind.WscNack, _peer, fromAp: true, error);
        }
    }

    private void TakeEvent(long time, TraceKind kind, MacAddress station)
    {
        _peer = station;
        if (kind == TraceKind.PskMismatch)
        {
            Mismatch(time, station, isEvent: true);
        }
        else
        {
            Imply(time, kind, station, fromAp: true);
        }
    }

    /// <summary>Whose join an event without an address may belong to.</summary>
    private bool IsAnybodyJoining()
    {
        foreach (var log in _stations.Values)
        {
            if (log.IsJoining)
            {
                return true;
            }
        }

        return false;
    }

    private bool TakeManagementOfAccessPoint(long time, ReadOnlySpan<char> text)
    {
        if (Has(text, "MLME event frame - hexdump"))
        {
            _ = TryDump(text, out _management);
            return true;
        }

        if (Starts(text, "CMD_FRAME - hexdump"))
        {
            if (TryDump(text, out var sent) && sent.Length >= ManagementFrame.HeaderLength)
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
        var kind = FrameClassifier.Management(frame, fromAp, out var code);
        if (kind != TraceKind.Other)
        {
            var device = kind is TraceKind.AssociationRequest or TraceKind.ProvisionDiscoveryRequest
                ? FrameClassifier.DeviceAddressOf(frame, kind)
                : MacAddress.Zero;
            if (IsKnownToLeave(station, kind))
            {
                // The frame itself, of which a line has spoken before.
                Amend(station, kind, s => s with { At = time, Code = code, Marks = fromAp ? TraceMarks.FromAp : TraceMarks.None });
                return;
            }

            Add(time, kind, station, fromAp, code, device, signal, kind == TraceKind.ProvisionDiscoveryRequest);
        }
    }

    private bool IsKnownToLeave(MacAddress station, TraceKind kind) => kind == TraceKind.Deauthentication
        && Of(station) is { LastFrame: TraceKind.Deauthentication, Index: >= 0 and var index }
        && (_source.Sightings[index].Marks & TraceMarks.Implied) != 0;

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
            Add(time, kind, station, fromAp: false);
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
                Add(time, _building, station, fromAp: true);
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
            || !_survey.HasEapolDumps && Starts(text, "IEEE 802.1X: ") && TryAddress(text, " bytes from ", out sender))
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
            kind = TryDump(text, out var pdu) ? FrameClassifier.Eapol(pdu, out code) : TraceKind.Other;
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
            Add(_receivedAt, kind, _receivedFrom, fromAp: false, code);
            _receivedFrom = default;
        }

        return kind != TraceKind.Other;
    }
}
