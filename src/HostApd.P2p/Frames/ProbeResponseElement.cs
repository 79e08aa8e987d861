using HostApd.Ieee80211;

namespace HostApd.P2p.Frames;

/// <summary>P2P element of a Group Owner's Probe Response (P2P 1.7 4.2.3).</summary>
public ref struct ProbeResponseElement
{
    /// <summary>Device Capability.</summary>
    public DeviceCapability DeviceCapability;

    /// <summary>Group Capability.</summary>
    public GroupCapability GroupCapability;

    /// <summary>Body of P2P Device Info; see <see cref="P2pDeviceInfo.TryParse"/>.</summary>
    public ReadOnlySpan<byte> DeviceInfo;

    /// <summary>P2P Group Info: Client Info Descriptors; empty without clients.</summary>
    public ReadOnlySpan<byte> GroupInfo;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> p2p, out ProbeResponseElement m, out P2pError error)
    {
        var list = new P2pAttributeList(p2p);
        m = default;
        (m.DeviceCapability, m.GroupCapability) = list.Capability();
        m.DeviceInfo = list.Optional(P2pAttributeId.DeviceInfo);
        m.GroupInfo = list.Optional(P2pAttributeId.GroupInfo);
        return list.TryFinish(out error);
    }

    /// <summary>Build list, with the head of the element.</summary>
    public readonly void Write(scoped ref ByteWriter writer)
    {
        Span<byte> buffer = stackalloc byte[1024];
        var attributes = new ByteWriter(buffer);
        P2pAttributeWriter.Capability(ref attributes, DeviceCapability, GroupCapability);
        P2pAttributeWriter.Bytes(ref attributes, P2pAttributeId.DeviceInfo, DeviceInfo);
        if (!GroupInfo.IsEmpty)
        {
            P2pAttributeWriter.Bytes(ref attributes, P2pAttributeId.GroupInfo, GroupInfo);
        }

        P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
    }
}
