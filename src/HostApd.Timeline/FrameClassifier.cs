using HostApd.Eapol;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.P2p.Frames;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Timeline;

/// <summary>Tells what a frame is in the course of a join. Never fails: what it does not know is Other.</summary>
public static class FrameClassifier
{
    /// <summary>802.11-2020 table 9-51.</summary>
    private const byte SaQueryCategory = 8;

    /// <summary>Capability and listen interval, before the elements of an Association Request.</summary>
    private const int RequestFields = 4;

    /// <summary>Names a management frame from its 802.11 header on.</summary>
    /// <param name="bytes">The frame.</param>
    /// <param name="fromAp">Whether the access point sent it.</param>
    /// <param name="code">Its status, reason, group or count.</param>
    /// <param name="isDecrypted">What is protected has been deciphered, as an access point's driver does: of that only SA Query is of a join.</param>
    public static TraceKind Management(ReadOnlySpan<byte> bytes, bool fromAp, out ushort code, bool isDecrypted = false)
    {
        code = 0;
        if (!ManagementFrame.TryParse(bytes, out var frame)
            || frame.IsProtected && !(isDecrypted && frame.Subtype == ManagementSubtype.Action && frame.Body is [SaQueryCategory, ..]))
        {
            return TraceKind.Other;
        }

        var body = new ByteReader(frame.Body);
        // A stranger's number may be none of ours: this is not our enum to be complete over.
        switch (frame.Subtype)
        {
            case ManagementSubtype.ProbeRequest:
                return TraceKind.ProbeRequest;
            case ManagementSubtype.ProbeResponse:
                return TraceKind.ProbeResponse;
            case ManagementSubtype.Authentication:
                return Authentication(ref body, fromAp, out code);
            case ManagementSubtype.AssociationRequest or ManagementSubtype.ReassociationRequest:
                body.Skip(frame.Subtype == ManagementSubtype.AssociationRequest ? RequestFields : RequestFields + MacAddress.Length);
                code = RequestElements.TryParse(body.Rest(), out var elements) ? OweElement.GroupOf(elements.DiffieHellman) : (ushort)0;
                return TraceKind.AssociationRequest;
            case ManagementSubtype.AssociationResponse or ManagementSubtype.ReassociationResponse:
                body.Skip(2);
                code = body.U16LittleEndian();
                return TraceKind.AssociationResponse;
            case ManagementSubtype.Deauthentication:
                code = body.U16LittleEndian();
                return TraceKind.Deauthentication;
            case ManagementSubtype.Disassociation:
                code = body.U16LittleEndian();
                return TraceKind.Disassociation;
            case ManagementSubtype.Action:
                return Action(frame.Body, out code);
            default:
                return TraceKind.Other;
        }
    }

    private static TraceKind Authentication(ref ByteReader body, bool fromAp, out ushort code)
    {
        const ushort fastTransition = 2, sae = 3;
        var algorithm = body.U16LittleEndian();
        var transaction = body.U16LittleEndian();
        code = body.U16LittleEndian();
        if (algorithm != sae)
        {
            code = fromAp ? code : algorithm == fastTransition ? fastTransition : code;
            return fromAp ? TraceKind.AuthenticationResponse : TraceKind.AuthenticationRequest;
        }

        var kind = Sae(transaction, fromAp, ref code);
        code = kind == TraceKind.SaeCommit ? body.U16LittleEndian() : code;
        return kind;
    }

    /// <summary>
    /// Names a frame of SAE by its transaction (802.11-2020 12.4.7.4): 1 is a commit, 2 a confirm. A status that says how the commit was made
    /// is as good as 0 (9.4.1.9), and one that the algorithm is not spoken here has the number of the frame that would follow.
    /// </summary>
    internal static TraceKind Sae(ushort transaction, bool fromAp, ref ushort code)
    {
        const ushort confirm = 2;
        code = code == (ushort)StatusCode.SaeHashToElement ? (ushort)0 : code;
        var isConfirm = transaction == confirm && !(fromAp && code == (ushort)StatusCode.UnsupportedAuthenticationAlgorithm);
        return isConfirm ? fromAp ? TraceKind.SaeConfirmResponse : TraceKind.SaeConfirm
            : fromAp ? TraceKind.SaeCommitResponse : TraceKind.SaeCommit;
    }

    /// <summary>Names an 802.1X PDU from its EAPOL header on.</summary>
    public static TraceKind Eapol(ReadOnlySpan<byte> pdu, out ushort code)
    {
        code = 0;
        if (!EapolFrame.TryParse(pdu, out var frame, out _))
        {
            return TraceKind.Other;
        }

        return frame.Type switch
        {
            EapolType.Start => TraceKind.EapolStart,
            EapolType.Key => Key(frame.Whole, out code),
            EapolType.EapPacket when EapPacket.TryParse(frame.Body, out var packet) => Eap(packet, out code),
            _ => TraceKind.Other,
        };
    }

    /// <summary>The P2P Device Address that an Association Request or a Provision Discovery tells; zero without.</summary>
    public static MacAddress DeviceAddressOf(ReadOnlySpan<byte> bytes, TraceKind kind)
    {
        const int actionFields = 8;
        const int reassociationFields = RequestFields + MacAddress.Length;
        var skip = kind == TraceKind.ProvisionDiscoveryRequest ? actionFields
            : bytes.Length > 0 && bytes[0] >> 4 == (int)ManagementSubtype.ReassociationRequest ? reassociationFields
            : RequestFields;
        skip += ManagementFrame.HeaderLength;
        return bytes.Length >= skip && RequestElements.TryParse(bytes[skip..], out var elements) && !elements.P2p.IsEmpty
            && P2pRequest.TryParse(elements.P2p, out var request) && request.DeviceInfo.Length >= MacAddress.Length
            ? new MacAddress(request.DeviceInfo)
            : MacAddress.Zero;
    }

    /// <summary>The Intended P2P Interface Address that a GO Negotiation Request or Response tells; zero without.</summary>
    public static MacAddress IntendedAddressOf(ReadOnlySpan<byte> bytes, TraceKind kind) =>
        kind is TraceKind.NegotiationRequest or TraceKind.NegotiationResponse && TryAttributes(bytes[ManagementFrame.HeaderLength..], out var attributes)
            ? attributes.Mac(P2pAttributeId.IntendedInterfaceAddress)
            : MacAddress.Zero;

    /// <summary>
    /// Who owns the group that a frame of an agreement is about, by its P2P Device Address (Group ID); zero where it does not say so.
    /// </summary>
    public static MacAddress OwnerOf(ReadOnlySpan<byte> bytes, TraceKind kind) =>
        kind.IsAgreement() && TryAttributes(bytes[ManagementFrame.HeaderLength..], out var attributes) ? attributes.GroupId(out _) : MacAddress.Zero;

    // A stranger's number may be none of ours: this is not our enum to be complete over.
    private static TraceKind Action(ReadOnlySpan<byte> body, out ushort code)
    {
        code = 0;
        if (body is [SaQueryCategory, 0 or 1, _, _, ..])
        {
            code = (ushort)(body[2] | body[3] << 8);
            return body[1] == 0 ? TraceKind.SaQueryRequest : TraceKind.SaQueryResponse;
        }

        if (!P2pActionFrame.TryParse(body, out var frame) || !frame.IsPublic)
        {
            return TraceKind.Other;
        }

        var kind = (P2pPublicAction)frame.Subtype switch
        {
            P2pPublicAction.ProvisionDiscoveryRequest => TraceKind.ProvisionDiscoveryRequest,
            P2pPublicAction.ProvisionDiscoveryResponse => TraceKind.ProvisionDiscoveryResponse,
            P2pPublicAction.GoNegotiationRequest => TraceKind.NegotiationRequest,
            P2pPublicAction.GoNegotiationResponse => TraceKind.NegotiationResponse,
            P2pPublicAction.GoNegotiationConfirmation => TraceKind.NegotiationConfirmation,
            P2pPublicAction.InvitationRequest => TraceKind.InvitationRequest,
            P2pPublicAction.InvitationResponse => TraceKind.InvitationResponse,
            _ => TraceKind.Other,
        };
        if (kind.IsAgreement() && TryAttributes(body, out var attributes))
        {
            code = (ushort)Math.Max(0, kind == TraceKind.NegotiationRequest ? attributes.Intent().Intent
                : kind == TraceKind.InvitationRequest ? 0 : attributes.Byte(P2pAttributeId.Status));
        }

        return kind;
    }

    /// <summary>The attributes of a P2P public action frame.</summary>
    private static bool TryAttributes(ReadOnlySpan<byte> body, out P2pAttributeList attributes)
    {
        attributes = default;
        if (!P2pActionFrame.TryParse(body, out var frame) || !RequestElements.TryParse(frame.Elements, out var elements) || elements.P2p.IsEmpty)
        {
            return false;
        }

        attributes = new P2pAttributeList(elements.P2p);
        return attributes.TryFinish(out _);
    }

    // 802.11-2020 12.7.6: Ack is the Authenticator's; the Supplicant's last message carries no key data, or has Secure set.
    // Of message 1 the code is two bytes of its ANonce: another one is another handshake.
    private static TraceKind Key(ReadOnlySpan<byte> pdu, out ushort code)
    {
        code = 0;
        if (!EapolKeyFrame.TryParse(pdu, out var frame, out _))
        {
            return TraceKind.Other;
        }

        if (!frame.Has(KeyInformation.Pairwise))
        {
            return frame.Has(KeyInformation.Ack) ? TraceKind.Group1 : TraceKind.Group2;
        }

        if (frame.Has(KeyInformation.Ack) && !frame.Has(KeyInformation.Mic))
        {
            code = (ushort)(frame.Nonce[^1] << 8 | frame.Nonce[^2]);
            return TraceKind.Message1;
        }

        return frame.Has(KeyInformation.Ack)
            ? TraceKind.Message3
            : frame.KeyData.IsEmpty || frame.Has(KeyInformation.Secure) ? TraceKind.Message4 : TraceKind.Message2;
    }

    private static TraceKind Eap(in EapPacket packet, out ushort code)
    {
        code = 0;
        if (packet.Code is EapCode.Success or EapCode.Failure)
        {
            return packet.Code == EapCode.Success ? TraceKind.EapSuccess : TraceKind.EapFailure;
        }

        if (packet.Type == EapType.Identity)
        {
            return packet.Code == EapCode.Request ? TraceKind.IdentityRequest : TraceKind.IdentityResponse;
        }

        if (packet is { Type: EapType.Expanded, Vendor: WscVendor, VendorType: 1 })
        {
            return Wsc(packet.Data, out code);
        }

        code = (ushort)packet.Type;
        return packet.Code == EapCode.Request ? TraceKind.EapRequest : TraceKind.EapResponse;
    }

    private const uint WscVendor = 0x00372A;

    // WSC 2.0 7.7.1: op code, flags, with flag 2 a length; then the message.
    private static TraceKind Wsc(ReadOnlySpan<byte> data, out ushort code)
    {
        const byte start = 1, ack = 2, nack = 3, message = 4, done = 5, lengthFlag = 2;
        code = 0;
        if (data.Length < 2)
        {
            return TraceKind.Other;
        }

        var body = data[((data[1] & lengthFlag) != 0 && data.Length >= 4 ? 4 : 2)..];
        switch (data[0])
        {
            case start:
                return TraceKind.WscStart;
            case ack:
                return TraceKind.WscAck;
            case nack:
                code = Attribute(body, AttributeId.ConfigurationError);
                return TraceKind.WscNack;
            case done:
                return TraceKind.WscDone;
            case message:
                return Message(body, out code);
            default:
                return TraceKind.WscFragment;
        }
    }

    private static TraceKind Message(ReadOnlySpan<byte> body, out ushort code)
    {
        code = 0;
        var kind = Attribute(body, AttributeId.MessageType) switch
        {
            4 => TraceKind.WscM1,
            5 => TraceKind.WscM2,
            6 => TraceKind.WscM2D,
            7 => TraceKind.WscM3,
            8 => TraceKind.WscM4,
            9 => TraceKind.WscM5,
            10 => TraceKind.WscM6,
            11 => TraceKind.WscM7,
            12 => TraceKind.WscM8,
            _ => TraceKind.WscFragment,
        };
        if (kind == TraceKind.WscM2D)
        {
            code = Attribute(body, AttributeId.ConfigurationError);
        }

        return kind;
    }

    /// <summary>A number of one or two bytes; 0 when the attribute is absent or lies behind the first fragment.</summary>
    private static ushort Attribute(ReadOnlySpan<byte> body, AttributeId id)
    {
        var reader = new ByteReader(body);
        while (reader.Remaining > 0)
        {
            var type = (AttributeId)reader.U16BigEndian();
            var value = new ByteReader(reader.Bytes(reader.U16BigEndian()));
            if (type == id && !reader.Failed)
            {
                return value.Remaining == 1 ? value.U8() : value.U16BigEndian();
            }
        }

        return 0;
    }
}
