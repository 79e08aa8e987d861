using HostApd.Ieee80211;

namespace HostApd.P2p.Frames;

/// <summary>P2P element of a Group Owner's Beacon (P2P 1.7 4.2.1).</summary>
public ref struct BeaconElement
{
    /// <summary>Device Capability.</summary>
    public DeviceCapability DeviceCapability;

    /// <summary>Group Capability.</summary>
    public GroupCapability GroupCapability;

    /// <summary>P2P Device ID: the owner.</summary>
    public MacAddress DeviceId;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> p2p, out BeaconElement m, out P2pError error)
    {
        var list = new P2pAttributeList(p2p);
        m = default;
        (m.DeviceCapability, m.GroupCapability) = list.Capability();
        m.DeviceId = list.Mac(P2pAttributeId.DeviceId);
        return list.TryFinish(out error);
    }

    /// <summary>Build list, with the head of the element.</summary>
    public readonly void Write(scoped ref ByteWriter writer)
    {
        Span<byte> buffer = stackalloc byte[64];
        var attributes = new ByteWriter(buffer);
        P2pAttributeWriter.Capability(ref attributes, DeviceCapability, GroupCapability);
        P2pAttributeWriter.Mac(ref attributes, P2pAttributeId.DeviceId, DeviceId);
        P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
    }
}
