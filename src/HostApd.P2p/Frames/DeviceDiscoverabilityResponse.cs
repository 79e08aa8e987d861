using HostApd.Ieee80211;

namespace HostApd.P2p.Frames;

/// <summary>Device Discoverability Response (P2P 1.7 4.2.9).</summary>
public ref struct DeviceDiscoverabilityResponse
{
    /// <summary>Status.</summary>
    public P2pStatus Status;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> p2p, out DeviceDiscoverabilityResponse m, out P2pError error)
    {
        var list = new P2pAttributeList(p2p);
        m = default;
        m.Status = list.Status();
        return list.TryFinish(out error);
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref ByteWriter writer, byte token)
    {
        P2pActionFrame.WriteHead(ref writer, P2pPublicAction.DeviceDiscoverabilityResponse, token);
        Span<byte> buffer = stackalloc byte[4];
        var attributes = new ByteWriter(buffer);
        P2pAttributeWriter.Status(ref attributes, Status);
        P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
    }
}
