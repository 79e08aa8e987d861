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
            bytes = Unescape(ByteText.Encode(value[2..^1]));
            return true;
        }

        return HexText.TryParse(value, out bytes);
    }

    /// <summary>
    /// As hostapd reads it: <c>\\ \" \n \r \t \e</c>, <c>\x</c> and one or two hexadecimal digits, one to three octal digits, of which the
    /// low byte counts. A backslash before anything else does not count, nor does <c>\x</c> without a digit.
    /// </summary>
    private static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        var result = new List<byte>();
        while (!text.IsEmpty)
        {
            if (text[0] == '\\')
            {
                text = text[1..];
                text = text[Escaped(text, result)..];
            }
            else
            {
                result.Add(text[0]);
                text = text[1..];
            }
        }

        return [.. result];
    }

    /// <summary>Adds the byte that stands behind a backslash, if any does; how many characters that took.</summary>
    private static int Escaped(ReadOnlySpan<byte> text, List<byte> result)
    {
        const int octal = 8;
        const int hexadecimal = 16;
        switch (text.IsEmpty ? '\0' : (char)text[0])
        {
            case '\\' or '"':
                result.Add(text[0]);
                return 1;
            case 'n':
                result.Add((byte)'\n');
                return 1;
            case 'r':
                result.Add((byte)'\r');
                return 1;
            case 't':
                result.Add((byte)'\t');
                return 1;
            case 'e':
                result.Add(0x1b);
                return 1;
            case 'x':
                return 1 + Digits(text[1..], hexadecimal, 2, result);
            case >= '0' and <= '7':
                return Digits(text, octal, 3, result);
            default:
                return 0;
        }
    }

    /// <summary>Adds the number that the text begins with, where it does; how many digits that took.</summary>
    private static int Digits(ReadOnlySpan<byte> text, int radix, int most, List<byte> result)
    {
        var (number, length) = (0, 0);
        while (length < most && length < text.Length && char.IsAsciiHexDigit((char)text[length])
            && Convert.FromHexString(['0', (char)text[length]])[0] is var digit && digit < radix)
        {
            number = number * radix + digit;
            length++;
        }

        if (length > 0)
        {
            result.Add((byte)number);
        }

        return length;
    }
}
