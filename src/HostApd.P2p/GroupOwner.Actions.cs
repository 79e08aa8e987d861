using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p;

/// <content>Action frames: every request of a P2P device gets an answer.</content>
public sealed partial class GroupOwner
{
    /// <summary>Category of public action frames (802.11-2020 9.6.7).</summary>
    private const byte PublicCategory = 4;

    private const byte VendorSpecificAction = 9;

    /// <summary>Category of vendor-specific action frames: P2P Action (P2P 1.7 4.2.10).</summary>
    private const byte VendorCategory = 0x7f;

    private const byte PresenceRequest = 1;
    private const byte PresenceResponse = 2;
    private const byte GoDiscoverabilityRequest = 3;
    private const ushort ConfigMethodsId = 0x1008;

    /// <summary>Whether an action frame's body is Wi-Fi Direct's, whatever its subtype.</summary>
    public static bool IsP2p(ReadOnlySpan<byte> body)
    {
        var reader = new ByteReader(body);
        var category = reader.U8();
        if (category == PublicCategory)
        {
            return reader.U8() == VendorSpecificAction && reader.U32BigEndian() == VendorElements.P2p && !reader.Failed;
        }

        return category == VendorCategory && reader.U32BigEndian() == VendorElements.P2p && !reader.Failed;
    }

    /// <summary>An action frame for which <see cref="IsP2p"/> is true, addressed to us.</summary>
    /// <param name="source">Its sender.</param>
    /// <param name="body">From the category on.</param>
    public void OnAction(MacAddress source, ReadOnlySpan<byte> body)
    {
        var isPublic = body[0] == PublicCategory;
        var reader = new ByteReader(body[(isPublic ? 6 : 5)..]);
        var subtype = reader.U8();
        var token = reader.U8();
        var elements = ActionElements.Parse(reader.Rest());
        if (reader.Failed || elements is null || !P2pRequest.TryParse(elements.P2p, out var request))
        {
            Drop(P2pDrop.Malformed);
        }
        else if (isPublic)
        {
            OnPublicAction(source, (P2pPublicAction)subtype, token, request, elements.Wps);
        }
        else if (subtype == PresenceRequest)
        {
            AnswerPresence(source, token);
        }
        else
        {
            Drop(P2pDrop.NotForGroupOwner);
        }
    }

    private void OnPublicAction(
        MacAddress source, P2pPublicAction subtype, byte token, in P2pRequest request, ReadOnlySpan<byte> wps)
    {
        // A stranger's number may be none of ours: this is not our enum to be complete over.
        switch (subtype)
        {
            case P2pPublicAction.ProvisionDiscoveryRequest:
                AnswerProvisionDiscovery(source, token, request, wps);
                break;
            case P2pPublicAction.GoNegotiationRequest:
                AnswerNegotiation(source, token);
                break;
            case P2pPublicAction.InvitationRequest:
                AnswerInvitation(source, token, request);
                break;
            case P2pPublicAction.DeviceDiscoverabilityRequest:
                AnswerDiscoverability(source, token, request);
                break;
            default:
                Drop(P2pDrop.NotForGroupOwner);
                break;
        }
    }

    /// <summary>
    /// Provision Discovery (P2P 1.7 3.1.3.3): the same config methods in the answer mean yes, none mean no.
    /// </summary>
    private void AnswerProvisionDiscovery(MacAddress source, byte token, in P2pRequest request, ReadOnlySpan<byte> wps)
    {
        if (!TryReadConfigMethods(wps, out var methods))
        {
            Drop(P2pDrop.Malformed);
            return;
        }

        var ourGroup = request.GroupDevice.IsZero
            || request.GroupDevice == Address && request.GroupSsid.SequenceEqual(Ssid);
        var accepted = ourGroup && (methods & _options.ConfigMethods) != 0 && IsOneMethod(methods);
        var info = P2pDeviceInfo.TryParse(request.DeviceInfo);
        var writer = BeginPublic(P2pPublicAction.ProvisionDiscoveryResponse, token);
        writer.U8((byte)ElementId.VendorSpecific);
        writer.U8(10);
        writer.U32BigEndian(VendorElements.Wps);
        writer.U16BigEndian(ConfigMethodsId);
        writer.U16BigEndian(2);
        writer.U16BigEndian(accepted ? (ushort)methods : (ushort)0);
        writer.Bytes(Display.Element);
        Send(source, writer);
        if (!accepted || IsRepeatedProvision(source, token))
        {
            return;
        }

        var description = Describe(source, info, request);
        if ((methods & ConfigMethods.PushButton) != 0)
        {
            Announce($"P2P-PROV-DISC-PBC-REQ {source} {description}");
            ConsiderPushButton(source, info?.Address ?? source);
        }
        else if ((methods & ConfigMethods.Display) != 0)
        {
            if (_drawPin() is { } pin)
            {
                _effects.Add(new GroupOwnerEffect(GroupOwnerEffectKind.Announce,
                    Text: $"P2P-PROV-DISC-SHOW-PIN {source}", Secret: $" {pin}", Rest: $" {description}"));
            }
        }
        else
        {
            Announce($"P2P-PROV-DISC-ENTER-PIN {source} {description}");
        }
    }

    /// <summary>The same request again, because our answer was lost: answered, but no second event and no second PIN.</summary>
    private bool IsRepeatedProvision(MacAddress source, byte token)
    {
        var repeated = _lastProvision.Source == source && _lastProvision.Token == token
            && _time.GetElapsedTime(_lastProvision.When) < RepetitionTime;
        _lastProvision = (source, token, _time.GetTimestamp());
        return repeated;
    }

    /// <summary>
    /// A device asks from its P2P Device Address (P2P 1.7 3.1.3.3): who names another as its own is not believed. Both can be
    /// forged, so that this and the list keep mistakes out, not attackers.
    /// </summary>
    private void ConsiderPushButton(MacAddress source, MacAddress device)
    {
        if (source != device)
        {
            return;
        }

        var wanted = _options.AutoPushButton switch
        {
            AutoPushButton.Off => false,
            AutoPushButton.AllowList => _options.AutoPushButtonDevices.Contains(device),
            AutoPushButton.OnRequest => true,
        };
        if (!wanted)
        {
            return;
        }

        foreach (var (old, when) in _autoPressed.ToArray())
        {
            if (_time.GetElapsedTime(when) >= AutoPushButtonInterval)
            {
                _autoPressed.Remove(old);
            }
        }

        // Retransmissions of one request, and strangers with many addresses, press no more than this.
        if (_autoPressed.Count < MaxAutoPushButtons && _autoPressed.TryAdd(device, _time.GetTimestamp()))
        {
            _effects.Add(new GroupOwnerEffect(GroupOwnerEffectKind.PressButton, device));
        }
    }

    /// <summary>The press was not made: the device may ask again at once.</summary>
    public void OnPressRefused(MacAddress device) => _autoPressed.Remove(device);

    private void AnswerNegotiation(MacAddress source, byte token)
    {
        Span<byte> buffer = stackalloc byte[128];
        var attributes = new ByteWriter(buffer);
        P2pAttributeWriter.Status(ref attributes, P2pStatus.UnableToAccommodate);
        P2pAttributeWriter.Capability(ref attributes, DeviceCapability.InvitationProcedure, Capability);
        _self.Write(ref attributes);
        Answer(source, P2pPublicAction.GoNegotiationResponse, token, attributes.Written);
    }

    /// <summary>Invitation (P2P 1.7 3.1.5): welcome in our group, which is running; no other is known here.</summary>
    private void AnswerInvitation(MacAddress source, byte token, in P2pRequest request)
    {
        var ours = request.GroupDevice == Address && request.GroupSsid.SequenceEqual(Ssid);
        Span<byte> buffer = stackalloc byte[64];
        var attributes = new ByteWriter(buffer);
        P2pAttributeWriter.Status(ref attributes, ours ? P2pStatus.Success : P2pStatus.UnknownGroup);
        P2pAttributeWriter.Header(ref attributes, P2pAttributeId.ConfigurationTimeout, 2);
        attributes.U16LittleEndian(0);
        if (ours)
        {
            WriteOperatingChannel(ref attributes);
            P2pAttributeWriter.Header(ref attributes, P2pAttributeId.GroupBssid, MacAddress.Length);
            attributes.Mac(Address);
        }

        Answer(source, P2pPublicAction.InvitationResponse, token, attributes.Written);
    }

    /// <summary>Device Discoverability (P2P 1.7 3.2.4): wakes the client, then answers who asked.</summary>
    private void AnswerDiscoverability(MacAddress source, byte token, in P2pRequest request)
    {
        var ours = request.GroupDevice == Address && request.GroupSsid.SequenceEqual(Ssid);
        var client = ours ? FindDevice(request.DeviceId) : null;
        var reachable = client is not null && (client.Capability & DeviceCapability.ClientDiscoverability) != 0;
        Span<byte> buffer = stackalloc byte[4];
        var attributes = new ByteWriter(buffer);
        P2pAttributeWriter.Status(ref attributes, !ours ? P2pStatus.UnknownGroup
            : reachable ? P2pStatus.Success : P2pStatus.IncompatibleParameters);
        if (reachable)
        {
            Send(client!.InterfaceAddress, BeginAction(GoDiscoverabilityRequest, 0));
        }

        Answer(source, P2pPublicAction.DeviceDiscoverabilityResponse, token, attributes.Written);
    }

    /// <summary>Presence (P2P 1.7 3.3.3): we are never absent, so every wish is met.</summary>
    private void AnswerPresence(MacAddress source, byte token)
    {
        Span<byte> buffer = stackalloc byte[16];
        var attributes = new ByteWriter(buffer);
        P2pAttributeWriter.Status(ref attributes, P2pStatus.Success);
        P2pAttributeWriter.Header(ref attributes, P2pAttributeId.NoticeOfAbsence, 2);
        attributes.Zeros(2);
        var writer = BeginAction(PresenceResponse, token);
        P2pAttributeWriter.Element(ref writer, attributes.Written);
        Send(source, writer);
    }

    private void WriteOperatingChannel(ref ByteWriter writer)
    {
        P2pAttributeWriter.Header(ref writer, P2pAttributeId.OperatingChannel, 5);
        writer.U8((byte)_options.Country[0]);
        writer.U8((byte)_options.Country[1]);
        writer.U8(0x04);
        writer.U8(Operating.Class);
        writer.U8(Operating.Channel);
    }

    private static bool IsOneMethod(ConfigMethods methods) =>
        System.Numerics.BitOperations.PopCount((uint)(methods
            & (ConfigMethods.PushButton | ConfigMethods.Display | ConfigMethods.Keypad))) == 1;

    private static bool TryReadConfigMethods(ReadOnlySpan<byte> wps, out ConfigMethods methods)
    {
        methods = ConfigMethods.None;
        var reader = new ByteReader(wps);
        while (reader.Remaining > 0)
        {
            var id = reader.U16BigEndian();
            var body = reader.Bytes(reader.U16BigEndian());
            if (id == ConfigMethodsId && body.Length == 2)
            {
                methods = (ConfigMethods)(body[0] << 8 | body[1]);
                return true;
            }
        }

        return false;
    }

    private void Answer(MacAddress destination, P2pPublicAction subtype, byte token, ReadOnlySpan<byte> attributes)
    {
        var writer = BeginPublic(subtype, token);
        P2pAttributeWriter.Element(ref writer, attributes);
        Send(destination, writer);
    }

    private ByteWriter BeginPublic(P2pPublicAction subtype, byte token)
    {
        var writer = new ByteWriter(_outgoing);
        writer.U8(PublicCategory);
        writer.U8(VendorSpecificAction);
        writer.U32BigEndian(VendorElements.P2p);
        writer.U8((byte)subtype);
        writer.U8(token);
        return writer;
    }

    private ByteWriter BeginAction(byte subtype, byte token)
    {
        var writer = new ByteWriter(_outgoing);
        writer.U8(VendorCategory);
        writer.U32BigEndian(VendorElements.P2p);
        writer.U8(subtype);
        writer.U8(token);
        return writer;
    }

    private void Send(MacAddress destination, in ByteWriter writer) => _effects.Add(
        new GroupOwnerEffect(GroupOwnerEffectKind.SendAction, destination, Body: writer.Written.ToArray()));
}
