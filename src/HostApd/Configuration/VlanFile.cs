using HostApd.Ap;
using HostApd.Control;
using HostApd.Linux;

namespace HostApd.Configuration;

/// <summary>
/// hostapd's <c>vlan_file</c>: a line for each network, its number or <c>*</c> for any, the name of the interface, and perhaps the bridge. In a
/// line for any <c>#</c> stands for the number. Only a regular file is read.
/// </summary>
internal static class VlanFile
{
    private const int Highest = 4094;
    private const int Most = Highest + 1;

    /// <summary>The lines, or the first problem.</summary>
    internal static (IReadOnlyList<VlanLine> Lines, string? Problem) Read(string path)
    {
        var result = RegularFile.Read(path, RegularFile.LongestText, FileTrust.Anybody, out var content);
        return result.Succeeded ? Parse(ByteText.Decode(content!.Bytes), path) : ([], $"cannot be read: {result}");
    }

    /// <summary>The same of a text.</summary>
    internal static (IReadOnlyList<VlanLine> Lines, string? Problem) Parse(string text, string path)
    {
        var all = new List<VlanLine>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || lines[i][0] == '#')
            {
                continue;
            }

            if (Judge(words, all, out var line) is { } wrong)
            {
                // What stands there is not repeated: it may be another file than its owner thinks, and logs have more readers.
                return ([], $"line {i + 1} of {path} {wrong}");
            }

            all.Add(line!);
        }

        return (all, null);
    }

    private static string? Judge(string[] words, List<VlanLine> before, out VlanLine? line)
    {
        line = null;
        var id = 0;
        var isAny = words[0] == "*";
        if (!isAny && (!SettingValue.TryNumber(words[0], out id) || id is < 1 or > Highest))
        {
            return $"begins with no VLAN: write a number from 1 to {Highest}, or * for any";
        }

        if (words.Length is < 2 or > 3)
        {
            return "needs a number, the name of an interface, and perhaps the name of a bridge";
        }

        if (before.Exists(l => l.Id == id) || before.Count == Most)
        {
            return isAny ? "is the second for any number" : $"is the second for VLAN {id}";
        }

        // A name with the longest number in it may still be too long; that shows when the number comes.
        var name = isAny ? words[1].Replace("#", "1", StringComparison.Ordinal) : words[1];
        if (isAny && !words[1].Contains('#', StringComparison.Ordinal))
        {
            return "is for any number, and the name of its interface has no # that stands for it";
        }

        foreach (var word in (string?[])[name, words.Length == 3 ? words[2] : null])
        {
            if (word is not null && InterfaceName.Problem(word) is not null)
            {
                return "has a name that no interface can have: 1–15 bytes without '/' and ':'";
            }
        }

        line = new VlanLine(id, words[1], words.Length == 3 ? words[2] : null);
        return null;
    }
}
