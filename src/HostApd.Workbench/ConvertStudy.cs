using System.Text;
using HostApd.Configuration;
using HostApd.Control;

namespace HostApd.Workbench;

/// <summary>
/// <c>convert hostapd.conf</c>: writes our ini. The daemon's own reader judges each line, so that both say the same words, and
/// what the daemon would refuse in the ini is not written there; it stays visible as a comment.
/// </summary>
internal static class ConvertStudy
{
    /// <summary>More than there are keys that contradict each other.</summary>
    private const int MostTries = 20;

    /// <summary>Converts <paramref name="file"/>; exit code 1 when something could not be taken over.</summary>
    internal static int Run(string file, TextWriter output, TextWriter errors)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The framework's own words are left out of the published program.
            errors.WriteLine($"{file}: {(e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : "is no file that can be read")}");
            return 1;
        }

        var told = new List<ConfigurationProblem>();
        output.Write(Convert(file, bytes, told));
        told.ForEach(p => errors.WriteLine(p.ToString()));
        return told.TrueForAll(static p => p.IsWarning) ? 0 : 1;
    }

    /// <summary>
    /// The ini, and what is to be told of the file: all that the daemon tells, and what no ini can hold. What the daemon reads as
    /// it stands, it reads the same from the ini.
    /// </summary>
    internal static string Convert(string file, ReadOnlySpan<byte> conf, List<ConfigurationProblem> told)
    {
        var (end, line) = FurtherBss(conf);
        var read = AccessPointConfiguration.WithHostapdsDefaults(file);
        HostapdFile.Read(file, conf[..end], read, default, told);
        if (line > 0)
        {
            told.Add(new ConfigurationProblem(file, line, "bss", "an ini file holds one BSS; hostapd-net reads hostapd.conf as it is, too"));
        }

        var mayBeWeaker = told.Exists(static p => p is { IsWarning: false, IsPassable: false, Key: { } key } && Settings.IsKnown(key));
        var ini = new ConvertedFile();
        foreach (var (key, value, number) in read.Given)
        {
            var said = told.FindAll(p => p.Line == number && p.Key == key);
            if (said.Exists(static p => !p.IsWarning) || Settings.FindFlat(key) is not { } setting)
            {
                ini.Leave($"{key}={value}");

                // The words of a list that are there; without them its default would count, which may be weaker.
                if (Settings.FindFlat(key) is { } list && said.Find(static p => p is { IsPassable: true, ReadAs: not null }).ReadAs is { } rest)
                {
                    ini.Take(list, rest);
                }
            }
            else if (!ini.Take(setting, said.Find(static p => p.ReadAs is not null).ReadAs ?? value))
            {
                ini.Leave($"{key}={value}");
                told.Add(new ConfigurationProblem(file, number, key, key == "sae_password"
                    ? "an ini file holds one; have the others in a file of their own (sae_password_file). Kept as a comment"
                    : "has characters that no line of an ini may have; kept as a comment"));
            }
        }

        TakeRadius(read, ini);
        if (read.Radio.ChoosesChannel && !ini.Has("channel"))
        {
            // hostapd's default; an ini says so.
            ini.Take(Settings.FindFlat("channel")!, "auto");
        }

        var lines = ByteText.Decode(PlainText.Of(conf, out _)).Split('\n');
        told.FindAll(static p => p is { Key: null, Line: > 0, IsWarning: false }).ForEach(p => ini.Leave(lines[p.Line - 1]));
        LeaveUnusedKeys(read, ini);
        LeaveWhatIsRefused(file, ini, told);
        if (mayBeWeaker)
        {
            KeepFromBeingWeaker(file, ini, told);
        }

        if (ConfigurationProblem.Heading(file, told) is { } heading)
        {
            told.Insert(0, heading);
        }

        return ini.ToString();
    }

    /// <summary>What stands there several times, and has a key, or a line, for all of it in an ini.</summary>
    private static void TakeRadius(AccessPointConfiguration read, ConvertedFile ini)
    {
        TakeServers("auth_server", read.Radius.Servers, ini);
        TakeServers("acct_server", read.Radius.AccountingServers, ini);
        TakeAttributes("radius_auth_req_attr", read.Radius.RequestAttributes, ini);
        TakeAttributes("radius_acct_req_attr", read.Radius.AccountingAttributes, ini);
    }

    private static void TakeServers(string key, RadiusServerList servers, ConvertedFile ini)
    {
        for (var place = 0; place < RadiusServerList.Most; place++)
        {
            // One that lacks something is told of.
            if (servers[place] is not { Address: { } address, Secret: { } secret } line)
            {
                continue;
            }

            var text = ByteText.Decode(secret.Span);
            if (place > 0)
            {
                var port = line.Port?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Settings.FindFlat($"{key}_port")!.Default;
                ini.Take(Settings.FindFlat($"{key}_{place + 1}")!, $"{address} {port} {text}");
                continue;
            }

            ini.Take(Settings.FindFlat($"{key}_addr")!, address.ToString());
            ini.Take(Settings.FindFlat($"{key}_shared_secret")!, text);
            if (line.Port is { } own)
            {
                ini.Take(Settings.FindFlat($"{key}_port")!, own.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                ini.Forget($"{key}_port");
            }
        }
    }

    private static void TakeAttributes(string key, IReadOnlyList<RadiusAttributeLine> attributes, ConvertedFile ini)
    {
        if (attributes.Count > 1)
        {
            ini.Take(Settings.FindFlat(key)!, string.Join(' ', attributes));
        }
    }

    /// <summary>Where the first BSS ends, and the line there; 0 when it is the only one.</summary>
    private static (int End, int Line) FurtherBss(ReadOnlySpan<byte> conf)
    {
        var plain = PlainText.EndsLinesWithReturns(conf) ? (byte)'\r' : (byte)'\n';
        var number = 0;
        foreach (var range in conf.Split(plain))
        {
            number++;
            if (conf[range].StartsWith("bss="u8))
            {
                return (range.Start.GetOffset(conf.Length), number);
            }
        }

        return (conf.Length, 0);
    }

    /// <summary>hostapd runs an open network beside a secret that nothing uses; our ini calls that a mistake.</summary>
    private static void LeaveUnusedKeys(AccessPointConfiguration read, ConvertedFile ini)
    {
        if (!read.HasSecurity)
        {
            ini.TakeBack("wpa_passphrase");
            ini.TakeBack("wpa_psk");
        }
    }

    /// <summary>
    /// What cannot be taken over may be what protects: without it the ini would be a network that lets more in than its file. So
    /// it is none until somebody has looked.
    /// </summary>
    private static void KeepFromBeingWeaker(string file, ConvertedFile ini, List<ConfigurationProblem> told)
    {
        foreach (var key in (string[])["ssid", "ssid2"])
        {
            if (ini.Has(key))
            {
                ini.TakeBack(key);
                told.Add(new ConfigurationProblem(file, 0, key, "kept as a comment until the rest is settled: the network could be weaker than this file wants")
                {
                    IsRemark = true,
                    IsWarning = true,
                });
            }
        }
    }

    /// <summary>Tries the ini as the daemon will.</summary>
    private static void LeaveWhatIsRefused(string file, ConvertedFile ini, List<ConfigurationProblem> told)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var found = new List<ConfigurationProblem>();
            IniConfiguration.Read(file, Encoding.UTF8.GetBytes(ini.ToString()), default, found);
            if (found.Find(p => !p.IsWarning && p.Key is { } key && ini.Has(key)) is not { Key: { } refused } problem)
            {
                return;
            }

            ini.TakeBack(refused);
            if (!told.Exists(p => !p.IsWarning && p.Key == refused))
            {
                told.Add(problem with { Line = 0, Text = $"{problem.Text}; kept as a comment" });
            }
        }
    }
}
