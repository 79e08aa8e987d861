using HostApd.Control;

namespace HostApd.Configuration;

/// <summary>
/// hostapd's own file, read by hostapd's rules: one <c>key=value</c> a line, the order counts, nothing is trimmed, a comment
/// is a line that begins with <c>#</c>, keys may repeat, and <c>bss=name</c> begins a further BSS of the same radio.
/// </summary>
internal static class HostapdFile
{
    private const string FurtherBss = "bss";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Whether it is one: it has settings, and no section.</summary>
    internal static bool Recognizes(ReadOnlySpan<byte> bytes)
    {
        var hasSetting = false;
        bytes = bytes.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes;
        foreach (var range in bytes.Split((byte)'\n'))
        {
            var line = bytes[range].Trim(" \t\r"u8);
            if (line is [(byte)'[', ..])
            {
                return false;
            }

            hasSetting |= !line.IsEmpty && line[0] is not ((byte)'#' or (byte)';') && line.Contains((byte)'=');
        }

        return hasSetting;
    }

    /// <summary>Reads what the file says of <paramref name="first"/>, the first BSS, and of those after it.</summary>
    internal static void Read(string file, ReadOnlySpan<byte> bytes, AccessPointConfiguration first, ReadOptions options,
        List<ConfigurationProblem> problems)
    {
        var target = first;
        var number = 0;
        var found = new List<ConfigurationProblem>();
        foreach (var range in bytes.Split((byte)'\n'))
        {
            number++;
            var line = bytes[range];
            if (line.IsEmpty || line[0] == (byte)'#')
            {
                continue;
            }

            var equals = line.IndexOf((byte)'=');
            if (equals < 0 || line.Contains((byte)0))
            {
                found.Add(new ConfigurationProblem(file, number, null, options.NamedByClient ? "is no line of a configuration file"
                    : equals < 0 ? $"invalid line '{Spoken.Shortly(ByteText.Decode(line))}': write key=value"
                    : "has a zero byte, at which hostapd's line would end: take it out"));
                continue;
            }

            var key = ByteText.Decode(number == 1 && line.StartsWith(ByteOrderMark) ? line[ByteOrderMark.Length..equals] : line[..equals]);
            var value = ByteText.Decode(line[(equals + 1)..]);
            if (key == FurtherBss)
            {
                target = Begin(value);
            }
            else
            {
                target.Lines[key] = number;
                target.Given.Add((key, value));
                if (Settings.Apply(target, key, value) is { } problem)
                {
                    found.Add(options.NamedByClient && !Settings.IsKnown(key)
                        ? new ConfigurationProblem(file, number, null, "is no line of a configuration file")
                        : ConfigurationProblem.Of(file, number, key, WithLineEnd(problem, value), options));
                }
            }
        }

        foreach (var bss in first.WithFurther)
        {
            AddChecks(file, bss, options, found);
        }

        problems.AddRange(found.OrderBy(static p => p.Line == 0 ? int.MaxValue : p.Line));

        AccessPointConfiguration Begin(string name)
        {
            var further = first.CreateFurther(name);
            if (InterfaceName.Problem(name) is { } wrong)
            {
                found.Add(new ConfigurationProblem(file, number, FurtherBss, wrong));
            }

            return further;
        }
    }

    /// <summary>hostapd reads the carriage return of Windows' line ends as part of the value, and so do we: say so where it harms.</summary>
    private static SettingProblem WithLineEnd(SettingProblem problem, string value) => value.EndsWith('\r')
        ? problem with { Text = problem.Text + " (the line ends as on Windows, with a carriage return: take those out)" }
        : problem;

    private static void AddChecks(string file, AccessPointConfiguration bss, ReadOptions options, List<ConfigurationProblem> found)
    {
        bss.InterfaceName = bss.Main is null ? options.InterfaceName ?? bss.InterfaceName : bss.InterfaceName;
        bss.GroupOwner.SetDefaults(bss);
        if (bss.TakeOldPairwise(options) is { } old)
        {
            found.Add(ConfigurationProblem.Of(file, bss.Lines.GetValueOrDefault("wpa_pairwise"), "wpa_pairwise", old, options));
        }

        foreach (var (key, problem) in bss.Check(options.Testing))
        {
            var line = bss.Lines.GetValueOrDefault(key);
            if (!found.Exists(p => !p.IsRemark && p.Key == key && p.Line == line))
            {
                found.Add(new ConfigurationProblem(file, line, key, bss.Main is null ? problem : $"{problem} (bss={bss.InterfaceName})"));
            }
        }
    }
}
