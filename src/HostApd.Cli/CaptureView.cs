using System.Globalization;
using System.Runtime.InteropServices;
using HostApd.Control;
using HostApd.Linux;

namespace HostApd.Cli;

/// <summary>
/// <c>capture FILE.pcapng [SECONDS]</c>: opens the file itself, passes the open file to the daemon, and waits for the time to
/// be up or for Ctrl-C. So the daemon writes only where its caller may.
/// </summary>
internal static class CaptureView
{
    private const int DefaultSeconds = 600;

    internal static SessionResult Run(ClientSession session, ControlClient client, string[] words)
    {
        var seconds = DefaultSeconds;
        if (words.Length is < 1 or > 2
            || words.Length == 2 && !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out seconds))
        {
            session.Printer.Complain("usage: capture FILE.pcapng [SECONDS]");
            return SessionResult.Misused;
        }

        try
        {
            using var file = File.OpenHandle(words[0], FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            var reply = client.Request(string.Create(CultureInfo.InvariantCulture, $"CAPTURE {seconds}"), (int)file.DangerousGetHandle());
            if (reply != ControlReplies.Ok)
            {
                return session.Print(reply);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            session.Printer.Complain($"{words[0]}: {SystemWords.Of(e, words[0])}");
            return SessionResult.Refused;
        }

        session.Printer.Complain($"capturing into {words[0]} for {seconds} s; Ctrl-C ends it");
        Wait(seconds);

        // The daemon may have ended by itself in the same second: its refusal is no failure then.
        _ = client.Request("CAPTURE_STOP");
        return SessionResult.Done;
    }

    private static void Wait(int seconds)
    {
        using var done = new ManualResetEventSlim();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        done.Wait(TimeSpan.FromSeconds(seconds));

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            done.Set();
        }
    }
}
