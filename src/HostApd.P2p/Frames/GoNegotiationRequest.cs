using HostApd.Ieee80211;

namespace HostApd.P2p.Frames;

/// <summary>GO Negotiation Request (P2P 1.7 4.2.9), as far as who is an owner already looks at it.</summary>
public ref struct GoNegotiationRequest
{
    /// <summary>Device Capability.</summary>
    public DeviceCapability DeviceCapability;

    /// <summary>Group Capability.</summary>
    public GroupCapability GroupCapability;

    /// <summary>Body of P2P Device Info; see <see cref="P2pDeviceInfo.TryParse"/>.</summary>
    public ReadOnlySpan<byte> DeviceInfo;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> p2p, out GoNegotiationRequest m, out P2pError error)
    {
        var list = new P2pAttributeList(p2p);
        m = default;
        (m.DeviceCapability, m.GroupCapability) = list.Capability();
        m.DeviceInfo = list.DeviceInfo();
        return list.TryFinish(out error);
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref ByteWriter writer, byte token)
    {
        P2pActionFrame.WriteHead(ref writer, P2pPublicAction.GoNegotiationRequest, token);
        Span<byte> buffer = stackalloc byte[512];
        var attributes = new ByteWriter(buffer);
        P2pAttributeWriter.Capability(ref attributes, DeviceCapability, GroupCapability);
        if (!DeviceInfo.IsEmpty)
        {
            P2pAttributeWriter.Bytes(ref attributes, P2pAttributeId.DeviceInfo, DeviceInfo);
        }

        P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
    }
}
