using System.Text;

namespace HostApd.Cli.Sharing;

/// <summary>
/// The text in the code: <c>WIFI:T:WPA;S:name;P:passphrase;;</c>, as ZXing's readers came to take it and all phones do since. A
/// backslash stands before what would end or divide a value. A name of hexadecimal digits stands in quotes, because without them it is taken
/// for the bytes that it spells; and so is written what is no text.
/// </summary>
internal static class JoinText
{
    private const string Divides = "\\;,\":";

    internal static string Of(SharedNetwork network)
    {
        var key = network.Passphrase is { } passphrase ? $"T:WPA;S:{Name(network.Ssid)};P:{Escape(passphrase)};" : $"T:nopass;S:{Name(network.Ssid)};";
        return $"WIFI:{key}{(network.IsHidden ? "H:true;" : "")};";
    }

    /// <summary>Whether the name is text: UTF-8 without control characters.</summary>
    internal static bool IsText(ReadOnlySpan<byte> ssid)
    {
        while (!ssid.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(ssid, out var rune, out var length) != System.Buffers.OperationStatus.Done || Rune.IsControl(rune))
            {
                return false;
            }

            ssid = ssid[length..];
        }

        return true;
    }

    private static string Name(byte[] ssid)
    {
        if (!IsText(ssid))
        {
            return Convert.ToHexString(ssid);
        }

        var text = Encoding.UTF8.GetString(ssid);
        return text.All(char.IsAsciiHexDigit) ? $"\"{text}\"" : Escape(text);
    }

    private static string Escape(string value) =>
        string.Concat(value.Select(static c => Divides.Contains(c, StringComparison.Ordinal) ? $"\\{c}" : c.ToString()));
}
