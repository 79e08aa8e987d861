using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Entropy;
using HostApd.Linux;
using HostApd.Metrics;
using NLog;

namespace HostApd.Commands;

/// <summary>Commands that concern the process, whichever socket they come through.</summary>
internal sealed class ProcessCommands(EventLoop loop, EntropyPool pool, bool testing)
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(ProcessCommands));

    private readonly EntropyTestGate? _gate = testing ? pool.CreateTestGate(loop.Time) : null;

    private string? _blockOn;
    private TimeSpan? _blockFor;

    /// <summary>Keys may be shown (<c>-K</c>).</summary>
    internal bool ShowKeys { get; init; }

    /// <summary>What monitoring asks for; null where there is no process to tell of.</summary>
    internal MetricsCommand? Metrics { get; set; }

    /// <summary>Makes the pool play starved: for a time, or until <c>ENTROPY_RELEASE</c>.</summary>
    internal void BlockEntropy(TimeSpan? duration) => _gate?.Block(duration);

    /// <summary>What STATUS says of the pool.</summary>
    internal string DescribeEntropy(TimeSpan held) => EntropyText.WriteStatus(pool, held);

    /// <summary>An event was raised: perhaps the one on which the pool is to play starved.</summary>
    internal void OnEvent(ApEvent told)
    {
        if (_blockOn is { } awaited && ApEventText.Write(told, EventAudience.Control).StartsWith(awaited, StringComparison.Ordinal))
        {
            _blockOn = null;
            BlockEntropy(_blockFor);
        }
    }

    /// <summary>The reply, or null when the command is none of these.</summary>
    internal string? Handle(string verb, string rest)
    {
        switch (verb)
        {
            case "TERMINATE":
                loop.Stop();
                return ControlReplies.Ok;
            case "RELOG":
                return Logging.Reopen() is { Succeeded: false } problem ? Refusals.Fail(problem.ToString()) : ControlReplies.Ok;
            case "LOG_LEVEL":
                return SetLogLevel(rest);
            case "CLOSE_LOG":
                return ControlReplies.Ok;
            case "NOTE":
                Log.Info("NOTE: {0}", rest);
                return ControlReplies.Ok;
            case "GET":
                return Get(rest);
            case "METRICS":
                return Metrics?.Handle(rest);
            case "ENTROPY":
                return rest == "json" ? EntropyText.WriteJson(pool) : EntropyText.Write(pool);
            case "ENTROPY_RATE" when _gate is not null && CommandText.Number(rest) is > 0 and var rate:
                _gate.Rate(rate);
                return ControlReplies.Ok;
            case "ENTROPY_BLOCK" when _gate is not null:
                BlockEntropy(Milliseconds(rest));
                return ControlReplies.Ok;
            case "ENTROPY_BLOCK_ON" when _gate is not null && rest.Length > 0:
                (_blockOn, var duration) = CommandText.Split(rest);
                _blockFor = Milliseconds(duration);
                return ControlReplies.Ok;
            case "ENTROPY_RELEASE" when _gate is not null:
                _gate.Release();
                return ControlReplies.Ok;
            default:
                return null;
        }
    }

    private static string Get(string what) => what switch
    {
        "version" => DaemonCommand.VersionText,
        "tls_library" => "BouncyCastle",
        // Ours: what SET knows, for clients that complete it.
        "settings" => string.Concat(Settings.All.Select(static s => s.FlatKey + "\n")),
        _ => Refusals.Fail($"GET {what}: version, tls_library or settings"),
    };

    /// <summary>Without a number, until it is released.</summary>
    private static TimeSpan? Milliseconds(string text) =>
        CommandText.Number(text) is > 0 and var number ? TimeSpan.FromMilliseconds(number) : null;

    /// <summary><c>[level [timestamp]]</c>; alone it asks.</summary>
    private static string SetLogLevel(string arguments)
    {
        var words = CommandText.Words(arguments);
        if (words.Length == 0)
        {
            return $"Current level: {NameOf(Logging.Level)}\nTimestamp: {(Logging.Timestamps ? 1 : 0)}\n";
        }

        LogLevel? level = words[0] switch
        {
            "EXCESSIVE" or "MSGDUMP" => LogLevel.Trace,
            "DEBUG" => LogLevel.Debug,
            "INFO" => LogLevel.Info,
            "WARNING" => LogLevel.Warn,
            "ERROR" => LogLevel.Error,
            _ => null,
        };
        if (level is null)
        {
            return Refusals.Fail("EXCESSIVE, MSGDUMP, DEBUG, INFO, WARNING or ERROR");
        }

        Logging.Change(level, words.Length > 1 ? CommandText.Number(words[1]) != 0 : Logging.Timestamps);
        return ControlReplies.Ok;
    }

    private static string NameOf(LogLevel level) =>
        level == LogLevel.Trace ? "MSGDUMP" : level == LogLevel.Warn ? "WARNING" : level.Name.ToUpperInvariant();
}
