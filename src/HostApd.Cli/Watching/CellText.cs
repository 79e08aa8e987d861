using System.Globalization;
using System.Text;

namespace HostApd.Cli.Watching;

/// <summary>Texts and numbers as they stand in a cell of a table: harmless, and as wide as the cell.</summary>
internal static class CellText
{
    private const double Thousand = 1000;
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>How many columns a text takes that is harmless already.</summary>
    internal static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += TerminalText.Width(rune);
        }

        return width;
    }

    /// <summary>What fits into so many columns, with a sign where something is missing.</summary>
    internal static string Cut(string text, int width)
    {
        if (Width(text) <= width)
        {
            return text;
        }

        var cut = new StringBuilder();
        var left = width - 1;
        foreach (var rune in text.EnumerateRunes())
        {
            left -= TerminalText.Width(rune);
            if (left < 0)
            {
                break;
            }

            cut.Append(rune.ToString());
        }

        return width > 0 ? cut.Append('…').ToString() : "";
    }

    /// <summary>The same, filled up with blanks.</summary>
    internal static string Fill(string text, int width, bool isNumber)
    {
        var cut = Cut(text, width);
        var blanks = new string(' ', Math.Max(0, width - Width(cut)));
        return isNumber ? blanks + cut : cut + blanks;
    }

    /// <summary>Bytes in six characters at most: <c>17 B</c>, <c>1.7 kB</c>, <c>170 kB</c>.</summary>
    internal static string Bytes(double? bytes)
    {
        if (bytes is not { } value)
        {
            return "";
        }

        var unit = 0;
        // What would be rounded to a thousand is one of the next.
        while (value >= Thousand - 0.5 && unit < Units.Length - 1)
        {
            value /= Thousand;
            unit++;
        }

        return $"{value.ToString(unit > 0 && value < 9.95 ? "F1" : "F0", CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    /// <summary>A duration in eight characters: <c>00:01:30</c>, from a day on <c>3d 04:05</c>, from ten on <c>12d 04h</c>.</summary>
    internal static string Duration(long? seconds)
    {
        if (seconds is not >= 0 || seconds > TimeSpan.MaxValue.TotalSeconds)
        {
            return "";
        }

        var time = TimeSpan.FromSeconds(seconds.Value);
        return time.Days switch
        {
            0 => time.ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture),
            < 10 => time.ToString("d\\d\\ hh\\:mm", CultureInfo.InvariantCulture),
            _ => time.ToString("d\\d\\ hh\\h", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Mbit/s, with a decimal where it matters.</summary>
    internal static string Rate(double? rate) =>
        rate is { } value ? value.ToString(value < 100 ? "0.#" : "0", CultureInfo.InvariantCulture) : "-";
}
