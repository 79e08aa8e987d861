using HostApd.Control;

namespace HostApd.Cli;

/// <summary>How a command ended.</summary>
internal enum SessionResult
{
    /// <summary>Answered, and not with a refusal.</summary>
    Done,

    /// <summary>FAIL, UNKNOWN COMMAND, or a word that is no command.</summary>
    Refused,

    /// <summary>No answer.</summary>
    NotAnswered,
}

/// <summary>Turns what a person types into requests, and prints the replies.</summary>
internal sealed class ClientSession(ControlClient client)
{
    /// <summary>Commands by the names people know from hostapd_cli.</summary>
    internal static IReadOnlyList<string> KnownCommands { get; } =
    [
        "ping", "status", "sta", "all_sta", "list_sta", "get_config", "deauthenticate", "disassociate", "enable",
        "disable", "update_beacon", "relog", "note", "level", "get", "wps_pbc", "wps_pin", "wps_check_pin", "wps_cancel",
        "wps_get_status", "wps_ap_pin", "wps_config", "timeline", "capture", "raw", "terminate",
    ];

    internal SessionResult Execute(string[] words)
    {
        var verb = words[0].ToLowerInvariant();
        var arguments = string.Join(' ', words.Skip(1));
        return verb switch
        {
            "all_sta" => AllStations(static text => text),
            "list_sta" => AllStations(static text => text[..(text.IndexOf('\n') + 1)]),
            "timeline" => TimelineView.Show(client, words[1..]),
            "capture" => CaptureView.Run(client, words[1..]),
            "raw" => Print(client.Request(arguments)),
            _ => Print(client.Request(arguments.Length == 0 ? verb.ToUpperInvariant() : $"{verb.ToUpperInvariant()} {arguments}")),
        };
    }

    internal static SessionResult Print(string? reply)
    {
        if (reply is null)
        {
            Console.Error.WriteLine("the daemon did not answer");
            return SessionResult.NotAnswered;
        }

        Console.Write(reply);
        if (reply.Length > 0 && reply[^1] != '\n')
        {
            Console.WriteLine();
        }

        return IsRefusal(reply) ? SessionResult.Refused : SessionResult.Done;
    }

    private static bool IsRefusal(string reply) =>
        reply.StartsWith("FAIL", StringComparison.Ordinal) || reply.StartsWith("UNKNOWN COMMAND", StringComparison.Ordinal);

    private SessionResult AllStations(Func<string, string> select)
    {
        var reply = client.Request("STA-FIRST");
        while (!string.IsNullOrEmpty(reply) && !IsRefusal(reply))
        {
            Console.Write(select(reply));
            reply = client.Request($"STA-NEXT {reply[..reply.IndexOf('\n')]}");
        }

        return reply is null ? SessionResult.NotAnswered : reply.Length == 0 ? SessionResult.Done : SessionResult.Refused;
    }
}
