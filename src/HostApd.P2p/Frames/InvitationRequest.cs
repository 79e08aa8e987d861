using HostApd.Ieee80211;

namespace HostApd.P2p.Frames;

/// <summary>Invitation Request (P2P 1.7 4.2.9).</summary>
public ref struct InvitationRequest
{
    /// <summary>Invitation Flags; -1 when absent.</summary>
    public int InvitationFlags;

    /// <summary>P2P Group ID: the Group Owner's P2P Device Address; zero when absent.</summary>
    public MacAddress GroupDevice;

    /// <summary>P2P Group ID: SSID.</summary>
    public ReadOnlySpan<byte> GroupSsid;

    /// <summary>Body of P2P Device Info; see <see cref="P2pDeviceInfo.TryParse"/>.</summary>
    public ReadOnlySpan<byte> DeviceInfo;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> p2p, out InvitationRequest m, out P2pError error)
    {
        var list = new P2pAttributeList(p2p);
        m = default;
        var flags = list.InvitationFlags();
        m.InvitationFlags = flags.IsEmpty ? -1 : flags[0];
        m.GroupDevice = list.GroupId(out m.GroupSsid);
        m.DeviceInfo = list.DeviceInfo();
        return list.TryFinish(out error);
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref ByteWriter writer, byte token)
    {
        P2pActionFrame.WriteHead(ref writer, P2pPublicAction.InvitationRequest, token);
        Span<byte> buffer = stackalloc byte[512];
        var attributes = new ByteWriter(buffer);
        if (InvitationFlags >= 0)
        {
            P2pAttributeWriter.Bytes(ref attributes, P2pAttributeId.InvitationFlags, [(byte)InvitationFlags]);
        }

        if (!GroupDevice.IsZero)
        {
            P2pAttributeWriter.GroupId(ref attributes, GroupDevice, GroupSsid);
        }

        if (!DeviceInfo.IsEmpty)
        {
            P2pAttributeWriter.Bytes(ref attributes, P2pAttributeId.DeviceInfo, DeviceInfo);
        }

        P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
    }
}
