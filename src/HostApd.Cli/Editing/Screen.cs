using System.Globalization;
using System.Text;

namespace HostApd.Cli.Editing;

/// <summary>
/// The text that draws the line being typed. It keeps to one row and shows the part around the cursor, so that whatever comes
/// in between can be put above it.
/// </summary>
internal static class Screen
{
    /// <summary>Stands before the line.</summary>
    internal const string Prompt = "> ";

    private const string EraseToEnd = "\e[K";

    /// <summary>Clears everything.</summary>
    internal const string Clear = "\e[H\e[2J";

    /// <summary>Takes the line off the screen.</summary>
    internal const string Wipe = "\r" + EraseToEnd;

    /// <summary>Draws prompt and text, and puts the cursor in its place.</summary>
    internal static string Draw(string text, int cursor, int columns, string prompt = Prompt)
    {
        // The last column stays free: a character there makes some terminals go on to the next row.
        var room = Math.Max(1, columns - prompt.Length - 1);
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
            $"\r{TerminalText.Line(prompt)}{TerminalText.Line(text[start..end])}{EraseToEnd}\r\e[{prompt.Length + toCursor}C");
    }

    /// <summary>Words in columns, down and then right, as many as fit beside each other; a word is never broken.</summary>
    internal static IEnumerable<string> Columns(string[] words, int columns)
    {
        const int gap = 2;
        var width = words.Max(static w => Width(w, 0, w.Length)) + gap;
        var beside = Math.Max(1, (columns + gap - 1) / width);
        var rows = (words.Length + beside - 1) / beside;
        for (var row = 0; row < rows; row++)
        {
            var line = new StringBuilder();
            for (var i = row; i < words.Length; i += rows)
            {
                line.Append(words[i]).Append(' ', i + rows < words.Length ? width - Width(words[i], 0, words[i].Length) : 0);
            }

            yield return line.ToString();
        }
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
