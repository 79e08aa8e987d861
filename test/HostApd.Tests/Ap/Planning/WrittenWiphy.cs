using System.Globalization;
using HostApd.Driver;
using HostApd.Tests.Architecture;
using HostApd.Tests.Nl80211;

namespace HostApd.Tests.Ap.Planning;

/// <summary>
/// A radio of a text file, which is turned into the messages of a split GET_WIPHY dump (linux/nl80211.h), a part each, and read back by the
/// driver as a real one is.
/// </summary>
internal static class WrittenWiphy
{
    private static readonly Dictionary<string, ushort> Types = new()
    {
        ["station"] = 2,
        ["AP"] = 3,
        ["P2P-client"] = 8,
        ["P2P-GO"] = 9,
        ["P2P-device"] = 10,
    };

    private static readonly Dictionary<string, ushort> Flags = new()
    {
        ["disabled"] = 2,
        ["no-ir"] = 3,
        ["radar"] = 5,
        ["no-ht40-below"] = 9,
        ["no-ht40-above"] = 10,
        ["no-80"] = 11,
        ["no-160"] = 12,
    };

    private static readonly Dictionary<string, ushort> Bands = new() { ["1"] = 0, ["5"] = 1, ["6"] = 3 };

    private static readonly string Folder = Path.Combine(SourceTree.Root, "test/HostApd.Tests/Ap/Planning/Wiphys");

    /// <summary>One of the folder <c>Wiphys</c>.</summary>
    /// <param name="name">That of its file.</param>
    /// <param name="combinations">Lines in place of what it has of them; none: its own.</param>
    public static RadioCapabilities Read(string name, params string[] combinations) => Read([
        .. File.ReadAllLines(Path.Combine(Folder, $"{name}.txt")).Where(l => combinations.Length == 0 || !l.StartsWith("combination", StringComparison.Ordinal)),
        .. combinations,
    ]);

    private static RadioCapabilities Read(IEnumerable<string> lines)
    {
        using var kernel = new ScriptedKernel();
        var messages = new List<byte[]>();
        ushort band = 0, channels = 0, combinations = 0;
        void Add(params byte[] attribute) => messages.Add([.. ScriptedKernel.U32(1, 0), .. attribute]);
        void AddToBand(params byte[][] attributes) => Add(ScriptedKernel.Nest(22, ScriptedKernel.Nest(band, attributes)));

        foreach (var line in lines.Where(static l => !l.StartsWith('#')))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "name":
                    Add(ScriptedKernel.Text(2, words[1]));
                    break;
                case "country":
                    kernel.Replies["GET_REG"] = [[.. ScriptedKernel.Text(33, words[1]), .. ScriptedKernel.Attribute(146, words[2] == "etsi" ? (byte)2 : (byte)1)]];
                    if (words.Contains("self-managed"))
                    {
                        Add(ScriptedKernel.Attribute(216));
                    }

                    break;
                case "types":
                    Add(ScriptedKernel.Nest(32, [.. words.Skip(1).Select(static w => ScriptedKernel.Attribute(Types[w]))]));
                    break;
                case "band":
                    band = Bands[words[1]];
                    AddToBand(ScriptedKernel.Nest(2, [.. new[] { 60u, 120u, 240u }.Select(static r => ScriptedKernel.Nest(0, ScriptedKernel.U32(1, r)))]));
                    break;
                case "ht":
                    AddToBand(ScriptedKernel.Attribute(4, BitConverter.GetBytes(ushort.Parse(words[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))),
                        ScriptedKernel.Attribute(3, [.. Convert.FromHexString(words[2]), .. new byte[12]]), ScriptedKernel.Attribute(5, 3));
                    break;
                case "vht":
                    AddToBand(ScriptedKernel.U32(8, uint.Parse(words[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
                        ScriptedKernel.Attribute(7, Convert.FromHexString(words[2])));
                    break;
                case "he":
                    // Behind "eht": MAC, PHY, MCS and PPE Thresholds of that.
                    var he = words.Skip(1).TakeWhile(static w => w != "eht").Select(Convert.FromHexString).ToArray();
                    var eht = words.SkipWhile(static w => w != "eht").Skip(1).Select(Convert.FromHexString).ToArray();
                    AddToBand(ScriptedKernel.Nest(9, ScriptedKernel.Nest(0, [ScriptedKernel.Nest(1, ScriptedKernel.Attribute(3)),
                        ScriptedKernel.Attribute(2, he[0]), ScriptedKernel.Attribute(3, he[1]), ScriptedKernel.Attribute(4, [.. he.Skip(2).SelectMany(static b => b)]),
                        .. eht.Select(static (b, i) => ScriptedKernel.Attribute((ushort)(8 + i), b))])));
                    break;
                case "channels":
                    foreach (var mhz in Frequencies(words[1]))
                    {
                        var power = uint.TryParse(words[2], out var dbm) ? dbm * 100 : 0;
                        AddToBand(ScriptedKernel.Nest(1, ScriptedKernel.Nest(channels++,
                            [ScriptedKernel.U32(1, mhz), ScriptedKernel.U32(6, power), .. words.Skip(2).Where(Flags.ContainsKey).Select(static w => ScriptedKernel.Attribute(Flags[w]))])));
                    }

                    break;
                case "combination":
                    Add(ScriptedKernel.Nest(120, Combination(combinations++, words)));
                    break;
                default:
                    throw new InvalidDataException(line);
            }
        }

        kernel.Replies["GET_WIPHY"] = [.. messages];
        using var driver = kernel.Open();
        return driver.Radio.Capabilities;
    }

    /// <summary><c>5180-5240/20</c>: from, to, step.</summary>
    private static IEnumerable<uint> Frequencies(string range)
    {
        var parts = range.Split('-', '/').Select(static p => uint.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        for (var mhz = parts[0]; mhz <= parts[^(parts.Length == 1 ? 1 : 2)]; mhz += parts.Length == 1 ? 1 : parts[2])
        {
            yield return mhz;
        }
    }

    /// <summary><c>combination 19 1 16:AP/mesh 19:station radar 20 40 80 160</c>: in all, channels, limits, widths.</summary>
    private static byte[] Combination(ushort index, string[] words)
    {
        var limits = words.Where(static w => w.Contains(':', StringComparison.Ordinal)).Select(static (w, i) => ScriptedKernel.Nest((ushort)(i + 1),
            ScriptedKernel.U32(1, uint.Parse(w[..w.IndexOf(':', StringComparison.Ordinal)], CultureInfo.InvariantCulture)),
            ScriptedKernel.Nest(2, [.. w[(w.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('/').Select(static t => ScriptedKernel.Attribute(Types[t]))])));
        var radar = words.SkipWhile(static w => w != "radar").Skip(1).Aggregate(0u, static (bits, w) => bits | (w switch { "20" => 3u, "40" => 4, "80" => 8, "160" => 32, _ => 0 }));
        return ScriptedKernel.Nest((ushort)(index + 1), [ScriptedKernel.U32(2, uint.Parse(words[1], CultureInfo.InvariantCulture)),
            ScriptedKernel.U32(4, uint.Parse(words[2], CultureInfo.InvariantCulture)), ScriptedKernel.Nest(1, [.. limits]), .. radar == 0 ? Array.Empty<byte[]>() : [ScriptedKernel.U32(5, radar)]]);
    }
}
