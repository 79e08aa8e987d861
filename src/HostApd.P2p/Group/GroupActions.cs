using HostApd.Ieee80211;
using HostApd.P2p.Frames;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>The owner's answers to action frames: every request of a P2P device gets one.</summary>
internal sealed class GroupActions(
    GroupOwnerOptions options, GroupMembers members, GroupElements elements, ProvisionDiscovery provision,
    ClientWaking waking, GroupEffects effects)
{
    private readonly long[] _dropped = new long[Enum.GetValues<P2pDrop>().Length];

    public required MacAddress Address { get; init; }

    public required byte[] Ssid { get; init; }

    /// <summary>Operating class and channel now.</summary>
    public (byte Class, byte Channel) Operating { get; set; }

    /// <summary>Frames without effect, by reason.</summary>
    public long Dropped(P2pDrop reason) => _dropped[(int)reason];

    /// <summary>A frame of Wi-Fi Direct, addressed to us.</summary>
    public void OnAction(MacAddress source, ReadOnlySpan<byte> body)
    {
        if (!P2pActionFrame.TryParse(body, out var frame) || ActionElements.Parse(frame.Elements) is not { } parts
            || !new P2pAttributeList(parts.P2p).TryFinish(out _))
        {
            Drop(P2pDrop.Malformed);
        }
        else if (frame.IsPublic)
        {
            OnPublicAction(source, (P2pPublicAction)frame.Subtype, frame.Token, parts);
        }
        else if (frame.Subtype == (byte)P2pAction.PresenceRequest)
        {
            Count(PresenceRequest.TryParse(parts.P2p, out var m, out _) && Answer(source, frame.Token, m));
        }
        else
        {
            Drop(P2pDrop.NotForGroupOwner);
        }
    }

    private void OnPublicAction(MacAddress source, P2pPublicAction subtype, byte token, ActionElements parts)
    {
        // A stranger's number may be none of ours: this is not our enum to be complete over.
        switch (subtype)
        {
            case P2pPublicAction.ProvisionDiscoveryRequest:
                Count(ProvisionDiscoveryRequest.TryParse(parts.P2p, parts.Wps, out var discovery, out _)
                    && Answer(source, token, discovery));
                break;
            case P2pPublicAction.GoNegotiationRequest:
                Count(GoNegotiationRequest.TryParse(parts.P2p, parts.Wps, out var negotiation, out _)
                    && Answer(source, token, negotiation));
                break;
            case P2pPublicAction.InvitationRequest:
                Count(InvitationRequest.TryParse(parts.P2p, out var invitation, out _) && Answer(source, token, invitation));
                break;
            case P2pPublicAction.DeviceDiscoverabilityRequest:
                var isRead = DeviceDiscoverabilityRequest.TryParse(parts.P2p, out var wanted, out _);
                Count(isRead);
                if (isRead)
                {
                    waking.OnRequest(source, token, wanted.DeviceId);
                }

                break;
            default:
                Drop(P2pDrop.NotForGroupOwner);
                break;
        }
    }

    /// <summary>Provision Discovery (P2P 1.7 3.1.3.3): the same config methods in the answer mean yes, none mean no.</summary>
    private bool Answer(MacAddress source, byte token, in ProvisionDiscoveryRequest request)
    {
        var ourGroup = request.GroupDevice.IsZero || IsOurs(request.GroupDevice, request.GroupSsid);
        var isGranted = ourGroup && provision.Grants(request.ConfigMethods);
        var writer = effects.BeginFrame();
        new ProvisionDiscoveryResponse
        {
            ConfigMethods = isGranted ? request.ConfigMethods : ConfigMethods.None,
        }.Write(ref writer, token);
        writer.Bytes(elements.Display.Element);
        effects.Send(source, writer);
        if (isGranted)
        {
            provision.OnGranted(source, token, request);
        }

        return true;
    }

    /// <summary>GO Negotiation (P2P 1.7 3.1.4.2): we are an owner already.</summary>
    private bool Answer(MacAddress source, byte token, in GoNegotiationRequest _)
    {
        var writer = effects.BeginFrame();
        new GoNegotiationResponse
        {
            Status = (int)P2pStatus.UnableToAccommodate,
            DeviceCapability = DeviceElements.DeviceCapability,
            GroupCapability = elements.GroupCapability,
            DeviceInfo = elements.DeviceInfo,
        }.Write(ref writer, token);
        effects.Send(source, writer);
        return true;
    }

    /// <summary>Invitation (P2P 1.7 3.1.5): welcome in our group, which is running; no other is known here.</summary>
    private bool Answer(MacAddress source, byte token, in InvitationRequest request)
    {
        var ours = IsOurs(request.GroupDevice, request.GroupSsid);
        var writer = effects.BeginFrame();
        new InvitationResponse
        {
            Status = (int)(ours ? P2pStatus.Success : P2pStatus.UnknownGroup),
            OperatingChannel = ours ? new P2pChannel(options.Country, Operating.Class, Operating.Channel).ToBody() : default,
            GroupBssid = ours ? Address : MacAddress.Zero,
        }.Write(ref writer, token);
        effects.Send(source, writer);
        return true;
    }

    /// <summary>Presence (P2P 1.7 3.3.3): we are never absent, so every wish of a client is met.</summary>
    private bool Answer(MacAddress source, byte token, in PresenceRequest request)
    {
        var status = request.NoticeOfAbsence.IsEmpty ? P2pStatus.InvalidParameters
            : members.Has(source) ? P2pStatus.Success : P2pStatus.UnableToAccommodate;
        var writer = effects.BeginFrame();
        new PresenceResponse { Status = status, NoticeOfAbsence = [0, 0] }.Write(ref writer, token);
        effects.Send(source, writer);
        return true;
    }

    private bool IsOurs(MacAddress device, ReadOnlySpan<byte> ssid) => device == Address && ssid.SequenceEqual(Ssid);

    private void Count(bool wasRead)
    {
        if (!wasRead)
        {
            Drop(P2pDrop.Malformed);
        }
    }

    private void Drop(P2pDrop reason) => _dropped[(int)reason]++;
}
