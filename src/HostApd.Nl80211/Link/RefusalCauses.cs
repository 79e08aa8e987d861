using HostApd.Driver;
using HostApd.Linux;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>Refusals that have a cause outside this interface, and its name.</summary>
internal sealed class RefusalCauses(Nl80211Radio radio, LinkInterface netdev, Func<string, IEnumerable<string>> findUsers)
{
    /// <summary>Another program may hold the interface.</summary>
    internal bool HasUsers => findUsers(netdev.Name).Any();

    /// <summary>Who or what stands in the way, where errno alone does not say it.</summary>
    internal DriverResult Name(DriverResult result)
    {
        var capabilities = radio.Capabilities;
        if (result.Errno == LibC.ERFKILL)
        {
            return RadioSwitch.Read(capabilities.PhyName) == SwitchState.Hard
                ? result with { Advice = $"{capabilities.PhyName} is switched off by a switch or key of the device (rfkill: hard); turn it on there" }
                : result;
        }

        if (result.Errno != LibC.EBUSY && result.Errno != LibC.EALREADY)
        {
            return result;
        }

        var neighbours = radio.Interfaces.NeighboursOf(netdev.Index);
        List<string> users = [.. neighbours.Select(static n => n.Name).Prepend(netdev.Name).SelectMany(findUsers).Distinct()];
        var causes = new List<string>();
        if (neighbours.Count > 0)
        {
            causes.Add($"{capabilities.PhyName} also carries {string.Join(", ", neighbours)}, and can do at the same time: "
                + (capabilities.Combinations.Count == 0 ? "one interface" : string.Join("; or ", capabilities.Combinations)));
        }

        if (users.Count > 0)
        {
            causes.Add($"it may be in use by {string.Join(", ", users)}; stop that first");
        }

        return causes.Count == 0 ? result : result with { Advice = string.Join("; ", causes) };
    }
}
