using System.Text;
using HostApd.Control;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Ini;

namespace HostApd.Configuration;

/// <summary>Reads the daemon's own ini file: every mistake first, then the values, by key.</summary>
internal static class IniConfiguration
{
    /// <summary>What to do about a key that resembles none.</summary>
    private const string OfNewer = ": a newer version's, or misspelt; take the line out, or put a # before it";

    /// <summary>Reads <paramref name="bytes"/>. With problems, what is returned is not to be used.</summary>
    internal static AccessPointConfiguration Read(string file, byte[] bytes, ReadOptions options, List<ConfigurationProblem> problems)
    {
        var configuration = new AccessPointConfiguration { File = file };
        var found = new List<ConfigurationProblem>();
        var lines = ByteText.Decode(PlainText.Of(bytes, out var marks)).Split('\n');
        var entries = IniScanner.Scan(file, lines, found);
        foreach (var entry in entries)
        {
            CheckKey(file, entry, found);
        }

        // A byte order mark and Windows line ends are usual in ini files, and no other program reads this one.
        var judged = found.Count;
        if (marks.HasFlag(TextMarks.LoneReturns))
        {
            found.Add(new ConfigurationProblem(file, 1, null, "ends its lines with carriage returns alone: read as if they were line feeds")
            {
                IsRemark = true,
                IsWarning = true,
            });
        }

        // With mistakes of form, values are judged as the scanner saw them, so that the owner sees everything at once.
        var values = judged == 0 ? IniStreamConfigurationProvider.Read(new MemoryStream(Encoding.UTF8.GetBytes(Judged(entries)))) : null;
        foreach (var entry in entries)
        {
            var value = values is null ? entry.Value : values[ConfigurationPath.Combine(entry.Section, entry.Key)] ?? "";
            Apply(file, entry, value, configuration, options, found);
            configuration.Lines[entry.Key] = entry.Line;
        }

        configuration.InterfaceName = options.InterfaceName ?? configuration.InterfaceName;
        configuration.GroupOwner.SetDefaults(configuration);
        foreach (var (key, problem) in configuration.Late.Take(options))
        {
            found.Add(ConfigurationProblem.Of(file, LineOf(entries, key), key, problem, options));
        }

        // What is wrong already needs no second complaint, such as that it is missing.
        foreach (var (key, problem) in configuration.Check(options.Testing))
        {
            if (!found.Exists(p => !p.IsRemark && string.Equals(p.Key, key, StringComparison.OrdinalIgnoreCase)))
            {
                found.Add(new ConfigurationProblem(file, LineOf(entries, key), key, problem));
            }
        }

        problems.AddRange(found.Select(p => options.NamedByClient ? WithoutContent(p) : p)
            .OrderBy(static p => p.Line == 0 ? int.MaxValue : p.Line));
        return configuration;
    }

    /// <summary>
    /// What the scanner found, written anew for the provider: it splits lines elsewhere than the scanner does, takes more for
    /// comments, and throws at what it does not know. Thus it reads what was judged, and nothing else.
    /// </summary>
    private static string Judged(List<IniEntry> entries)
    {
        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            text.Append('[').Append(entry.Section).Append("]\n").Append(entry.Key).Append("=\"").Append(entry.Value).Append("\"\n");
        }

        return text.ToString();
    }

    private static ConfigurationProblem WithoutContent(ConfigurationProblem problem) =>
        problem.Key is { } key && Settings.All.Any(s => string.Equals(s.Key, key, StringComparison.OrdinalIgnoreCase))
            ? problem
            : problem with { Key = null, Text = "is no line of a configuration file" };

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
                ? $"there is no section [{Spoken.Shortly(entry.Section)}]{Suggestion.For(entry.Section, Settings.Sections)}"
                : "unknown configuration item" + (Suggestion.For(entry.Key, Settings.All.Select(static s => s.Key)) is { Length: > 0 } likely ? likely : OfNewer);
        problems.Add(new ConfigurationProblem(file, entry.Line, entry.Key, text));
    }

    private static void Apply(string file, IniEntry entry, string value, AccessPointConfiguration target,
        ReadOptions options, List<ConfigurationProblem> problems)
    {
        if (Settings.Find(entry.Section, entry.Key)?.Apply(target, value) is { } problem)
        {
            problems.Add(ConfigurationProblem.Of(file, entry.Line, entry.Key, problem, options));
        }
    }

    private static int LineOf(List<IniEntry> entries, string key) =>
        entries.FirstOrDefault(e => string.Equals(e.Key, key, StringComparison.OrdinalIgnoreCase)).Line;
}
