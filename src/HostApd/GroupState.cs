using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Rsn;
using NLog;
using Tmds.Linux;

namespace HostApd;

/// <summary>
/// What makes a P2P group the same group after a restart: name, passphrase, interface address. Generated once, kept in a
/// file of mode 0600, so that a phone's saved group goes on working. Version 2 also has who has been in, the last one last; whoever
/// knows version 1 alone skips those lines.
/// </summary>
internal static class GroupState
{
    private const string DefaultFolder = "/var/lib/hostapd-net";
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int PassphraseLength = 8;
    private const int OwnerOnly = 0x180; // 0600
    private const int LongestSsid = 32;
    private const int PskLength = 32;

    private static readonly Logger Log = LogManager.GetLogger(nameof(GroupState));

    /// <summary>
    /// Fills in what the configuration leaves open, from the file; whether the address came from there. A file that cannot be
    /// read is told of, and left alone (<see cref="Store"/>).
    /// </summary>
    internal static bool Load(AccessPointConfiguration configuration, IDisk? disk = null)
    {
        var addressed = false;
        _ = Read(configuration, disk ?? Disk.Real, out var content);
        foreach (var range in content.AsSpan().Split((byte)'\n'))
        {
            var line = content.AsSpan(range).TrimEnd((byte)'\r');
            var equals = line.IndexOf((byte)'=');
            var value = line[(equals + 1)..];
            switch (equals < 0 ? "" : ByteText.Decode(line[..equals]))
            {
                case "ssid" when configuration.Ssid.Length == 0 && value.Length is > 0 and <= LongestSsid:
                    configuration.Ssid = value.ToArray();
                    break;
                case "ssid2" when configuration.Ssid.Length == 0 && SsidNotation.TryParse(ByteText.Decode(value), out var ssid)
                    && ssid.Length is > 0 and <= LongestSsid:
                    configuration.Ssid = ssid;
                    break;
                case "passphrase" when configuration.Passphrase is null && configuration.Psk is null && value.Length is >= 8 and <= 63
                    && LineValue.TryCreate(ByteText.Decode(value), out var passphrase):
                    configuration.Passphrase = passphrase!.Text;
                    break;
                case "address" when configuration.Address is null && MacAddress.TryParse(ByteText.Decode(value), out var address)
                    && !address.IsZero && !address.IsMulticast:
                    configuration.Address = address;
                    addressed = true;
                    break;
                default:
                    break;
            }
        }

        CryptographicOperations.ZeroMemory(content);
        return addressed;
    }

    /// <summary>Gives the BSS the devices' own keys that the file holds; false when it is there and cannot be read.</summary>
    internal static bool TryLoadDevices(AccessPointConfiguration configuration, Bss bss, IDisk disk)
    {
        var isRead = Read(configuration, disk, out var content);
        Span<byte> psk = stackalloc byte[PskLength];
        List<MacAddress> unlisted = [];
        foreach (var range in content.AsSpan().Split((byte)'\n'))
        {
            var line = content.AsSpan(range).TrimEnd((byte)'\r');
            var key = line.LastIndexOf((byte)' ') is >= 0 and var blank ? line[(blank + 1)..] : default;
            var words = ByteText.Decode(line[..(line.Length - key.Length)]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["client", var known] && MacAddress.TryParse(known, out var client)
                && DateOnly.TryParseExact(ByteText.Decode(key), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                bss.Group.Known.Note(client, day);
                continue;
            }

            if (words is ["device", var station, var uuid, var device]
                && MacAddress.TryParse(station, out var stationAddress) && Guid.TryParse(uuid, out var id)
                && MacAddress.TryParse(device, out var deviceAddress) && key.Length == 2 * PskLength
                && Convert.FromHexString(key, psk, out _, out _) == System.Buffers.OperationStatus.Done)
            {
                bss.DeviceKeys.Add(new DevicePmk(stationAddress, new Pmk(psk)) { Uuid = id, P2pDevice = deviceAddress });

                // Version 1 has no list of clients: who has a key has been in, nobody knows when.
                if (bss.Group.Known.All.All(c => c.Device != deviceAddress))
                {
                    unlisted.Add(deviceAddress);
                }
            }
        }

        psk.Clear();
        CryptographicOperations.ZeroMemory(content);
        if (bss.Group.Known.All.Count == 0)
        {
            unlisted.ForEach(device => bss.Group.Known.Note(device, DateOnly.MinValue));
        }

        return isRead;
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

    /// <summary>What belongs into the file now; whoever has written it zeroes it.</summary>
    internal static byte[] Compose(AccessPointConfiguration configuration, Bss bss)
    {
        using var lines = new SecretLines();
        var (ssid, ssid2) = SsidLine.Of(configuration.Ssid);
        Add(lines, "version=", LineValue.Of("2"));
        Add(lines, "ssid=", ssid);
        Add(lines, "ssid2=", ssid2);
        Add(lines, "passphrase=", configuration.Passphrase is { } passphrase && LineValue.TryCreate(passphrase, out var line) ? line : null);

        // An interface that has not come yet has no address: what was kept of it stays.
        Add(lines, "address=", !bss.Bssid.IsZero ? LineValue.Of(bss.Bssid.ToString())
            : configuration.Address is { IsZero: false } kept ? LineValue.Of(kept.ToString()) : null);
        foreach (var client in bss.Group.Known.All)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"client {client.Device} {client.LastUse:yyyy-MM-dd}\n"));
        }

        foreach (var device in bss.DeviceKeys.All)
        {
            lines.Add($"device {device.Station} {device.Uuid} {device.P2pDevice} ").AddHex(device.Key.Span).Add("\n"u8);
        }

        return lines.ToArray();
    }

    /// <summary>
    /// Writes the file anew; on any thread. One that is there and cannot be read is not replaced: a group that people have saved
    /// may be in it.
    /// </summary>
    internal static OsResult Store(string path, byte[] content, IDisk disk)
    {
        var before = disk.Read(path, FileTrust.Anybody, out var old);
        CryptographicOperations.ZeroMemory(old?.Bytes ?? []);
        if (!before.Succeeded && before.Errno != LibC.ENOENT)
        {
            return before;
        }

        var made = FilePermissions.MakeDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!, 0x1C0);
        if (!made.Succeeded)
        {
            return made;
        }

        return AtomicFile.Replace(disk, path, content, OwnerOnly);
    }

    internal static string PathOf(AccessPointConfiguration configuration) =>
        configuration.GroupOwner.StateFile ?? Path.Combine(DefaultFolder, $"{configuration.InterfaceName}.group");

    private static void Add(SecretLines lines, string key, LineValue? value)
    {
        if (value is not null)
        {
            lines.Add(key).Add(value.Text).Add("\n"u8);
        }
    }

    private static bool Read(AccessPointConfiguration configuration, IDisk disk, out byte[] content)
    {
        var result = disk.Read(PathOf(configuration), FileTrust.Anybody, out var found);
        var isRead = result.Succeeded || result.Errno == LibC.ENOENT;
        if (!isRead)
        {
            Log.Warn("{0}: the group will be another one: {1}", configuration.InterfaceName, result);
        }

        content = found?.Bytes ?? [];
        return isRead;
    }

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
