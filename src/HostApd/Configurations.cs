using HostApd.Configuration;

namespace HostApd;

/// <summary>The configuration files of the command line.</summary>
internal static class Configurations
{
    /// <summary>Reads them all and tells what is wrong with them; false when nothing may be started.</summary>
    internal static bool TryRead(DaemonOptions options, out List<AccessPointConfiguration> configurations)
    {
        var problems = new List<ConfigurationProblem>();
        configurations = [.. options.Files.Select(
            file => ConfigurationFile.Read(file, new ReadOptions(options.Testing, options.IgnoreUnsupported), problems))];
        problems.ForEach(static p => Say.Error(p.ToString()));
        var errors = problems.Count(static p => !p.IsWarning);
        if (errors > 0)
        {
            var hint = problems.Exists(static p => p is { IsPassable: true, IsWarning: false })
                ? " (--ignore-unsupported passes over what is not supported)"
                : "";
            Say.Error($"{errors} error{(errors == 1 ? "" : "s")} found; nothing was started{hint}");
        }

        return errors == 0;
    }
}
