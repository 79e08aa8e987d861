using System.Security.Cryptography;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Rsn;
using Tmds.Linux;

namespace HostApd;

/// <summary>What WPS or a command wants of the file: a key for a device, or, without one, no more key for it.</summary>
internal sealed record PskFileChange(MacAddress Station, SecretBytes? Key);

/// <summary>
/// hostapd's <c>wpa_psk_file</c>: a line <c>[keyid=name] [vlanid=number] address key</c> for each device, address zero for any, the key 64 hexadecimal digits or a
/// passphrase of 8 to 63 bytes. It is its owner's: a key that WPS makes is put behind what stands there, a device that is to go takes its own
/// lines along, and every other byte stays.
/// </summary>
internal static class WpaPskFile
{
    internal const int OwnerOnly = 0x180; // 0600

    private const string WrongLine = "is no 'address key' line";
    private const string WithoutVlans = "puts its device into a VLAN, and there are none: set dynamic_vlan = 1";
    private const string WrongKey = "needs a passphrase of 8–63 characters or 64 hexadecimal digits";

    /// <summary>What is wrong with the file, or null. WPS makes one that is missing.</summary>
    internal static string? Check(string path, bool mayBeMissing, bool hasVlans)
    {
        var result = RegularFile.Read(path, RegularFile.LongestText, FileTrust.Anybody, out var content);
        if (!result.Succeeded)
        {
            return mayBeMissing && result.Errno == LibC.ENOENT ? null : $"cannot be read: {result}";
        }

        var number = 0;
        string? problem = null;
        foreach (var range in content!.Bytes.AsSpan().Split((byte)'\n'))
        {
            number++;
            problem ??= Judge(content.Bytes.AsSpan(range), hasVlans, out var line) is { } wrong
                ? new ConfigurationProblem(path, number, line.Station.IsZero ? null : line.Station.ToString(), wrong).ToString()
                : null;
        }

        CryptographicOperations.ZeroMemory(content.Bytes);
        return problem;
    }

    /// <summary>The keys of a file; mistakes are reported, and with one nothing of it should count.</summary>
    internal static IReadOnlyList<DevicePmk> Read(
        string path, ReadOnlySpan<byte> content, byte[] ssid, bool hasVlans, List<ConfigurationProblem> problems)
    {
        var keys = new List<DevicePmk>();
        var number = 0;
        foreach (var range in content.Split((byte)'\n'))
        {
            number++;
            if (Judge(content[range], hasVlans, out var line) is { } wrong)
            {
                problems.Add(new ConfigurationProblem(path, number, line.Station.IsZero ? null : line.Station.ToString(), wrong));
            }
            else if (!line.IsEmpty)
            {
                using var pmk = line.ToPmk(ssid);
                keys.Add(new DevicePmk(line.Station, new Pmk(pmk.Span)) { KeyId = line.KeyId, VlanId = line.VlanId });
            }
        }

        return keys;
    }

    /// <summary>The content with the changes made, in their order; one that was made before changes nothing.</summary>
    internal static byte[] Change(ReadOnlySpan<byte> content, IReadOnlyList<PskFileChange> changes)
    {
        var current = content.ToArray();
        foreach (var change in changes)
        {
            var before = current;
            current = change.Key is { } key ? Append(before, change.Station, key.Span) : Remove(before, change.Station);
            CryptographicOperations.ZeroMemory(before);
        }

        return current;
    }

    private static byte[] Append(ReadOnlySpan<byte> content, MacAddress station, ReadOnlySpan<byte> key)
    {
        using var line = new SecretLines();
        line.Add(station.ToString()).Add(" "u8).AddHex(key);
        var added = line.ToArray();
        var isThere = false;
        foreach (var range in content.Split((byte)'\n'))
        {
            isThere |= content[range].SequenceEqual(added);
        }

        using var text = new SecretLines();
        text.Add(content);
        if (!isThere)
        {
            text.Add(content.IsEmpty || content[^1] == '\n' ? default : "\n"u8).Add(added).Add("\n"u8);
        }

        CryptographicOperations.ZeroMemory(added);
        return text.ToArray();
    }

    private static byte[] Remove(ReadOnlySpan<byte> content, MacAddress station)
    {
        using var text = new SecretLines();
        while (!content.IsEmpty)
        {
            var end = content.IndexOf((byte)'\n');
            var line = content[..(end < 0 ? content.Length : end)];
            var whole = content[..(end < 0 ? content.Length : end + 1)];
            content = content[whole.Length..];
            if (Parse(line, out var parsed) is not null || parsed.IsEmpty || parsed.Station != station)
            {
                text.Add(whole);
            }
        }

        return text.ToArray();
    }

    private static string? Judge(ReadOnlySpan<byte> line, bool hasVlans, out PskLine parsed) =>
        Parse(line, out parsed) ?? (parsed.VlanId > 0 && !hasVlans ? WithoutVlans : null);

    /// <summary>What is wrong with a line, or null; empty where it says nothing.</summary>
    private static string? Parse(ReadOnlySpan<byte> line, out PskLine parsed)
    {
        parsed = default;
        if (line.IsEmpty || line[0] == '#')
        {
            return null;
        }

        if (line.ContainsAnyInRange((byte)0, (byte)0x1f))
        {
            return line[^1] == '\r' ? "ends as on Windows, with a carriage return: take those out" : "has a control character";
        }

        string? keyId = null;
        var vlan = 0;
        while (line.IndexOf((byte)' ') is > 0 and var end && line[..end].IndexOf((byte)'=') is >= 0 and var equals)
        {
            var value = ByteText.Decode(line[(equals + 1)..end]);
            switch (ByteText.Decode(line[..equals]))
            {
                case "keyid":
                    keyId = value;
                    break;
                case "wps":
                    break;
                case "vlanid" when VlanNumber.TryRead(value, out vlan):
                    break;
                case "vlanid":
                    return "has a vlanid= that is no number from 1 to 4094";
                case var name:
                    return $"has an unknown '{Spoken.Shortly(name)}='; keyid=, vlanid= and wps= are known";
            }

            line = line[(end + 1)..];
        }

        var blank = line.IndexOf((byte)' ');
        if (blank < 0 || !MacAddress.TryParse(ByteText.Decode(line[..blank]), out var station))
        {
            return WrongLine;
        }

        parsed = new PskLine(station, keyId, vlan, line[(blank + 1)..]);
        return parsed.Key.Length is < 8 or > 64 || parsed.Key.Length == 64 && !parsed.IsHexadecimal ? WrongKey : null;
    }

    private readonly ref struct PskLine(MacAddress station, string? keyId, int vlan, ReadOnlySpan<byte> key)
    {
        internal MacAddress Station { get; } = station;

        internal string? KeyId { get; } = keyId;

        internal int VlanId { get; } = vlan;

        internal ReadOnlySpan<byte> Key { get; } = key;

        internal bool IsEmpty => Key.IsEmpty;

        internal bool IsHexadecimal => Key.Length == 2 * Pmk.Length && !Key.ContainsAnyExcept("0123456789abcdefABCDEF"u8);

        internal Pmk ToPmk(byte[] ssid)
        {
            if (!IsHexadecimal)
            {
                return Pmk.FromPassphrase(ssid, Key);
            }

            Span<byte> key = stackalloc byte[Pmk.Length];
            Convert.FromHexString(Key, key, out _, out _);
            var pmk = new Pmk(key);
            key.Clear();
            return pmk;
        }
    }
}
