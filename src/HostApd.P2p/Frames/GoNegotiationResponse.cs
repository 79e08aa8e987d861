using HostApd.Ieee80211;

namespace HostApd.P2p.Frames;

/// <summary>
/// GO Negotiation Response (P2P 1.7 4.2.9). Without an intent it is a short refusal: no timeout and no intended address either; stock peers
/// refuse with the whole table, and an intended address of zero.
/// </summary>
public ref struct GoNegotiationResponse
{
    /// <summary>Status, a <see cref="P2pStatus"/>; -1 when absent.</summary>
    public int Status = -1;

    /// <summary>Device Capability.</summary>
    public DeviceCapability DeviceCapability;

    /// <summary>Group Capability.</summary>
    public GroupCapability GroupCapability;

    /// <summary>Group Owner Intent, 0–15, or what else seven bits can say; -1 when absent.</summary>
    public int Intent = -1;

    /// <summary>Of two with the same intent the requester owns when it sends this bit set; the response inverts it.</summary>
    public bool TieBreaker;

    /// <summary>Configuration Timeout: what the sender needs to become an owner, in units of 10 ms.</summary>
    public byte OwnerTimeout;

    /// <summary>Configuration Timeout: what the sender needs to become a client, in units of 10 ms.</summary>
    public byte ClientTimeout;

    /// <summary>Body of Operating Channel, see <see cref="P2pChannel"/>; empty when absent.</summary>
    public ReadOnlySpan<byte> OperatingChannel;

    /// <summary>Intended P2P Interface Address; zero when absent.</summary>
    public MacAddress IntendedAddress;

    /// <summary>Body of Channel List, see <see cref="P2pChannelList"/>; empty when absent.</summary>
    public ReadOnlySpan<byte> ChannelList;

    /// <summary>Body of P2P Device Info, see <see cref="P2pDeviceInfo.TryParse"/>; empty when absent.</summary>
    public ReadOnlySpan<byte> DeviceInfo;

    /// <summary>P2P Group ID: the Group Owner's P2P Device Address; zero when absent.</summary>
    public MacAddress GroupDevice;

    /// <summary>P2P Group ID: SSID.</summary>
    public ReadOnlySpan<byte> GroupSsid;

    /// <summary>Device Password ID, in the WPS element: whose PIN, or the button; -1 when absent.</summary>
    public int PasswordId = -1;

    /// <summary>Nothing is there.</summary>
    public GoNegotiationResponse()
    {
    }

    /// <summary>Parse list: what is missing is for who asks to answer.</summary>
    public static bool TryParse(ReadOnlySpan<byte> p2p, ReadOnlySpan<byte> wps, out GoNegotiationResponse m, out P2pError error)
    {
        var list = new P2pAttributeList(p2p);
        m = new GoNegotiationResponse();
        m.Status = list.Byte(P2pAttributeId.Status);
        (m.DeviceCapability, m.GroupCapability) = list.Capability();
        (m.Intent, m.TieBreaker) = list.Intent();
        (m.OwnerTimeout, m.ClientTimeout) = list.Timeouts();
        m.OperatingChannel = list.Optional(P2pAttributeId.OperatingChannel);
        m.IntendedAddress = list.Mac(P2pAttributeId.IntendedInterfaceAddress);
        m.ChannelList = list.Optional(P2pAttributeId.ChannelList);
        m.DeviceInfo = list.Optional(P2pAttributeId.DeviceInfo);
        m.GroupDevice = list.GroupId(out m.GroupSsid);
        if (!list.TryFinish(out error))
        {
            return false;
        }

        var isRight = WpsPart.TryParsePasswordId(wps, out m.PasswordId);
        error = isRight ? default : new P2pError(P2pErrorCode.Wps, 0, p2p.Length);
        return isRight;
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref ByteWriter writer, byte token)
    {
        P2pActionFrame.WriteHead(ref writer, P2pPublicAction.GoNegotiationResponse, token);
        var attributes = new ByteWriter(stackalloc byte[512]);
        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.Status, Status);
        P2pAttributeWriter.Capability(ref attributes, DeviceCapability, GroupCapability);
        if (Intent >= 0)
        {
            P2pAttributeWriter.Intent(ref attributes, Intent, TieBreaker);
            P2pAttributeWriter.Timeouts(ref attributes, OwnerTimeout, ClientTimeout);
        }

        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.OperatingChannel, OperatingChannel);
        if (Intent >= 0)
        {
            P2pAttributeWriter.Mac(ref attributes, P2pAttributeId.IntendedInterfaceAddress, IntendedAddress);
        }

        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.ChannelList, ChannelList);
        P2pAttributeWriter.Optional(ref attributes, P2pAttributeId.DeviceInfo, DeviceInfo);
        P2pAttributeWriter.OptionalGroupId(ref attributes, GroupDevice, GroupSsid);
        P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
        WpsPart.WritePasswordId(ref writer, PasswordId);
    }
}
