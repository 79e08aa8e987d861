// Reads the joins of one boot from its marks, the client's log and the air, and prints a line for every figure, in the form
// of figures.sh. Run as: dotnet run joins.cs -- FOLDER
using System.Diagnostics;
using System.Globalization;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: joins.cs FOLDER");
    return 2;
}

Joins.Read(args[0]);
return 0;

/// <summary>Reads the joins of one boot: who they were for, the client's times, and the frames on the air.</summary>
internal static class Joins
{
    internal static void Read(string scene)
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

        ReadClient(scene, sides);
        ReadAir(scene, sides);
    }

    /// <summary>
    /// The client's times between the lines of its log that matter. A line of <paramref name="scene"/> counts for the
    /// join in which the client's next end (CONNECTED or P2P-GROUP-STARTED) falls.
    /// </summary>
    private static void ReadClient(string scene, List<(char Side, double Begin, double End)> sides)
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
                if (what == "auth")
                {
                    // Of several tries, or frames, of one join it is the first that counts.
                    last.TryAdd(what, time);
                }
                else
                {
                    last[what!] = time;
                }

                continue;
            }

            while (join < sides.Count && time > sides[join].End)
            {
                // Joins that came to no end.
                join++;
            }

            if (join == sides.Count)
            {
                break;
            }

            if (time < sides[join].Begin)
            {
                // What came before the first join of a block, to get to know each other.
                last.Clear();
                continue;
            }

            var side = sides[join++].Side;
            foreach (var (from, to) in Spans)
            {
                var until = to == "end" ? time : last.GetValueOrDefault(to);
                if (last.TryGetValue(from, out var start) && until > start && (from != "auth" || !last.ContainsKey("WPS-SUCCESS")))
                {
                    Print(side, $"{from} to {(to == "end" ? end : to)}", 1000 * (until - start));
                }
            }

            last.Clear();
        }
    }

    private const string Client = ":00:00:00:01:00";

    private static readonly (string Text, string Name)[] Marks =
    [
        (": Trying to authenticate with", "auth"),
        ("CTRL-EVENT-EAP-STARTED", "EAP start"),
        ("WPS-SUCCESS", "WPS-SUCCESS"),
        ("Control interface command 'P2P_CONNECT", "p2p_connect"),
        ("Control interface command 'P2P_INVITE", "p2p_invite"),
        ("P2P-GO-NEG-SUCCESS", "negotiated"),
        ("P2P-INVITATION-RESULT status=0", "invited"),
    ];

    private static readonly (string From, string To)[] Spans =
    [
        ("auth", "end"), ("EAP start", "WPS-SUCCESS"), ("WPS-SUCCESS", "end"), ("p2p_connect", "end"),
        ("p2p_connect", "negotiated"), ("negotiated", "end"), ("p2p_invite", "end"), ("p2p_invite", "invited"), ("invited", "end"),
    ];

    /// <summary>The access point's own turnaround: from each frame of the client to our answer on the air.</summary>
    private static void ReadAir(string scene, List<(char Side, double Begin, double End)> sides)
    {
        var info = new ProcessStartInfo("tshark")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[]
        {
            "-r", Path.Combine(scene, "air.pcapng"), "-o", "wlan.enable_decryption:FALSE",
            "-Y", "wlan.fc.type_subtype in {0,1,8,11,13} || eapol",
            "-T", "fields", "-E", "separator=,", "-E", "occurrence=f",
            "-e", "frame.time_epoch", "-e", "wlan.fc.type_subtype", "-e", "wlan.sa",
            "-e", "wlan_rsna_eapol.keydes.msgnr", "-e", "eap.code", "-e", "wps.message_type",
            "-e", "wifi_p2p.public_action.subtype", "-e", "wlan.da", "-e", "wlan.fixed.auth.alg", "-e", "wlan.fixed.auth_seq",
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
                EndJoin(sides[join++].Side, ref own);
                asked.Clear();
            }

            if (join == sides.Count || time < sides[join].Begin)
            {
                continue;
            }

            // The client's interface and device addresses; a flood of strangers is none of this.
            var fromAp = f[2].EndsWith(":00:00:00:00:00", StringComparison.Ordinal);
            if (!f[2].EndsWith(Client, StringComparison.Ordinal) && !f[7].EndsWith(Client, StringComparison.Ordinal) && !(fromAp && IsBeacon(f)))
            {
                continue;
            }

            var kind = Kind(f, fromAp);
            if (!fromAp)
            {
                asked[Answer(kind)] = time;
            }
            else if (asked.Remove(kind, out var since))
            {
                own += 1000 * (time - since);
                Print(sides[join].Side, $"turnaround to {kind}", 1000 * (time - since));
            }
            else if (kind == "assoc response")
            {
                continue;
            }

            if (kind is "P2P action 4")
            {
                // The group follows an invitation that was taken.
                asked["first Beacon"] = time;
            }

            if (kind == "EAP 1")
            {
                // From here on it is a service that the handshake waits for.
                asked.Remove("M1");
            }

            if (kind == "EAP 3")
            {
                asked["M1"] = time;
            }

            if (kind == "assoc response")
            {
                // The next thing the access point says by itself: M1, or the EAP identity request.
                asked["M1"] = time;
            }
        }

        if (join < sides.Count)
        {
            EndJoin(sides[join].Side, ref own);
        }
    }

    /// <summary>Whether a field says this number, in decimal or hexadecimal.</summary>
    private static bool IsNumber(string text, int number) =>
        text.Length > 0 && Convert.ToInt32(text, text.StartsWith("0x", StringComparison.Ordinal) ? 16 : 10) == number;

    private static bool IsBeacon(string[] f) => f[1] is "8" or "0x0008" or "0x08";

    private static void EndJoin(char side, ref double own)
    {
        if (own > 0)
        {
            Print(side, "turnaround, sum of a join", own);
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
            11 when IsNumber(f[8], 3) => $"SAE {(fromAp ? "" : "request ")}{(IsNumber(f[9], 1) ? "commit" : "confirm")}",
            11 => fromAp ? "auth response" : "auth request",
            8 => "first Beacon",
            13 when f[6].Length > 0 => "P2P action " + f[6],
            _ => "other",
        };
    }

    /// <summary>What the access point answers a frame of the client with.</summary>
    private static string Answer(string kind) => kind switch
    {
        "auth request" => "auth response",
        "SAE request commit" => "SAE commit",
        "SAE request confirm" => "SAE confirm",
        "assoc request" => "assoc response",
        "M2" => "M3",
        "P2P action 0" => "P2P action 1",
        "P2P action 2" => "first Beacon",
        "P2P action 3" => "P2P action 4",
        "P2P action 7" => "P2P action 8",
        "WPS 0x04" => "WPS 0x05",
        "WPS 0x07" => "WPS 0x08",
        "WPS 0x09" => "WPS 0x0a",
        "WPS 0x0b" => "WPS 0x0c",
        "WPS 0x0f" => "EAP 4",
        _ => "nothing",
    };

    private static void Print(char side, string name, double milliseconds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{side}\tms\t{milliseconds:F3}\t{name}"));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
