using System.Globalization;
using HostApd.Configuration;
using NLog;
using NLog.LayoutRenderers;
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
        const string message = "${message}${onexception:inner= ${exception:format=tostring}}";
        LogManager.Setup()
            .SetupExtensions(static e => e.RegisterLayoutRenderer<UnixTimeLayoutRenderer>("unixtime"))
            .LoadConfiguration(builder =>
            {
                var output = MoreVerbose(level, LevelOf(settings.OutputLevel));
                if (settings.Output || file is not null || syslog)
                {
                    builder.ForLogger(output).WriteTo(Target(timestamps ? "${unixtime}: " + message : message, file, syslog));
                }

                if (settings.Syslog && !syslog)
                {
                    builder.ForLogger(LevelOf(settings.SyslogLevel)).WriteTo(Target(message, null, syslog: true));
                }
            });
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

    private static Target Target(string layout, string? file, bool syslog) =>
        file is not null ? new FileTarget { FileName = file, Layout = layout, KeepFileOpen = true, AutoFlush = true }
        : syslog ? new SyslogTarget { Layout = "${message}" }
        : new ConsoleTarget { Layout = layout, AutoFlush = true };

    /// <summary>Seconds and microseconds since 1970.</summary>
    [LayoutRenderer("unixtime")]
    private sealed class UnixTimeLayoutRenderer : LayoutRenderer
    {
        protected override void Append(System.Text.StringBuilder builder, LogEventInfo logEvent)
        {
            var ticks = logEvent.TimeStamp.ToUniversalTime().Ticks - DateTime.UnixEpoch.Ticks;
            builder.Append(CultureInfo.InvariantCulture, $"{ticks / TimeSpan.TicksPerSecond}.");
            builder.Append(CultureInfo.InvariantCulture, $"{ticks % TimeSpan.TicksPerSecond / 10:D6}");
        }
    }
}
