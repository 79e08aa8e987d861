using HostApd.Driver;
using HostApd.Linux.Netlink;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>The wireless interfaces that this process may see, of all radios; asked for each time.</summary>
internal sealed class WirelessInterfaces(RadioSockets sockets)
{
    /// <summary>One of them.</summary>
    /// <param name="Index">Its number among all network interfaces.</param>
    /// <param name="Name">Its name; empty where it has none, as a P2P Device.</param>
    /// <param name="Type">NL80211_IFTYPE_.</param>
    /// <param name="Wiphy">Its radio's number.</param>
    /// <param name="Wdev">Its number for cfg80211, which one without a network interface has, too.</param>
    /// <param name="Frequency">Where it is, in MHz; 0 when nowhere.</param>
    internal readonly record struct Listed(uint Index, string Name, uint Type, uint Wiphy, ulong Wdev, uint Frequency);

    /// <summary>All of them.</summary>
    internal DriverResult List(out List<Listed> interfaces)
    {
        var all = new List<Listed>();
        var result = DriverResult.Ok;
        for (var tries = 0; tries < Nl80211Requests.MostDumps; tries++)
        {
            all.Clear();
            var writer = sockets.Requests.Begin(Nl80211.NL80211_CMD_GET_INTERFACE, 0, NetlinkFlags.Request | NetlinkFlags.Dump);
            result = sockets.Requests.Send("listing wireless interfaces", writer, (in NetlinkMessage message) => all.Add(Read(message)));
            if (result.Errno != LibC.EINTR)
            {
                break;
            }
        }

        interfaces = all;
        return result;
    }

    /// <summary>The one of this name; its index is 0 when there is none.</summary>
    internal DriverResult Find(string name, out Listed found)
    {
        var result = List(out var all);
        found = all.FirstOrDefault(i => i.Name == name);
        return result;
    }

    /// <summary>The others of the same radio.</summary>
    internal IReadOnlyList<RadioInterface> NeighboursOf(int index)
    {
        _ = List(out var all);
        var own = all.FirstOrDefault(i => i.Index == index);
        return [.. all.Where(i => i.Wiphy == own.Wiphy && i.Index != own.Index && i.Name.Length > 0)
            .Select(static i => new RadioInterface(i.Name, InterfaceTypeNames.Of(i.Type), (int)i.Frequency))];
    }

    private static Listed Read(in NetlinkMessage message)
    {
        var one = new Listed { Name = "" };
        foreach (var attribute in message.Attributes)
        {
            one = attribute.Type switch
            {
                Nl80211.NL80211_ATTR_IFINDEX => one with { Index = attribute.U32 },
                Nl80211.NL80211_ATTR_IFNAME => one with { Name = attribute.Text },
                Nl80211.NL80211_ATTR_IFTYPE => one with { Type = attribute.U32 },
                Nl80211.NL80211_ATTR_WIPHY => one with { Wiphy = attribute.U32 },
                Nl80211.NL80211_ATTR_WDEV => one with { Wdev = attribute.U64 },
                Nl80211.NL80211_ATTR_WIPHY_FREQ => one with { Frequency = attribute.U32 },
                _ => one,
            };
        }

        return one;
    }
}
