using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Ini;

namespace HostApd.Configuration;

/// <summary>Reads the daemon's own ini file: every mistake first, then the values, by key.</summary>
internal static class IniConfiguration
{
    /// <summary>Reads <paramref name="file"/>. With problems, what is returned is not to be used.</summary>
    internal static AccessPointConfiguration Read(string file, bool testing, List<ConfigurationProblem> problems)
    {
        var configuration = new AccessPointConfiguration { File = file };
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new ConfigurationProblem(file, 0, null, $"cannot be read: {e.Message}"));
            return configuration;
        }

        var lines = System.Text.Encoding.UTF8.GetString(bytes).Split('\n');
        var entries = IniScanner.Scan(file, lines, problems);
        foreach (var entry in entries)
        {
            CheckKey(file, entry, problems);
        }

        if (problems.Count > 0)
        {
            // Values are judged all the same, so that the owner sees everything at once.
            entries.ForEach(entry => Apply(file, entry, entry.Value, configuration, problems));
            return configuration;
        }

        var values = IniStreamConfigurationProvider.Read(new MemoryStream(bytes));
        foreach (var entry in entries)
        {
            Apply(file, entry, values[ConfigurationPath.Combine(entry.Section, entry.Key)] ?? "", configuration, problems);
        }

        if (problems.Count == 0)
        {
            foreach (var (key, problem) in configuration.Check(testing))
            {
                problems.Add(new ConfigurationProblem(file, LineOf(entries, key), key, problem));
            }
        }

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
        List<ConfigurationProblem> problems)
    {
        if (Settings.Find(entry.Section, entry.Key)?.Apply(target, value) is { } problem)
        {
            problems.Add(new ConfigurationProblem(file, entry.Line, entry.Key, problem));
        }
    }

    private static int LineOf(List<IniEntry> entries, string key) =>
        entries.FirstOrDefault(e => string.Equals(e.Key, key, StringComparison.OrdinalIgnoreCase)).Line;
}
