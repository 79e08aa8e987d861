using HostApd.Driver;
using HostApd.Ieee80211;
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
    /// <param name="Address">Its address; zero when the kernel does not say.</param>
    internal readonly record struct Listed(uint Index, string Name, uint Type, uint Wiphy, ulong Wdev, uint Frequency, MacAddress Address);

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
            .Select(Show)];
    }

    /// <summary>The interface of this number, where it shares the radio with <paramref name="own"/>; null: it does not.</summary>
    internal RadioInterface? NeighbourOf(int own, int index)
    {
        _ = List(out var all);
        var radio = all.FirstOrDefault(i => i.Index == own);
        return all.Find(i => i.Index == index && i.Wiphy == radio.Wiphy && radio.Index == own) is { Name.Length: > 0 } found ? Show(found) : null;
    }

    /// <summary>The number of the radio of this name; null when there is none.</summary>
    internal DriverResult FindRadio(string name, out uint? wiphy)
    {
        uint? found = null;
        var writer = sockets.Requests.Begin(Nl80211.NL80211_CMD_GET_WIPHY, 0, NetlinkFlags.Request | NetlinkFlags.Dump);
        writer.Flag(Nl80211.NL80211_ATTR_SPLIT_WIPHY_DUMP);
        var result = sockets.Requests.Send("listing radios", writer, (in NetlinkMessage message) =>
        {
            var (number, isMeant) = (0u, false);
            foreach (var attribute in message.Attributes)
            {
                number = attribute.Type == Nl80211.NL80211_ATTR_WIPHY ? attribute.U32 : number;
                isMeant |= attribute.Type == Nl80211.NL80211_ATTR_WIPHY_NAME && attribute.Text == name;
            }

            found = isMeant ? number : found;
        });
        wiphy = found;
        return result;
    }

    private static RadioInterface Show(Listed one) => new(one.Name, InterfaceTypeNames.Of(one.Type), (int)one.Frequency);

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
                Nl80211.NL80211_ATTR_MAC when attribute.Value.Length == MacAddress.Length => one with { Address = new MacAddress(attribute.Value) },
                Nl80211.NL80211_ATTR_WIPHY_FREQ => one with { Frequency = attribute.U32 },
                _ => one,
            };
        }

        return one;
    }
}
