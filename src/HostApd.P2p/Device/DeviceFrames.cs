using System.Globalization;
using HostApd.Ieee80211;
using HostApd.P2p.Frames;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>
/// What a device hears, read and taken to whom it concerns; and what every frame tells of its sender. A stranger's frame may fill the
/// table, be counted, be told of at a bounded rate, and be answered ten times a second.
/// </summary>
internal sealed class DeviceFrames : IProvisionVoice
{
    private const int LongestResponse = 1024;

    private readonly DeviceSelf _self;
    private readonly PeerTable _peers;
    private readonly DeviceEffects _effects;
    private readonly ProvisionDiscovery _provision;
    private readonly byte[] _response = new byte[LongestResponse];
    private readonly long[] _dropped = new long[Enum.GetValues<P2pDrop>().Length];
    private bool _isTimed;

    public DeviceFrames(DeviceSelf self, PeerTable peers, DeviceEffects effects, TimeProvider time, Func<string?> drawPin)
    {
        (_self, _peers, _effects) = (self, peers, effects);
        _provision = new ProvisionDiscovery(
            new GroupOwnerOptions { Device = self.Options.Device, ConfigMethods = self.Options.ConfigMethods }, this, time, drawPin);
    }

    public required GoNegotiation Negotiation { get; init; }

    public required Invitation Invitation { get; init; }

    public required SentDiscovery Discovery { get; init; }

    /// <summary>Frames without effect, by reason.</summary>
    public long Dropped(P2pDrop reason) => _dropped[(int)reason];

    /// <summary>A Probe Request: its sender is entered, and answered if it looks for us.</summary>
    public void OnProbeRequest(ReadOnlySpan<byte> bytes, int frequencyMhz, int signalDbm)
    {
        if (!ManagementFrame.TryParse(bytes, out var frame) || !RequestElements.TryParse(frame.Body, out var elements))
        {
            Drop(P2pDrop.Malformed);
            return;
        }

        if (elements.P2p.IsEmpty || !P2pRequest.TryParse(elements.P2p, out var probe))
        {
            return;
        }

        if (Hear(frame.Source, signalDbm) is { } peer)
        {
            peer.ListenMhz = MhzOf(probe.ListenChannel) is > 0 and var listen ? listen : peer.ListenMhz;
        }

        if (new ListenResponder(_self.Elements).TryAnswer(bytes, frequencyMhz, _response, out var length))
        {
            _effects.Emit(new DeviceEffect(DeviceEffectKind.SendFrame)
            {
                Address = frame.Source,
                FrequencyMhz = frequencyMhz,
                Body = _response[..length],
            });
        }

        if (Negotiation.Partner == frame.Source)
        {
            Negotiation.OnPartnerProbed();
        }
    }

    /// <summary>An action frame of Wi-Fi Direct. While a group runs, only answers to our own requests concern us.</summary>
    public void OnAction(MacAddress source, ReadOnlySpan<byte> body, int frequencyMhz, int signalDbm, bool hasGroup)
    {
        if (!P2pActionFrame.TryParse(body, out var frame) || ActionElements.Parse(frame.Elements) is not { } parts
            || !new P2pAttributeList(parts.P2p).TryFinish(out _))
        {
            Drop(P2pDrop.Malformed);
            return;
        }

        if (!frame.IsPublic || source == _self.Address)
        {
            Drop(P2pDrop.NotForGroupOwner);
            return;
        }

        // A stranger's number may be none of ours: this is not our enum to be complete over.
        var subtype = (P2pPublicAction)frame.Subtype;
        if (!(subtype switch
        {
            P2pPublicAction.GoNegotiationResponse => OnNegotiationResponse(source, frame.Token, parts, frequencyMhz),
            P2pPublicAction.GoNegotiationConfirmation => OnNegotiationConfirmation(source, frame.Token, parts),
            P2pPublicAction.InvitationResponse => OnInvitationResponse(source, frame.Token, parts),
            P2pPublicAction.ProvisionDiscoveryResponse => OnDiscoveryResponse(source, frame.Token, parts),
            P2pPublicAction.GoNegotiationRequest or P2pPublicAction.InvitationRequest or P2pPublicAction.ProvisionDiscoveryRequest when !hasGroup =>
                OnRequest(subtype, source, frame.Token, parts, frequencyMhz, signalDbm),
            _ => Unwanted(),
        }))
        {
            Drop(P2pDrop.Malformed);
        }
    }

    /// <summary>What a search found: a device, or an owner.</summary>
    public void OnNeighbour(MacAddress bssid, ReadOnlySpan<byte> elements, int frequencyMhz, int signalDbm)
    {
        if (ActionElements.Parse(elements) is { P2p.Length: > 0 } parts && ProbeResponseElement.TryParse(parts.P2p, out var found, out _)
            && P2pDeviceInfo.TryParse(found.DeviceInfo) is { } info && info.Address != _self.Address && Hear(info.Address, signalDbm) is { } peer)
        {
            peer.ListenMhz = frequencyMhz;
            peer.OperatingMhz = (found.GroupCapability & GroupCapability.GroupOwner) != 0 ? frequencyMhz : peer.OperatingMhz;
            Describe(peer, bssid, info, found.DeviceCapability, found.GroupCapability);
        }
    }

    /// <summary>Elements of our own Probe Requests.</summary>
    public byte[] ProbeElements()
    {
        var writer = new ByteWriter(_response);
        _self.Elements.WriteProbeRequest(ref writer, P2pChannel.Of(_self.Options.Country, _self.Options.ListenMhz), MacAddress.Zero);
        return writer.Written.ToArray();
    }

    /// <summary>The Peers timer: who was not heard for too long goes.</summary>
    public void OnPeersTimer()
    {
        _isTimed = false;
        if (_peers.Expire() is { } next)
        {
            _isTimed = true;
            _effects.Arm(DeviceTimer.Peers, next);
        }
    }

    void IProvisionVoice.Announce(P2pEvent which, MacAddress source, params IReadOnlyList<EventWord> words) => _effects.AnnounceOfStranger(which switch
    {
        P2pEvent.PushButtonWanted => DeviceEvent.PushButtonWanted,
        P2pEvent.ShowPin => DeviceEvent.ShowPin,
        P2pEvent.EnterPin => DeviceEvent.EnterPin,
    }, [EventWord.Of(source), .. words]);

    /// <summary>Without a group there is no button to press: who asks is negotiated with.</summary>
    void IProvisionVoice.Press(MacAddress device)
    {
    }

    private Peer? Hear(MacAddress device, int signalDbm)
    {
        var peer = _peers.Hear(device, signalDbm);
        if (peer is not null && !_isTimed)
        {
            _isTimed = true;
            _effects.Arm(DeviceTimer.Peers, PeerTable.Lifetime);
        }

        return peer;
    }

    private bool OnRequest(P2pPublicAction subtype, MacAddress source, byte token, ActionElements parts, int frequencyMhz, int signalDbm)
    {
        if (Hear(source, signalDbm) is not { } peer)
        {
            Drop(P2pDrop.TooMany);
            return true;
        }

        if (!_peers.MayAnswer(peer, subtype))
        {
            Drop(P2pDrop.TooSoon);
            return true;
        }

        return subtype switch
        {
            P2pPublicAction.GoNegotiationRequest => OnNegotiationRequest(peer, token, parts, frequencyMhz),
            P2pPublicAction.InvitationRequest => OnInvitationRequest(peer, token, parts, frequencyMhz),
            _ => OnDiscoveryRequest(peer, token, parts, frequencyMhz),
        };
    }

    private bool OnNegotiationRequest(Peer peer, byte token, ActionElements parts, int frequencyMhz)
    {
        if (!GoNegotiationRequest.TryParse(parts.P2p, parts.Wps, out var request, out _))
        {
            return false;
        }

        if (P2pDeviceInfo.TryParse(request.DeviceInfo) is { } info && info.Address == peer.Address)
        {
            peer.IntendedAddress = request.IntendedAddress;
            peer.OperatingMhz = MhzOf(request.OperatingChannel) is > 0 and var operating ? operating : peer.OperatingMhz;
            peer.ListenMhz = MhzOf(request.ListenChannel) is > 0 and var listen ? listen : frequencyMhz;
            Describe(peer, peer.Address, info, request.DeviceCapability, request.GroupCapability);
        }

        Negotiation.OnRequest(peer, token, request, frequencyMhz);
        return true;
    }

    private bool OnNegotiationResponse(MacAddress source, byte token, ActionElements parts, int frequencyMhz)
    {
        if (!GoNegotiationResponse.TryParse(parts.P2p, parts.Wps, out var response, out _))
        {
            return false;
        }

        Negotiation.OnResponse(source, token, response, frequencyMhz);
        return true;
    }

    private bool OnNegotiationConfirmation(MacAddress source, byte token, ActionElements parts)
    {
        if (!GoNegotiationConfirmation.TryParse(parts.P2p, out var confirmation, out _))
        {
            return false;
        }

        Negotiation.OnConfirmation(source, token, confirmation);
        return true;
    }

    private bool OnInvitationRequest(Peer peer, byte token, ActionElements parts, int frequencyMhz)
    {
        if (!InvitationRequest.TryParse(parts.P2p, out var request, out _))
        {
            return false;
        }

        peer.ListenMhz = peer.ListenMhz > 0 ? peer.ListenMhz : frequencyMhz;
        if (P2pDeviceInfo.TryParse(request.DeviceInfo) is { } info && info.Address == peer.Address)
        {
            Describe(peer, peer.Address, info, peer.DeviceCapability, peer.GroupCapability);
        }

        Invitation.OnRequest(peer, token, request, frequencyMhz);
        return true;
    }

    private bool OnInvitationResponse(MacAddress source, byte token, ActionElements parts)
    {
        if (!InvitationResponse.TryParse(parts.P2p, out var response, out _))
        {
            return false;
        }

        Invitation.OnResponse(source, token, response);
        return true;
    }

    private bool OnDiscoveryRequest(Peer peer, byte token, ActionElements parts, int frequencyMhz)
    {
        if (!ProvisionDiscoveryRequest.TryParse(parts.P2p, parts.Wps, out var request, out _))
        {
            return false;
        }

        if (P2pDeviceInfo.TryParse(request.DeviceInfo) is { } info && info.Address == peer.Address)
        {
            peer.ListenMhz = peer.ListenMhz > 0 ? peer.ListenMhz : frequencyMhz;
            Describe(peer, peer.Address, info, request.DeviceCapability, request.GroupCapability);
        }

        var isGranted = (request.GroupDevice.IsZero || _self.IsOurGroup(request.GroupDevice, request.GroupSsid)) && _provision.Grants(request.ConfigMethods);
        var writer = _effects.BeginFrame();
        new ProvisionDiscoveryResponse
        {
            Status = isGranted ? -1 : (int)P2pStatus.IncompatibleParameters,
            ConfigMethods = isGranted ? request.ConfigMethods : ConfigMethods.None,
        }.Write(ref writer, token);
        writer.Bytes(_self.Elements.Display.Element);
        _effects.Answer(peer.Address, _self.Address, frequencyMhz, TimeSpan.Zero, writer);
        if (isGranted)
        {
            _provision.OnGranted(peer.Address, token, request);
        }

        return true;
    }

    private bool OnDiscoveryResponse(MacAddress source, byte token, ActionElements parts)
    {
        if (!ProvisionDiscoveryResponse.TryParse(parts.P2p, parts.Wps, out var response, out _))
        {
            return false;
        }

        Discovery.OnResponse(source, token, response);
        return true;
    }

    private void Describe(Peer peer, MacAddress source, P2pDeviceInfo info, DeviceCapability device, GroupCapability group)
    {
        (peer.Info, peer.DeviceCapability, peer.GroupCapability) = (info, device, group);
        if (peer.Renown == PeerRenown.Reported)
        {
            return;
        }

        var isTold = _effects.AnnounceOfStranger(DeviceEvent.DeviceFound,
            EventWord.Of(source),
            EventWord.Of("p2p_dev_addr", info.Address),
            EventWord.Of("pri_dev_type", info.PrimaryType),
            EventWord.Apostrophed("name", info.PrintableName),
            EventWord.Of("config_methods", Hex((int)info.ConfigMethods)),
            EventWord.Of("dev_capab", Hex((int)device)),
            EventWord.Of("group_capab", Hex((int)group)),
            EventWord.Of("new", 1));
        peer.Renown = isTold ? PeerRenown.Reported : PeerRenown.Described;
    }

    private bool Unwanted()
    {
        Drop(P2pDrop.NotForGroupOwner);
        return true;
    }

    private void Drop(P2pDrop reason) => _dropped[(int)reason]++;

    private static int MhzOf(ReadOnlySpan<byte> channel) => P2pChannel.TryParse(channel, out var parsed) ? parsed.FrequencyMhz : 0;

    private static string Hex(int value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x}");
}
