using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Ieee80211;
using NLog;

namespace HostApd;

/// <summary>The interfaces of the process: those of the files, and those that commands add and remove.</summary>
internal sealed class Roster(Surroundings around) : IDisposable
{
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    private readonly List<Interface> _interfaces = [];

    /// <summary>All interfaces, in the order of their coming.</summary>
    internal IReadOnlyList<Interface> Interfaces => _interfaces;

    /// <summary>The access points of all interfaces.</summary>
    internal IEnumerable<AccessPoint> AccessPoints => _interfaces.SelectMany(static i => i.AccessPoints);

    /// <summary>An event of an access point.</summary>
    internal event Action<AccessPoint, ApEvent>? Published;

    /// <summary>The access point of this name.</summary>
    internal AccessPoint? Find(string name) => AccessPoints.FirstOrDefault(a => a.Name == name);

    /// <summary>
    /// Whether a client may have a control socket made in this directory: where ours are already, in hostapd's own, or in a new one
    /// directly under /run. Elsewhere it would give directories of others away.
    /// </summary>
    internal bool MayHoldSockets(string directory)
    {
        if (around.Testing || AccessPoints.Any(a => a.Configuration.ControlDirectory == directory))
        {
            return true;
        }

        if (directory.Length == 0 || directory.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        var full = Path.GetFullPath(directory);
        return full is "/run/hostapd" or "/var/run/hostapd"
            || Path.GetDirectoryName(full) is "/run" or "/var/run" && !Path.Exists(full);
    }

    /// <summary>Opens an interface and its further BSSes; null, and a line in the log, when it cannot be.</summary>
    internal Interface? Add(AccessPointConfiguration configuration, bool deferred)
    {
        if (configuration.WithFurther.FirstOrDefault(c => Find(c.InterfaceName) is not null) is { } twice)
        {
            Log.Error("{0}: is ours already", twice.InterfaceName);
            return null;
        }

        if (Interface.Open(configuration, deferred, around, out var added) is { } problem)
        {
            Log.Error("{0}: {1}", configuration.InterfaceName, problem);
            return null;
        }

        added!.Published += (accessPoint, told) => Published?.Invoke(accessPoint, told);
        added.PortOpening += PruneElsewhere;
        added.Networks = () => AccessPoints.Select(static a => a.Bss);
        _interfaces.Add(added);
        return added;
    }

    /// <summary>Opens and starts what a file says; false when that fails.</summary>
    internal bool AddFile(string file, string? interfaceName)
    {
        if (Read(file) is not { } configuration)
        {
            return false;
        }

        configuration.InterfaceName = interfaceName ?? configuration.InterfaceName;
        if (InterfaceName.Problem(configuration.InterfaceName) is { } wrong)
        {
            Log.Error("{0}", wrong);
            return false;
        }

        return Start(configuration);
    }

    /// <summary>A file as a further BSS of the interface on <paramref name="phy"/>, or as its first.</summary>
    internal bool AddBss(string phy, string file)
    {
        if (Read(file) is not { } configuration)
        {
            return false;
        }

        if (_interfaces.Find(i => i.Main.Bss.Radio.Capabilities.PhyName == phy) is not { } interfaceOfPhy)
        {
            return Start(configuration);
        }

        if (Find(configuration.InterfaceName) is not null)
        {
            Log.Error("{0}: is ours already", configuration.InterfaceName);
            return false;
        }

        var further = interfaceOfPhy.Main.Configuration.Adopt(configuration);
        var added = interfaceOfPhy.Add(further, deferred: true) is null
            && interfaceOfPhy.AccessPoints[^1].Enable().Succeeded;
        if (!added)
        {
            interfaceOfPhy.Remove(configuration.InterfaceName);
        }

        return added;
    }

    /// <summary>Ends an interface, or one BSS of it; false when there is none of this name.</summary>
    internal bool Remove(string name)
    {
        if (_interfaces.Find(i => i.Name == name) is not { } found)
        {
            return _interfaces.Exists(i => i.Remove(name));
        }

        found.Dispose();
        _interfaces.Remove(found);

        // All that the interface held is garbage now, much of it pinned: a rare and quiet moment to give it back.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return true;
    }

    public void Dispose()
    {
        _interfaces.ForEach(static i => i.Dispose());
        _interfaces.Clear();
    }

    /// <summary>A station is in one place.</summary>
    private void PruneElsewhere(AccessPoint here, MacAddress station)
    {
        if (here.Bss.Options.Knobs.KeepsElsewhere)
        {
            return;
        }

        var isProven = here.Bss.Stations.Find(station)?.Access is RsnAccess { IsProven: true };
        foreach (var other in AccessPoints.Where(a => a != here))
        {
            other.Bss.Prune(station, isProven);
        }
    }

    private bool Start(AccessPointConfiguration configuration)
    {
        if (Add(configuration, deferred: true) is not { } added)
        {
            return false;
        }

        if (added.Enable())
        {
            return true;
        }

        Remove(added.Name);
        return false;
    }

    private AccessPointConfiguration? Read(string file)
    {
        var problems = new List<ConfigurationProblem>();
        var configuration = ConfigurationFile.Read(file, new ReadOptions(around.Testing, NamedByClient: true), problems);
        problems.ForEach(static p => Log.Log(p.Level, "{0}", p));
        if (problems.Exists(static p => !p.IsWarning))
        {
            return null;
        }

        if (around.WhyBeyondPrivileges(configuration) is { } beyond)
        {
            Log.Error("{0}: {1}", file, beyond);
            return null;
        }

        return configuration;
    }
}
