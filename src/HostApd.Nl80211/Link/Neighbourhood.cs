using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux.Netlink;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>What the searches of the radio have found (GET_SCAN, a message a BSS).</summary>
internal sealed class Neighbourhood(LinkInterface netdev)
{
    private const string Operation = "reading what a search has found";

    /// <summary>Shows each; some more than once when the list changed while it was read.</summary>
    internal DriverResult Read(NeighbourReceiver receive)
    {
        for (var tries = 0; tries < Nl80211Requests.MostDumps; tries++)
        {
            var requests = netdev.Requests;
            var result = requests.Send(Operation,
                requests.Begin(Nl80211.NL80211_CMD_GET_SCAN, netdev.Index, NetlinkFlags.Request | NetlinkFlags.Dump),
                (in NetlinkMessage message) => Show(message, receive));
            if (result.Errno != LibC.EINTR)
            {
                return result;
            }
        }

        return new DriverResult(Operation, LibC.EINTR, "the kernel changed it again and again meanwhile", null);
    }

    private static void Show(in NetlinkMessage message, NeighbourReceiver receive)
    {
        foreach (var attribute in message.Attributes)
        {
            if (attribute.Type == Nl80211.NL80211_ATTR_BSS)
            {
                ShowBss(attribute.Nested, receive);
            }
        }
    }

    private static void ShowBss(NetlinkAttributes attributes, NeighbourReceiver receive)
    {
        MacAddress bssid = default;
        var (frequency, signal, age) = (0, 0, 0u);
        ReadOnlySpan<byte> elements = default;
        foreach (var info in attributes)
        {
            switch (info.Type)
            {
                case Nl80211.NL80211_BSS_BSSID when info.Value.Length == MacAddress.Length:
                    bssid = new MacAddress(info.Value);
                    break;
                case Nl80211.NL80211_BSS_FREQUENCY:
                    frequency = (int)info.U32;
                    break;
                case Nl80211.NL80211_BSS_INFORMATION_ELEMENTS:
                    elements = info.Value;
                    break;
                case Nl80211.NL80211_BSS_SIGNAL_MBM:
                    signal = (int)info.U32 / 100;
                    break;
                case Nl80211.NL80211_BSS_SEEN_MS_AGO:
                    age = info.U32;
                    break;
                default:
                    break;
            }
        }

        if (!bssid.IsZero)
        {
            receive(new Neighbour
            {
                Bssid = bssid,
                FrequencyMhz = frequency,
                SignalDbm = signal,
                Age = TimeSpan.FromMilliseconds(age),
                Elements = elements,
            });
        }
    }
}
