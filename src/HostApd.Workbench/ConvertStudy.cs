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
            errors.WriteLine($"{file}: {e.Message}");
            return 1;
        }

        var problems = new List<string>();
        output.Write(Convert(bytes, problems));
        problems.ForEach(p => errors.WriteLine($"{file}:{p}"));
        return problems.Count == 0 ? 0 : 1;
    }

    /// <summary>The ini; <paramref name="problems"/> begin with their line.</summary>
    internal static string Convert(ReadOnlySpan<byte> conf, List<string> problems)
    {
        var sections = ReadReference();
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["hw_mode"] = "b" };
        var left = new List<string>();
        var number = 0;
        foreach (var range in conf.Split((byte)'\n'))
        {
            number++;
            var line = conf[range];
            var equals = line.IndexOf((byte)'=');
            if (line.IsEmpty || line[0] == (byte)'#')
            {
                continue;
            }

            var key = equals < 0 ? "" : Encoding.Latin1.GetString(line[..equals]);
            if (key == "bss")
            {
                problems.Add($"{number}: bss: an ini file holds one BSS; hostapd-net reads hostapd.conf as it is, too");
                break;
            }

            if (sections.ContainsKey(key))
            {
                Take(key, line[(equals + 1)..], values);
            }
            else
            {
                left.Add(Encoding.UTF8.GetString(line));
                problems.Add(equals < 0 ? $"{number}: is no key=value" : $"{number}: {key}: there is no such key in the ini; kept as a comment");
            }
        }

        return Write(sections, values, left);
    }

    /// <summary>Repeated keys: the later counts, and a name in one notation replaces one in the other.</summary>
    private static void Take(string key, ReadOnlySpan<byte> value, Dictionary<string, string> values)
    {
        if (key is "ssid" or "ssid2")
        {
            values.Remove("ssid");
            values.Remove("ssid2");
        }

        if (key == "ssid" && !IsPlain(value))
        {
            values["ssid2"] = System.Convert.ToHexStringLower(value);
            return;
        }

        var text = Encoding.UTF8.GetString(value);
        values[key] = text.Length > 0 && (text != text.Trim() || text is ['"', .., '"']) ? $"\"{text}\"" : text;
    }

    /// <summary>Whether an ini line gives these bytes back.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> value) =>
        value.Length > 0 && value[0] != (byte)'"' && value[0] > 0x20 && value[^1] > 0x20
        && System.Text.Unicode.Utf8.IsValid(value);

    private static string Write(Dictionary<string, string> sections, Dictionary<string, string> values, List<string> left)
    {
        var text = new StringBuilder();
        foreach (var section in sections.Values.Distinct())
        {
            var own = values.Where(v => sections[v.Key] == section && v.Value.Length > 0).ToList();
            if (own.Count > 0)
            {
                text.Append(text.Length == 0 ? "" : "\n").Append('[').Append(section).Append("]\n");
                own.ForEach(v => text.Append(v.Key).Append(" = ").Append(v.Value).Append('\n'));
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
