using System.Text;

namespace HostApd.Workbench;

/// <summary>
/// <c>convert hostapd.conf</c>: writes our ini. Which key belongs into which section is read from the reference that is
/// kept true by a test; what it does not know stays visible as a comment, and is told.
/// </summary>
internal static class ConvertStudy
{
    private const string Reference = "reference.ini";

    /// <summary>Converts <paramref name="file"/>; exit code 1 when something could not be taken over.</summary>
    internal static int Run(string file, TextWriter output, TextWriter errors)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The framework's own words are left out of the published program.
            errors.WriteLine($"{file}: {(e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : "is no file that can be read")}");
            return 1;
        }

        var problems = new List<string>();
        output.Write(Convert(bytes, problems));
        problems.ForEach(p => errors.WriteLine($"{file}:{p}"));
        return problems.Count == 0 ? 0 : 1;
    }

    /// <summary>
    /// The ini; <paramref name="problems"/> begin with their line. What the daemon reads as it stands, it reads the same from the
    /// ini; what no ini line can hold stays as a comment.
    /// </summary>
    internal static string Convert(ReadOnlySpan<byte> conf, List<string> problems)
    {
        var sections = ReadReference();
        var values = new Dictionary<string, (string Text, int Line)>(StringComparer.Ordinal) { ["hw_mode"] = ("b", 0) };
        var left = new List<string>();
        var number = 0;
        var fromWindows = 0;
        conf = conf.StartsWith(ByteOrderMark) ? conf[ByteOrderMark.Length..] : conf;
        foreach (var range in conf.Split((byte)'\n'))
        {
            number++;
            var line = conf[range];
            if (line is [.., (byte)'\r'])
            {
                fromWindows = fromWindows == 0 ? number : fromWindows;
                line = line[..^1];
            }

            if (line.IsEmpty || line[0] == (byte)'#')
            {
                continue;
            }

            var equals = line.IndexOf((byte)'=');
            var key = equals < 0 ? "" : Encoding.Latin1.GetString(line[..equals]);
            if (key == "bss")
            {
                problems.Add($"{number}: bss: an ini file holds one BSS; hostapd-net reads hostapd.conf as it is, too");
                break;
            }

            var why = equals < 0 ? "is no key=value"
                : !sections.ContainsKey(key) ? $"{OnOneLine(line[..equals])}: there is no such key in the ini; kept as a comment"
                : !Take(key, line[(equals + 1)..], number, values) ? $"{key}: has characters that no line of an ini may have; kept as a comment"
                : null;
            if (why is not null)
            {
                left.Add(OnOneLine(line));
                problems.Add($"{number}: {why}");
            }
        }

        if (fromWindows > 0)
        {
            problems.Add($"{fromWindows}: the lines end as on Windows, which hostapd reads as part of the values; left out");
        }

        LeaveUnusedKeys(values, left, problems);
        return Write(sections, values, left);
    }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// Repeated keys: the later counts, and a name, or a secret, in one notation replaces one in the other. False where an ini
    /// line cannot say it.
    /// </summary>
    private static bool Take(string key, ReadOnlySpan<byte> value, int line, Dictionary<string, (string Text, int Line)> values)
    {
        if (key == "ssid" && !IsPlain(value) && value.Length > 0)
        {
            key = "ssid2";
            value = Encoding.ASCII.GetBytes(System.Convert.ToHexStringLower(value));
        }

        if (!System.Text.Unicode.Utf8.IsValid(value))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(value);
        if (text.Any(static c => char.IsControl(c) && c != '\t'))
        {
            return false;
        }

        if (Other(key) is { } other)
        {
            values.Remove(other);
        }

        // In the order of the lines: each speaks for those before it.
        values.Remove(key);
        values[key] = (text.Length > 0 && (text != text.Trim() || text is ['"', .., '"']) ? $"\"{text}\"" : text, line);
        return true;
    }

    private static string? Other(string key) => key switch
    {
        "ssid" => "ssid2",
        "ssid2" => "ssid",
        "wpa_passphrase" => "wpa_psk",
        "wpa_psk" => "wpa_passphrase",
        _ => null,
    };

    /// <summary>hostapd runs an open network beside a secret that nothing uses; our ini calls that a mistake.</summary>
    private static void LeaveUnusedKeys(Dictionary<string, (string Text, int Line)> values, List<string> left, List<string> problems)
    {
        if (values.TryGetValue("wpa", out var wpa) && wpa.Text.TrimStart('"', ' ', '\t') is not ("" or ['0', ..])
            || values.TryGetValue("p2p_go", out var group) && group.Text.TrimStart('"', ' ', '\t') is ['1', ..])
        {
            return;
        }

        foreach (var key in new[] { "wpa_passphrase", "wpa_psk" })
        {
            if (values.Remove(key, out var unused) && unused.Text.Length > 0)
            {
                left.Add($"{key}={unused.Text}");
                problems.Add($"{unused.Line}: {key}: protects nothing without wpa = 2, and hostapd runs this file as an open network; kept as a comment");
            }
        }
    }

    /// <summary>Whether an ini line gives these bytes back.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> value) =>
        System.Text.Unicode.Utf8.IsValid(value) && Encoding.UTF8.GetString(value) is var text && text.Trim() == text
        && text is not ['"', ..] && !text.Any(static c => char.IsControl(c));

    /// <summary>A line as a comment: what would end it is spelt out.</summary>
    private static string OnOneLine(ReadOnlySpan<byte> line)
    {
        var text = new StringBuilder();
        foreach (var c in Encoding.UTF8.GetString(line))
        {
            _ = char.IsControl(c) ? text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{(int)c:x2}") : text.Append(c);
        }

        return text.ToString();
    }

    private static string Write(Dictionary<string, string> sections, Dictionary<string, (string Text, int Line)> values, List<string> left)
    {
        var text = new StringBuilder();
        foreach (var section in sections.Values.Distinct())
        {
            var own = values.Where(v => sections[v.Key] == section && v.Value.Text.Length > 0).ToList();
            if (own.Count > 0)
            {
                text.Append(text.Length == 0 ? "" : "\n").Append('[').Append(section).Append("]\n");
                own.ForEach(v => text.Append(v.Key).Append(" = ").Append(v.Value.Text).Append('\n'));
            }
        }

        if (left.Count > 0)
        {
            text.Append("\n# not taken over from hostapd.conf:\n");
            left.ForEach(l => text.Append("# ").Append(l).Append('\n'));
        }

        return text.ToString();
    }

    /// <summary>Section by key, in the reference's order.</summary>
    private static Dictionary<string, string> ReadReference()
    {
        using var stream = typeof(ConvertStudy).Assembly.GetManifestResourceStream(Reference)!;
        using var reader = new StreamReader(stream);
        var sections = new Dictionary<string, string>(StringComparer.Ordinal);
        var section = "";
        while (reader.ReadLine() is { } line)
        {
            if (line is ['[', .., ']'])
            {
                section = line[1..^1];
            }
            else if (line is ['#', not ' ', ..] && line.IndexOf(" =", StringComparison.Ordinal) is > 0 and var at
                && section is not ("button" or "testing") && line[1..at] is not "file" and var key)
            {
                sections.TryAdd(key, section);
            }
        }

        return sections;
    }
}
