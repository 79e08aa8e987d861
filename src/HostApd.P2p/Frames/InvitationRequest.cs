using HostApd.Ieee80211;

namespace HostApd.P2p.Frames;

/// <summary>
/// Invitation Request (P2P 1.7 4.2.9): into a running group, or back into one that persists.
/// </summary>
public ref struct InvitationRequest
{
    /// <summary>Configuration Timeout: what the sender needs to become an owner, in units of 10 ms.</summary>
    public byte OwnerTimeout;

    /// <summary>Configuration Timeout: what the sender needs to become a client, in units of 10 ms.</summary>
    public byte ClientTimeout;

    /// <summary>Invitation Flags: bit 0 asks for a persistent group; -1 when absent.</summary>
    public int InvitationFlags = -1;

    /// <summary>Body of Operating Channel, see <see cref="P2pChannel"/>; empty when absent.</summary>
    public ReadOnlySpan<byte> OperatingChannel;

    /// <summary>P2P Group BSSID; zero when absent.</summary>
    public MacAddress GroupBssid;

    /// <summary>Body of Channel List, see <see cref="P2pChannelList"/>; empty when absent.</summary>
    public ReadOnlySpan<byte> ChannelList;

    /// <summary>P2P Group ID: the Group Owner's P2P Device Address; zero when absent.</summary>
    public MacAddress GroupDevice;

    /// <summary>P2P Group ID: SSID.</summary>
    public ReadOnlySpan<byte> GroupSsid;

    /// <summary>Body of P2P Device Info, see <see cref="P2pDeviceInfo.TryParse"/>; empty when absent.</summary>
    public ReadOnlySpan<byte> DeviceInfo;

    /// <summary>Nothing is there.</summary>
    public InvitationRequest()
    {
    }

    /// <summary>Parse list: what is missing is for who asks to answer.</summary>
    public static bool TryParse(ReadOnlySpan<byte> p2p, out InvitationRequest m, out P2pError error)
    {
        var list = new P2pAttributeList(p2p);
        m = new InvitationRequest();
        (m.OwnerTimeout, m.ClientTimeout) = list.Timeouts();
        m.InvitationFlags = list.Byte(P2pAttributeId.InvitationFlags);
        m.OperatingChannel = list.Optional(P2pAttributeId.OperatingChannel);
        m.GroupBssid = list.Mac(P2pAttributeId.GroupBssid);
        m.ChannelList = list.Optional(P2pAttributeId.ChannelList);
        m.GroupDevice = list.GroupId(out m.GroupSsid);
        m.DeviceInfo = list.Optional(P2pAttributeId.DeviceInfo);
        return list.TryFinish(out error);
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref ByteWriter writer, byte token)
    {
        P2pActionFrame.WriteHead(ref writer, P2pPublicAction.InvitationRequest, token);
        var attributes = new ByteWriter(stackalloc byte[512]);
        P2pAttributeWriter.Timeouts(ref attributes, OwnerTimeout, ClientTimeout);
        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.InvitationFlags, InvitationFlags);
        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.OperatingChannel, OperatingChannel);
        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.GroupBssid, GroupBssid);
        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.ChannelList, ChannelList);
        P2pAttributeWriter.OptionalGroupId(ref attributes, GroupDevice, GroupSsid);
        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.DeviceInfo, DeviceInfo);
        P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
    }
}
