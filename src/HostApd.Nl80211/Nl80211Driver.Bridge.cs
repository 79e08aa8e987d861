using HostApd.Driver;
using HostApd.Linux;
using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <content>The bridge that the interface is in while it is ours.</content>
public sealed partial class Nl80211Driver
{
    private PacketSocket? _bridgeEapol;
    private bool _joinedBridge;
    private bool _madeBridge;

    private DriverResult JoinBridge()
    {
        if (_options.Bridge is not { } bridge)
        {
            return DriverResult.Ok;
        }

        var index = RouteSocket.IndexOf(bridge);
        if (index == 0)
        {
            var made = _route.Bridges.Create(bridge);
            if (!made.Succeeded)
            {
                return Nl80211Requests.Explain(made) with { Advice = "does the kernel have bridges? Try `modprobe bridge`" };
            }

            _madeBridge = true;
            index = RouteSocket.IndexOf(bridge);
        }

        _ = _route.Query(_index, out var link, out _);
        var result = link.Master == index ? OsResult.Ok : _route.Bridges.SetMaster(_index, index);
        if (!result.Succeeded)
        {
            return Nl80211Requests.Explain(result);
        }

        _joinedBridge |= link.Master != index;
        _ = _route.SetUp(index, true);

        // The bridge takes the frames before a socket on the interface would see them.
        return _eapol is null || _bridgeEapol is not null
            ? DriverResult.Ok
            : Nl80211Requests.Explain(PacketSocket.Open(_loop, index, OnPacket, out _bridgeEapol));
    }

    private void LeaveBridge()
    {
        _bridgeEapol?.Dispose();
        _bridgeEapol = null;
        if (_joinedBridge && _index != 0)
        {
            _ = _route.Bridges.SetMaster(_index, 0);
        }

        _joinedBridge = false;
        if (_madeBridge && _options.Bridge is { } bridge && RouteSocket.IndexOf(bridge) is not 0 and var index && !HasPorts(bridge))
        {
            _ = _route.Bridges.Remove(index);
        }

        _madeBridge = false;
    }

    /// <summary>Others may have joined the bridge that we made.</summary>
    private static bool HasPorts(string bridge)
    {
        var ports = $"/sys/class/net/{bridge}/brif";
        return Directory.Exists(ports) && Directory.EnumerateFileSystemEntries(ports).Any();
    }
}
