using System.CommandLine;
using HostApd.Cli.Watching;

namespace HostApd.Cli;

/// <summary>
/// <c>hostapd-net-cli -i wlan0 status</c>, or without a command the interactive mode, or with <c>-a</c> a program for each
/// event. Unlike hostapd_cli's, the exit code tells failure: 0 done, 1 refused, 2 usage, 255 not connected.
/// </summary>
internal static class ClientCommand
{
    private const int Refused = 1;
    private const int BadUsage = 2;
    private const int NotConnected = 255;
    private const int LongestPing = 86400;

    private static readonly Option<string> Directory = new("-p")
    {
        Description = "directory of the control sockets (/var/run/hostapd-net if there is one, else /var/run/hostapd)",
        DefaultValueFactory = static _ => ControlSockets.StandardDirectory("/var/run"),
    };

    private static readonly Option<string> ClientDirectory = new("-s")
    {
        Description = "directory for the client's own socket (/tmp)",
        DefaultValueFactory = static _ => "/tmp",
    };

    private static readonly Option<string?> Interface = new("-i") { Description = "interface (the first found)" };
    private static readonly Option<string?> Action = new("-a") { Description = "run this program for each event" };
    private static readonly Option<bool> Background = new("-B") { Description = "with -a: in the background once connected" };
    private static readonly Option<string?> PidFile = new("-P") { Description = "with -a: write the process id to this file" };
    private static readonly Option<bool> Reconnect = new("-r") { Description = "with -a and events: wait for a daemon that is gone" };
    private static readonly Option<int> Ping = new("-G")
    {
        Description = "seconds between two looks at whether the daemon is there (5)",
        DefaultValueFactory = static _ => 5,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "answer in JSON, refusals too" };
    private static readonly Option<bool> Version = new("-v", "--version") { Description = "show the version" };
    private static readonly Option<bool> Help = new("-h", "--help") { Description = "show this usage" };
    private static readonly Option[] AllOptions =
        [Directory, ClientDirectory, Interface, Action, Background, PidFile, Reconnect, Ping, Json, Version, Help];

    private static readonly Argument<string[]> Words = new("command") { Arity = ArgumentArity.ZeroOrMore };

    internal static string VersionLine => $"hostapd-net-cli v{typeof(ClientCommand).Assembly.GetName().Version?.ToString(3)}";

    internal static int Run(string[] args)
    {
        var printer = new Printer();
        var command = new Command("hostapd-net-cli", "talks to hostapd-net, and to hostapd");
        Array.ForEach(AllOptions, command.Options.Add);
        command.Arguments.Add(Words);
        var parsed = command.Parse(CommandLine.Expand(args), new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (parsed.GetValue(Help))
        {
            printer.Put(Usage());
            return 0;
        }

        if (parsed.GetValue(Version))
        {
            printer.Put(VersionLine + "\n");
            return 0;
        }

        var words = parsed.GetValue(Words) ?? [];
        var problem = parsed.Errors.Count > 0 ? string.Join('\n', parsed.Errors.Select(static error => error.Message)) : Conflict(parsed, words);
        if (problem is not null)
        {
            printer.Complain($"{problem}\nhostapd-net-cli -h shows the usage");
            return BadUsage;
        }

        var asksForJson = words is [_, .., "--json"];
        var options = new ClientOptions
        {
            Directory = parsed.GetValue(Directory)!,
            ClientDirectory = parsed.GetValue(ClientDirectory)!,
            Interface = parsed.GetValue(Interface),
            PingInterval = TimeSpan.FromSeconds(parsed.GetValue(Ping)),
            ActionProgram = parsed.GetValue(Action),
            Background = parsed.GetValue(Background),
            PidFile = parsed.GetValue(PidFile),
            Reconnect = parsed.GetValue(Reconnect),
            Json = parsed.GetValue(Json) || asksForJson,
        };
        var result = options.ActionProgram is not null ? ActionMode.Run(options)
            : words.Length == 0 ? InteractiveMode.Run(options)
            : Execute(TypedCommand.Of(asksForJson ? words[..^1] : words), options, printer);
        return result switch
        {
            SessionResult.Done => 0,
            SessionResult.Refused => Refused,
            SessionResult.Misused => BadUsage,
            SessionResult.NotAnswered => NotConnected,
        };
    }

    private static string? Conflict(ParseResult parsed, string[] words)
    {
        var hasAction = parsed.GetValue(Action) is not null;
        return hasAction && words.Length > 0 ? "-a and a command exclude each other"
            : !hasAction && (parsed.GetValue(Background) || parsed.GetValue(PidFile) is not null) ? "-B and -P need -a"
            : parsed.GetValue(Ping) is < 1 or > LongestPing ? $"-G: 1 to {LongestPing} seconds"
            : null;
    }

    private static SessionResult Execute(TypedCommand typed, ClientOptions options, Printer printer)
    {
        if (ClientSession.Check(typed, options.Json, out var problem) is not { } command)
        {
            printer.Complain(problem!);
            return SessionResult.Misused;
        }

        if (command.Name == "events")
        {
            return EventsMode.Run(options, typed.Words.FirstOrDefault());
        }

        if (command.Name == "top")
        {
            return TopMode.Run(options, typed.Words, printer);
        }

        if (command.Name is "help" or "license" or "quit" or "interface")
        {
            return new ClientSession(null, printer, options).Execute(command, typed);
        }

        using var client = ControlSockets.Connect(options, printer, out _);
        return client is null ? SessionResult.NotAnswered : new ClientSession(client, printer, options).Execute(command, typed);
    }

    private static string Usage()
    {
        var text = new System.Text.StringBuilder("usage: hostapd-net-cli [options] [command [arguments]]\n");
        foreach (var option in AllOptions)
        {
            var value = option.ValueType == typeof(bool) ? "" : " <value>";
            text.Append($"  {option.Name + value,-12} {option.Description}\n");
        }

        return text.Append(CliCommands.ListAll()).ToString();
    }
}
