using System.Globalization;
using System.Text;

namespace HostApd.Cli.Editing;

/// <summary>
/// The text that draws the line being typed. It keeps to one row and shows the part around the cursor, so that whatever comes
/// in between can be put above it.
/// </summary>
internal static class Screen
{
    private const string Prompt = "> ";
    private const string EraseToEnd = "\e[K";

    /// <summary>Clears everything.</summary>
    internal const string Clear = "\e[H\e[2J";

    /// <summary>Takes the line off the screen.</summary>
    internal const string Wipe = "\r" + EraseToEnd;

    /// <summary>Draws prompt and text, and puts the cursor in its place.</summary>
    internal static string Draw(string text, int cursor, int columns)
    {
        // The last column stays free: a character there makes some terminals go on to the next row.
        var room = Math.Max(1, columns - Prompt.Length - 1);
        var start = 0;
        while (Width(text, start, cursor) > room)
        {
            start += Step(text, start);
        }

        var end = cursor;
        var width = Width(text, start, cursor);
        var toCursor = width;
        while (end < text.Length && width + Width(text, end, end + Step(text, end)) <= room)
        {
            width += Width(text, end, end + Step(text, end));
            end += Step(text, end);
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"\r{Prompt}{TerminalText.Line(text[start..end])}{EraseToEnd}\r\e[{Prompt.Length + toCursor}C");
    }

    private static int Step(string text, int index) => Rune.TryGetRuneAt(text, index, out var rune) ? rune.Utf16SequenceLength : 1;

    private static int Width(string text, int from, int to)
    {
        var width = 0;
        for (var i = from; i < to; i += Step(text, i))
        {
            // What is not shown as it is (TerminalText) is longer; on a line of ours that is rare.
            width += Rune.TryGetRuneAt(text, i, out var rune) ? ShownWidth(rune) : ByteWidth;
        }

        return width;
    }

    private const int ByteWidth = 4;

    private static int ShownWidth(Rune rune)
    {
        var one = rune.ToString();
        var shown = TerminalText.Line(one);
        return shown == one ? TerminalText.Width(rune) : shown.Length;
    }
}
