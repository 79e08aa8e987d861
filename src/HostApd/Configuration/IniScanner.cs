namespace HostApd.Configuration;

/// <summary>One <c>key = value</c> line of an ini file.</summary>
internal readonly record struct IniEntry(string Section, string Key, string Value, int Line);

/// <summary>
/// Reads an ini file line by line, in order, and finds every mistake of form at once. The configuration provider that
/// supplies the values stops at the first duplicate and knows no line numbers; this runs before it, and the provider sees
/// nothing but what was found right here.
/// </summary>
internal static class IniScanner
{
    internal const char ByteOrderMark = '\uFEFF';

    internal static List<IniEntry> Scan(string file, IEnumerable<string> lines, List<ConfigurationProblem> problems)
    {
        var entries = new List<IniEntry>();
        var first = new Dictionary<(string Section, string Key), int>();
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

            if (WrongCharacter(line) is { } wrong)
            {
                problems.Add(new ConfigurationProblem(file, number, KeyOf(line), wrong));
                continue;
            }

            if (line[0] == '[')
            {
                if (SectionOf(line) is { } name)
                {
                    section = name;
                }
                else
                {
                    problems.Add(new ConfigurationProblem(file, number, null, $"'{Spoken.Shortly(line)}' is no section: write [name]"));
                }

                continue;
            }

            if (KeyOf(line) is not { } key)
            {
                problems.Add(new ConfigurationProblem(file, number, null, $"'{Settings.Quoted(line)}' is no setting: write key = value"));
                continue;
            }

            var entry = new IniEntry(section, key, Unquote(line[(line.IndexOf('=') + 1)..].Trim()), number);
            var place = (section.ToUpperInvariant(), key.ToUpperInvariant());
            if (!first.TryAdd(place, number))
            {
                problems.Add(new ConfigurationProblem(file, number, key, $"is set twice; the first is in line {first[place]}"));
            }

            entries.Add(entry);
        }

        return entries;
    }

    /// <summary>The name in <c>[name]</c>; null where the line is no such head.</summary>
    internal static string? SectionOf(string line) => line is ['[', _, .., ']'] ? line[1..^1].Trim() : null;

    private static string? KeyOf(string line) => line.IndexOf('=') is > 0 and var equals ? line[..equals].Trim() : null;

    /// <summary>What no line may hold: it would be read as two by somebody else, or is no text.</summary>
    private static string? WrongCharacter(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '\r')
            {
                return "has a carriage return within the line: end lines with a line feed";
            }

            if (char.IsControl(c) && c != '\t')
            {
                return $"has a control character (0x{(int)c:x2}): take it out; a name may be written as ssid2, in hexadecimal";
            }

            if (char.IsHighSurrogate(c) && i + 1 < line.Length && char.IsLowSurrogate(line[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(c))
            {
                return $"is not UTF-8 (byte 0x{c & 0xff:x2}): save the file as UTF-8; a name may be written as ssid2, in hexadecimal";
            }
        }

        return null;
    }

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] == '"' && value[^1] == '"' ? value[1..^1] : value;
}
