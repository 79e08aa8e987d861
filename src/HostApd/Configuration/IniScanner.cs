namespace HostApd.Configuration;

/// <summary>One <c>key = value</c> line of an ini file.</summary>
internal readonly record struct IniEntry(string Section, string Key, string Value, int Line);

/// <summary>
/// Reads an ini file line by line, in order, and finds every mistake of form at once. The configuration provider that
/// supplies the values stops at the first duplicate and knows no line numbers; this runs before it.
/// </summary>
internal static class IniScanner
{
    internal static List<IniEntry> Scan(string file, IEnumerable<string> lines, List<ConfigurationProblem> problems)
    {
        var entries = new List<IniEntry>();
        var section = "";
        var number = 0;
        foreach (var raw in lines)
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
            {
                continue;
            }

            if (line[0] == '[')
            {
                if (line[^1] == ']' && line.Length > 2)
                {
                    section = line[1..^1].Trim();
                }
                else
                {
                    problems.Add(new ConfigurationProblem(file, number, null, $"'{line}' is no section: write [name]"));
                }

                continue;
            }

            var equals = line.IndexOf('=');
            if (equals <= 0)
            {
                problems.Add(new ConfigurationProblem(file, number, null, $"'{line}' is no setting: write key = value"));
                continue;
            }

            var entry = new IniEntry(section, line[..equals].Trim(), Unquote(line[(equals + 1)..].Trim()), number);
            CheckDuplicate(file, entry, entries, problems);
            entries.Add(entry);
        }

        return entries;
    }

    private static void CheckDuplicate(
        string file, IniEntry entry, List<IniEntry> earlier, List<ConfigurationProblem> problems)
    {
        foreach (var other in earlier)
        {
            if (string.Equals(other.Section, entry.Section, StringComparison.OrdinalIgnoreCase)
                && string.Equals(other.Key, entry.Key, StringComparison.OrdinalIgnoreCase))
            {
                problems.Add(new ConfigurationProblem(file, entry.Line, entry.Key,
                    $"is set twice; the first is in line {other.Line}"));
                return;
            }
        }
    }

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] == '"' && value[^1] == '"' ? value[1..^1] : value;
}
