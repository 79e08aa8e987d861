using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux.Netlink;
using NLog;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>
/// The interface's place in a bridge while it is ours.
/// <code>
/// event \ place      | as it was found          | where bridge= wants it       | where somebody put it
/// Join, no bridge=   | stays                    | –                            | –
/// Join               | into the bridge, out of  | stays                        | stays
///                    | one that it was in       |                              |
/// moved or taken out | followed                 | followed, and theirs to say  | followed
/// the bridge is gone | followed                 | as found: Join makes another | followed
/// interface is gone  | as found                 | as found                     | as found
/// Leave              | stays                    | back where it was, if we put | stays
///                    |                          | it in; else stays            |
/// </code>
/// Where it is, is asked whenever there are news of it: they tell of a moment that may have passed.
/// </summary>
internal sealed class BridgePort(RouteSocket route, MadeBridges made, LinkInterface netdev, EapolPort eapol, string? bridge)
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(BridgePort));

    private readonly string? _configured = bridge;

    /// <summary>The bridge that it is to be in; null: that is not ours to say, or not any more.</summary>
    private string? _wanted = bridge;

    /// <summary>The number of that bridge since it was joined; 0: not yet.</summary>
    private int _joined;

    /// <summary>The bridge of which <see cref="_share"/> speaks; it may be ours when the interface is there no longer.</summary>
    private int _ours;

    /// <summary>Where it is; 0: in none.</summary>
    private int _master;

    /// <summary>Where we took it out of; 0: it was in none.</summary>
    private int _before;

    private BridgeShare _share;

    /// <summary>Joins the bridge, which is made if it is not there.</summary>
    internal DriverResult Join()
    {
        var asked = route.Query(netdev.Index, out var link, out _);
        if (!asked.Succeeded)
        {
            return Nl80211Requests.Explain(asked);
        }

        Compare(link.Master);
        if (_wanted is null)
        {
            return eapol.FollowBridge(_master);
        }

        var result = FindOrMake(_wanted, out var found);

        // Also one that cannot be joined is taken back if it was made.
        _ours = result.Succeeded ? found.Index : _ours;
        if (result.Succeeded && found.Index != _master)
        {
            result = Nl80211Requests.Explain(route.Bridges.SetMaster(netdev.Index, found.Index));
            (_before, _share) = result.Succeeded ? (_master, _share | BridgeShare.Port) : (_before, _share);
        }

        if (!result.Succeeded)
        {
            return result;
        }

        _joined = found.Index;
        if (!found.IsUp && route.SetUp(found.Index, true).Succeeded)
        {
            _share |= BridgeShare.Up;
        }

        return Follow(found.Index);
    }

    /// <summary>The interface is in this bridge now, 0: in none; perhaps by others' doing.</summary>
    internal void Compare(int master)
    {
        if (_wanted is not null && _joined != 0 && master != _joined)
        {
            if (Exists(_joined))
            {
                // Whoever moved it meant it.
                _wanted = null;
                _share &= ~BridgeShare.Port;
            }
            else
            {
                // A bridge that is gone has moved nobody.
                (_share, _joined, _ours) = (BridgeShare.None, 0, 0);
            }

            _before = 0;
        }

        if (Follow(master) is { Succeeded: false } deaf)
        {
            Log.Warn("{0}: {1}", netdev.Name, deaf);
        }
    }

    /// <summary>The bridge that it is in, by the name that it has now, and what is ours of it.</summary>
    internal LinkBridge Ask() => new(
        _master != 0 && route.Query(_master, out var link, out _).Succeeded ? link.Name : null, _share);

    /// <summary>A station is gone: the bridge is not to look for it behind this port any more.</summary>
    internal void Forget(MacAddress station)
    {
        if (_master != 0 && netdev.Index != 0)
        {
            Span<byte> address = stackalloc byte[MacAddress.Length];
            station.CopyTo(address);
            _ = route.Bridges.Forget(netdev.Index, address);
        }
    }

    /// <summary>The interface is gone, and with it its place in the bridge; another of its name begins anew.</summary>
    internal void Lose()
    {
        _ = Follow(0);
        _share &= ~BridgeShare.Port;
        (_wanted, _joined, _before) = (_configured, 0, 0);
    }

    /// <summary>Undoes what is ours, and nothing else: its place, and the bridge itself.</summary>
    internal void Leave()
    {
        if (netdev.Index != 0 && route.Query(netdev.Index, out var link, out _).Succeeded)
        {
            // News of what somebody did may still be under way.
            Compare(link.Master);
            if (_share.HasFlag(BridgeShare.Port))
            {
                _ = route.Bridges.SetMaster(netdev.Index, _before != 0 && Exists(_before) ? _before : 0);
            }
        }

        _ = Follow(0);
        made.TakeBack(route, _ours);
        if ((_share & (BridgeShare.Up | BridgeShare.Bridge)) == BridgeShare.Up && !route.Bridges.HasPorts(_ours))
        {
            _ = route.SetUp(_ours, false);
        }

        (_share, _joined, _ours, _before) = (BridgeShare.None, 0, 0, 0);
    }

    private DriverResult FindOrMake(string name, out LinkState found)
    {
        var result = route.Query(name, out found);
        if (result.Errno == LibC.ENODEV)
        {
            result = made.Make(route, name, out found);
            if (!result.Succeeded)
            {
                return Nl80211Requests.Explain(result) with { Advice = "does the kernel have bridges? Try `modprobe bridge`" };
            }

            _share |= BridgeShare.Bridge;
        }

        return Nl80211Requests.Explain(result);
    }

    private bool Exists(int index) => route.Query(index, out _, out _).Succeeded;

    private DriverResult Follow(int master)
    {
        if (master != _master)
        {
            Log.Debug("{0}: {1}", netdev.Name, master == 0 ? "is in no bridge" : $"is in the bridge with number {master}");
        }

        _master = master;
        return eapol.FollowBridge(master);
    }
}
