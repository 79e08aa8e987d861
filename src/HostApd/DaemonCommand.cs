using System.CommandLine;

namespace HostApd;

/// <summary>The command line: hostapd's letters, bundled or apart.</summary>
internal static class DaemonCommand
{
    private static readonly Option<bool> Debug = new("-d") { Description = "show more debug messages (-dd for even more)" };
    private static readonly Option<bool> Keys = new("-K") { Description = "include key data in debug messages" };
    private static readonly Option<bool> Timestamps = new("-t") { Description = "include timestamps in log lines" };
    private static readonly Option<bool> Background = new("-B") { Description = "run in the background once started" };
    private static readonly Option<string?> PidFile = new("-P") { Description = "write the process id to this file" };
    private static readonly Option<string?> LogFile = new("-f") { Description = "log to this file instead of standard output" };
    private static readonly Option<bool> Sync = new("-S") { Description = "accepted and ignored: hostapd's own", Hidden = true };
    private static readonly Option<bool> Syslog = new("-s") { Description = "log to syslog" };
    private static readonly Option<string?> GlobalSocket = new("-g") { Description = "path of the global control socket" };
    private static readonly Option<string?> Group = new("-G") { Description = "group that may use the control sockets" };
    private static readonly Option<string?> Interface = new("-i") { Description = "interface, instead of the file's" };
    private static readonly Option<string?> SeedFile = new("-e") { Description = "seed file, instead of the file's" };
    private static readonly Option<bool> Version = new("-v") { Description = "show the version; exit code 1, as hostapd's (--version: 0)" };
    private static readonly Option<bool> LongVersion = new("--version") { Description = "show the version", Hidden = true };
    private static readonly Option<bool> Help = new("-h") { Description = "show this usage; exit code 1, as hostapd's (--help: 0)" };
    private static readonly Option<bool> LongHelp = new("--help") { Description = "show this usage", Hidden = true };
    private static readonly Option<bool> Testing = new("--testing") { Description = "allow settings and commands made for tests" };
    private static readonly Option<bool> IgnoreUnsupported = new("--ignore-unsupported")
    {
        Description = "warn of hostapd's settings that are not supported, and go on",
    };

    private static readonly Option<bool> Wait = new("-w", "--wait")
    {
        Description = "wait for interfaces that are not there yet, instead of failing",
    };

    private static readonly Option<bool> Check = new("--check") { Description = "check the files, against the radio too, and start nothing" };
    private static readonly Option<bool> DoctorOption = new("--doctor") { Description = "tell what the named interfaces, or all, can do for us" };
    private static readonly Option<string?> Report = new("--report") { Description = "with --doctor: also write a text into this file that can be posted" };
    private static readonly Option<bool> List = new("--list") { Description = "list every control command, configuration key and event" };
    private static readonly Option<bool> Json = new("--json") { Description = "with --check, --doctor and --list: answer in JSON" };
    private static readonly Argument<string[]> Files = new("configuration file")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "an ini file (see conf/reference.ini) or a hostapd.conf",
    };

    private static readonly Option[] AllOptions =
    [
        Debug, Keys, Timestamps, Background, PidFile, LogFile, Syslog, Sync, GlobalSocket, Group, Interface, SeedFile, Version, LongVersion,
        Wait, Help, LongHelp, Testing, IgnoreUnsupported, Check, DoctorOption, Report, List, Json,
    ];

    /// <summary>hostapd's exit codes: 1 for usage, version and every failure.</summary>
    internal static int Run(string[] args)
    {
        var command = new Command("hostapd-net", "Wi-Fi access point and P2P Group Owner daemon");
        Array.ForEach(AllOptions, command.Options.Add);
        command.Arguments.Add(Files);
        Debug.Arity = ArgumentArity.Zero;
        Debug.AllowMultipleArgumentsPerToken = false;
        var parsed = command.Parse(args, new ParserConfiguration { EnablePosixBundling = true, ResponseFileTokenReplacer = null });
        if (parsed.GetValue(LongVersion) || parsed.GetValue(LongHelp))
        {
            Say.Answer(parsed.GetValue(LongVersion) ? VersionLine + "\n" : UsageText());
            return 0;
        }

        if (parsed.GetValue(Version))
        {
            Say.Error(VersionLine);
            return 1;
        }

        if (parsed.GetValue(List) && parsed.Errors.Count == 0)
        {
            Say.Answer(parsed.GetValue(Json) ? KnownThings.Json() : KnownThings.Text());
            return 0;
        }

        foreach (var error in parsed.Errors)
        {
            Say.Error(error.Message);
        }

        var files = parsed.GetValue(Files) ?? [];
        var unknown = Array.Find(files, static f => f.StartsWith('-'));
        if (unknown is not null)
        {
            Say.Error($"unknown option {unknown}");
        }

        // As hostapd, which takes the text before the last slash for the directory: without one the socket would come anywhere.
        var nowhere = parsed.GetValue(GlobalSocket) is { } socket && !socket.Contains('/', StringComparison.Ordinal);
        if (nowhere)
        {
            Say.Error($"-g {parsed.GetValue(GlobalSocket)}: a path is wanted; for a socket in this directory write ./{parsed.GetValue(GlobalSocket)}");
        }

        if (nowhere || parsed.Errors.Count > 0 || parsed.GetValue(Help) || unknown is not null || files.Length == 0 && parsed.GetValue(GlobalSocket) is null && !parsed.GetValue(DoctorOption))
        {
            Say.Error(UsageText().TrimEnd('\n'));
            return 1;
        }

        if (parsed.GetValue(DoctorOption))
        {
            string[] interfaces = [.. files, .. (parsed.GetValue(Interface) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)];
            return Doctor.Run(interfaces, parsed.GetValue(Json), parsed.GetValue(Report)) ? 0 : 1;
        }

        return Daemon.Run(new DaemonOptions
        {
            Files = files,
            Debug = parsed.GetResult(Debug)?.IdentifierTokenCount ?? 0,
            ShowKeys = parsed.GetValue(Keys),
            Timestamps = parsed.GetValue(Timestamps),
            Background = parsed.GetValue(Background),
            PidFile = parsed.GetValue(PidFile),
            LogFile = parsed.GetValue(LogFile),
            Syslog = parsed.GetValue(Syslog),
            GlobalSocket = parsed.GetValue(GlobalSocket),
            Group = parsed.GetValue(Group),
            Interface = parsed.GetValue(Interface),
            SeedFile = parsed.GetValue(SeedFile),
            Testing = parsed.GetValue(Testing),
            IgnoreUnsupported = parsed.GetValue(IgnoreUnsupported),
            CheckOnly = parsed.GetValue(Check),
            Json = parsed.GetValue(Json),
            Wait = parsed.GetValue(Wait),
        });
    }

    internal static string VersionText => BuiltVersion.Text;

    internal static string VersionLine => $"hostapd-net v{VersionText}";

    private static string UsageText() => string.Join('\n',
    [
        "usage: hostapd-net [options] [configuration file…]",
        .. AllOptions.Where(static o => !o.Hidden).Select(static o => $"  {o.Name + ValueOf(o),-21} {o.Description}"),
        "",
    ]);

    private static string ValueOf(Option option) =>
        option.Arity.MaximumNumberOfValues > 0 && option.ValueType == typeof(string) ? " <value>" : "";
}
