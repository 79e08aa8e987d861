using HostApd.Linux;
using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <summary>
/// The bridges that this process has made. Several interfaces of ours may be in one, of several radios: whoever leaves last takes it
/// back, not who made it.
/// </summary>
public sealed class MadeBridges
{
    /// <summary>By number: one of the same name that others make in its place is theirs.</summary>
    private readonly HashSet<int> _made = [];

    internal OsResult Make(RouteSocket route, string name, out LinkState made)
    {
        made = default;
        var result = route.Bridges.Create(name);
        result = result.Succeeded ? route.Query(name, out made) : result;
        if (result.Succeeded)
        {
            _made.Add(made.Index);
        }

        return result;
    }

    /// <summary>One of ours has left a bridge: it goes, if we made it and nobody is in it. Others may be, and it is theirs then.</summary>
    internal void TakeBack(RouteSocket route, int index)
    {
        if (_made.Contains(index) && !route.Bridges.HasPorts(index))
        {
            _made.Remove(index);
            _ = route.Bridges.Remove(index);
        }
    }
}
