using System.Globalization;
using System.Text;

namespace HostApd.Timeline;

/// <summary>
/// A join as a picture: two life lines, time from top to bottom, an arrow for each frame, between the lines the colour and the pattern
/// of whoever was waited for, and below them every finding. As wide as a phone, light or dark as the page is.
/// </summary>
public static class TimelineSvg
{
    private const int Width = 380;
    private const int ClientX = 112;
    private const int ApX = 336;
    private const int WidestTitle = 42;
    private const int WidestLine = 54;

    /// <summary>Colours by what they are for, and the patterns that tell them apart without colours.</summary>
    private const string Style =
        """
        <style>
        text{fill:#222}.paper{fill:#fff}.soft{fill:#444}.note{fill:#6b000a}.in{fill:#07401a}.ink{stroke:#222}.tip{fill:#222}.lost{stroke:#cb181d}.lost-tip{fill:#cb181d}
        .on-ap{fill:#9ecae1}.on-client{fill:#fdd49e}.on-entropy{fill:#fb6a4a}.on-air{fill:#d9d9d9}.on-server{fill:#c7e9c0}.hatch{stroke:#222;stroke-opacity:.28;fill:none}
        @media (prefers-color-scheme:dark){
        text{fill:#eee}.paper{fill:#16181c}.soft{fill:#bbb}.note{fill:#ff9a8d}.in{fill:#7ee787}.ink{stroke:#ddd}.tip{fill:#ddd}.lost{stroke:#ff7b72}.lost-tip{fill:#ff7b72}
        .on-ap{fill:#24506b}.on-client{fill:#5d4517}.on-entropy{fill:#7d2a1c}.on-air{fill:#44474d}.on-server{fill:#245c3a}.hatch{stroke:#fff;stroke-opacity:.22}}
        </style>
        <defs>
        <pattern id="ap" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="on-ap" width="6" height="6"/></pattern>
        <pattern id="client" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="on-client" width="6" height="6"/><line class="hatch" x1="0" y1="6" x2="6" y2="0"/></pattern>
        <pattern id="entropy" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="on-entropy" width="6" height="6"/><line class="hatch" x1="0" y1="6" x2="6" y2="0"/><line class="hatch" x1="0" y1="0" x2="6" y2="6"/></pattern>
        <pattern id="air" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="on-air" width="6" height="6"/><circle class="hatch" cx="3" cy="3" r="1"/></pattern>
        <pattern id="server" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="on-server" width="6" height="6"/><line class="hatch" x1="0" y1="3" x2="6" y2="3"/></pattern>
        </defs>

        """;

    /// <summary>Draws a join; when <paramref name="title"/> is empty the client's address stands in.</summary>
    public static string Write(JoinReport report, string title)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(title);
        var titles = Wrap(title.Length == 0 ? report.Trace.Station.ToString() : title, WidestTitle);
        var axis = new PictureAxis(report, 46 + 18 * titles.Count);
        var body = new StringBuilder();
        var y = DrawHead(body, report, titles);
        DrawWaits(body, report, axis);
        DrawLifeLines(body, axis);
        DrawEntries(body, report, axis);
        y = DrawLegend(body, report, axis, axis.Bottom + 20);
        y = DrawFindings(body, report, y + 28);
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" lang="en" role="img" viewBox="0 0 {Width} {y:F0}" width="100%" style="max-width:760px" font-family="sans-serif" font-size="12">
            <title>{Escape(string.Join(' ', titles))}: {Escape(Outcome(report))}. {Escape(report.Findings[0].Sentence)}</title>
            {Style}<rect class="paper" width="{Width}" height="{y:F0}"/>
            {body}</svg>

            """);
    }

    private static string Outcome(JoinReport report) => (report.IsConnected ? "connected" : "not connected") + Time(report, " after ", report.Total);

    private static string Time(JoinReport report, string before, long microseconds) => report.Trace.IsTimed
        ? string.Create(CultureInfo.InvariantCulture, $"{before}{microseconds / 1000.0:F1} ms")
        : "";

    /// <summary>Draws titles, outcome and the names of the sides; where the next thing goes.</summary>
    private static double DrawHead(StringBuilder text, JoinReport report, List<string> titles)
    {
        double y = 18;
        foreach (var line in titles)
        {
            Line(text, y, line, " font-size=\"14\" font-weight=\"bold\"");
            y += 18;
        }

        Line(text, y, Outcome(report), " class=\"soft\"");
        foreach (var (x, name) in ((int, string)[])[(ClientX, "client"), (ApX, report.AccessPointName)])
        {
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y + 20:F0}\" text-anchor=\"middle\" font-weight=\"bold\">{name}</text>\n");
        }

        return y + 20;
    }

    private static void DrawWaits(StringBuilder text, JoinReport report, PictureAxis axis)
    {
        foreach (var span in report.Spans)
        {
            var from = axis.At(span.From);
            text.Append(CultureInfo.InvariantCulture,
                $"<rect class=\"wait {span.Waited.Name()}\" x=\"{ClientX}\" y=\"{from:F1}\" width=\"{ApX - ClientX}\" height=\"{Math.Max(0, axis.At(span.To) - from):F1}\" fill=\"{Fill(span.Waited)}\"/>\n");
        }
    }

    private static string Fill(JoinSide side) => side switch
    {
        JoinSide.AccessPoint => "url(#ap)",
        JoinSide.Client => "url(#client)",
        JoinSide.Entropy => "url(#entropy)",
        JoinSide.Air => "url(#air)",
        JoinSide.Server => "url(#server)",
        JoinSide.Nobody => "none",
    };

    /// <summary>The two lines, each torn where a wait was cut short, with how long that took.</summary>
    private static void DrawLifeLines(StringBuilder text, PictureAxis axis)
    {
        foreach (var x in (int[])[ClientX, ApX])
        {
            text.Append(CultureInfo.InvariantCulture, $"<line class=\"ink\" x1=\"{x}\" y1=\"{axis.Top:F1}\" x2=\"{x}\" y2=\"{axis.Bottom:F1}\" stroke-width=\"2\"/>\n");
            foreach (var tear in axis.Breaks)
            {
                text.Append(CultureInfo.InvariantCulture, $"<rect class=\"paper\" x=\"{x - 2}\" y=\"{tear.Y - 5:F1}\" width=\"4\" height=\"10\"/>\n");
                text.Append(CultureInfo.InvariantCulture,
                    $"<polyline class=\"ink break\" fill=\"none\" points=\"{x},{tear.Y - 8:F1} {x - 5},{tear.Y - 3:F1} {x + 5},{tear.Y + 3:F1} {x},{tear.Y + 8:F1}\"/>\n");
            }
        }

        foreach (var tear in axis.Breaks)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{(ClientX + ApX) / 2}\" y=\"{tear.Y + 4:F1}\" text-anchor=\"middle\">… {Duration(tear.Microseconds)} …</text>\n");
        }
    }

    private static string Duration(long microseconds) => string.Create(CultureInfo.InvariantCulture,
        $"{(microseconds < 1_000_000 ? $"{microseconds / 1000} ms" : $"{microseconds / 1e6:F1} s")}");

    private static void DrawEntries(StringBuilder text, JoinReport report, PictureAxis axis)
    {
        var entries = report.Trace.Entries;
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            var y = axis.Of(i);
            var label = entry.Kind.Name() + (entry.Repeats > 0 ? $" \u00d7{entry.Repeats + 1}" : "")
                + (entry.Reason != 0 ? $" ({entry.Reason})" : "") + (entry.Group != 0 ? $" in group {entry.Group}" : "");
            text.Append(CultureInfo.InvariantCulture,
                $"<text class=\"soft\" x=\"{ClientX - 10}\" y=\"{y + 4:F1}\" text-anchor=\"end\">{Time(report, "", entry.OnAir - report.Trace.Begin)}</text>\n");
            if (entry.Kind.IsFrame())
            {
                DrawArrow(text, entry, y);
            }

            text.Append(CultureInfo.InvariantCulture,
                $"<text class=\"frame{Colour(entry.Kind)}\" x=\"{(ClientX + ApX) / 2}\" y=\"{y - 3:F1}\" text-anchor=\"middle\"{(entry.Kind.IsFrame() ? "" : " font-style=\"italic\"")}>{Escape(label)}</text>\n");
        }
    }

    /// <summary>Frames are as the ink; what is said in between is a remark, but for the good end of it all.</summary>
    private static string Colour(TraceKind kind) => kind.IsFrame() ? ""
        : TraceNames.StageOf(kind, JoinStage.Search) == JoinStage.Opening ? " in"
        : " note";

    private static void DrawArrow(StringBuilder text, in TraceEntry entry, double y)
    {
        var (from, to) = entry.FromAp ? (ApX, ClientX) : (ClientX, ApX);
        var lost = (entry.Marks & TraceMarks.NotAcknowledged) != 0;
        text.Append(CultureInfo.InvariantCulture,
            $"<line class=\"{(lost ? "lost" : "ink")}\" x1=\"{from}\" y1=\"{y:F1}\" x2=\"{to}\" y2=\"{y:F1}\"{(lost ? " stroke-dasharray=\"4 3\"" : "")}/>\n");
        text.Append(CultureInfo.InvariantCulture, $"<path class=\"{(lost ? "lost-tip" : "tip")}\" d=\"M{to} {y:F1} l{(entry.FromAp ? 7 : -7)} -4 v8 z\"/>\n");
    }

    /// <summary>Whose colour is whose, and what a break means; where that ends.</summary>
    private static double DrawLegend(StringBuilder text, JoinReport report, PictureAxis axis, double y)
    {
        (JoinSide Side, string Label, int X)[] items =
        [
            (JoinSide.AccessPoint, "waited for AP", 8), (JoinSide.Client, "client", 118), (JoinSide.Entropy, "entropy", 192),
            (JoinSide.Air, "air", 268), (JoinSide.Server, "server", 316),
        ];
        foreach (var (side, label, x) in items.Where(i => i.Side != JoinSide.Server || report.Phases.Any(static p => p.Server > 0)))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"<rect class=\"ink\" x=\"{x}\" y=\"{y - 9:F1}\" width=\"12\" height=\"12\" fill=\"{Fill(side)}\"/><text x=\"{x + 16}\" y=\"{y + 1:F1}\">{label}</text>\n");
        }

        if (axis.Breaks.Count == 0)
        {
            return y;
        }

        y += 18;
        Line(text, y, string.Create(CultureInfo.InvariantCulture, $"… time … is not to scale: a wait of more than {PictureAxis.LongestToScale:F0} ms"), " class=\"soft\"");
        return y;
    }

    /// <summary>The verdict: the first finding weighs most. Where the picture ends.</summary>
    private static double DrawFindings(StringBuilder text, JoinReport report, double y)
    {
        var weight = " font-weight=\"bold\"";
        foreach (var finding in report.Findings)
        {
            foreach (var line in Wrap(finding.Sentence, WidestLine))
            {
                Line(text, y, line, $" class=\"finding\"{weight}");
                y += 16;
            }

            weight = "";
            y += 4;
        }

        return y;
    }

    private static void Line(StringBuilder text, double y, string words, string attributes) =>
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"8\" y=\"{y:F1}\"{attributes}>{Escape(words)}</text>\n");

    private static IEnumerable<string> Parts(string word, int widest)
    {
        for (var i = 0; i < word.Length; i += widest)
        {
            yield return word[i..Math.Min(word.Length, i + widest)];
        }
    }

    private static List<string> Wrap(string sentence, int widest)
    {
        var lines = new List<string> { "" };
        foreach (var word in sentence.Split(' ').SelectMany(w => Parts(w, widest)))
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
