using System.Globalization;
using System.Text;

namespace HostApd.Cli;

/// <summary>
/// What a daemon sends, made harmless for a terminal: control characters, bytes that are no text and characters that only
/// steer others are shown as <c>\x1b</c> or <c>\u202e</c>. Names of stations and networks are chosen by strangers.
/// </summary>
internal static class TerminalText
{
    /// <summary>Several lines: line ends and tabs stay.</summary>
    internal static string Lines(string text) => Clean(text, keepLines: true);

    /// <summary>One line: what ends a line is shown, too.</summary>
    internal static string Line(string text) => Clean(text, keepLines: false);

    /// <summary>How many columns a character takes.</summary>
    internal static int Width(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => 0,
        _ => rune.Value is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF
            or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6 or >= 0x1F300 and <= 0x1FAFF
            or >= 0x20000 and <= 0x3FFFD ? 2 : 1,
    };

    private static string Clean(string text, bool keepLines)
    {
        StringBuilder? cleaned = null;
        for (var i = 0; i < text.Length;)
        {
            var isText = Rune.TryGetRuneAt(text, i, out var rune);
            var length = isText ? rune.Utf16SequenceLength : 1;
            if (isText && (IsHarmless(rune) || keepLines && rune.Value is '\n' or '\t'))
            {
                cleaned?.Append(text, i, length);
            }
            else
            {
                // A lone surrogate stands for a byte (ByteText).
                cleaned ??= new StringBuilder(text, 0, i, text.Length + 16);
                var value = isText ? rune.Value : text[i] & 0xFF;
                _ = value < 0x100
                    ? cleaned.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}")
                    : cleaned.Append(CultureInfo.InvariantCulture, $"\\u{value:x4}");
            }

            i += length;
        }

        return cleaned?.ToString() ?? text;
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
