using HostApd.Driver;
using HostApd.Linux;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <content>Refusals that have a cause outside this interface, and its name.</content>
public sealed partial class Nl80211Driver
{
    /// <summary>The other interfaces of the same radio.</summary>
    public IReadOnlyList<RadioInterface> Neighbours()
    {
        _ = ListInterfaces(out var all);
        var own = all.FirstOrDefault(i => i.Index == _index);
        return [.. all.Where(i => i.Radio == own.Radio && i.Index != own.Index && i.Name.Length > 0)
            .Select(static i => new RadioInterface(i.Name, InterfaceTypeNames.Of(i.Type), (int)i.Frequency))];
    }

    /// <summary>Names of all wireless interfaces that this process may see.</summary>
    public static DriverResult ListNames(EventLoop loop, out IReadOnlyList<string> names)
    {
        names = [];
        var result = Open(loop, new Nl80211DriverOptions { InterfaceName = "", Deferred = true }, out var driver);
        using (driver)
        {
            if (driver is not null)
            {
                result = driver.ListNames(out names);
            }
        }

        return result;
    }

    /// <summary>As above; without nl80211 there is nobody to be asked, and no answer would come.</summary>
    internal DriverResult ListNames(out IReadOnlyList<string> names)
    {
        List<Listed> all = [];
        var result = ForgetLostInterface();
        result = result.Succeeded ? ListInterfaces(out all) : result;
        names = [.. all.Select(static i => i.Name).Where(static n => n.Length > 0).Order(StringComparer.Ordinal)];
        return result;
    }

    /// <summary>Who or what stands in the way, where errno alone does not say it.</summary>
    private DriverResult NameCause(DriverResult result)
    {
        if (result.Errno == LibC.ERFKILL)
        {
            return RadioSwitch.Read(Capabilities.PhyName) == SwitchState.Hard
                ? result with { Advice = $"{Capabilities.PhyName} is switched off by a switch or key of the device (rfkill: hard); turn it on there" }
                : result;
        }

        if (result.Errno != LibC.EBUSY && result.Errno != LibC.EALREADY)
        {
            return result;
        }

        var neighbours = Neighbours();
        List<string> users = [.. neighbours.Select(static n => n.Name).Prepend(_options.InterfaceName).SelectMany(_options.FindUsers).Distinct()];
        var causes = new List<string>();
        if (neighbours.Count > 0)
        {
            causes.Add($"{Capabilities.PhyName} also carries {string.Join(", ", neighbours)}, and can do at the same time: "
                + (Capabilities.Combinations.Count == 0 ? "one interface" : string.Join("; or ", Capabilities.Combinations)));
        }

        if (users.Count > 0)
        {
            causes.Add($"it may be in use by {string.Join(", ", users)}; stop that first");
        }

        return causes.Count == 0 ? result : result with { Advice = string.Join("; ", causes) };
    }
}
