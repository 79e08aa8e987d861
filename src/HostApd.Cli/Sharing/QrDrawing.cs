using System.Globalization;
using System.Net;
using System.Text;

namespace HostApd.Cli.Sharing;

/// <summary>A QR code as characters and as a picture.</summary>
internal static class QrDrawing
{
    /// <summary>Black and white that no colour scheme replaces, as it may the first sixteen colours.</summary>
    private const string BlackOnWhite = "\e[38;5;16;48;5;231m";

    private const string Plain = "\e[0m";

    private const int PixelsPerModule = 8;

    /// <summary>
    /// Two squares a character, one above the other, dark as the writing. A terminal is told both colours, because its own writing
    /// may be light; what goes elsewhere is read as ink on paper.
    /// </summary>
    internal static string Write(QrModules modules, bool isTerminal)
    {
        var text = new StringBuilder();
        for (var row = 0; row < modules.Size; row += 2)
        {
            text.Append(isTerminal ? BlackOnWhite : "");
            for (var column = 0; column < modules.Size; column++)
            {
                text.Append((modules.IsDark(column, row), modules.IsDark(column, row + 1)) switch
                {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                });
            }

            text.Append(isTerminal ? Plain + "\n" : "\n");
        }

        return text.ToString();
    }

    /// <summary>The same as SVG: a bar for each run of dark squares.</summary>
    internal static string WriteSvg(QrModules modules, string title)
    {
        var text = new StringBuilder();
        var (size, pixels) = (modules.Size, modules.Size * PixelsPerModule);
        text.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{pixels}" height="{pixels}" viewBox="0 0 {size} {size}" role="img" aria-labelledby="title">
            <title id="title">{WebUtility.HtmlEncode(title)}</title>
            <rect width="{size}" height="{size}" fill="#ffffff"/>
            <path fill="#000000" shape-rendering="crispEdges" d="
            """);
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                var end = column;
                while (end < size && modules.IsDark(end, row))
                {
                    end++;
                }

                if (end > column)
                {
                    text.Append(CultureInfo.InvariantCulture, $"M{column} {row}h{end - column}v1h{column - end}z");
                    column = end;
                }
            }
        }

        return text.Append("\"/>\n</svg>\n").ToString();
    }
}
