using HostApd.Driver;
using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <summary>Sends management frames where the access point beacons.</summary>
internal sealed class FrameSender(LinkInterface netdev, PresentState present)
{
    private readonly CookieReply _reply = new();

    internal DriverResult Send(ReadOnlySpan<byte> frame, SendOptions options, out ulong cookie)
    {
        var requests = netdev.Requests;
        var writer = requests.Begin(Nl80211.NL80211_CMD_FRAME, netdev.Index);
        writer.Bytes(Nl80211.NL80211_ATTR_FRAME, frame);
        if (present.FrequencyMhz != 0)
        {
            writer.U32(Nl80211.NL80211_ATTR_WIPHY_FREQ, (uint)present.FrequencyMhz);
        }

        Put(ref writer, options);
        var result = requests.Send("sending a frame", writer, _reply.Expect());
        cookie = _reply.Cookie;
        return result;
    }

    /// <summary>How a frame is to be sent, as the kernel wants to hear it.</summary>
    internal static void Put(ref NetlinkWriter writer, SendOptions options)
    {
        if ((options & SendOptions.NoAcknowledgement) != 0)
        {
            writer.Flag(Nl80211.NL80211_ATTR_DONT_WAIT_FOR_ACK);
        }

        if ((options & SendOptions.NoCck) != 0)
        {
            writer.Flag(Nl80211.NL80211_ATTR_TX_NO_CCK_RATE);
        }
    }
}
