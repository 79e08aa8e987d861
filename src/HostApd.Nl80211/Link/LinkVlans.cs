using System.Text;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux;
using NLog;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>
/// The networks of stations of their own at one interface: AP_VLAN interfaces, which the kernel removes with our socket, their bridges and their
/// 802.1Q links. What was there before is used, and stays; of what we made the last who leaves it takes it back.
/// </summary>
internal sealed class LinkVlans(Nl80211Radio radio, LinkInterface netdev) : IVlanLink
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(LinkVlans));

    private readonly Dictionary<int, Made> _made = [];
    private readonly Dictionary<MacAddress, int> _placed = [];

    /// <inheritdoc/>
    public DriverResult Add(VlanSettings vlan)
    {
        if (_made.ContainsKey(vlan.Id))
        {
            return DriverResult.Ok;
        }

        var made = new Made();
        var result = MakeInterface(vlan, made);
        result = result.Succeeded && vlan.Bridge is { } bridge ? JoinBridge(made, bridge) : result;
        result = result.Succeeded && vlan.Trunk is { } trunk ? JoinTrunk(made, trunk, vlan.Id) : result;
        result = result.Succeeded ? Explain(radio.Route.SetUp(made.Index, true)) : result;
        if (!result.Succeeded)
        {
            TakeBack(made);
            return result;
        }

        _made[vlan.Id] = made;
        return result;
    }

    /// <inheritdoc/>
    public DriverResult Remove(int id)
    {
        if (_made.Remove(id, out var made))
        {
            TakeBack(made);
        }

        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult Move(MacAddress station, int id)
    {
        var index = IndexOf(id);
        if (index == 0)
        {
            return Missing(id);
        }

        Forget(station);
        var writer = netdev.Requests.Begin(Nl80211.NL80211_CMD_SET_STATION, netdev.Index);
        StationEntries.PutAddress(ref writer, station);
        writer.U32(Nl80211.NL80211_ATTR_STA_VLAN, (uint)index);
        var result = netdev.Requests.Send($"moving a station to VLAN {id}", writer);
        if (result.Succeeded && id != 0)
        {
            _placed[station] = id;
        }

        return result;
    }

    /// <inheritdoc/>
    public DriverResult InstallKey(int id, in KeySettings key) => IndexOf(id) is var index and not 0 ? LinkKeys.Install(netdev.Requests, index, key) : Missing(id);

    /// <inheritdoc/>
    public DriverResult ReadKeySequence(int id, int keyIndex, Span<byte> sequence)
    {
        sequence.Clear();
        return IndexOf(id) is var index and not 0 ? LinkKeys.ReadSequence(netdev.Requests, index, keyIndex, sequence) : Missing(id);
    }

    /// <summary>A station is gone, or elsewhere: its network's bridge is not to look for it behind this port any more.</summary>
    internal void Forget(MacAddress station)
    {
        if (_placed.Remove(station, out var id) && _made.TryGetValue(id, out var made) && made.Bridge != 0)
        {
            Span<byte> address = stackalloc byte[MacAddress.Length];
            station.CopyTo(address);
            _ = radio.Route.Bridges.Forget(made.Index, address);
        }
    }

    /// <summary>The interface is given back, or gone: nothing of ours stays.</summary>
    internal void Leave()
    {
        foreach (var made in _made.Values)
        {
            TakeBack(made);
        }

        _made.Clear();
        _placed.Clear();
    }

    private static DriverResult Explain(OsResult result) => Nl80211Requests.Explain(result);

    private static DriverResult Missing(int id) => new($"VLAN {id}", LibC.ENODEV, "there is no such network", null);

    private int IndexOf(int id) => id == 0 ? netdev.Index : _made.TryGetValue(id, out var made) ? made.Index : 0;

    /// <summary>It has the address of its access point, by which the kernel knows whose it is.</summary>
    private DriverResult MakeInterface(VlanSettings vlan, Made made)
    {
        var writer = netdev.Owned.Begin(Nl80211.NL80211_CMD_NEW_INTERFACE, netdev.Index);
        writer.Bytes(Nl80211.NL80211_ATTR_IFNAME, [.. Encoding.UTF8.GetBytes(vlan.Name), 0]);
        writer.U32(Nl80211.NL80211_ATTR_IFTYPE, Nl80211.NL80211_IFTYPE_AP_VLAN);
        StationEntries.PutAddress(ref writer, netdev.Address);
        writer.Flag(Nl80211.NL80211_ATTR_SOCKET_OWNER);
        var result = netdev.Owned.Send($"making {vlan.Name}", writer);
        if (!result.Succeeded)
        {
            return result.Errno == LibC.ENFILE || result.Errno == LibC.EEXIST
                ? result with { Advice = $"is there an interface of the name {vlan.Name} already? `iw dev {vlan.Name} del` removes one that was left" }
                : result.Errno == LibC.EOPNOTSUPP
                    ? result with { Advice = "the radio's driver has no AP_VLAN interfaces: leave dynamic_vlan out, or use another radio" }
                    : result;
        }

        result = Explain(radio.Route.Query(vlan.Name, out var link));
        made.Index = link.Index;
        return result;
    }

    private DriverResult JoinBridge(Made made, string name)
    {
        var result = radio.Route.Query(name, out var bridge);
        result = result.Errno == LibC.ENODEV ? radio.Bridges.Make(radio.Route, name, out bridge) : result;
        result = result.Succeeded ? radio.Route.Bridges.SetMaster(made.Index, bridge.Index) : result;
        made.Bridge = result.Succeeded ? bridge.Index : 0;
        return Explain(result.Succeeded && !bridge.IsUp ? radio.Route.SetUp(bridge.Index, true) : result);
    }

    private DriverResult JoinTrunk(Made made, VlanTrunk trunk, int id)
    {
        var result = radio.Route.Query(trunk.Name, out var link);
        if (result.Errno == LibC.ENODEV)
        {
            result = radio.Route.Query(trunk.Parent, out var parent);
            result = result.Succeeded ? radio.Route.Bridges.CreateTagged(trunk.Name, parent.Index, id) : result;
            result = result.Succeeded ? radio.Route.Query(trunk.Name, out link) : result;
            made.Trunk = result.Succeeded ? link.Index : 0;
            if (!result.Succeeded)
            {
                return Explain(result) with { Advice = $"is {trunk.Parent} there, and does the kernel have 802.1Q? Try `modprobe 8021q`" };
            }
        }

        result = result.Succeeded ? radio.Route.Bridges.SetMaster(link.Index, made.Bridge) : result;
        return Explain(result.Succeeded && !link.IsUp ? radio.Route.SetUp(link.Index, true) : result);
    }

    private void TakeBack(Made made)
    {
        if (made.Index != 0)
        {
            var removed = netdev.Owned.Send("removing a VLAN's interface", netdev.Owned.Begin(Nl80211.NL80211_CMD_DEL_INTERFACE, made.Index));
            if (!removed.Succeeded && removed.Errno != LibC.ENODEV)
            {
                Log.Warn("{0}: {1}", netdev.Name, removed);
            }
        }

        // Other access points of ours may carry the same network: the bridge and its link are theirs then.
        if (made.Trunk != 0 && !HasOtherPorts(made))
        {
            _ = radio.Route.Bridges.Remove(made.Trunk);
        }

        if (made.Bridge != 0)
        {
            radio.Bridges.TakeBack(radio.Route, made.Bridge);
        }
    }

    private bool HasOtherPorts(Made made) => made.Bridge != 0 && radio.Route.Bridges.HasPorts(made.Bridge, except: made.Trunk);

    private sealed class Made
    {
        internal int Index { get; set; }

        internal int Bridge { get; set; }

        /// <summary>The 802.1Q link, where we made it; else 0.</summary>
        internal int Trunk { get; set; }
    }
}
