using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux.Netlink;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>What the kernel told of the radio itself: its number, what it can do, and the regulatory domain.</summary>
internal sealed class Wiphy(RadioSockets sockets, bool useControlPort)
{
    /// <summary>Null until it has been read.</summary>
    private uint? _number;

    /// <summary>Of the last reading that was whole.</summary>
    internal RadioCapabilities Capabilities { get; private set; } = new() { PhyName = "", Bands = [] };

    /// <summary>Reads all of it by one of its interfaces, once.</summary>
    internal DriverResult Learn(uint number, int interfaceIndex)
    {
        if (number == _number)
        {
            return DriverResult.Ok;
        }

        var result = Read(interfaceIndex);
        _number = result.Succeeded ? number : null;
        return result;
    }

    /// <summary>Its number may be another's by now: all is read again at the next interface.</summary>
    internal void Forget() => _number = null;

    /// <summary>News of a wiphy are ours when they name ours, or none.</summary>
    internal bool IsMeant(uint? number) => number is null || number == _number;

    /// <summary>News of radar: what is known of the channels follows.</summary>
    internal void Hear(RadarNews news, OperatingChannel channel) => Capabilities = Capabilities.After(news, channel);

    /// <summary>Reads what the radio can do; what was known stays when it cannot be read whole.</summary>
    internal DriverResult Read(int interfaceIndex)
    {
        var requests = sockets.Requests;
        for (var tries = 1; ; tries++)
        {
            var regulatory = new RegulatoryReader();
            _ = requests.Send("reading the regulatory domain", requests.Begin(Nl80211.NL80211_CMD_GET_REG, interfaceIndex), regulatory.Read);
            var reader = new WiphyReader();
            var writer = requests.Begin(Nl80211.NL80211_CMD_GET_WIPHY, interfaceIndex, NetlinkFlags.Request | NetlinkFlags.Dump);
            writer.Flag(Nl80211.NL80211_ATTR_SPLIT_WIPHY_DUMP);
            var result = requests.Send("reading the radio's capabilities", writer, reader.Read);
            if (result.Errno == LibC.EINTR && tries < Nl80211Requests.MostDumps)
            {
                continue;
            }

            var read = reader.Build(regulatory);
            if (result.Succeeded && read.PhyName.Length > 0)
            {
                Capabilities = useControlPort ? read : read with { EapolOverControlPort = false };
            }

            return result;
        }
    }
}
