using System.Globalization;
using System.Text;

namespace HostApd.Configuration;

/// <summary>
/// Text of others in a line of ours: a control client's, a file's, an exception's. What would end the line, or move the
/// cursor, is spelt out; so nobody writes a second line into a log.
/// </summary>
internal static class Spoken
{
    /// <summary>More of a wrong value tells nobody more.</summary>
    private const int Longest = 120;

    /// <summary>The text on one line.</summary>
    internal static string OnOneLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f')
            && !text.AsSpan().ContainsAny('\u2028', '\u2029') && !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
        {
            return text;
        }

        var line = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                line.Append(c).Append(text[++i]);
            }
            else if (char.IsControl(c) || char.IsSurrogate(c))
            {
                // A lone surrogate is how a byte that is no UTF-8 travels: its low half is the byte.
                line.Append(CultureInfo.InvariantCulture, $"\\x{c & 0xff:x2}");
            }
            else if (c is '\u2028' or '\u2029')
            {
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                line.Append(c);
            }
        }

        return line.ToString();
    }

    /// <summary>The value on one line, its end left out where it is long.</summary>
    internal static string Shortly(string value) =>
        OnOneLine(value.Length > Longest ? $"{value.AsSpan(0, Longest)}…" : value);
}
