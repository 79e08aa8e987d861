using HostApd.Control;

namespace HostApd.Configuration;

/// <summary>
/// hostapd's own file, read by hostapd's rules: one <c>key=value</c> a line, the order counts, nothing is trimmed, a comment
/// is a line that begins with <c>#</c>, keys may repeat, and <c>bss=name</c> begins a further BSS of the same radio.
/// </summary>
internal static class HostapdFile
{
    private const string FurtherBss = "bss";

    /// <summary>Whether it is one: it has settings, and no section.</summary>
    internal static bool Recognizes(ReadOnlySpan<byte> bytes)
    {
        var hasSetting = false;
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
            if (equals < 0)
            {
                found.Add(new ConfigurationProblem(file, number, null, $"invalid line '{ByteText.Decode(line)}': write key=value"));
                continue;
            }

            var key = ByteText.Decode(line[..equals]);
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
                    found.Add(new ConfigurationProblem(file, number, key, problem.Text)
                    {
                        IsWarning = problem.IsUnsupported && options.IgnoreUnsupported,
                    });
                }
            }
        }

        foreach (var bss in first.WithFurther)
        {
            AddChecks(file, bss, options.Testing, found);
        }

        problems.AddRange(found.OrderBy(static p => p.Line == 0 ? int.MaxValue : p.Line));

        AccessPointConfiguration Begin(string name)
        {
            var further = first.CreateFurther(name);
            if (name.Length is 0 or > 15)
            {
                found.Add(new ConfigurationProblem(file, number, FurtherBss, $"'{name}' is no name of an interface: 1–15 bytes"));
            }

            return further;
        }
    }

    private static void AddChecks(string file, AccessPointConfiguration bss, bool testing, List<ConfigurationProblem> found)
    {
        bss.GroupOwner.SetDefaults(bss);
        foreach (var (key, problem) in bss.Check(testing))
        {
            var line = bss.Lines.GetValueOrDefault(key);
            if (!found.Exists(p => p.Key == key && p.Line == line))
            {
                found.Add(new ConfigurationProblem(file, line, key, bss.Main is null ? problem : $"{problem} (bss={bss.InterfaceName})"));
            }
        }
    }
}
