using HostApd.Ieee80211;
using static HostApd.Timeline.Readers.LogLine;

namespace HostApd.Timeline.Readers;

/// <summary>A frame of an agreement as a log tells of it: which, whether its writer sent it, its code, and the addresses that are told.</summary>
internal readonly record struct AgreementFrame(TraceKind Kind, bool IsOwn, ushort Code = 0, MacAddress Peer = default, MacAddress Intended = default);

/// <summary>
/// How a group is agreed on, as wpa_supplicant tells it on either side: frame by frame at its level of detail (<c>-d</c>), and in events
/// of the control interface, which our own log has, too. The events only imply what the frames have shown.
/// </summary>
/// <param name="notes">What is written down.</param>
/// <param name="client">Whose log it is; null: it is the owner's.</param>
internal sealed class AgreementLog(LogNotes notes, ClientNotes? client)
{
    /// <summary>By what a line of the supplicant's begins with; what it receives names its sender.</summary>
    private static readonly (string Start, TraceKind Kind, bool IsOwn)[] Frames =
    [
        ("P2P: Sending GO Negotiation Request", TraceKind.NegotiationRequest, true),
        ("P2P: Sending GO Negotiation Response", TraceKind.NegotiationResponse, true),
        ("P2P: Sending GO Negotiation Confirm", TraceKind.NegotiationConfirmation, true),
        ("P2P: Sending Invitation Request", TraceKind.InvitationRequest, true),
        ("P2P: Invitation Response TX callback: ", TraceKind.InvitationResponse, true),
        ("P2P: Received GO Negotiation Request from ", TraceKind.NegotiationRequest, false),
        ("P2P: Received GO Negotiation Response from ", TraceKind.NegotiationResponse, false),
        ("P2P: Received GO Negotiation Confirm from ", TraceKind.NegotiationConfirmation, false),
        ("P2P: Received Invitation Request from ", TraceKind.InvitationRequest, false),
        ("P2P: Received Invitation Response from ", TraceKind.InvitationResponse, false),
    ];

    /// <summary>What is told of the frame that is being built or read.</summary>
    private ushort _status;
    private ushort _intent;
    private AgreementFrame _received;

    /// <summary>The device that was spoken of last in an owner's log.</summary>
    private MacAddress _peer = JoinTrace.Nameless;

    /// <summary>Takes a line; false when it is about something else.</summary>
    internal bool TryTake(long time, ReadOnlySpan<char> line)
    {
        // The supplicant's own "P2P: " looks like the name of an interface.
        var text = Starts(line, "P2P: ") ? line : BehindInterface(line);
        return TryDetail(text) || TryFrame(time, text) || TryEvent(time, text);
    }

    private bool TryDetail(ReadOnlySpan<char> text)
    {
        if (Starts(text, "P2P: Building "))
        {
            (_status, _intent, _received) = (0, 0, default);
            return true;
        }

        var isStatus = Starts(text, "P2P: * Status: ");
        if (!isStatus && !Starts(text, "P2P: * GO Intent: Intent "))
        {
            return false;
        }

        var number = NumberBehind(text, isStatus ? "* Status: " : ": Intent ");
        (_status, _intent) = isStatus ? (number, _intent) : (_status, number);
        if (_received.Kind != TraceKind.Other && isStatus != (_received.Kind == TraceKind.NegotiationRequest))
        {
            notes.Amend(StationOf(_received), _received.Kind, s => s with { Code = number });
        }

        return true;
    }

    private bool TryFrame(long time, ReadOnlySpan<char> text)
    {
        foreach (var (start, kind, isOwn) in Frames)
        {
            if (!Starts(text, start))
            {
                continue;
            }

            var frame = new AgreementFrame(kind, isOwn, Code: 0);
            if (isOwn)
            {
                frame = frame with { Code = kind == TraceKind.NegotiationRequest ? _intent : kind == TraceKind.InvitationRequest ? (ushort)0 : _status };
            }
            else if (TryAddress(text[start.Length..], out var peer))
            {
                frame = frame with { Peer = peer };
            }

            _received = isOwn ? default : frame;
            if (kind.IsQuestion())
            {
                Add(time, frame, isImplied: false);
            }
            else
            {
                Imply(time, frame);
            }

            return true;
        }

        return false;
    }

    private bool TryEvent(long time, ReadOnlySpan<char> text)
    {
        if (Starts(text, "P2P-GO-NEG-REQUEST ") && TryAddress(text[19..], out var peer))
        {
            // What is announced is what nobody had allowed: it was told "not yet".
            Imply(time, new AgreementFrame(TraceKind.NegotiationRequest, false, NumberBehind(text, "go_intent="), peer));
            Imply(time, new AgreementFrame(TraceKind.NegotiationResponse, true, 1, peer));
        }
        else if (Starts(text, "P2P-GO-NEG-SUCCESS "))
        {
            _ = TryAddress(text, "peer_dev=", out var device);
            _ = TryAddress(text, "peer_iface=", out var intended);
            Imply(time, new AgreementFrame(TraceKind.NegotiationConfirmation, Has(text, "role=GO"), 0, device, intended));
        }
        else if (Starts(text, "P2P-GO-NEG-FAILURE status=-1"))
        {
            notes.Add(time, TraceKind.ClientGaveUp, StationOf(default), fromAp: false);
        }
        else if (Starts(text, "P2P-GO-NEG-FAILURE "))
        {
            Imply(time, new AgreementFrame(TraceKind.NegotiationResponse, false, NumberBehind(text, "status=")));
        }
        else if (Starts(text, "P2P-INVITATION-RECEIVED ") || Starts(text, "P2P-INVITATION-ACCEPTED "))
        {
            _ = TryAddress(text, "sa=", out var inviter);
            Imply(time, new AgreementFrame(TraceKind.InvitationRequest, false, 0, inviter));
            Imply(time, new AgreementFrame(TraceKind.InvitationResponse, true, (ushort)(Has(text, "-RECEIVED") ? 1 : 0), inviter));
        }
        else if (Starts(text, "P2P-INVITATION-RESULT status=-1"))
        {
            notes.Add(time, TraceKind.ClientGaveUp, StationOf(default), fromAp: false);
        }
        else if (Starts(text, "P2P-INVITATION-RESULT "))
        {
            Imply(time, new AgreementFrame(TraceKind.InvitationResponse, false, NumberBehind(text, "status=")));
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>
    /// Adds what an event implies, unless it was spoken of already: the same frame with the same code, or a question that has been told
    /// "not yet" or yes.
    /// </summary>
    private void Imply(long time, in AgreementFrame frame)
    {
        var known = notes.Of(StationOf(frame));
        var code = known.Index < 0 ? (ushort)0 : notes.Sightings[known.Index].Code;
        var isAnswered = frame.Kind.IsQuestion() && code is 0 or 1
            && known.LastFrame == (frame.Kind == TraceKind.NegotiationRequest ? TraceKind.NegotiationResponse : TraceKind.InvitationResponse);
        if (!isAnswered && (known.LastFrame != frame.Kind || code != frame.Code))
        {
            Add(time, frame, isImplied: true);
        }
    }

    private void Add(long time, in AgreementFrame frame, bool isImplied)
    {
        var station = StationOf(frame);
        if (client is not null)
        {
            client.IsP2p = true;
        }

        notes.Add(time, frame.Kind, station, fromAp: frame.IsOwn == (client is null), frame.Code, frame.IsOwn && client is not null ? client.Device : default,
            isP2p: true, isImplied: isImplied, intended: client is null ? frame.Intended : default);
    }

    private MacAddress StationOf(in AgreementFrame frame)
    {
        _peer = frame.Peer.IsZero ? _peer : frame.Peer;
        return client?.Self ?? _peer;
    }
}
