using System.Globalization;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Linux;
using NLog;
using NLog.Config;
using NLog.Layouts;

namespace HostApd;

/// <summary>
/// The one place that sets NLog up. Lines look as hostapd's do: the bare message, with <c>-t</c> after seconds since
/// 1970 and a colon.
/// </summary>
internal static class Logging
{
    private const int FileMode = 0x1A0; // 0640: with -K it holds keys

    private static Action? s_again;
    private static string? s_path;
    private static AppendedFile? s_file;
    private static bool s_isStarted;

    /// <summary>
    /// Starts to log at <paramref name="level"/> and above. Until <see cref="TellStarted"/> errors are told on standard error,
    /// too, where the log is not on the screen: who starts the daemon by hand sees why it did not.
    /// </summary>
    /// <returns>Why the log file could not be opened; the log is on standard output then, or where it was.</returns>
    internal static OsResult SetUp(LogLevel level, bool timestamps, string? file, bool syslog, LogSettings settings)
    {
        // NLog's default clock advances in steps of 15 ms; a join takes less than that.
        NLog.Time.TimeSource.Current = new NLog.Time.AccurateUtcTimeSource();
        // By the working directory of now, whatever it is later.
        s_path = file is null ? null : Path.GetFullPath(file);
        var opened = OpenFile(out var before);
        s_again = () => Apply(Timestamps, syslog, settings);
        Level = level;
        Timestamps = timestamps;
        s_again();
        before?.Dispose();
        return opened;
    }

    /// <summary>From now on the log has everything, and the screen nothing that the log was not to put there.</summary>
    internal static void TellStarted()
    {
        s_isStarted = true;
        s_again?.Invoke();
    }

    private static void Apply(bool timestamps, bool syslog, LogSettings settings)
    {
        // Built by hand: the library's own way from text to layout costs a tenth of a second on a small board.
        var configuration = new LoggingConfiguration();
        if (settings.Output || s_file is not null || syslog)
        {
            configuration.AddRule(MoreVerbose(Level, LevelOf(settings.OutputLevel)), LogLevel.Fatal,
                s_file is { } opened ? new DescriptorTarget(opened.Fd) { Layout = new Line(timestamps) }
                : syslog ? new SyslogTarget { Layout = new Line(timestamps: false) }
                : new DescriptorTarget(StandardStreams.Output) { Layout = new Line(timestamps) });
        }

        if (settings.Syslog && !syslog)
        {
            configuration.AddRule(LevelOf(settings.SyslogLevel), LogLevel.Fatal, new SyslogTarget { Layout = new Line(timestamps: false) });
        }

        if (!s_isStarted && (s_file is not null || syslog || !settings.Output))
        {
            configuration.AddRule(LogLevel.Error, LogLevel.Fatal, new DescriptorTarget(StandardStreams.Error) { Layout = new Line(timestamps: false) });
        }

        configuration.AddRule(LogLevel.Warn, LogLevel.Fatal, Refusals.Instance);
        LogManager.Configuration = configuration;
    }

    /// <summary>Opens the log file, if there is to be one.</summary>
    /// <param name="before">The file before it, to be closed once nothing is written to it any more; null when it stays.</param>
    private static OsResult OpenFile(out AppendedFile? before)
    {
        before = null;
        if (s_path is null)
        {
            return OsResult.Ok;
        }

        var result = AppendedFile.Open(s_path, FileMode, out var opened);
        if (result.Succeeded)
        {
            (before, s_file) = (s_file, opened);
        }

        return result;
    }

    /// <summary>What is logged now.</summary>
    internal static LogLevel Level { get; private set; } = LogLevel.Info;

    /// <summary>Whether lines carry the time.</summary>
    internal static bool Timestamps { get; private set; }

    /// <summary>Logs at <paramref name="level"/> and above from now on, with the time before each line or without.</summary>
    internal static void Change(LogLevel level, bool timestamps)
    {
        (Level, Timestamps) = (level, timestamps);
        s_again?.Invoke();
    }

    private static LogLevel MoreVerbose(LogLevel a, LogLevel b) => a < b ? a : b;

    /// <summary>hostapd's numbers.</summary>
    private static LogLevel LevelOf(int level) => level switch
    {
        0 => LogLevel.Trace,
        1 => LogLevel.Debug,
        2 => LogLevel.Info,
        _ => LogLevel.Warn,
    };

    /// <summary>Opens the log file anew by name, for logrotate; where that fails, what is open stays.</summary>
    internal static OsResult Reopen()
    {
        var result = OpenFile(out var before);
        s_again?.Invoke();
        before?.Dispose();
        return result;
    }

    /// <summary>
    /// The message, what went wrong behind it, and perhaps the time before it: seconds and microseconds since 1970. Whatever a
    /// client, a file or a stranger put into the message, it makes one line; those of an exception's trace are indented.
    /// </summary>
    internal sealed class Line(bool timestamps) : Layout
    {
        protected override string GetFormattedMessage(LogEventInfo logEvent)
        {
            var message = Spoken.OnOneLine(logEvent.FormattedMessage);
            var text = logEvent.Exception is { } e
                ? $"{message} {string.Join("\n    ", e.ToString().Split('\n').Select(Spoken.OnOneLine))}"
                : message;
            var ticks = logEvent.TimeStamp.ToUniversalTime().Ticks - DateTime.UnixEpoch.Ticks;
            return !timestamps ? text : string.Create(CultureInfo.InvariantCulture,
                $"{ticks / TimeSpan.TicksPerSecond}.{ticks % TimeSpan.TicksPerSecond / 10:D6}: {text}");
        }
    }
}
