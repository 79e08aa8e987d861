using HostApd.Ieee80211;

namespace HostApd.P2p.Frames;

/// <summary>
/// GO Negotiation Confirmation (P2P 1.7 4.2.9): the requester agrees, or has found a fault in the response. It has no WPS element.
/// </summary>
public ref struct GoNegotiationConfirmation
{
    /// <summary>Status, a <see cref="P2pStatus"/>; -1 when absent.</summary>
    public int Status = -1;

    /// <summary>Device Capability.</summary>
    public DeviceCapability DeviceCapability;

    /// <summary>Group Capability.</summary>
    public GroupCapability GroupCapability;

    /// <summary>Body of Operating Channel, see <see cref="P2pChannel"/>; empty when absent.</summary>
    public ReadOnlySpan<byte> OperatingChannel;

    /// <summary>Body of Channel List, see <see cref="P2pChannelList"/>; empty when absent.</summary>
    public ReadOnlySpan<byte> ChannelList;

    /// <summary>P2P Group ID: the Group Owner's P2P Device Address; zero when absent.</summary>
    public MacAddress GroupDevice;

    /// <summary>P2P Group ID: SSID.</summary>
    public ReadOnlySpan<byte> GroupSsid;

    /// <summary>Nothing is there.</summary>
    public GoNegotiationConfirmation()
    {
    }

    /// <summary>Parse list: what is missing is for who asks to answer.</summary>
    public static bool TryParse(ReadOnlySpan<byte> p2p, out GoNegotiationConfirmation m, out P2pError error)
    {
        var list = new P2pAttributeList(p2p);
        m = new GoNegotiationConfirmation();
        m.Status = list.Byte(P2pAttributeId.Status);
        (m.DeviceCapability, m.GroupCapability) = list.Capability();
        m.OperatingChannel = list.Optional(P2pAttributeId.OperatingChannel);
        m.ChannelList = list.Optional(P2pAttributeId.ChannelList);
        m.GroupDevice = list.GroupId(out m.GroupSsid);
        return list.TryFinish(out error);
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref ByteWriter writer, byte token)
    {
        P2pActionFrame.WriteHead(ref writer, P2pPublicAction.GoNegotiationConfirmation, token);
        var attributes = new ByteWriter(stackalloc byte[512]);
        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.Status, Status);
        P2pAttributeWriter.Capability(ref attributes, DeviceCapability, GroupCapability);
        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.OperatingChannel, OperatingChannel);
        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.ChannelList, ChannelList);
        P2pAttributeWriter.OptionalGroupId(ref attributes, GroupDevice, GroupSsid);
        P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
    }
}
