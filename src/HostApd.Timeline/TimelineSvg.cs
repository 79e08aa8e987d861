using System.Globalization;
using System.Text;

namespace HostApd.Timeline;

/// <summary>
/// A join as a picture: two life lines, time from top to bottom, a slanted arrow for each frame, and between the lines the
/// colour of whoever was waited for. The axis is drawn to scale within bounds: a frame is never closer to the next than a
/// line of text, and a long wait never taller than a few of them. As wide as a phone.
/// </summary>
public static class TimelineSvg
{
    private const int Width = 380;
    private const int ClientX = 112;
    private const int ApX = 336;
    private const int Top = 64;
    private const double LineHeight = 17;
    private const double TallestWait = 110;
    private const double PixelsPerMillisecond = 0.25;

    /// <summary>Draws a join; when <paramref name="title"/> is empty the client's address stands in.</summary>
    public static string Write(JoinReport report, string title)
    {
        var rows = Place(report, out var height);
        var findings = Wrap(report.Findings[0].Sentence);
        var text = new StringBuilder();
        var total = height + 58 + 16 * findings.Count;
        text.Append(CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {total:F0}" width="100%" style="max-width:760px" font-family="sans-serif" font-size="12">
            <rect width="{Width}" height="{total:F0}" fill="#ffffff"/>
            <text x="8" y="18" font-size="14" font-weight="bold">{Escape(title.Length == 0 ? report.Trace.Station.ToString() : title)}</text>
            <text x="8" y="36" fill="#444444">{(report.IsConnected ? "connected" : "not connected")}{Time(report, " after ", report.Total)}</text>
            <text x="{ClientX}" y="56" text-anchor="middle" font-weight="bold">client</text>
            <text x="{ApX}" y="56" text-anchor="middle" font-weight="bold">{report.AccessPointName}</text>

            """);
        DrawWaits(text, report, rows);
        text.Append(CultureInfo.InvariantCulture,
            $"""
            <line x1="{ClientX}" y1="{Top}" x2="{ClientX}" y2="{height:F1}" stroke="#222222" stroke-width="2"/>
            <line x1="{ApX}" y1="{Top}" x2="{ApX}" y2="{height:F1}" stroke="#222222" stroke-width="2"/>

            """);
        DrawEntries(text, report, rows);
        DrawLegend(text, height + 20);
        var y = height + 48;
        foreach (var line in findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"8\" y=\"{y:F1}\" font-weight=\"bold\">{Escape(line)}</text>\n");
            y += 16;
        }

        return text.Append("</svg>\n").ToString();
    }

    private static string Time(JoinReport report, string before, long microseconds) => report.Trace.IsTimed
        ? string.Create(CultureInfo.InvariantCulture, $"{before}{microseconds / 1000.0:F1} ms")
        : "";

    private static string Colour(JoinSide side) => side switch
    {
        JoinSide.AccessPoint => "#9ecae1",
        JoinSide.Client => "#fdd49e",
        JoinSide.Entropy => "#fb6a4a",
        JoinSide.Air => "#d9d9d9",
        JoinSide.Nobody => "#ffffff",
    };

    /// <summary>The height of each entry; equal times share none.</summary>
    private static double[] Place(JoinReport report, out double end)
    {
        var entries = report.Trace.Entries;
        var rows = new double[entries.Length];
        double y = Top + LineHeight;
        for (var i = 0; i < entries.Length; i++)
        {
            if (i > 0)
            {
                var milliseconds = Math.Max(0, entries[i].OnAir - entries[i - 1].OnAir) / 1000.0;
                y += Math.Clamp(milliseconds * PixelsPerMillisecond, LineHeight, TallestWait);
            }

            rows[i] = y;
        }

        end = y + LineHeight;
        return rows;
    }

    /// <summary>The height of any moment, between those of the entries around it.</summary>
    private static double At(JoinReport report, double[] rows, long time)
    {
        var entries = report.Trace.Entries;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].OnAir >= time)
            {
                if (i == 0 || entries[i].OnAir == entries[i - 1].OnAir)
                {
                    return rows[i];
                }

                var share = (double)(time - entries[i - 1].OnAir) / (entries[i].OnAir - entries[i - 1].OnAir);
                return rows[i - 1] + Math.Clamp(share, 0, 1) * (rows[i] - rows[i - 1]);
            }
        }

        return rows.Length == 0 ? Top : rows[^1];
    }

    private static void DrawWaits(StringBuilder text, JoinReport report, double[] rows)
    {
        foreach (var span in report.Spans)
        {
            var from = At(report, rows, span.From);
            var to = At(report, rows, span.To);
            text.Append(CultureInfo.InvariantCulture,
                $"<rect class=\"wait {span.Waited.Name()}\" x=\"{ClientX}\" y=\"{from:F1}\" width=\"{ApX - ClientX}\" height=\"{Math.Max(0, to - from):F1}\" fill=\"{Colour(span.Waited)}\"/>\n");
        }
    }

    private static void DrawEntries(StringBuilder text, JoinReport report, double[] rows)
    {
        var entries = report.Trace.Entries;
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            var y = rows[i];
            var label = entry.Kind.Name() + (entry.Repeats > 0 ? $" \u00d7{entry.Repeats + 1}" : "")
                + (entry.Reason != 0 ? $" ({entry.Reason})" : "");
            text.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{ClientX - 10}\" y=\"{y + 4:F1}\" text-anchor=\"end\" fill=\"#444444\">{Time(report, "", entry.OnAir - report.Trace.Begin)}</text>\n");
            if (entry.Kind.IsFrame())
            {
                DrawArrow(text, entry, y);
            }

            text.Append(CultureInfo.InvariantCulture,
                $"<text class=\"frame\" x=\"{(ClientX + ApX) / 2}\" y=\"{y - 3:F1}\" text-anchor=\"middle\"{(entry.Kind.IsFrame() ? "" : " font-style=\"italic\" fill=\"#99000d\"")}>{Escape(label)}</text>\n");
        }
    }

    private static void DrawArrow(StringBuilder text, in TraceEntry entry, double y)
    {
        var (from, to) = entry.FromAp ? (ApX, ClientX) : (ClientX, ApX);
        var tip = entry.FromAp ? 7 : -7;
        var lost = (entry.Marks & TraceMarks.NotAcknowledged) != 0;
        text.Append(CultureInfo.InvariantCulture,
            $"<line x1=\"{from}\" y1=\"{y:F1}\" x2=\"{to}\" y2=\"{y:F1}\" stroke=\"{(lost ? "#cb181d" : "#222222")}\"{(lost ? " stroke-dasharray=\"4 3\"" : "")}/>\n");
        text.Append(CultureInfo.InvariantCulture,
            $"<path d=\"M{to} {y:F1} l{tip} -4 v8 z\" fill=\"{(lost ? "#cb181d" : "#222222")}\"/>\n");
    }

    private static void DrawLegend(StringBuilder text, double y)
    {
        (JoinSide Side, string Label, int X)[] items =
        [
            (JoinSide.AccessPoint, "waited for AP", 8), (JoinSide.Client, "client", 118), (JoinSide.Entropy, "entropy", 192),
            (JoinSide.Air, "air", 276),
        ];
        foreach (var (side, label, x) in items)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"<rect x=\"{x}\" y=\"{y - 9:F1}\" width=\"12\" height=\"12\" fill=\"{Colour(side)}\" stroke=\"#888888\"/><text x=\"{x + 16}\" y=\"{y + 1:F1}\">{label}</text>\n");
        }
    }

    private static List<string> Wrap(string sentence)
    {
        const int widest = 54;
        var lines = new List<string> { "" };
        foreach (var word in sentence.Split(' '))
        {
            if (lines[^1].Length + 1 + word.Length > widest && lines[^1].Length > 0)
            {
                lines.Add("");
            }

            lines[^1] += lines[^1].Length == 0 ? word : " " + word;
        }

        return lines;
    }

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
}
