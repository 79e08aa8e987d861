using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Ini;

namespace HostApd.Configuration;

/// <summary>Reads the daemon's own ini file: every mistake first, then the values, by key.</summary>
internal static class IniConfiguration
{
    /// <summary>Reads <paramref name="bytes"/>. With problems, what is returned is not to be used.</summary>
    internal static AccessPointConfiguration Read(string file, byte[] bytes, ReadOptions options, List<ConfigurationProblem> problems)
    {
        var configuration = new AccessPointConfiguration { File = file };
        var found = new List<ConfigurationProblem>();
        var lines = System.Text.Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n');
        var entries = IniScanner.Scan(file, lines, found);
        foreach (var entry in entries)
        {
            CheckKey(file, entry, found);
        }

        // With mistakes of form, values are judged as the scanner saw them, so that the owner sees everything at once.
        var values = found.Count == 0 ? IniStreamConfigurationProvider.Read(new MemoryStream(bytes)) : null;
        foreach (var entry in entries)
        {
            var value = values is null ? entry.Value : values[ConfigurationPath.Combine(entry.Section, entry.Key)] ?? "";
            Apply(file, entry, value, configuration, options, found);
        }

        configuration.GroupOwner.SetDefaults(configuration);

        // What is wrong already needs no second complaint, such as that it is missing.
        foreach (var (key, problem) in configuration.Check(options.Testing))
        {
            if (!found.Exists(p => string.Equals(p.Key, key, StringComparison.OrdinalIgnoreCase)))
            {
                found.Add(new ConfigurationProblem(file, LineOf(entries, key), key, problem));
            }
        }

        problems.AddRange(found.OrderBy(static p => p.Line == 0 ? int.MaxValue : p.Line));
        return configuration;
    }

    private static void CheckKey(string file, IniEntry entry, List<ConfigurationProblem> problems)
    {
        if (Settings.Find(entry.Section, entry.Key) is not null)
        {
            return;
        }

        var elsewhere = Settings.All.FirstOrDefault(
            s => string.Equals(s.Key, entry.Key, StringComparison.OrdinalIgnoreCase));
        var text = elsewhere is not null
            ? $"belongs into section [{elsewhere.Section}]"
            : entry.Section.Length > 0 && !Settings.Sections.Contains(entry.Section, StringComparer.OrdinalIgnoreCase)
                ? $"there is no section [{entry.Section}]{Suggestion.For(entry.Section, Settings.Sections)}"
                : $"unknown configuration item{Suggestion.For(entry.Key, Settings.All.Select(static s => s.Key))}";
        problems.Add(new ConfigurationProblem(file, entry.Line, entry.Key, text));
    }

    private static void Apply(string file, IniEntry entry, string value, AccessPointConfiguration target,
        ReadOptions options, List<ConfigurationProblem> problems)
    {
        if (Settings.Find(entry.Section, entry.Key)?.Apply(target, value) is { } problem)
        {
            problems.Add(new ConfigurationProblem(file, entry.Line, entry.Key, problem.Text)
            {
                IsWarning = problem.IsUnsupported && options.IgnoreUnsupported,
            });
        }
    }

    private static int LineOf(List<IniEntry> entries, string key) =>
        entries.FirstOrDefault(e => string.Equals(e.Key, key, StringComparison.OrdinalIgnoreCase)).Line;
}
