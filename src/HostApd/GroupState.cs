using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Crypto;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Wps;

namespace HostApd;

/// <summary>
/// What makes a P2P group the same group after a restart: name, passphrase, interface address. Generated once, kept in a
/// file of mode 0600, so that a phone's saved group goes on working.
/// </summary>
internal static class GroupState
{
    private const string DefaultFolder = "/var/lib/hostapd-net";
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int PassphraseLength = 8;
    private const int OwnerOnly = 0x180; // 0600

    /// <summary>Fills in what the configuration leaves open, from the file.</summary>
    internal static void Load(AccessPointConfiguration configuration)
    {
        var path = PathOf(configuration);
        if (!File.Exists(path))
        {
            return;
        }

        foreach (var line in File.ReadLines(path))
        {
            var equals = line.IndexOf('=');
            var value = line[(equals + 1)..];
            switch (equals < 0 ? "" : line[..equals])
            {
                case "ssid" when configuration.Ssid.Length == 0:
                    configuration.Ssid = Encoding.UTF8.GetBytes(value);
                    break;
                case "passphrase" when configuration.Passphrase is null && configuration.Psk is null:
                    configuration.Passphrase = value;
                    break;
                case "address" when MacAddress.TryParse(value, out var address):
                    configuration.Address ??= address;
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Gives the BSS the devices' own keys that the file holds.</summary>
    internal static void LoadDevices(AccessPointConfiguration configuration, Bss bss)
    {
        var path = PathOf(configuration);
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            var words = line.Split(' ');
            if (words is ["device", var station, var uuid, var device, var psk]
                && MacAddress.TryParse(station, out var stationAddress) && Guid.TryParse(uuid, out var id)
                && MacAddress.TryParse(device, out var deviceAddress) && psk.Length == 64 && psk.All(char.IsAsciiHexDigit))
            {
                bss.AddDevicePsk(new DevicePsk(stationAddress, id, deviceAddress, new SecretBytes(Convert.FromHexString(psk))));
            }
        }
    }

    /// <summary>Whether something has still to be drawn, for which the pool must be ready.</summary>
    internal static bool IsComplete(AccessPointConfiguration configuration) =>
        configuration.Ssid.Length > 0 && (configuration.Passphrase ?? configuration.Psk) is not null;

    /// <summary>Draws what is missing; the pool must be ready.</summary>
    internal static void Generate(AccessPointConfiguration configuration, INonceSource nonces)
    {
        if (configuration.Ssid.Length == 0)
        {
            configuration.Ssid = Encoding.UTF8.GetBytes($"DIRECT-{Draw(nonces, 2)}{configuration.GroupOwner.SsidPostfix}");
        }

        if ((configuration.Passphrase ?? configuration.Psk) is null)
        {
            configuration.Passphrase = Draw(nonces, PassphraseLength);
        }
    }

    /// <summary>What belongs into the file now.</summary>
    internal static byte[] Compose(AccessPointConfiguration configuration, Bss bss) => Encoding.UTF8.GetBytes(
        $"ssid={Encoding.UTF8.GetString(configuration.Ssid)}\n"
        + (configuration.Passphrase is { } passphrase ? $"passphrase={passphrase}\n" : "")
        + $"address={bss.Bssid}\n"
        + string.Concat(bss.DevicePsks.Select(static d =>
            $"device {d.Station} {d.Uuid} {d.P2pDevice} {Convert.ToHexStringLower(d.Psk.Span)}\n")));

    /// <summary>Writes the file anew; on any thread.</summary>
    internal static OsResult Store(string path, byte[] content)
    {
        var made = FilePermissions.MakeDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!, 0x1C0);
        if (!made.Succeeded)
        {
            return made;
        }

        return AtomicFile.Replace(path, content, OwnerOnly);
    }

    internal static string PathOf(AccessPointConfiguration configuration) =>
        configuration.GroupOwner.StateFile ?? Path.Combine(DefaultFolder, $"{configuration.InterfaceName}.group");

    /// <summary>Letters and digits, all equally likely.</summary>
    private static string Draw(INonceSource nonces, int length)
    {
        var fair = 256 / Alphabet.Length * Alphabet.Length;
        Span<byte> one = stackalloc byte[1];
        var text = new StringBuilder(length);
        while (text.Length < length)
        {
            if (!nonces.TryDraw(one))
            {
                throw new InvalidOperationException("The pool is not ready.");
            }

            if (one[0] < fair)
            {
                text.Append(Alphabet[one[0] % Alphabet.Length]);
            }
        }

        return text.ToString();
    }
}
