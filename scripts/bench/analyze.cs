// Turns the logs and captures of scripts/bench.sh into figures. Run as: dotnet run analyze.cs -- SUITE FOLDER
using System.Diagnostics;
using System.Globalization;
using System.Text;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: analyze.cs SUITE FOLDER");
    return 2;
}

var figures = new SortedDictionary<string, Figure>(StringComparer.Ordinal);
foreach (var boot in Directory.GetDirectories(args[1], "boot*").Order(StringComparer.Ordinal))
{
    var scene = Directory.GetDirectories(boot).Single(d => File.Exists(Path.Combine(d, "marks.txt")));
    Joins.Read(scene, figures);
}

Report.Print(args[0], figures);
Report.WriteJson(Path.Combine(args[1], "result.json"), figures);
return 0;

/// <summary>One figure: the values of each side.</summary>
internal sealed record Figure(string Unit)
{
    public List<double> A { get; } = [];

    public List<double> B { get; } = [];

    public void Add(char side, double value) => (side == 'a' ? A : B).Add(value);
}

/// <summary>Reads the joins of one boot: who they were for, the client's times, and the frames on the air.</summary>
internal static class Joins
{
    internal static void Read(string scene, SortedDictionary<string, Figure> figures)
    {
        var sides = new List<(char Side, double Begin, double End)>();
        double begin = 0;
        foreach (var words in File.ReadLines(Path.Combine(scene, "marks.txt")).Select(l => l.Split(' ')))
        {
            if (words[1] == "begin")
            {
                begin = Number(words[4]);
            }
            else
            {
                sides.Add((words[2][0], begin, Number(words[4])));
            }
        }

        ReadClient(scene, sides, figures);
        ReadCpu(scene, figures);
        ReadAir(scene, sides, figures);
    }

    /// <summary>
    /// The client's times between the lines of its log that matter. A line of <paramref name="scene"/> counts for the
    /// join in which the client's next end (CONNECTED or P2P-GROUP-STARTED) falls.
    /// </summary>
    private static void ReadClient(string scene, List<(char Side, double Begin, double End)> sides,
        SortedDictionary<string, Figure> figures)
    {
        var last = new Dictionary<string, double>();
        var log = Path.Combine(scene, "sta1.log");
        var p2p = File.ReadLines(log).Any(l => l.Contains("P2P-GROUP-STARTED", StringComparison.Ordinal));
        var end = p2p ? "P2P-GROUP-STARTED" : "CTRL-EVENT-CONNECTED";
        var join = 0;
        foreach (var line in File.ReadLines(log))
        {
            var what = Marks.FirstOrDefault(m => line.Contains(m.Text, StringComparison.Ordinal)).Name;
            if (what is null && !line.Contains(end, StringComparison.Ordinal))
            {
                continue;
            }

            var time = Number(line[..line.IndexOf(':')]);
            if (!line.Contains(end, StringComparison.Ordinal))
            {
                last[what!] = time;
                continue;
            }

            if (join == sides.Count)
            {
                break;
            }

            var side = sides[join++].Side;
            foreach (var (from, to) in Spans)
            {
                var until = to == "end" ? time : last.GetValueOrDefault(to);
                if (last.TryGetValue(from, out var start) && until > start && (from != "auth" || !last.ContainsKey("WPS-SUCCESS")))
                {
                    Get(figures, $"{from} to {(to == "end" ? end : to)}", "ms").Add(side, 1000 * (until - start));
                }
            }

            last.Clear();
        }
    }

    /// <summary>CPU time of the process over a block, a join; and its memory at the block's end.</summary>
    private static void ReadCpu(string scene, SortedDictionary<string, Figure> figures)
    {
        double begin = 0;
        foreach (var words in File.ReadLines(Path.Combine(scene, "cpu.txt")).Select(l => l.Split(' ')))
        {
            if (words[1] == "begin")
            {
                begin = Number(words[3]);
            }
            else
            {
                Get(figures, "CPU a join", "ms").Add(words[2][0], (Number(words[3]) - begin) / 1e6 / Number(words[4]));
                Get(figures, "RSS", "kB").Add(words[2][0], Number(words[5]));
            }
        }
    }

    private static readonly (string Text, string Name)[] Marks =
    [
        (": Trying to authenticate with", "auth"),
        ("CTRL-EVENT-EAP-STARTED", "EAP start"),
        ("WPS-SUCCESS", "WPS-SUCCESS"),
        ("Control interface command 'P2P_CONNECT", "p2p_connect"),
    ];

    private static readonly (string From, string To)[] Spans =
    [
        ("auth", "end"), ("EAP start", "WPS-SUCCESS"), ("WPS-SUCCESS", "end"), ("p2p_connect", "end"),
    ];

    /// <summary>The access point's own turnaround: from each frame of the client to our answer on the air.</summary>
    private static void ReadAir(string scene, List<(char Side, double Begin, double End)> sides,
        SortedDictionary<string, Figure> figures)
    {
        var info = new ProcessStartInfo("tshark")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[]
        {
            "-r", Path.Combine(scene, "air.pcapng"), "-o", "wlan.enable_decryption:FALSE",
            "-Y", "wlan.fc.type_subtype in {0,1,11,13} || eapol",
            "-T", "fields", "-E", "separator=,", "-E", "occurrence=f",
            "-e", "frame.time_epoch", "-e", "wlan.fc.type_subtype", "-e", "wlan.sa",
            "-e", "wlan_rsna_eapol.keydes.msgnr", "-e", "eap.code", "-e", "wps.message_type",
            "-e", "wifi_p2p.public_action.subtype", "-e", "wlan.fc.retry",
        })
        {
            info.ArgumentList.Add(argument);
        }

        using var tshark = Process.Start(info)!;
        tshark.ErrorDataReceived += (_, _) => { };
        tshark.BeginErrorReadLine();
        var join = 0;
        var asked = new Dictionary<string, double>();
        double own = 0;
        while (tshark.StandardOutput.ReadLine() is { } line)
        {
            var f = line.Split(',');
            var time = Number(f[0]);
            while (join < sides.Count && time > sides[join].End)
            {
                EndJoin(figures, sides[join++].Side, ref own);
                asked.Clear();
            }

            if (join == sides.Count || time < sides[join].Begin)
            {
                continue;
            }

            var fromAp = f[2] == "02:00:00:00:00:00";
            var kind = Kind(f, fromAp);
            if (!fromAp)
            {
                asked[Answer(kind)] = time;
            }
            else if (asked.Remove(kind, out var since))
            {
                own += 1000 * (time - since);
                Get(figures, $"turnaround to {kind}", "ms").Add(sides[join].Side, 1000 * (time - since));
            }
            else if (kind == "assoc response")
            {
                continue;
            }

            if (kind == "assoc response")
            {
                // The next thing the access point says by itself: M1, or the EAP identity request.
                asked["M1"] = time;
            }
        }

        if (join < sides.Count)
        {
            EndJoin(figures, sides[join].Side, ref own);
        }
    }

    private static void EndJoin(SortedDictionary<string, Figure> figures, char side, ref double own)
    {
        if (own > 0)
        {
            Get(figures, "turnaround, sum of a join", "ms").Add(side, own);
        }

        own = 0;
    }

    private static string Kind(string[] f, bool fromAp)
    {
        if (f[3].Length > 0 && f[3] != "0")
        {
            return "M" + f[3];
        }

        if (f[5].Length > 0)
        {
            return "WPS " + f[5];
        }

        if (f[4].Length > 0)
        {
            return "EAP " + f[4];
        }

        return Convert.ToInt32(f[1], f[1].StartsWith("0x", StringComparison.Ordinal) ? 16 : 10) switch
        {
            0 => "assoc request",
            1 => "assoc response",
            11 => fromAp ? "auth response" : "auth request",
            13 when f[6].Length > 0 => "P2P action " + f[6],
            _ => "other",
        };
    }

    /// <summary>What the access point answers a frame of the client with.</summary>
    private static string Answer(string kind) => kind switch
    {
        "auth request" => "auth response",
        "assoc request" => "assoc response",
        "M2" => "M3",
        "P2P action 7" => "P2P action 8",
        "WPS 0x04" => "WPS 0x05",
        "WPS 0x07" => "WPS 0x08",
        "WPS 0x09" => "WPS 0x0a",
        "WPS 0x0b" => "WPS 0x0c",
        "WPS 0x0f" => "EAP 4",
        _ => "nothing",
    };

    private static Figure Get(SortedDictionary<string, Figure> figures, string name, string unit)
    {
        if (!figures.TryGetValue(name, out var figure))
        {
            figures[name] = figure = new Figure(unit);
        }

        return figure;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

internal static class Report
{
    private const int Resamples = 10_000;

    internal static void Print(string suite, SortedDictionary<string, Figure> figures)
    {
        Console.WriteLine(suite);
        Console.WriteLine($"{"figure",-42} {"n",4} {"ours min/median/max",24} {"theirs min/median/max",24}  ratio [95 %]");
        foreach (var (name, figure) in figures)
        {
            var (low, high) = Bootstrap(figure);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name + ", " + figure.Unit,-42} {figure.A.Count,4} {Spread(figure.A),24} {Spread(figure.B),24}  {Median(figure.A) / Median(figure.B):F2} [{low:F2}, {high:F2}]"));
        }
    }

    internal static void WriteJson(string path, SortedDictionary<string, Figure> figures)
    {
        var text = new StringBuilder("{\n");
        foreach (var (name, figure) in figures)
        {
            var (low, high) = Bootstrap(figure);
            text.Append(CultureInfo.InvariantCulture,
                $"  \"{name}\": {{ \"unit\": \"{figure.Unit}\", \"ours\": [{Join(figure.A)}], \"theirs\": [{Join(figure.B)}], \"ratio\": {Median(figure.A) / Median(figure.B):F4}, \"low\": {low:F4}, \"high\": {high:F4} }},\n");
        }

        File.WriteAllText(path, text.ToString().TrimEnd(',', '\n') + "\n}\n");
    }

    /// <summary>The 95 % interval of the ratio of medians; seeded, so that the same data give the same interval.</summary>
    private static (double Low, double High) Bootstrap(Figure figure)
    {
        if (figure.A.Count == 0 || figure.B.Count == 0)
        {
            return (double.NaN, double.NaN);
        }

        var random = new Random(1);
        var ratios = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            ratios[i] = Median(Resample(figure.A, random)) / Median(Resample(figure.B, random));
        }

        Array.Sort(ratios);
        return (ratios[Resamples / 40], ratios[Resamples - 1 - Resamples / 40]);
    }

    private static List<double> Resample(List<double> values, Random random) =>
        [.. Enumerable.Range(0, values.Count).Select(_ => values[random.Next(values.Count)])];

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN
            : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2]
            : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Spread(List<double> values) => values.Count == 0 ? "-" : string.Create(
        CultureInfo.InvariantCulture, $"{values.Min():F1}/{Median(values):F1}/{values.Max():F1}");

    private static string Join(List<double> values) =>
        string.Join(", ", values.Select(v => v.ToString("F3", CultureInfo.InvariantCulture)));
}
