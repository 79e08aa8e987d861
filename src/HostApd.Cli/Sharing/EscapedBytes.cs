using System.Globalization;
using HostApd.Control;

namespace HostApd.Cli.Sharing;

/// <summary>Bytes that a daemon has written as in C (<c>\x1f</c>, <c>\\</c>, <c>\n</c> …), as names of networks are in replies.</summary>
internal static class EscapedBytes
{
    /// <summary>The bytes; a backslash that begins nothing known is itself.</summary>
    internal static byte[] Decode(string text)
    {
        var bytes = new List<byte>();
        var escaped = ByteText.Encode(text).AsSpan();
        while (!escaped.IsEmpty)
        {
            var length = TakeEscape(escaped, out var one);
            bytes.Add(one);
            escaped = escaped[length..];
        }

        return [.. bytes];
    }

    /// <summary>How many bytes make up the first.</summary>
    private static int TakeEscape(ReadOnlySpan<byte> text, out byte one)
    {
        one = text[0];
        if (one != (byte)'\\' || text.Length < 2)
        {
            return 1;
        }

        if (text[1] == (byte)'x')
        {
            return text.Length >= 4 && byte.TryParse(text.Slice(2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out one) ? 4 : AsItIs(out one);
        }

        one = text[1] switch
        {
            (byte)'"' or (byte)'\\' => text[1],
            (byte)'e' => 0x1b,
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            _ => 0,
        };
        return one != 0 ? 2 : AsItIs(out one);
    }

    private static int AsItIs(out byte one)
    {
        one = (byte)'\\';
        return 1;
    }
}
