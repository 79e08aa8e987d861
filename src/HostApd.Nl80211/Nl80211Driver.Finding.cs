using System.Text;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux.Netlink;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <content>Where the interface is found, or made.</content>
public sealed partial class Nl80211Driver
{
    private bool _created;

    /// <summary>Looks the interface up by name, or makes it, and reads all there is to know.</summary>
    private DriverResult Find()
    {
        _index = 0;
        var result = FindByName(_options.InterfaceName, out var found, out var type);
        if (result.Succeeded && found == 0 && _options.CreateOn is { } sibling)
        {
            result = Create(sibling);
            result = result.Succeeded ? FindByName(_options.InterfaceName, out found, out type) : result;
        }

        if (!result.Succeeded || found == 0)
        {
            return result.Succeeded ? NoInterface() : result;
        }

        _index = (int)found;
        _originalType = type;
        _currentType = type;
        _ = _route.Query(_index, out var link, out _);
        _originallyUp = _isUp = link.IsUp;
        result = ReadAddress();
        return result.Succeeded ? ReadCapabilities() : result;
    }

    private DriverResult FindByName(string wanted, out uint foundIndex, out uint foundType)
    {
        var result = ListInterfaces(out var all);
        var found = all.FirstOrDefault(i => i.Name == wanted);
        (foundIndex, foundType) = (found.Index, found.Type);
        return result;
    }

    /// <summary>All wireless interfaces that this process may see.</summary>
    private DriverResult ListInterfaces(out List<Listed> interfaces)
    {
        var all = new List<Listed>();
        var result = DriverResult.Ok;
        for (var tries = 0; tries < MostDumps; tries++)
        {
            all.Clear();
            var writer = _requests.Begin(Nl80211.NL80211_CMD_GET_INTERFACE, 0, NetlinkFlags.Request | NetlinkFlags.Dump);
            result = _requests.Send("listing wireless interfaces", writer, Take);
            if (result.Errno != LibC.EINTR)
            {
                break;
            }
        }

        interfaces = all;
        return result;

        void Take(in NetlinkMessage message)
        {
            var one = new Listed { Name = "" };
            foreach (var attribute in message.Attributes)
            {
                one = attribute.Type switch
                {
                    Nl80211.NL80211_ATTR_IFINDEX => one with { Index = attribute.U32 },
                    Nl80211.NL80211_ATTR_IFNAME => one with { Name = attribute.Text },
                    Nl80211.NL80211_ATTR_IFTYPE => one with { Type = attribute.U32 },
                    Nl80211.NL80211_ATTR_WIPHY => one with { Radio = attribute.U32 },
                    Nl80211.NL80211_ATTR_WIPHY_FREQ => one with { Frequency = attribute.U32 },
                    _ => one,
                };
            }

            all.Add(one);
        }
    }

    private readonly record struct Listed(uint Index, string Name, uint Type, uint Radio, uint Frequency);

    /// <summary>A further interface on the radio of <paramref name="sibling"/>; it goes with our event socket.</summary>
    private DriverResult Create(string sibling)
    {
        var result = FindByName(sibling, out var index, out _);
        if (!result.Succeeded || index == 0)
        {
            return result.Succeeded
                ? new DriverResult($"making {_options.InterfaceName}", 19, $"there is no {sibling} to make it beside", null) { InterfaceMissing = true }
                : result;
        }

        var writer = _owned.Begin(Nl80211.NL80211_CMD_NEW_INTERFACE, (int)index);
        writer.Bytes(Nl80211.NL80211_ATTR_IFNAME, [.. Encoding.UTF8.GetBytes(_options.InterfaceName), 0]);
        writer.U32(Nl80211.NL80211_ATTR_IFTYPE, Nl80211.NL80211_IFTYPE_AP);
        PutAddress(ref writer, _options.Address ?? Beside((int)index));

        writer.Flag(Nl80211.NL80211_ATTR_SOCKET_OWNER);
        result = _owned.Send($"making {_options.InterfaceName} on the radio of {sibling}", writer);
        _created = result.Succeeded;
        return result;
    }

    private MacAddress Beside(int sibling)
    {
        _ = _route.Query(sibling, out _, out var address);
        return address.Length == MacAddress.Length
            ? new MacAddress(address).Free(_options.AddressOffset, _options.GivenAddresses)
            : Address;
    }
}
