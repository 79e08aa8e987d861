using HostApd.Ieee80211;

namespace HostApd.P2p.Frames;

/// <summary>P2P element of a Probe Response (P2P 1.7 4.2.3), of a Group Owner or of a device without a group.</summary>
public ref struct ProbeResponseElement
{
    /// <summary>Device Capability.</summary>
    public DeviceCapability DeviceCapability;

    /// <summary>Group Capability.</summary>
    public GroupCapability GroupCapability;

    /// <summary>Extended Listen Timing, 4 bytes: period and interval in ms, least significant byte first; empty when absent.</summary>
    public ReadOnlySpan<byte> ExtendedListen;

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
        m.ExtendedListen = list.Optional(P2pAttributeId.ExtendedListenTiming);
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
        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.ExtendedListenTiming, ExtendedListen);
        P2pAttributeWriter.Bytes(ref attributes, P2pAttributeId.DeviceInfo, DeviceInfo);
        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.GroupInfo, GroupInfo);

        P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
    }
}
