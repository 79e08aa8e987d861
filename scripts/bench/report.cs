// Turns the figures of a bench into a table, JSON and a picture. Run as: dotnet run report.cs -- FOLDER FIGURES…
// FIGURES are files of lines "a|b <tab> unit <tab> value <tab> name"; a is ours, b the stock program's.
using System.Globalization;
using System.Text;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: report.cs FOLDER FIGURES…");
    return 2;
}

var figures = new SortedDictionary<string, Figure>(StringComparer.Ordinal);
foreach (var fields in args[1..].SelectMany(File.ReadLines).Select(static line => line.Split('\t')))
{
    var name = $"{fields[3]}, {fields[1]}";
    if (!figures.TryGetValue(name, out var figure))
    {
        figures[name] = figure = new Figure(name, fields[1]);
    }

    (fields[0] == "a" ? figure.Ours : figure.Theirs).Add(double.Parse(fields[2], CultureInfo.InvariantCulture));
}

foreach (var figure in figures.Values)
{
    figure.Bootstrap();
}

Table.Print(figures.Values);
File.WriteAllText(Path.Combine(args[0], "result.json"), Json.Of(figures.Values));
File.WriteAllText(Path.Combine(args[0], "result.svg"), Picture.Of([.. figures.Values.Where(static f => !double.IsNaN(f.Ratio))]));
return 0;

/// <summary>One figure: the values of each side, the ratio of their medians and its 95 % interval.</summary>
internal sealed class Figure(string name, string unit)
{
    private const int Resamples = 10_000;

    public string Name => name;

    public string Unit => unit;

    public List<double> Ours { get; } = [];

    public List<double> Theirs { get; } = [];

    public double Ratio => Median(Ours) / Median(Theirs);

    public double Low { get; private set; } = double.NaN;

    public double High { get; private set; } = double.NaN;

    /// <summary>Seeded, so that the same data give the same interval.</summary>
    public void Bootstrap()
    {
        if (Ours.Count == 0 || Theirs.Count == 0)
        {
            return;
        }

        var random = new Random(1);
        var ratios = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            ratios[i] = Median(Resample(Ours, random)) / Median(Resample(Theirs, random));
        }

        Array.Sort(ratios);
        Low = ratios[Resamples / 40];
        High = ratios[Resamples - 1 - Resamples / 40];
    }

    public static double Median(List<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN
            : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2]
            : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static List<double> Resample(List<double> values, Random random) =>
        [.. Enumerable.Range(0, values.Count).Select(_ => values[random.Next(values.Count)])];
}

internal static class Table
{
    internal static void Print(IEnumerable<Figure> figures)
    {
        Console.WriteLine($"{"figure",-72} {"n",9} {"ours min/median/max",26} {"theirs min/median/max",26}  ratio [95 %]");
        foreach (var f in figures)
        {
            var ratio = double.IsNaN(f.Ratio) ? "" : string.Create(CultureInfo.InvariantCulture, $"{f.Ratio:F2} [{f.Low:F2}, {f.High:F2}]");
            Console.WriteLine($"{f.Name,-72} {$"{f.Ours.Count}/{f.Theirs.Count}",9} {Spread(f.Ours),26} {Spread(f.Theirs),26}  {ratio}");
        }
    }

    private static string Spread(List<double> values) => values.Count == 0 ? "-" : string.Create(
        CultureInfo.InvariantCulture, $"{values.Min():F1}/{Figure.Median(values):F1}/{values.Max():F1}");
}

internal static class Json
{
    internal static string Of(IEnumerable<Figure> figures) => "{\n" + string.Join(",\n", figures.Select(static f =>
        $"  \"{f.Name}\": {{ \"unit\": \"{f.Unit}\", \"ours\": [{Join(f.Ours)}], \"theirs\": [{Join(f.Theirs)}], "
        + $"\"ratio\": {Number(f.Ratio)}, \"low\": {Number(f.Low)}, \"high\": {Number(f.High)} }}")) + "\n}\n";

    private static string Join(List<double> values) => string.Join(", ", values.Select(Number));

    private static string Number(double value) =>
        double.IsFinite(value) ? value.ToString("F4", CultureInfo.InvariantCulture) : "null";
}

/// <summary>Every ratio with its interval, on a logarithmic axis around 1. Which side is better is told by place, shape and colour.</summary>
internal static class Picture
{
    private const int Width = 420, Row = 22, Top = 96, Margin = 16;
    private static readonly double[] Ticks = [0.25, 0.5, 0.75, 1, 1.5, 2, 4];

    private const string Style = """
        <style>
        text{fill:#222}.paper{fill:#fff}.soft{fill:#555}.grid{stroke:#ddd}.one{stroke:#444}
        .less{fill:#1a7f37;stroke:#1a7f37}.more{fill:#b35900;stroke:#b35900}.even{fill:#57606a;stroke:#57606a}
        @media (prefers-color-scheme:dark){text{fill:#eee}.paper{fill:#16181c}.soft{fill:#aaa}.grid{stroke:#3a3d44}.one{stroke:#bbb}
        .less{fill:#56d364;stroke:#56d364}.more{fill:#ffa657;stroke:#ffa657}.even{fill:#a0a8b3;stroke:#a0a8b3}}
        </style>

        """;

    internal static string Of(List<Figure> figures)
    {
        // Some seven units a letter at this size.
        var left = Margin + 12 + 7 * figures.Select(static f => f.Name.Length).DefaultIfEmpty().Max();
        var (right, height) = (left + Width + 250, Top + Row * figures.Count + 64);
        double X(double ratio) => left + Width * (Math.Log2(Math.Clamp(ratio, Ticks[0], Ticks[^1])) + 2) / 4;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" lang=\"en\" role=\"img\" viewBox=\"0 0 {right} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append("<title>hostapd-net against the stock programs: ratio of medians with its 95 % interval</title>\n").Append(Style);
        svg.Append("<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"24\" font-size=\"16\" font-weight=\"bold\">hostapd-net against hostapd and wpa_supplicant</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"soft\" x=\"{Margin}\" y=\"44\">Ratio of medians (ours / theirs) with its 95 % bootstrap interval; the unit stands behind each name</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"soft\" x=\"{X(1) - 12:F0}\" y=\"64\" text-anchor=\"end\">← ours takes less</text><text class=\"soft\" x=\"{X(1) + 12:F0}\" y=\"64\">ours takes more →</text>\n");
        foreach (var tick in Ticks)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<line class=\"{(tick == 1 ? "one" : "grid")}\" x1=\"{X(tick):F0}\" x2=\"{X(tick):F0}\" y1=\"{Top - 8}\" y2=\"{height - 56}\"/><text x=\"{X(tick):F0}\" y=\"{Top - 14}\" text-anchor=\"middle\">{tick}</text>\n");
        }

        for (var i = 0; i < figures.Count; i++)
        {
            var (f, y) = (figures[i], Top + Row * i + Row / 2);
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{left - 12}\" y=\"{y + 4}\" text-anchor=\"end\">{f.Name.Replace("&", "&amp;").Replace("<", "&lt;")}</text><line class=\"{Class(f)}\" x1=\"{X(f.Low):F1}\" x2=\"{X(f.High):F1}\" y1=\"{y}\" y2=\"{y}\" stroke-width=\"3\"/>{Mark(Class(f), X(f.Ratio), y)}");
            var beyond = f.Low < Ticks[0] || f.High > Ticks[^1] ? " (beyond the axis)" : "";
            svg.Append(CultureInfo.InvariantCulture,
                $"<text class=\"soft\" x=\"{left + Width + 12}\" y=\"{y + 4}\">{f.Ratio:F2} [{f.Low:F2}, {f.High:F2}]{beyond}</text>\n");
        }

        var legend = height - 24;
        foreach (var (at, kind, words) in ((int, string, string)[])[(0, "less", "less, with its whole interval"), (230, "even", "not told apart"), (370, "more", "more, with its whole interval")])
        {
            svg.Append(CultureInfo.InvariantCulture, $"{Mark(kind, Margin + 8 + at, legend - 4)}<text x=\"{Margin + 20 + at}\" y=\"{legend}\">{words}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Class(Figure f) => f.High < 1 ? "less" : f.Low > 1 ? "more" : "even";

    /// <summary>A tip to the left, a square, or a tip to the right.</summary>
    private static string Mark(string kind, double x, int y) => string.Create(CultureInfo.InvariantCulture, $"<path class=\"{kind}\" d=\"M{x:F1} {y} {kind switch
    {
        "less" => "m-6 0 l9 -6 v12 z",
        "more" => "m6 0 l-9 -6 v12 z",
        _ => "m-4 -4 h8 v8 h-8 z",
    }}\"/>");
}
