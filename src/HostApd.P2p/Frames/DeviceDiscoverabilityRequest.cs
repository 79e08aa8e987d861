using HostApd.Ieee80211;

namespace HostApd.P2p.Frames;

/// <summary>Device Discoverability Request (P2P 1.7 4.2.9): wake that client of your group.</summary>
public ref struct DeviceDiscoverabilityRequest
{
    /// <summary>P2P Group ID: the Group Owner's P2P Device Address; zero when absent.</summary>
    public MacAddress GroupDevice;

    /// <summary>P2P Group ID: SSID.</summary>
    public ReadOnlySpan<byte> GroupSsid;

    /// <summary>P2P Device ID: the client that is wanted.</summary>
    public MacAddress DeviceId;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> p2p, out DeviceDiscoverabilityRequest m, out P2pError error)
    {
        var list = new P2pAttributeList(p2p);
        m = default;
        m.GroupDevice = list.GroupId(out m.GroupSsid);
        m.DeviceId = list.Mac(P2pAttributeId.DeviceId);
        return list.TryFinish(out error);
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref ByteWriter writer, byte token)
    {
        P2pActionFrame.WriteHead(ref writer, P2pPublicAction.DeviceDiscoverabilityRequest, token);
        Span<byte> buffer = stackalloc byte[64];
        var attributes = new ByteWriter(buffer);
        if (!GroupDevice.IsZero)
        {
            P2pAttributeWriter.GroupId(ref attributes, GroupDevice, GroupSsid);
        }

        P2pAttributeWriter.Mac(ref attributes, P2pAttributeId.DeviceId, DeviceId);
        P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
    }
}
