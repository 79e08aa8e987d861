using System.Globalization;
using HostApd.Control;
using HostApd.Ieee80211;

namespace HostApd.Configuration;

/// <summary>hostapd's ways to write bytes: "text", P"text with C escapes", hexadecimal digits.</summary>
internal static class SsidNotation
{
    internal static bool TryParse(string value, out byte[] bytes)
    {
        bytes = [];
        if (value.Length >= 2 && value[0] == '"' && value.LastIndexOf('"') is > 0 and var end)
        {
            bytes = ByteText.Encode(value[1..end]);
            return end == value.Length - 1;
        }

        if (value.Length >= 3 && value.StartsWith("P\"", StringComparison.Ordinal) && value[^1] == '"')
        {
            return TryUnescape(ByteText.Encode(value[2..^1]), out bytes);
        }

        return HexText.TryParse(value, out bytes);
    }

    private static bool TryUnescape(byte[] text, out byte[] bytes)
    {
        var result = new List<byte>();
        bytes = [];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Add(text[i]);
                continue;
            }

            if (++i == text.Length)
            {
                return false;
            }

            switch ((char)text[i])
            {
                case '\\' or '"':
                    result.Add(text[i]);
                    break;
                case 'n':
                    result.Add((byte)'\n');
                    break;
                case 'r':
                    result.Add((byte)'\r');
                    break;
                case 't':
                    result.Add((byte)'\t');
                    break;
                case 'e':
                    result.Add(0x1b);
                    break;
                case 'x' when i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture, out var value):
                    result.Add(value);
                    i += 2;
                    break;
                default:
                    return false;
            }
        }

        bytes = [.. result];
        return true;
    }
}
