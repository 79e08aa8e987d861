using HostApd.Control;
using HostApd.Linux;

namespace HostApd.Cli;

/// <summary>
/// Events that wait for their turn with the action program: one run at a time, without a shell, in the order of the events. A
/// program that hangs costs what comes after <see cref="Most"/> events, and is not run twice at once.
/// </summary>
internal sealed class ActionQueue(string program, Action<string> complain)
{
    /// <summary>How many events wait.</summary>
    internal const int Most = 1024;

    private readonly Queue<Call> _waiting = new();
    private int _running;

    /// <summary>What a program is told of an event.</summary>
    /// <param name="Arguments">Interface, event, and the event's further words, as hostapd_cli gives them.</param>
    /// <param name="Variables">The same by name, with the event's values.</param>
    internal sealed record Call(string[] Arguments, Dictionary<string, string> Variables);

    internal void Add(ControlEvent one, string interfaceName)
    {
        if (_waiting.Count == Most)
        {
            complain($"{program} is too slow: {TerminalText.Line(one.Name)} is not told");
            return;
        }

        _waiting.Enqueue(Describe(one, interfaceName));
        Continue();
    }

    /// <summary>Goes on when the program that ran has ended.</summary>
    internal void Continue()
    {
        if (_running != 0 && !ChildProcess.HasEnded(_running))
        {
            return;
        }

        _running = 0;
        while (_running == 0 && _waiting.TryDequeue(out var call))
        {
            if (ChildProcess.Start(program, call.Arguments, call.Variables, out _running) is { Succeeded: false } problem)
            {
                complain(problem.ToString());
            }
        }
    }

    /// <summary>
    /// The names of the daemon's own <c>on_event</c>, one for the station, and one for each value; an event cannot put another
    /// in the place of the first three.
    /// </summary>
    internal static Call Describe(ControlEvent one, string interfaceName)
    {
        var variables = new Dictionary<string, string>
        {
            ["HOSTAPD_NET_INTERFACE"] = Plain(interfaceName),
            ["HOSTAPD_NET_EVENT"] = Plain(one.Name),
            ["HOSTAPD_NET_TEXT"] = Plain(one.Text.TrimEnd()),
        };
        if (one.Address is { } address)
        {
            variables["HOSTAPD_NET_ADDRESS"] = address;
        }

        foreach (var (key, value) in one.Pairs())
        {
            variables.TryAdd("HOSTAPD_NET_" + key.ToUpperInvariant().Replace('-', '_'), Plain(value));
        }

        string[] words = [interfaceName, .. one.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        return new Call([.. words.Select(Plain)], variables);
    }

    /// <summary>A C string ends at its first zero; what is no UTF-8 cannot be handed on.</summary>
    private static string Plain(string text) => System.Text.Encoding.UTF8.GetString(ByteText.Encode(text)).Replace("\0", "", StringComparison.Ordinal);
}
