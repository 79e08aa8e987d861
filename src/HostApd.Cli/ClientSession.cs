using HostApd.Cli.Sharing;
using HostApd.Control;

namespace HostApd.Cli;

/// <summary>How a command ended.</summary>
internal enum SessionResult
{
    /// <summary>Answered, and not with a refusal.</summary>
    Done,

    /// <summary>FAIL, UNKNOWN COMMAND, or not possible here.</summary>
    Refused,

    /// <summary>A word that is no command, or the wrong arguments.</summary>
    Misused,

    /// <summary>No answer.</summary>
    NotAnswered,
}

/// <summary>Turns what a person types into requests, and prints the replies.</summary>
internal sealed class ClientSession(ControlClient? client, Printer printer, ClientOptions options)
{
    internal Printer Printer => printer;

    internal static bool IsRefusal(string reply) =>
        reply.StartsWith("FAIL", StringComparison.Ordinal) || reply.StartsWith("UNKNOWN COMMAND", StringComparison.Ordinal);

    /// <summary>
    /// The command that was meant, when its arguments may be right. It may be asked to answer for machines by
    /// <paramref name="json"/> or by a last word <c>--json</c>.
    /// </summary>
    internal static CliCommand? Check(TypedCommand typed, bool json, out string? problem)
    {
        var command = CliCommands.Find(typed.Name, out problem);
        if (command is null)
        {
            return null;
        }

        problem = !command.Takes(typed.Words.Length) ? $"usage: {command.Usage}"
            : json && !JsonReply.Knows(command.Name) ? $"'{command.Name}' does not answer in JSON"
            : null;
        return problem is null ? command : null;
    }

    /// <summary>Executes a command that needs nothing but the daemon.</summary>
    internal SessionResult Execute(CliCommand command, TypedCommand typed)
    {
        switch (command.Name)
        {
            case "help":
                return Help(typed);
            case "license":
                printer.Put(Licence);
                return SessionResult.Done;
            case "interface":
                return ListInterfaces();
            case "quit":
                return SessionResult.Done;
            default:
                return client is null ? SessionResult.NotAnswered : Ask(client, command, typed);
        }
    }

    /// <summary>Prints a reply, or that there was none.</summary>
    internal SessionResult Print(string? reply)
    {
        if (reply is null)
        {
            printer.Complain("the daemon did not answer");
            return SessionResult.NotAnswered;
        }

        if (!IsRefusal(reply))
        {
            printer.Reply(reply);
            return SessionResult.Done;
        }

        // The daemon keeps the reason of its last FAIL, and of nothing else. One that has no reasons, such as hostapd, refuses this
        // question, too.
        var why = reply.StartsWith("FAIL", StringComparison.Ordinal) && client?.Request("WHY") is { } reason && !IsRefusal(reason)
            ? reason.TrimEnd('\n')
            : null;
        if (options.Json)
        {
            printer.Put(JsonReply.Refusal(reply, why));
        }
        else
        {
            printer.Reply(reply);
        }

        if (why is not null)
        {
            printer.Complain(why);
        }

        return SessionResult.Refused;
    }

    /// <summary>A refusal of ours, as one of the daemon's.</summary>
    internal SessionResult Refuse(string why)
    {
        if (options.Json)
        {
            printer.Put(JsonReply.Refusal(ControlReplies.Fail, why));
        }

        printer.Complain(why);
        return SessionResult.Refused;
    }

    private const string Licence = """
        hostapd-net-cli is part of HostApd.Net and contains the .NET runtime and libraries and System.CommandLine
        (.NET Foundation and contributors, MIT licence), Tmds.LibC (Tom Deseyn, MIT licence) and QRCoder (Raffael Herrmann, Shane Krueger,
        MIT licence).

        """;

    private SessionResult Ask(ControlClient daemon, CliCommand command, TypedCommand typed)
    {
        switch (command.Name)
        {
            case "timeline":
                return TimelineView.Show(this, daemon, options.Json ? [.. typed.Words, "--json"] : typed.Words);
            case "share":
                return ShareView.Show(this, daemon, typed.Words, options.Json);
            case "capture":
                return CaptureView.Run(this, daemon, typed.Words);
            case "metrics":
                return MetricsView.Show(this, daemon);
            case "all_sta" or "list_sta" when options.Json:
                return JsonReply.WriteStations(daemon, printer, addressesOnly: command.Name == "list_sta");
            case "all_sta":
                return AllStations(daemon, static reply => reply);
            case "list_sta":
                return AllStations(daemon, static reply => StationWalk.AddressOf(reply) + "\n");
            default:
                var reply = daemon.Request(RequestText.Of(command, typed));
                return options.Json && reply is not null && !IsRefusal(reply) ? JsonReply.Write(command.Name, reply, printer) : Print(reply);
        }
    }

    private SessionResult AllStations(ControlClient daemon, Func<string, string> select)
    {
        var result = StationWalk.Run(daemon, reply => printer.Reply(select(reply)));
        if (result != SessionResult.Done)
        {
            printer.Complain(result == SessionResult.NotAnswered ? "the daemon did not answer" : "the daemon lists no stations");
        }

        return result;
    }

    private SessionResult Help(TypedCommand typed)
    {
        var asked = typed.Words.FirstOrDefault() ?? "";
        var found = (asked.Length == 0 ? CliCommands.Offered : CliCommands.All).Where(c => c.Name.StartsWith(asked, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (found.Length == 0)
        {
            printer.Complain($"Unknown command '{asked}'");
            return SessionResult.Misused;
        }

        if (options.Json)
        {
            printer.Put(JsonReply.Of(found));
            return SessionResult.Done;
        }

        printer.Put(asked.Length == 0 ? CliCommands.ListAll() : CliCommands.List(found));
        return SessionResult.Done;
    }

    private SessionResult ListInterfaces()
    {
        if (options.Json)
        {
            printer.Put(JsonReply.Of(ControlSockets.Names(options.Directory, out _)));
            return SessionResult.Done;
        }

        printer.Put("Available interfaces:\n");
        foreach (var name in ControlSockets.Names(options.Directory, out _))
        {
            printer.Line(name);
        }

        return SessionResult.Done;
    }
}
