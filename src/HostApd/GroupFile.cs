using System.Globalization;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Rsn;

namespace HostApd;

/// <summary>
/// The file of a P2P group, a line a fact: <c>version=2</c>, <c>ssid=</c> or <c>ssid2=</c> (hexadecimal), <c>passphrase=</c>, <c>address=</c>,
/// <c>client ADDRESS DAY</c> (who has been in, the last one last; version 1 has none) and <c>device STATION UUID ADDRESS KEY</c>. A newer version
/// may have written it: what this one knows is taken, and what it does not know is in <see cref="Unread"/>, never what stands there, for that
/// may be a key.
/// </summary>
internal sealed class GroupFile : IDisposable
{
    /// <summary>What this daemon writes.</summary>
    internal const int Version = 2;

    /// <summary>So many lines are told of; the rest is a number.</summary>
    internal const int MostTold = 8;

    private const int LongestSsid = 32;
    private const int PskLength = 32;
    private const int LongestWord = 16;
    private const string FreshKey = "the device gets in with another key, by the button";

    private readonly string _path;
    private readonly List<ConfigurationProblem> _unread = [];
    private readonly List<DevicePmk> _devices = [];
    private int _version = 1;

    private GroupFile(string path) => _path = path;

    /// <summary>The group's name; null where it has none that can be read.</summary>
    internal byte[]? Ssid { get; private set; }

    internal string? Passphrase { get; private set; }

    /// <summary>The address that the group's interface had.</summary>
    internal MacAddress? Address { get; private set; }

    /// <summary>Who has been in; version 1 has only keys, and of those nobody knows when.</summary>
    internal List<KnownClient> Clients { get; } = [];

    /// <summary>The devices' own keys; theirs who takes them, or wiped with the file.</summary>
    internal IReadOnlyList<DevicePmk> Devices => _devices;

    /// <summary>What is lost when the file is written anew: the first lines of it.</summary>
    internal IReadOnlyList<ConfigurationProblem> Unread => _unread;

    /// <summary>How many lines that are.</summary>
    internal int UnreadCount { get; private set; }

    /// <summary>Takes the lines of a file apart; its owner zeroes them.</summary>
    internal static GroupFile Parse(string path, ReadOnlySpan<byte> content)
    {
        var file = new GroupFile(path);
        var number = 0;
        foreach (var range in content.Split((byte)'\n'))
        {
            number++;
            var line = content[range].TrimEnd((byte)'\r');
            if (!line.IsEmpty && line[0] != '#' && file.Take(line) is { } problem)
            {
                file.Tell(number, WordOf(line), problem);
            }
        }

        if (file.Clients.Count == 0)
        {
            file.Clients.AddRange(file._devices.Select(static d => new KnownClient(d.P2pDevice, DateOnly.MinValue)).Distinct());
        }

        return file;
    }

    /// <summary>What belongs into the file now; whoever has written it zeroes it.</summary>
    internal static byte[] Compose(AccessPointConfiguration configuration, Bss bss)
    {
        using var lines = new SecretLines();
        var (ssid, ssid2) = SsidLine.Of(configuration.Ssid);
        Add(lines, "version=", LineValue.Of(Version.ToString(CultureInfo.InvariantCulture)));
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

    /// <summary>Hands the keys over: they are the taker's to wipe.</summary>
    internal void GiveDevices(Action<DevicePmk> taker)
    {
        _devices.ForEach(taker);
        _devices.Clear();
    }

    public void Dispose()
    {
        _devices.ForEach(static d => d.Dispose());
        _devices.Clear();
    }

    private static void Add(SecretLines lines, string key, LineValue? value)
    {
        if (value is not null)
        {
            lines.Add(key).Add(value.Text).Add("\n"u8);
        }
    }

    /// <summary>What a line is about, where it begins as ours do: a key that somebody has put there alone is not repeated.</summary>
    private static string? WordOf(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAny((byte)'=', (byte)' ');
        return end is > 0 and <= LongestWord && !line[..end].ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789_"u8) ? ByteText.Decode(line[..end]) : null;
    }

    private void Tell(int number, string? word, string problem)
    {
        UnreadCount++;
        if (_unread.Count < MostTold)
        {
            _unread.Add(new ConfigurationProblem(_path, number, word, problem) { IsWarning = true });
        }
    }

    /// <summary>Why a line is not read, and what comes of it; null: it is.</summary>
    private string? Take(ReadOnlySpan<byte> line)
    {
        var equals = line.IndexOf((byte)'=');
        var value = line[(equals + 1)..];
        return WordOf(line) switch
        {
            "version" when equals > 0 => TakeVersion(value),
            "ssid" when equals > 0 => TakeSsid(value.ToArray()),
            "ssid2" when equals > 0 => TakeSsid(SsidNotation.TryParse(ByteText.Decode(value), out var ssid) ? ssid : []),
            "passphrase" when equals > 0 => TakePassphrase(value),
            "address" when equals > 0 => TakeAddress(value),
            "client" => TakeClient(line),
            "device" => TakeDevice(line),
            _ => _version > Version ? "this version does not know that" : "is no line of a group's file",
        };
    }

    private string? TakeVersion(ReadOnlySpan<byte> value)
    {
        if (!int.TryParse(ByteText.Decode(value), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return "is no number";
        }

        _version = version;
        return version <= Version ? null : $"{version} is newer than {Version}, which is the one that this daemon knows: what it knows of it is read";
    }

    private string? TakeSsid(byte[] ssid)
    {
        if (Ssid is not null || ssid.Length is 0 or > LongestSsid)
        {
            return Ssid is not null ? "stands there twice" : "a name has 1–32 bytes: the group gets another";
        }

        Ssid = ssid;
        return null;
    }

    private string? TakePassphrase(ReadOnlySpan<byte> value)
    {
        if (Passphrase is not null || value.Length is < 8 or > 63 || !LineValue.TryCreate(ByteText.Decode(value), out var passphrase))
        {
            return Passphrase is not null ? "stands there twice" : "has 8–63 bytes, and no control characters: the group gets another";
        }

        Passphrase = passphrase!.Text;
        return null;
    }

    private string? TakeAddress(ReadOnlySpan<byte> value)
    {
        if (Address is not null || !MacAddress.TryParse(ByteText.Decode(value), out var address) || address.IsZero || address.IsMulticast)
        {
            return Address is not null ? "stands there twice" : "is no address that an interface can have";
        }

        Address = address;
        return null;
    }

    private string? TakeClient(ReadOnlySpan<byte> line)
    {
        if (ByteText.Decode(line).Split(' ', StringSplitOptions.RemoveEmptyEntries) is not ["client", var text, var date]
            || !MacAddress.TryParse(text, out var client)
            || !TryReadDay(date, out var day))
        {
            return "is no 'client ADDRESS YEAR-MONTH-DAY': who that is, is not known any more";
        }

        Clients.Add(new KnownClient(client, day));
        return null;
    }

    /// <summary>YEAR-MONTH-DAY, and no other of the many ways to write a day; the library's reader knows all of them.</summary>
    private static bool TryReadDay(string text, out DateOnly day)
    {
        day = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-'
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text.AsSpan(5, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var month)
            || !int.TryParse(text.AsSpan(8, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || year == 0 || month is < 1 or > 12 || number < 1 || number > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        day = new DateOnly(year, month, number);
        return true;
    }

    private string? TakeDevice(ReadOnlySpan<byte> line)
    {
        // The key is not decoded to text, which could not be wiped.
        var key = line[(line.LastIndexOf((byte)' ') + 1)..];
        Span<byte> psk = stackalloc byte[PskLength];
        if (key.Length != 2 * PskLength || Convert.FromHexString(key, psk, out _, out _) != System.Buffers.OperationStatus.Done
            || ByteText.Decode(line[..^key.Length]).Split(' ', StringSplitOptions.RemoveEmptyEntries) is not ["device", var station, var uuid, var device]
            || !MacAddress.TryParse(station, out var stationAddress) || !Guid.TryParse(uuid, out var id) || !MacAddress.TryParse(device, out var deviceAddress))
        {
            psk.Clear();
            return $"is no 'device STATION UUID ADDRESS KEY': {FreshKey}";
        }

        _devices.Add(new DevicePmk(stationAddress, new Pmk(psk)) { Uuid = id, P2pDevice = deviceAddress });
        psk.Clear();
        return null;
    }
}
