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
    internal static string Run(Interface running, Surroundings around)
    {
        if (running.Main.Configuration.File is not { } file)
        {
            return $"{running.Name}: made by commands, there is no file to read";
        }

        var problems = new List<ConfigurationProblem>();
        var read = ConfigurationFile.Read(file, new ReadOptions(around.Testing, around.IgnoreUnsupported,
            running.Main.Configuration.IsNamedByClient), problems);
        problems.ForEach(static p => Log.Error("{0}", p));
        if (problems.Exists(static p => !p.IsWarning))
        {
            return $"{running.Name}: nothing, for {file} has mistakes";
        }

        // Which interface it is does not change under it: -i may have named another.
        read.InterfaceName = running.Name;
        var done = new List<string>();
        foreach (var gone in running.AccessPoints.Skip(1).Where(a => !read.Further.Exists(f => f.InterfaceName == a.Name)).ToList())
        {
            running.Remove(gone.Name);
            done.Add($"{gone.Name}: removed");
        }

        foreach (var accessPoint in running.AccessPoints)
        {
            var source = read.WithFurther.First(c => c.InterfaceName == accessPoint.Name);
            accessPoint.Configuration.TakeFrom(source);
        }

        done.AddRange(running.AccessPoints.Select(static a => a.Reload()));
        foreach (var fresh in read.Further.Where(f => !running.AccessPoints.Any(a => a.Name == f.InterfaceName)).ToList())
        {
            var further = running.Main.Configuration.CreateFurther(fresh.InterfaceName);
            further.TakeFrom(fresh);
            var added = running.Add(further, deferred: true) is null && running.AccessPoints[^1].Enable().Succeeded;
            done.Add($"{fresh.InterfaceName}: {(added ? "added" : "could not be added")}");
        }

        return string.Join("; ", done);
    }
}
