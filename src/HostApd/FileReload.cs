using HostApd.Configuration;
using NLog;

namespace HostApd;

/// <summary>
/// A file read anew (SIGHUP, RELOAD_CONFIG): every BSS that is still there takes what differs, one that is new comes, one that
/// is gone goes.
/// </summary>
internal static class FileReload
{
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    /// <summary>What was done, in words; with mistakes in the file nothing is.</summary>
    /// <param name="running">What runs.</param>
    /// <param name="around">What it works with.</param>
    /// <param name="remove">Takes a BSS away: at once, or when the request that waits at its socket has been answered.</param>
    internal static string Run(Interface running, Surroundings around, Action<AccessPoint> remove)
    {
        if (running.Main.Configuration.File is not { } file)
        {
            // As in hostapd: what commands have set is all there is, and counts as new.
            return running.Reload();
        }

        var problems = new List<ConfigurationProblem>();
        var read = ConfigurationFile.Read(file, new ReadOptions(around.Testing, around.IgnoreUnsupported,
            running.Main.Configuration.IsNamedByClient, running.Name), problems);
        problems.ForEach(static p => Log.Log(p.Level, "{0}", p));
        if (problems.Exists(static p => !p.IsWarning))
        {
            return $"{running.Name}: nothing, for {file} has mistakes";
        }

        if (around.WhyBeyondPrivileges(read) is { } beyond)
        {
            Log.Warn("{0}: {1}", file, beyond);
        }

        var done = new List<string>();
        foreach (var gone in running.AccessPoints.Where(a => a.Configuration.File == file && !read.WithFurther.Any(c => c.InterfaceName == a.Name)).ToList())
        {
            remove(gone);
            done.Add($"{gone.Name}: removed");
        }

        foreach (var accessPoint in running.AccessPoints.ToList())
        {
            if (read.WithFurther.FirstOrDefault(c => c.InterfaceName == accessPoint.Name) is { } source)
            {
                FileReplay.Onto(accessPoint.Configuration, source);
                done.Add(accessPoint.Reload(isFileNew: true));
            }
            else if (accessPoint.Configuration.File != file)
            {
                done.Add($"{accessPoint.Name}: made by a command, kept");
            }
        }

        foreach (var fresh in read.Further.Where(f => !running.AccessPoints.Any(a => a.Name == f.InterfaceName)).ToList())
        {
            var further = running.Main.Configuration.CreateFurther(fresh.InterfaceName);
            FileReplay.Onto(further, fresh);
            var added = running.Add(further, deferred: true) is null && running.AccessPoints[^1].Enable().Succeeded;
            done.Add($"{fresh.InterfaceName}: {(added ? "added" : "could not be added")}");
        }

        return string.Join("; ", done);
    }
}
