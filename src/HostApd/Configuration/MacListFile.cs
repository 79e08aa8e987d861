using HostApd.Control;
using HostApd.Ieee80211;
using HostApd.Linux;

namespace HostApd.Configuration;

/// <summary>
/// hostapd's <c>accept_mac_file</c> and <c>deny_mac_file</c>: an address a line, perhaps with a VLAN behind it;
/// <c>-address</c> takes one out again. Only a regular file is read.
/// </summary>
internal static class MacListFile
{
    /// <summary>The addresses, or the first problem.</summary>
    internal static (IReadOnlyDictionary<MacAddress, int> Addresses, string? Problem) Read(string path)
    {
        var addresses = new Dictionary<MacAddress, int>();
        var result = RegularFile.Read(path, RegularFile.LongestText, FileTrust.Anybody, out var content);
        if (!result.Succeeded)
        {
            return (addresses, $"cannot be read: {result}");
        }

        var lines = ByteText.Decode(content!.Bytes).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || lines[i][0] == '#')
            {
                continue;
            }

            var removes = words[0][0] == '-';
            var vlan = 0;
            if (!MacAddress.TryParse(removes ? words[0].AsSpan(1) : words[0], out var address)
                || words.Length > 1 && !SettingValue.TryNumber(words[1], out vlan))
            {
                // What stands there is not repeated: it may be another file than its owner thinks, and logs have more readers.
                return (addresses, $"line {i + 1} of {path} is no address: write six hexadecimal bytes separated by colons");
            }

            if (removes)
            {
                addresses.Remove(address);
            }
            else
            {
                addresses[address] = vlan;
            }
        }

        return (addresses, null);
    }
}
