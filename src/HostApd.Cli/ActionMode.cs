using HostApd.Linux;

namespace HostApd.Cli;

/// <summary>
/// <c>-a PROGRAM</c>: runs a program for each event, one after the other, in the background if asked to.
/// </summary>
internal static class ActionMode
{
    internal static SessionResult Run(ClientOptions options)
    {
        if (options.Background && !BackgroundProcess.IsChild)
        {
            // The copy has the terminal until it is connected: its errors are seen.
            return BackgroundProcess.Start([.. Environment.GetCommandLineArgs().Skip(1)]) ? SessionResult.Done : SessionResult.NotAnswered;
        }

        using var loop = new EventLoop();
        using var signals = new Signals(loop);
        using var link = new Link(loop, options, options.Interface);
        var printer = new Printer();
        var result = SessionResult.Done;
        var queue = new ActionQueue(options.ActionProgram!, printer.Complain);
        signals.OnChild(queue.Continue);
        signals.OnTerminate(loop.Stop);
        link.EventReceived = one => queue.Add(one, one.Interface ?? link.Interface!);
        link.Overrun = count => printer.Complain($"{count} events came too fast and are lost");
        link.Restored = () => printer.Complain("Connection to hostapd-net re-established");
        link.Lost = () =>
        {
            printer.Complain("Connection to hostapd-net lost" + (options.Reconnect ? " - trying to reconnect" : ""));
            if (!options.Reconnect)
            {
                result = SessionResult.NotAnswered;
                loop.Stop();
            }
        };
        if (link.Open() is { } problem)
        {
            printer.Complain($"Failed to connect to hostapd-net: {problem}");
            if (!options.Reconnect)
            {
                return SessionResult.NotAnswered;
            }
        }
        else if (!link.IsAttached)
        {
            printer.Complain("the daemon sends no events here");
            return SessionResult.Refused;
        }

        if (!TryWritePid(options.PidFile, printer))
        {
            return SessionResult.Refused;
        }

        BackgroundProcess.ReportReady();
        link.Keep();
        loop.Run();
        if (options.PidFile is { } file)
        {
            File.Delete(file);
        }

        return result;
    }

    private static bool TryWritePid(string? path, Printer printer)
    {
        if (path is null)
        {
            return true;
        }

        try
        {
            File.WriteAllText(path, $"{Environment.ProcessId}\n");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            printer.Complain($"{path}: {e.Message}");
            return false;
        }
    }
}
