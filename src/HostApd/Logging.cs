using System.Globalization;
using HostApd.Configuration;
using NLog;
using NLog.Config;
using NLog.Layouts;
using NLog.Targets;

namespace HostApd;

/// <summary>
/// The one place that sets NLog up. Lines look as hostapd's do: the bare message, with <c>-t</c> after seconds since
/// 1970 and a colon.
/// </summary>
internal static class Logging
{
    private static Action? s_again;

    /// <summary>Starts to log at <paramref name="level"/> and above.</summary>
    internal static void SetUp(LogLevel level, bool timestamps, string? file, bool syslog, LogSettings settings)
    {
        // NLog's default clock advances in steps of 15 ms; a join takes less than that.
        NLog.Time.TimeSource.Current = new NLog.Time.AccurateUtcTimeSource();
        s_again = () => SetUp(Level, timestamps, file, syslog, settings);
        Level = level;
        Timestamps = timestamps;
        // Built by hand: the library's own way from text to layout costs a tenth of a second on a small board.
        var configuration = new LoggingConfiguration();
        if (settings.Output || file is not null || syslog)
        {
            configuration.AddRule(MoreVerbose(level, LevelOf(settings.OutputLevel)), LogLevel.Fatal,
                Target(new Line(timestamps), file, syslog));
        }

        if (settings.Syslog && !syslog)
        {
            configuration.AddRule(LevelOf(settings.SyslogLevel), LogLevel.Fatal,
                Target(new Line(timestamps: false), null, syslog: true));
        }

        LogManager.Configuration = configuration;
    }

    /// <summary>What is logged now.</summary>
    internal static LogLevel Level { get; private set; } = LogLevel.Info;

    /// <summary>Whether lines carry the time.</summary>
    internal static bool Timestamps { get; private set; }

    /// <summary>Logs at <paramref name="level"/> and above from now on.</summary>
    internal static void Change(LogLevel level)
    {
        Level = level;
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

    /// <summary>Closes the log file and opens it anew by name: for logrotate.</summary>
    internal static void Reopen() => s_again?.Invoke();

    private static Target Target(Layout layout, string? file, bool syslog) =>
        file is not null ? new FileTarget { FileName = Layout.FromLiteral(file), Layout = layout, KeepFileOpen = true, AutoFlush = true }
        : syslog ? new SyslogTarget { Layout = new Line(timestamps: false) }
        : new ConsoleTarget { Layout = layout, AutoFlush = true };

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
