using HostApd.Ieee80211;

namespace HostApd.P2p.Frames;

/// <summary>
/// Invitation Response (P2P 1.7 4.2.9).
/// </summary>
public ref struct InvitationResponse
{
    /// <summary>Status, a <see cref="P2pStatus"/>; -1 when absent.</summary>
    public int Status = -1;

    /// <summary>Configuration Timeout: what the sender needs to become an owner, in units of 10 ms.</summary>
    public byte OwnerTimeout;

    /// <summary>Configuration Timeout: what the sender needs to become a client, in units of 10 ms.</summary>
    public byte ClientTimeout;

    /// <summary>Body of Operating Channel, see <see cref="P2pChannel"/>; empty when absent.</summary>
    public ReadOnlySpan<byte> OperatingChannel;

    /// <summary>P2P Group BSSID; zero when absent.</summary>
    public MacAddress GroupBssid;

    /// <summary>Body of Channel List, see <see cref="P2pChannelList"/>; empty when absent.</summary>
    public ReadOnlySpan<byte> ChannelList;

    /// <summary>Nothing is there.</summary>
    public InvitationResponse()
    {
    }

    /// <summary>Parse list: what is missing is for who asks to answer.</summary>
    public static bool TryParse(ReadOnlySpan<byte> p2p, out InvitationResponse m, out P2pError error)
    {
        var list = new P2pAttributeList(p2p);
        m = new InvitationResponse();
        m.Status = list.Byte(P2pAttributeId.Status);
        (m.OwnerTimeout, m.ClientTimeout) = list.Timeouts();
        m.OperatingChannel = list.Optional(P2pAttributeId.OperatingChannel);
        m.GroupBssid = list.Mac(P2pAttributeId.GroupBssid);
        m.ChannelList = list.Optional(P2pAttributeId.ChannelList);
        return list.TryFinish(out error);
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref ByteWriter writer, byte token)
    {
        P2pActionFrame.WriteHead(ref writer, P2pPublicAction.InvitationResponse, token);
        var attributes = new ByteWriter(stackalloc byte[512]);
        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.Status, Status);
        P2pAttributeWriter.Timeouts(ref attributes, OwnerTimeout, ClientTimeout);
        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.OperatingChannel, OperatingChannel);
        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.GroupBssid, GroupBssid);
        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.ChannelList, ChannelList);
        P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
    }
}
