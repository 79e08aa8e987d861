using HostApd.Ieee80211;

namespace HostApd.Configuration;

/// <summary>
/// hostapd's <c>accept_mac_file</c> and <c>deny_mac_file</c>: an address a line, perhaps with a VLAN behind it;
/// <c>-address</c> takes one out again.
/// </summary>
internal static class MacListFile
{
    /// <summary>The addresses, or the first problem.</summary>
    internal static (IReadOnlyDictionary<MacAddress, int> Addresses, string? Problem) Read(string path)
    {
        var addresses = new Dictionary<MacAddress, int>();
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (addresses, $"cannot be read: {e.Message}");
        }

        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || lines[i][0] == '#')
            {
                continue;
            }

            var removes = words[0][0] == '-';
            var vlan = 0;
            if (!MacAddress.TryParse(removes ? words[0].AsSpan(1) : words[0], out var address)
                || words.Length > 1 && !SettingValue.TryNumber(words[1], out vlan))
            {
                return (addresses, $"line {i + 1} of {path} is no address: '{lines[i]}'");
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
