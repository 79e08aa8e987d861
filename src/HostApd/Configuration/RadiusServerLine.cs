using System.Net;
using HostApd.Control;
using HostApd.Crypto;

namespace HostApd.Configuration;

/// <summary>One server as the owner wrote it: its address, its port and its secret come by different keys, in any order.</summary>
internal sealed record RadiusServerLine
{
    /// <summary>Shorter ones are found by trying, out of one packet that somebody has seen.</summary>
    internal const int GoodSecretLength = 16;

    /// <summary>In bytes.</summary>
    internal const int LongestSecret = 255;

    private const int LeastPort = 1;

    /// <summary>Null: its key has not come.</summary>
    internal IPAddress? Address { get; init; }

    /// <summary>Null: the one that everybody has.</summary>
    internal int? Port { get; init; }

    /// <summary>Null: its key has not come.</summary>
    internal SecretBytes? Secret { get; init; }

    /// <summary>A port alone is none.</summary>
    internal bool IsServer => Address is not null || Secret is not null;

    /// <summary>By what the secret is, in a time that depends on its length alone.</summary>
    public bool Equals(RadiusServerLine? other) => other is not null && Equals(Address, other.Address) && Port == other.Port
        && (Secret is null ? other.Secret is null : other.Secret is not null && Secret.FixedTimeEquals(other.Secret.Span));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, Port);

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{Address} {Port} {Secret}";

    /// <summary>An address as hostapd takes it: no name, which somebody would have to be asked for.</summary>
    internal static SettingProblem? ReadAddress(string value, out IPAddress? address)
    {
        var word = value.Trim();

        // IPAddress reads "1" and "0x7f.1", too.
        var isRead = IPAddress.TryParse(word, out address) && address.ScopeId() == 0
            && (word.Contains(':', StringComparison.Ordinal) || word.Count(static c => c == '.') == 3);
        address = isRead ? Radius.RadiusClient.Plain(address!) : address;
        return isRead ? (SettingProblem?)null
            : $"'{Spoken.Shortly(word)}' is no address of IPv4 or IPv6; a name is not looked up: write the address that it has";
    }

    /// <summary>A secret; it is not repeated, whatever is wrong with it.</summary>
    internal static SettingProblem? ReadSecret(string value, out SecretBytes? secret)
    {
        secret = null;
        var bytes = ByteText.Encode(value);
        if (bytes.Length is 0 or > LongestSecret)
        {
            return bytes.Length == 0
                ? "is empty, and everybody knows that: write what the server has for this access point"
                : $"has {bytes.Length} bytes; 1–{LongestSecret} are allowed";
        }

        secret = new SecretBytes(bytes);
        bytes.AsSpan().Clear();
        return secret.Length < GoodSecretLength
            ? SettingProblem.Remark($"has {secret.Length} bytes: whoever sees one packet can find it by trying; use {GoodSecretLength} random characters or more, here and at the server")
            : null;
    }

    /// <summary>A whole server: <c>address port secret</c>, the secret to the end of the line.</summary>
    internal static SettingProblem? Read(string value, out RadiusServerLine? line)
    {
        line = null;
        var words = value.Trim().Split(' ', 3);
        if (words.Length < 3)
        {
            return "is no server: write its address, its port and its secret, with blanks between";
        }

        if (ReadAddress(words[0], out var address) is { } wrong)
        {
            return wrong;
        }

        if (!SettingValue.TryNumber(words[1], out var port) || port is < LeastPort or > IPEndPoint.MaxPort)
        {
            return $"'{Spoken.Shortly(words[1])}' is no port: write its address, its port and its secret, with blanks between";
        }

        var problem = ReadSecret(words[2], out var secret);
        line = secret is null ? null : new RadiusServerLine { Address = address, Port = port, Secret = secret };
        return problem;
    }

    /// <summary>One that asks by itself, from whatever port: <c>address secret</c>, the secret to the end of the line.</summary>
    internal static SettingProblem? ReadClient(string value, out RadiusServerLine? line)
    {
        line = null;
        var words = value.Trim().Split(' ', 2);
        if (words.Length < 2)
        {
            return "is no server: write its address and its secret, with a blank between";
        }

        if (ReadAddress(words[0], out var address) is { } wrong)
        {
            return wrong;
        }

        var problem = ReadSecret(words[1], out var secret);
        line = secret is null ? null : new RadiusServerLine { Address = address, Secret = secret };
        return problem;
    }
}

/// <summary>What the framework has of an address of IPv6 alone.</summary>
internal static class AddressScope
{
    /// <summary>The interface that an address belongs to (<c>fe80::1%2</c>); 0: none.</summary>
    internal static long ScopeId(this IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? address.ScopeId : 0;
}

/// <summary>Servers in the order in which they are wanted; what is written of one replaces the list, so that others may keep theirs.</summary>
internal sealed class RadiusServerList
{
    /// <summary>Most servers.</summary>
    internal const int Most = Radius.RadiusClientOptions.MaximumServers;

    private readonly RadiusServerLine?[] _lines;

    private RadiusServerList(RadiusServerLine?[] lines) => _lines = lines;

    /// <summary>None.</summary>
    internal static RadiusServerList None { get; } = new(new RadiusServerLine?[Most]);

    /// <summary>Those that there are, in order.</summary>
    internal IEnumerable<RadiusServerLine> Lines => _lines.OfType<RadiusServerLine>().Where(static l => l.IsServer);

    /// <summary>Whether there is any.</summary>
    internal bool Any => Array.Exists(_lines, static l => l is { IsServer: true });

    /// <summary>The server in a place, from 0.</summary>
    internal RadiusServerLine? this[int place] => _lines[place];

    /// <summary>A server that is another one in another list: it has its address there, and not its secret. Null: none.</summary>
    internal RadiusServerLine? FindOther(RadiusServerList list)
    {
        foreach (var line in _lines)
        {
            foreach (var its in list._lines)
            {
                if (line is not null && its is not null && Equals(line.Address, its.Address) && !line.Equals(its))
                {
                    return line;
                }
            }
        }

        return null;
    }

    /// <summary>The place that keys without a number are about: of the first in our file, of the one that was opened last in hostapd's.</summary>
    internal int Current(bool isFlat) => isFlat ? Math.Max(0, Array.FindLastIndex(_lines, static l => l is not null)) : 0;

    /// <summary>The place of a server that is opened; -1: there is none left.</summary>
    internal int Next(bool isFlat) => !isFlat || _lines[Current(isFlat)] is null or { Address: null } ? Current(isFlat)
        : Array.FindLastIndex(_lines, static l => l is not null) + 1 is var next && next < Most ? next
        : -1;

    /// <summary>The same with another server in a place; null: with none there.</summary>
    internal RadiusServerList With(int place, RadiusServerLine? line)
    {
        var lines = _lines.ToArray();
        lines[place] = line;
        return new RadiusServerList(lines);
    }

    /// <summary>Without secrets.</summary>
    public override string ToString() => string.Join(", ", _lines.OfType<RadiusServerLine>());
}
