using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd;

/// <summary>
/// hostapd's <c>wpa_psk_file</c>: a line <c>[keyid=name] address key</c> for each device, address zero for any, the key 64 hexadecimal digits or a
/// passphrase. Keys that WPS makes are added; comments stay.
/// </summary>
internal static class WpaPskFile
{
    private const int OwnerOnly = 0x180; // 0600

    /// <summary>Reads the keys; mistakes are reported, and their lines skipped.</summary>
    internal static IReadOnlyList<DevicePsk> Read(string path, byte[] ssid, List<ConfigurationProblem> problems)
    {
        var keys = new List<DevicePsk>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var rest = line;
            string? keyId = null;
            while (rest.IndexOf(' ') is > 0 and var end && rest.AsSpan(0, end).Contains('='))
            {
                // keyid=name names the key; wps=1 and vlanid=n ask for nothing that differs here.
                keyId = rest.StartsWith("keyid=", StringComparison.Ordinal) ? rest[6..end] : keyId;
                rest = rest[(end + 1)..];
            }

            var blank = rest.IndexOf(' ');
            if (blank < 0 || !MacAddress.TryParse(rest.AsSpan(0, blank), out var station))
            {
                problems.Add(new ConfigurationProblem(path, number, null, "is no 'address key' line"));
                continue;
            }

            var key = rest[(blank + 1)..];
            if (key.Length is < 8 or > 64 || key.Length == 64 && !key.All(char.IsAsciiHexDigit))
            {
                problems.Add(new ConfigurationProblem(path, number, station.ToString(),
                    "needs a passphrase of 8–63 characters or 64 hexadecimal digits"));
                continue;
            }

            using var pmk = key.Length == 64 ? Pmk.FromHex(key)! : Pmk.FromPassphrase(ssid, key);
            keys.Add(new DevicePsk(station, Guid.Empty, MacAddress.Zero, new SecretBytes(pmk.Span)) { KeyId = keyId });
        }

        return keys;
    }

    /// <summary>The file in line with the keys of the BSS: with what is new, without what is gone.</summary>
    internal static byte[] Compose(string path, Bss bss)
    {
        var lines = File.Exists(path) ? File.ReadAllLines(path).ToList() : [];
        var kept = lines.Where(line => line.Length == 0 || line[0] == '#' || line.Contains('=') || line.StartsWith("00:00:00:00:00:00 ", StringComparison.Ordinal) || Concerns(line, bss.DevicePsks)).ToList();
        foreach (var psk in bss.DevicePsks.Where(static p => !p.IsForAny && p.KeyId is null))
        {
            if (!kept.Exists(line => line.StartsWith(psk.Station.ToString(), StringComparison.OrdinalIgnoreCase)))
            {
                kept.Add($"{psk.Station} {Convert.ToHexStringLower(psk.Psk.Span)}");
            }
        }

        return Encoding.ASCII.GetBytes(string.Join('\n', kept) + "\n");
    }

    /// <summary>Writes the file anew; on any thread.</summary>
    internal static OsResult Store(string path, byte[] content) => AtomicFile.Replace(path, content, OwnerOnly);

    private static bool Concerns(string line, IReadOnlyList<DevicePsk> keys) =>
        line.Length > 17 && MacAddress.TryParse(line.AsSpan(0, 17), out var station)
        && keys.Any(k => k.Station == station
            && (line.Length != 18 + 64 || line.EndsWith(Convert.ToHexStringLower(k.Psk.Span), StringComparison.OrdinalIgnoreCase)));
}
