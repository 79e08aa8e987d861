using System.Security.Cryptography;
using HostApd.Control;
using HostApd.Ieee80211;
using HostApd.Linux;

namespace HostApd.Configuration;

/// <summary>
/// One password of SAE as hostapd writes it: <c>password[|mac=address][|id=identifier]</c>, in this order; the identifier is the rest of the
/// line.
/// </summary>
/// <param name="Password">The password.</param>
/// <param name="Station">Whose it is; null: anybody's.</param>
/// <param name="Identifier">What stations call it; empty: nothing.</param>
internal sealed record SaePasswordLine(string Password, MacAddress? Station, string Identifier)
{
    private const int LongestIdentifier = 253;

    /// <summary>Never the password.</summary>
    public override string ToString() => $"password of {Station?.ToString() ?? "anybody"}";

    /// <summary>Reads one; what is wrong with it is told without the password.</summary>
    internal static SettingProblem? Read(string text, out SaePasswordLine line)
    {
        line = new SaePasswordLine("", null, "");
        var rest = text;
        var identifier = "";
        if (rest.IndexOf("|id=", StringComparison.Ordinal) is >= 0 and var at)
        {
            (identifier, rest) = (rest[(at + 4)..], rest[..at]);
            if (ByteText.Encode(identifier).Length is 0 or > LongestIdentifier)
            {
                return $"its id needs 1–{LongestIdentifier} bytes";
            }
        }

        if (rest.Contains("|pk=", StringComparison.Ordinal))
        {
            return SettingProblem.MissingProtection("SAE-PK", "'|pk=' is SAE-PK, which is not supported; leave it out");
        }

        if (rest.Contains("|vlanid=", StringComparison.Ordinal))
        {
            return SettingProblem.MissingProtection("VLANs", "'|vlanid=' puts stations into a VLAN, which is not supported; leave it out");
        }

        MacAddress? station = null;
        if (rest.IndexOf("|mac=", StringComparison.Ordinal) is >= 0 and var of)
        {
            if (!MacAddress.TryParse(rest.AsSpan(of + 5), out var address))
            {
                return "its mac is no address: write six hexadecimal bytes separated by colons";
            }

            station = address == MacAddress.Broadcast ? null : address;
            rest = rest[..of];
        }

        if (rest.Length == 0)
        {
            return "needs a password before what stands behind '|'";
        }

        line = new SaePasswordLine(rest, station, identifier);
        return null;
    }
}

/// <summary>
/// hostapd's <c>sae_password_file</c>: a <see cref="SaePasswordLine"/> each line, and nothing else. Only a regular file is read, without the marks of
/// editors (<see cref="PlainText"/>), which would be a part of a password.
/// </summary>
internal static class SaePasswordFile
{
    /// <summary>The lines; or what is wrong with the file, and none.</summary>
    internal static string? Read(string path, out IReadOnlyList<SaePasswordLine> lines)
    {
        lines = [];
        var result = RegularFile.Read(path, RegularFile.LongestText, FileTrust.Anybody, out var content);
        if (!result.Succeeded)
        {
            return $"cannot be read: {result}";
        }

        var wrong = Parse(path, content!.Bytes, out lines);
        CryptographicOperations.ZeroMemory(content.Bytes);
        return wrong;
    }

    /// <summary>The lines of what stands in the file; or what is wrong with it, and none.</summary>
    internal static string? Parse(string path, ReadOnlySpan<byte> bytes, out IReadOnlyList<SaePasswordLine> lines)
    {
        lines = [];
        var plain = PlainText.Of(bytes, out _);
        var text = ByteText.Decode(plain).Split('\n');
        CryptographicOperations.ZeroMemory(plain);
        var read = new List<SaePasswordLine>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i].Length == 0)
            {
                continue;
            }

            if (SaePasswordLine.Read(text[i], out var password) is { } wrong)
            {
                return $"line {i + 1} of {path}: {wrong.Text}";
            }

            read.Add(password);
        }

        lines = read;
        return null;
    }
}
