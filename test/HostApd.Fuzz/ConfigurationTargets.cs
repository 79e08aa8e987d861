using HostApd.Configuration;
using HostApd.Control;
using HostApd.Radius;
using HostApd.Workbench;

namespace HostApd.Fuzz;

/// <summary>hostapd's file: whatever stands in it, reading ends with values or with problems that name a place.</summary>
public static class HostapdFileTarget
{
    /// <summary>Lines of each kind.</summary>
    public static IEnumerable<byte[]> Corpus =>
    [
        .. new[]
        {
            "interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nwpa=2\nwpa_passphrase=12345678\n",
            "ssid2=P\"a\\x01\\n\"\nht_capab=[HT40+][SHORT-GI-20]\nbasic_rates=10 20\nbss=wlan0_1\nbssid=02:00:00:00:00:01\n",
            "interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nwpa=2\nwpa_key_mgmt=WPA-PSK SAE SAE-EXT-KEY\nwpa_passphrase=12345678\nsae_pwe=2\nsae_groups=19 20\n"
                + "sae_password=any|mac=02:00:00:00:01:00|id=guest\nsae_password=\nsae_password=other\ntransition_disable=0x01\nieee80211w=1\nsae_require_mfp=1\n",
            "vendor_elements=dd0411223301\ntx_queue_data0_burst=1.5\nwmm_ac_vo_acm=1\nuuid=12345678-9abc-def0-1234-56789abcdef0\n",
        }.Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    public static void Run(ReadOnlySpan<byte> data)
    {
        var problems = new List<ConfigurationProblem>();
        var configuration = AccessPointConfiguration.WithHostapdsDefaults("fuzz");
        HostapdFile.Read("fuzz", data, configuration, default, problems);
        Check.That(problems.TrueForAll(static p => p.Text.Length > 0 && p.File == "fuzz"));
        Check.That(ByteText.Encode(ByteText.Decode(data)).AsSpan().SequenceEqual(data));
    }
}

/// <summary>The file of a group: what is not read has a place, in one line, and no key of anybody comes into what is said of it.</summary>
public static class GroupFileTarget
{
    private const string Key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    /// <summary>Ours, an older one and a newer one.</summary>
    public static IEnumerable<byte[]> Corpus =>
    [
        .. new[]
        {
            $"version=2\nssid=DIRECT-ab\npassphrase=12345678\naddress=02:11:22:33:44:55\nclient 42:00:00:00:01:00 2026-11-26\n"
                + $"device 02:00:00:00:01:00 00000000-0000-0000-0000-000000000000 42:00:00:00:01:00 {Key}\n",
            $"ssid2=4449524543542d6162\r\n# mine\ndevice 02:00:00:00:01:00 00000000-0000-0000-0000-000000000000 42:00:00:00:01:00 {Key}\n",
            $"version=3\nssid=DIRECT-ab\nsae {Key}\ndevice 02:00:00:00:01:00 0 42:00:00:00:01:00 {Key} sae\n",
        }.Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    public static void Run(ReadOnlySpan<byte> data)
    {
        using var file = GroupFile.Parse("fuzz", data);
        Check.That(file.Unread.Count == Math.Min(file.UnreadCount, GroupFile.MostTold));
        foreach (var problem in file.Unread)
        {
            var text = problem.ToString();
            Check.That(problem.Line > 0 && text.StartsWith("fuzz:", StringComparison.Ordinal) && !text.Any(char.IsControl));
            Check.That(!text.Contains(Key[..16], StringComparison.Ordinal));
        }

        Check.That(file.Ssid is null or { Length: > 0 and <= 32 });
        Check.That(file.Address is null or { IsZero: false, IsMulticast: false });
    }
}

/// <summary>The file of records that no accounting server has taken: what is read can be sent, and what is wrong has a line.</summary>
public static class AccountingFileTarget
{
    /// <summary>Each form of a line, and each that is refused.</summary>
    public static IEnumerable<byte[]> Corpus =>
    [
        .. new[]
        {
            "# head\n0000000000000000 7 280600000007\n00000000000012AB 1 2806000000010103616c\n00000000000012AB 2 280600000002\n",
            "0 1 280600000001\n1 7 280600000007\n1 9 2806\n1 1 280\n1 1 28xx\n1 1 2807\n1 1\n1 1 28 06\n",
            "ffffffffffffffff 3 " + new string('0', 9000) + "\n",
        }.Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    public static void Run(ReadOnlySpan<byte> data)
    {
        var problems = new List<ConfigurationProblem>();
        var records = AccountingStore.Parse("fuzz", data, problems);
        Check.That(records.Count + problems.Count <= data.Count((byte)'\n') + 1);
        Check.That(problems.TrueForAll(static p => p.Line > 0 && !p.ToString().Any(char.IsControl)));
        foreach (var record in records)
        {
            var reader = new RadiusAttributeReader(record.Attributes);
            while (reader.MoveNext())
            {
            }

            Check.That(!reader.Failed && record.Attributes.Length <= RadiusRequest.MaximumAttributesLength);
            Check.That(record.Session == 0 == record.Status is AccountingStatus.On or AccountingStatus.Off);
        }
    }
}

/// <summary>
/// The file of SAE's passwords, line by line: what is read can be written and read again, what is wrong has a line, and nothing of a password
/// comes into what is said of it.
/// </summary>
public static class SaePasswordFileTarget
{
    private const string Secret = "Qz7Qz7Qz7Qz7";

    /// <summary>Each form of a line, and each that is refused.</summary>
    public static IEnumerable<byte[]> Corpus =>
    [
        .. new[]
        {
            $"{Secret}\n{Secret}|mac=02:00:00:00:01:00\n{Secret}|id=guest\r\n\n{Secret}|mac=ff:ff:ff:ff:ff:ff|id={Secret}|mac=x\n",
            $"{Secret}|vlanid=7|mac=02:00:00:00:01:00\n{Secret}|mac=02:00:00:00:01:00|vlanid=4094|id=guest\n{Secret}|vlanid=4095\n",
            $"{Secret}|pk=0123456789abcdef:{Secret}|id=guest\n",
            $"{Secret}|id=\n",
            $"|mac={Secret}\n{Secret} | mac = 1\n",
        }.Select(System.Text.Encoding.ASCII.GetBytes),
        [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.ASCII.GetBytes($"{Secret}\xff|id=\xfe\r{Secret}")],
    ];

    public static void Run(ReadOnlySpan<byte> data)
    {
        var wrong = SaePasswordFile.Parse("fuzz", data, out var lines);
        Check.That(wrong is null || lines.Count == 0);
        Check.That(wrong is null || wrong.StartsWith("line ", StringComparison.Ordinal) && wrong.Contains(" of fuzz: ", StringComparison.Ordinal)
            && !wrong.Any(char.IsControl) && !wrong.Contains(Secret[..6], StringComparison.Ordinal));
        foreach (var line in lines)
        {
            Check.That(line.Password.Length > 0 && ByteText.Encode(line.Identifier).Length <= 253);
            Check.That(!line.ToString().Contains(Secret[..6], StringComparison.Ordinal));
            var written = line.Password + (line.Station is { } station ? $"|mac={station}" : "")
                + (line.VlanId > 0 ? $"|vlanid={line.VlanId}" : "") + (line.Identifier.Length > 0 ? $"|id={line.Identifier}" : "");
            Check.That(SaePasswordLine.Read(written, out var again) is null && again == line);
        }
    }
}

/// <summary>
/// A configuration from its bytes to its options, whichever kind of file it is: it ends with values, or with problems that name a
/// place in one line; what is stored into it afterwards reads back; and what convert makes of it can be read, too.
/// </summary>
public static class ConfigurationFileTarget
{
    private static readonly byte[][] Marks =
    [
        "\r"u8.ToArray(), "\0"u8.ToArray(), [0xEF, 0xBB, 0xBF], "\r\n"u8.ToArray(), "\n"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), "\""u8.ToArray(), [0xff],
        "="u8.ToArray(), "#"u8.ToArray(), ";"u8.ToArray(), "/"u8.ToArray(), "\t"u8.ToArray(), ":"u8.ToArray(), [0xe2, 0x80, 0xa8], [0xc2, 0x85], [0xf0, 0x9f, 0x98, 0x80],
    ];

    /// <summary>How many inputs were right files, so that they went the whole way.</summary>
    public static int Right { get; private set; }

    /// <summary>The shipped files, and one of each kind with everything switched on.</summary>
    public static IReadOnlyList<byte[]> Corpus { get; } = [.. MakeCorpus()];

    public static void Run(ReadOnlySpan<byte> data)
    {
        var bytes = data.ToArray();
        foreach (var options in new ReadOptions[] { default, new(Testing: true, IgnoreUnsupported: true), new(Testing: false, NamedByClient: true) })
        {
            var problems = new List<ConfigurationProblem>();
            var configuration = ConfigurationFile.Read("fuzz", bytes, options, problems);
            Check.That(problems.TrueForAll(static p => p.Text.Length > 0 && p.File == "fuzz" && !p.ToString().Any(char.IsControl)));
            if (problems.TrueForAll(static p => p.IsWarning) && options == default)
            {
                foreach (var bss in configuration.WithFurther)
                {
                    bss.ToOptions().Security?.Dispose();
                }

                StoreAndRead(bytes, configuration.IsFlat);
                Right++;
            }
        }

        ConvertAndRead(bytes);
    }

    /// <summary>As a file: lines moved, doubled and cut, values of one key given to another, and bytes that mean something to somebody.</summary>
    public static byte[] Mutate(ref ulong random)
    {
        var lines = Split(Corpus[Next(ref random, Corpus.Count)]);
        var other = Split(Corpus[Next(ref random, Corpus.Count)]);
        for (var changes = 1 + Next(ref random, 4); changes > 0; changes--)
        {
            var at = Next(ref random, lines.Count);
            var mark = Marks[Next(ref random, Marks.Length)];
            switch (Next(ref random, 9))
            {
                case 0: lines.Insert(at, other[Next(ref random, other.Count)]); break;
                case 1 when lines.Count > 1: lines.RemoveAt(at); break;
                case 2: lines.Insert(at, lines[Next(ref random, lines.Count)]); break;
                case 3 when lines[at].AsSpan().TrimStart("#"u8).IndexOf((byte)'=') is > 0: lines[at] = lines[at].AsSpan().TrimStart("#"u8).ToArray(); break;
                case 4: lines[at] = Exchange(lines[at], other[Next(ref random, other.Count)]); break;
                case 5 when Next(ref random, 50) == 0: lines[at] = [.. lines[at], .. Enumerable.Repeat(mark[0], 1 << 16)]; break;
                case 6 when lines[at].Length > 0: lines[at] = lines[at][..Next(ref random, lines[at].Length)]; break;
                default:
                    var place = Next(ref random, lines[at].Length + 1);
                    lines[at] = [.. lines[at][..place], .. Next(ref random, 3) == 0 ? [(byte)Next(ref random, 256)] : mark, .. lines[at][place..]];
                    break;
            }
        }

        return Join(lines, Next(ref random, 20) == 0 ? "\r\n"u8 : "\n"u8);
    }

    private static void StoreAndRead(byte[] bytes, bool isFlat)
    {
        var text = ByteText.Decode(bytes);
        foreach (var (section, key, value) in new (string, string, string?)[] { ("bss", "ssid", null), ("bss", "ssid2", "610a62"), ("security", "wpa_passphrase", " \"12345678# "), ("security", "wpa_psk", null), ("security", "wpa", "2") })
        {
            var line = value is null ? null : LineValue.Of(value);
            text = isFlat ? FlatEditor.Set(text, key, line) : IniEditor.Set(text, section, key, line);
        }

        var problems = new List<ConfigurationProblem>();
        var read = ConfigurationFile.Read("fuzz", ByteText.Encode(text), default, problems);
        Check.That(read.Ssid.AsSpan().SequenceEqual("a\nb"u8) && read.Passphrase == " \"12345678# " && read.Wpa == 2);
    }

    private static void ConvertAndRead(byte[] bytes)
    {
        var told = new List<ConfigurationProblem>();
        var ini = ConvertStudy.Convert("fuzz", bytes, told);
        Check.That(told.TrueForAll(static p => p.Text.Length > 0 && !p.ToString().Any(char.IsControl)));
        var problems = new List<ConfigurationProblem>();
        var ours = ConfigurationFile.Read("fuzz", System.Text.Encoding.UTF8.GetBytes(ini), default, problems);

        // No line that the reader refuses; and what is missing was missing before.
        Check.That(problems.TrueForAll(static p => p.IsWarning || p.Line == 0));
        Check.That(told.Exists(static p => !p.IsWarning) || problems.TrueForAll(static p => p.IsWarning));

        // Nor is a network that runs more open than its file's would be.
        var theirs = AccessPointConfiguration.WithHostapdsDefaults("fuzz");
        var found = new List<ConfigurationProblem>();
        HostapdFile.Read("fuzz", bytes, theirs, default, found);
        Check.That(problems.Exists(static p => !p.IsWarning) || found.Exists(static p => p is { IsWarning: false, IsPassable: false })
            || ours.HasSecurity == theirs.HasSecurity && ours.AclPolicy == theirs.AclPolicy && ours.Isolate == theirs.Isolate);
    }

    private static byte[] Exchange(byte[] line, byte[] other)
    {
        var equals = Array.IndexOf(line, (byte)'=');
        var from = Array.IndexOf(other, (byte)'=');
        return equals < 0 || from < 0 ? line : [.. line[..(equals + 1)], .. other[(from + 1)..]];
    }

    private static List<byte[]> Split(byte[] file)
    {
        var lines = new List<byte[]>();
        foreach (var range in file.AsSpan().Split((byte)'\n'))
        {
            lines.Add(file[range]);
        }

        return lines;
    }

    private static byte[] Join(List<byte[]> lines, ReadOnlySpan<byte> end)
    {
        var file = new List<byte>();
        foreach (var line in lines)
        {
            file.AddRange(line);
            file.AddRange(end);
        }

        return [.. file];
    }

    private static int Next(ref ulong state, int bound)
    {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return (int)((state >> 11) % (ulong)bound);
    }

    private static IEnumerable<byte[]> MakeCorpus()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "HostApd.Net.sln")))
        {
            folder = folder.Parent;
        }

        foreach (var file in Directory.GetFiles(Path.Combine(folder.FullName, "conf"), "*.ini").Order(StringComparer.Ordinal))
        {
            yield return File.ReadAllBytes(file);
        }

        foreach (var file in HostapdFileTarget.Corpus)
        {
            yield return file;
        }

        foreach (var file in Directory.GetFiles(Path.Combine(folder.FullName, "test/HostApd.Tests/Configuration/Files/ordinary"), "*.conf").Order(StringComparer.Ordinal))
        {
            yield return File.ReadAllBytes(file);
        }

        yield return [.. System.Text.Encoding.UTF8.GetBytes("[radio]\ninterface = wlan0\nchannel = 6\n[bss]\nssid = home\n[security]\nwpa = 2\nwpa_passphrase = 12345678\n")];
    }
}
