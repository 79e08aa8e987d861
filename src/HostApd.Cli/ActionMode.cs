using HostApd.Linux;

namespace HostApd.Cli;

/// <summary>
/// <c>-a PROGRAM</c>: runs a program for each event, one after the other, in the background if asked to.
/// </summary>
internal static class ActionMode
{
    internal static SessionResult Run(ClientOptions options)
    {
        if (FilePermissions.Check(options.ActionProgram!, FileUse.Execute) is { Succeeded: false } missing)
        {
            new Printer().Complain($"-a: {missing}");
            return SessionResult.Misused;
        }

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
        link.Noticed = printer.Complain;
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

        PidFile? pidFile = null;
        if (options.PidFile is { } path && PidFile.Write(path, out pidFile) is { } unwritable)
        {
            printer.Complain(unwritable);
            return SessionResult.Refused;
        }

        using var written = pidFile;
        BackgroundProcess.ReportReady();
        link.Keep();
        loop.Run();
        return result;
    }
}
