using HostApd.Driver;
using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <summary>Sends management frames where the access point beacons.</summary>
internal sealed class FrameSender
{
    private readonly LinkInterface _interface;
    private readonly PresentState _present;
    private readonly NetlinkHandler _readCookie;
    private ulong _cookie;

    internal FrameSender(LinkInterface netdev, PresentState present)
    {
        _interface = netdev;
        _present = present;
        _readCookie = ReadCookie;
    }

    internal DriverResult Send(ReadOnlySpan<byte> frame, SendOptions options, out ulong cookie)
    {
        var requests = _interface.Requests;
        var writer = requests.Begin(Nl80211.NL80211_CMD_FRAME, _interface.Index);
        writer.Bytes(Nl80211.NL80211_ATTR_FRAME, frame);
        if (_present.FrequencyMhz != 0)
        {
            writer.U32(Nl80211.NL80211_ATTR_WIPHY_FREQ, (uint)_present.FrequencyMhz);
        }

        if ((options & SendOptions.NoAcknowledgement) != 0)
        {
            writer.Flag(Nl80211.NL80211_ATTR_DONT_WAIT_FOR_ACK);
        }

        if ((options & SendOptions.NoCck) != 0)
        {
            writer.Flag(Nl80211.NL80211_ATTR_TX_NO_CCK_RATE);
        }

        _cookie = 0;
        var result = requests.Send("sending a frame", writer, _readCookie);
        cookie = _cookie;
        return result;
    }

    private void ReadCookie(in NetlinkMessage message)
    {
        foreach (var attribute in message.Attributes)
        {
            if (attribute.Type == Nl80211.NL80211_ATTR_COOKIE)
            {
                _cookie = attribute.U64;
            }
        }
    }
}
