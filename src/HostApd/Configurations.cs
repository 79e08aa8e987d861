using HostApd.Configuration;
using HostApd.Linux;

namespace HostApd;

/// <summary>The configuration files of the command line.</summary>
internal static class Configurations
{
    /// <summary>Reads them all; false when nothing may be started.</summary>
    /// <param name="options">From the command line.</param>
    /// <param name="configurations">One a file.</param>
    /// <param name="problems">All that there is to say of them, mistakes and words: <see cref="Tell"/>.</param>
    internal static bool TryRead(DaemonOptions options, out List<AccessPointConfiguration> configurations, out List<ConfigurationProblem> problems)
    {
        var found = new List<ConfigurationProblem>();
        problems = found;
        var named = (options.Interface ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        configurations = [.. options.Files.Select((file, i) => ConfigurationFile.Read(file,
            new ReadOptions(options.Testing, options.IgnoreUnsupported, InterfaceName: i < named.Length ? named[i] : null), found))];
        if (named.Length > options.Files.Count)
        {
            problems.Add(new ConfigurationProblem("-i", 0, null, $"names {named.Length} interfaces for {options.Files.Count} files"));
        }

        problems.AddRange(named.Select(InterfaceName.Problem).OfType<string>().Select(static p => new ConfigurationProblem("-i", 0, null, p)));
        problems.AddRange(Twice(configurations));
        return problems.TrueForAll(static p => p.IsWarning);
    }

    /// <summary>Tells people what there is to say of the files.</summary>
    internal static void Tell(IReadOnlyList<ConfigurationProblem> problems)
    {
        var errors = problems.Count(static p => !p.IsWarning);
        foreach (var problem in problems.Where(static p => !p.IsWarning || !BackgroundProcess.IsChild))
        {
            // The copy in the background reads the files anew; what is only to be remarked was told before it was started.
            Say.Error(problem.ToString());
        }

        if (errors > 0)
        {
            var hint = problems.Any(static p => p is { IsPassable: true, IsWarning: false })
                ? " (--ignore-unsupported passes over what is not supported)"
                : "";
            Say.Error($"{errors} error{(errors == 1 ? "" : "s")} found; nothing was started{hint}");
        }
    }

    /// <summary>An interface serves one file, and what is written down of one network is not another's.</summary>
    private static IEnumerable<ConfigurationProblem> Twice(IEnumerable<AccessPointConfiguration> configurations)
    {
        var owners = new Dictionary<string, string>();
        var queues = new Dictionary<string, string>();
        foreach (var bss in configurations.SelectMany(static c => c.WithFurther.DistinctBy(static b => b.InterfaceName)).Where(static b => b.InterfaceName.Length > 0))
        {
            var file = bss.File ?? bss.Main?.File ?? "";
            if (!owners.TryAdd(bss.InterfaceName, file))
            {
                yield return new ConfigurationProblem(file, bss.Lines.GetValueOrDefault("interface"), "interface",
                    $"{bss.InterfaceName} is taken by {owners[bss.InterfaceName]}: an interface serves one file (-i names another)");
            }

            if (bss.Radius.QueueFile is { } queue && !queues.TryAdd(queue, bss.InterfaceName))
            {
                yield return new ConfigurationProblem(file, bss.Lines.GetValueOrDefault("acct_queue_file"), "acct_queue_file",
                    $"{queue} is that of {queues[queue]}: each network needs its own");
            }
        }
    }
}
