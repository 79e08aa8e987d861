using System.Globalization;
using System.Text;
using HostApd.Control;

namespace HostApd.Configuration;

/// <summary>
/// A value that may stand in a file that is read line by line: it holds no line end and no other control character. The one
/// door through which anything comes into such a file, for what it says may come from a stranger: settings over the air, a
/// control client. Text is <see cref="ByteText"/>, so that any bytes pass.
/// </summary>
internal sealed class LineValue
{
    private LineValue(string text) => Text = text;

    /// <summary>The value as it was given.</summary>
    internal string Text { get; }

    /// <summary>Takes a value over; false where it would end its line, or could not be seen there.</summary>
    internal static bool TryCreate(string text, out LineValue? value)
    {
        value = IsOfOneLine(text) ? new LineValue(text) : null;
        return value is not null;
    }

    /// <summary>As above, of what was checked before.</summary>
    /// <exception cref="ArgumentException">It was not: our own bug. The value is not repeated, it may be a secret.</exception>
    internal static LineValue Of(string text) => TryCreate(text, out var value)
        ? value!
        : throw new ArgumentException("A control character cannot stand in a line of a file.", nameof(text));

    /// <summary>How an ini line gives the value back: in quotation marks where the reader would take something off it.</summary>
    internal string ForIni => Text.Length > 0 && (Text.Trim() != Text || Text is ['"', .., '"']) ? $"\"{Text}\"" : Text;

    private static bool IsOfOneLine(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>How a network's name stands in a file: as it is where every reader gives the same bytes back, else in hexadecimal.</summary>
internal static class SsidLine
{
    /// <summary>
    /// The two keys that may hold a name, and their values: one of them is null, and goes. In hexadecimal stands what is not
    /// plain text: not UTF-8, with blanks at an end, or with a character that somebody reads as a mark, or not at all.
    /// </summary>
    internal static (LineValue? Ssid, LineValue? Ssid2) Of(ReadOnlySpan<byte> ssid)
    {
        var text = ByteText.Decode(ssid);
        return IsPlain(text) && LineValue.TryCreate(text, out var plain)
            ? (plain, null)
            : (null, LineValue.Of(Convert.ToHexStringLower(ssid)));
    }

    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || text[0] == ' ' || text[^1] == ' ')
        {
            return false;
        }

        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsPlain(rune))
            {
                return false;
            }
        }

        // A byte that is no UTF-8 is a lone surrogate here, which no category below holds.
        return true;
    }

    private static bool IsPlain(Rune rune) => rune.IsAscii
        ? rune.Value is >= ' ' and <= '~' and not ('"' or '#' or ';' or '\\')
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber;
}
