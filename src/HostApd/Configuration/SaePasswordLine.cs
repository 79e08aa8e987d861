using System.Security.Cryptography;
using HostApd.Control;
using HostApd.Ieee80211;
using HostApd.Linux;

namespace HostApd.Configuration;

/// <summary>
/// One password of SAE as hostapd writes it: <c>password[|mac=address][|vlanid=number][|id=identifier]</c>; the identifier is the rest of the
/// line.
/// </summary>
/// <param name="Password">The password.</param>
/// <param name="Station">Whose it is; null: anybody's.</param>
/// <param name="Identifier">What stations call it; empty: nothing.</param>
/// <param name="VlanId">In which VLAN those who use it are; 0: nothing is said.</param>
internal sealed record SaePasswordLine(string Password, MacAddress? Station, string Identifier, int VlanId)
{
    private const int LongestIdentifier = 253;

    /// <summary>Never the password.</summary>
    public override string ToString() => $"password of {Station?.ToString() ?? "anybody"}";

    /// <summary>Reads one; what is wrong with it is told without the password.</summary>
    internal static SettingProblem? Read(string text, out SaePasswordLine line)
    {
        line = new SaePasswordLine("", null, "", 0);
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

        var vlan = 0;
        var ofVlan = ValueOf(rest, "|vlanid=", out var number);
        if (ofVlan >= 0 && !VlanNumber.TryRead(number, out vlan))
        {
            return "its vlanid is no number from 1 to 4094";
        }

        MacAddress? station = null;
        var ofMac = ValueOf(rest, "|mac=", out var mac);
        if (ofMac >= 0)
        {
            if (!MacAddress.TryParse(mac, out var address))
            {
                return "its mac is no address: write six hexadecimal bytes separated by colons";
            }

            station = address == MacAddress.Broadcast ? null : address;
        }

        var end = Math.Min(ofVlan < 0 ? rest.Length : ofVlan, ofMac < 0 ? rest.Length : ofMac);
        if (rest.Length - end != (ofVlan < 0 ? 0 : "|vlanid=".Length + number.Length) + (ofMac < 0 ? 0 : "|mac=".Length + mac.Length))
        {
            return "has something behind its password that is none of |mac=, |vlanid= and |id=";
        }

        rest = rest[..end];

        if (rest.Length == 0)
        {
            return "needs a password before what stands behind '|'";
        }

        line = new SaePasswordLine(rest, station, identifier, vlan);
        return null;
    }

    /// <summary>Where a word begins, and what stands between it and the next; -1: nowhere.</summary>
    private static int ValueOf(string text, string word, out string value)
    {
        var at = text.IndexOf(word, StringComparison.Ordinal);
        value = at < 0 ? "" : text[(at + word.Length)..];
        value = value.IndexOf('|') is >= 0 and var end ? value[..end] : value;
        return at;
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
