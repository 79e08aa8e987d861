using HostApd.Driver;
using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <summary>What is ours of a bridge, and so is undone.</summary>
[Flags]
internal enum BridgeShare
{
    /// <summary>Nothing: there is no bridge, or others made it and put the interface in.</summary>
    None = 0,

    /// <summary>We made it.</summary>
    Bridge = 1,

    /// <summary>We put the interface in.</summary>
    Port = 2,
}

/// <summary>The bridge that the interface is in while it is ours.</summary>
internal sealed class BridgePort(RouteSocket route, LinkInterface netdev, EapolPort eapol, string? bridge)
{
    private BridgeShare _share;

    /// <summary>Joins the bridge, which is made if it is not there.</summary>
    internal DriverResult Join()
    {
        if (bridge is null)
        {
            return DriverResult.Ok;
        }

        var index = RouteSocket.IndexOf(bridge);
        if (index == 0)
        {
            var made = route.Bridges.Create(bridge);
            if (!made.Succeeded)
            {
                return Nl80211Requests.Explain(made) with { Advice = "does the kernel have bridges? Try `modprobe bridge`" };
            }

            _share |= BridgeShare.Bridge;
            index = RouteSocket.IndexOf(bridge);
        }

        _ = route.Query(netdev.Index, out var link, out _);
        if (link.Master != index)
        {
            var joined = route.Bridges.SetMaster(netdev.Index, index);
            if (!joined.Succeeded)
            {
                return Nl80211Requests.Explain(joined);
            }

            _share |= BridgeShare.Port;
        }

        _ = route.SetUp(index, true);
        return eapol.ListenOnBridge(index);
    }

    /// <summary>The interface is gone, and with it its place in the bridge.</summary>
    internal void Lose() => _share &= ~BridgeShare.Port;

    /// <summary>Leaves the bridge, and removes it where we made it and nobody else is in.</summary>
    internal void Leave()
    {
        eapol.LeaveBridge();
        if (_share.HasFlag(BridgeShare.Port) && netdev.Index != 0)
        {
            _ = route.Bridges.SetMaster(netdev.Index, 0);
        }

        if (_share.HasFlag(BridgeShare.Bridge) && bridge is not null && RouteSocket.IndexOf(bridge) is not 0 and var index && !HasPorts(bridge))
        {
            _ = route.Bridges.Remove(index);
        }

        _share = BridgeShare.None;
    }

    /// <summary>Others may have joined the bridge that we made.</summary>
    private static bool HasPorts(string bridge)
    {
        var ports = $"/sys/class/net/{bridge}/brif";
        return Directory.Exists(ports) && Directory.EnumerateFileSystemEntries(ports).Any();
    }
}
