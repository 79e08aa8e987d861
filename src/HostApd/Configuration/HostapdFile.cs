using HostApd.Control;
using HostApd.Ieee80211;

namespace HostApd.Configuration;

/// <summary>
/// hostapd's own file, read by hostapd's rules: one <c>key=value</c> a line, the order counts, nothing is trimmed, a comment
/// is a line that begins with <c>#</c>, keys may repeat, and <c>bss=name</c> begins a further BSS of the same radio.
/// </summary>
internal static class HostapdFile
{
    private const string FurtherBss = "bss";
    private const string NoLine = "is no line of a configuration file";

    /// <summary>What is not worth a complaint where something else is wrong: another band has other channels, another way in other keys.</summary>
    private static readonly (string Key, string Cause)[] Causes =
        [("channel", "op_class"), ("wpa_passphrase", "wpa_key_mgmt"), ("wpa_passphrase", "wpa"), ("wpa_psk", "wpa"), ("ieee8021x", "wpa_key_mgmt")];

    /// <summary>hostapd reads lines into a buffer of this size, and what is longer becomes two.</summary>
    private const int LongestLine = 4095;

    /// <summary>
    /// Whether it is one: it has settings, and neither a section of ours nor the head of any before the first of them. A line that
    /// begins with a bracket further down is a mistake in it, and no more.
    /// </summary>
    internal static bool Recognizes(ReadOnlySpan<byte> bytes)
    {
        var hasSetting = false;
        ReadOnlySpan<byte> plain = PlainText.Of(bytes, out _);
        foreach (var range in plain.Split((byte)'\n'))
        {
            var line = plain[range].Trim(" \t"u8);
            if (line is [(byte)'[', ..] && (!hasSetting || IsSection(ByteText.Decode(line))))
            {
                return false;
            }

            hasSetting |= !line.IsEmpty && line[0] is not ((byte)'#' or (byte)';') && line.Contains((byte)'=');
        }

        return hasSetting;
    }

    private static bool IsSection(string line) =>
        IniScanner.SectionOf(line) is { } name && Settings.Sections.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads what the file says of <paramref name="first"/>, the first BSS, and of those after it.</summary>
    internal static void Read(string file, ReadOnlySpan<byte> bytes, AccessPointConfiguration first, ReadOptions options,
        List<ConfigurationProblem> problems)
    {
        var target = first;
        var number = 0;
        var found = new List<ConfigurationProblem>();
        bytes = PlainText.Of(bytes, out var marks);
        if (PlainText.Remark(marks) is { } remark)
        {
            found.Add(new ConfigurationProblem(file, 1, null, remark) { IsRemark = true, IsWarning = true });
        }

        foreach (var range in bytes.Split((byte)'\n'))
        {
            number++;
            var line = bytes[range];
            if (line.IsEmpty || line[0] == (byte)'#')
            {
                continue;
            }

            var equals = line.IndexOf((byte)'=');
            if (WhyNoLine(line, equals) is { } wrong)
            {
                found.Add(new ConfigurationProblem(file, number, null, options.NamedByClient ? NoLine : wrong));
                continue;
            }

            var key = ByteText.Decode(line[..equals]);
            var value = ByteText.Decode(line[(equals + 1)..]);
            if (key == FurtherBss)
            {
                target = Begin(value);
                continue;
            }

            target.Lines[key] = number;
            target.Given.Add((key, value, number));
            if (Settings.Apply(target, key, value) is { } problem)
            {
                found.Add(options.NamedByClient && !Settings.IsKnown(key)
                    ? new ConfigurationProblem(file, number, null, NoLine)
                    : ConfigurationProblem.Of(file, number, key, problem, options));
            }
        }

        foreach (var bss in first.WithFurther)
        {
            AddChecks(file, bss, options, found);
        }

        found.AddRange(Twice(file, first));
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

    private static string? WhyNoLine(ReadOnlySpan<byte> line, int equals) =>
        line.Length > LongestLine ? $"has {line.Length} bytes, and hostapd cuts lines at {LongestLine}"
        : equals < 0 ? $"invalid line '{Settings.Quoted(ByteText.Decode(line))}': write key=value"
        : line.Contains((byte)0) ? "has a zero byte, at which hostapd's line would end: take it out"
        : null;

    /// <summary>Two BSSes can have neither one name nor one address.</summary>
    private static IEnumerable<ConfigurationProblem> Twice(string file, AccessPointConfiguration first)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var addresses = new HashSet<MacAddress>();
        foreach (var bss in first.WithFurther)
        {
            if (!names.Add(bss.InterfaceName) && bss.InterfaceName.Length > 0)
            {
                yield return new ConfigurationProblem(file, 0, FurtherBss, $"two BSSes are called {Spoken.Shortly(bss.InterfaceName)}: give each a name of its own");
            }

            if (bss.Address is { } address && !addresses.Add(address))
            {
                yield return new ConfigurationProblem(file, bss.Lines.GetValueOrDefault("bssid"), "bssid",
                    $"{address} is another BSS's address, too: give each its own (bss={Spoken.Shortly(bss.InterfaceName)})");
            }
        }
    }

    /// <summary>Whether another line of the BSS is wrong that a complaint about <paramref name="key"/> would only follow from.</summary>
    private static bool FollowsFrom(string key, AccessPointConfiguration bss, List<ConfigurationProblem> found) =>
        Array.Exists(Causes, c => c.Key == key && bss.Lines.TryGetValue(c.Cause, out var line)
            && found.Exists(p => p is { IsWarning: false, IsPassable: false } && p.Key == c.Cause && p.Line == line));

    private static void AddChecks(string file, AccessPointConfiguration bss, ReadOptions options, List<ConfigurationProblem> found)
    {
        bss.InterfaceName = bss.Main is null ? options.InterfaceName ?? bss.InterfaceName : bss.InterfaceName;
        bss.GroupOwner.SetDefaults(bss);
        foreach (var (key, problem) in bss.Late.Take(options))
        {
            if (!FollowsFrom(key, bss, found))
            {
                found.Add(ConfigurationProblem.Of(file, bss.Lines.GetValueOrDefault(key), key, problem, options));
            }
        }

        foreach (var (key, problem) in bss.Check(options.Testing))
        {
            var line = bss.Lines.GetValueOrDefault(key);
            if (!found.Exists(p => !p.IsRemark && p.Key == key && p.Line == line) && !FollowsFrom(key, bss, found))
            {
                found.Add(new ConfigurationProblem(file, line, key, bss.Main is null ? problem : $"{problem} (bss={bss.InterfaceName})"));
            }
        }
    }
}
