using System.IO.Enumeration;
using HostApd.Linux;

namespace HostApd.Cli;

/// <summary>
/// <c>events [PATTERN]</c>: prints what happens, for people or, with <c>--json</c>, one object a line, until Ctrl-C or until
/// nobody reads any more.
/// </summary>
internal static class EventsMode
{
    internal static SessionResult Run(ClientOptions options, string? pattern)
    {
        using var loop = new EventLoop();
        using var signals = new Signals(loop);
        using var link = new Link(loop, options, options.Interface);
        var printer = new Printer();
        var result = SessionResult.Done;
        link.EventReceived = Show;
        link.Noticed = printer.Complain;
        link.Lost = () => End(SessionResult.NotAnswered, "Connection to hostapd-net lost");
        signals.OnTerminate(loop.Stop);
        if (link.Open() is { } problem)
        {
            End(SessionResult.NotAnswered, $"Failed to connect to hostapd-net: {problem}");
        }
        else if (!link.IsAttached)
        {
            End(SessionResult.Refused, "the daemon sends no events here");
        }

        if (result == SessionResult.Done)
        {
            link.Keep();
            loop.Run();
        }

        return result;

        void End(SessionResult how, string why)
        {
            printer.Complain(options.Reconnect ? why + " - trying to reconnect" : why);
            if (!options.Reconnect)
            {
                result = how;
                loop.Stop();
            }
        }

        void Show(ControlEvent one)
        {
            if (pattern is not null && !FileSystemName.MatchesSimpleExpression(pattern, one.Name))
            {
                return;
            }

            if (options.Json)
            {
                printer.Put(JsonReply.Of(one, link.Interface, DateTimeOffset.UtcNow));
            }
            else
            {
                printer.Line($"<{one.Level}>{one.Text}");
            }

            if (printer.IsBroken)
            {
                loop.Stop();
            }
        }
    }
}
