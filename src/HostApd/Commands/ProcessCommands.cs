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

    internal static CommandTable<ProcessCommands> Table { get; } = new(
        new("TERMINATE", "", ControlCommand.Done, static (c, _) => c.Stop()),
        new("RELOG", "", ControlCommand.Done, static (_, _) => Relog()),
        new("CLOSE_LOG", "", ControlCommand.Done, static (_, _) => ControlReplies.Ok),
        new("LOG_LEVEL", "[EXCESSIVE|MSGDUMP|DEBUG|INFO|WARNING|ERROR [timestamp]]", "OK; without a level what it is now", static (_, level) => SetLogLevel(level)),
        new("NOTE", "text", ControlCommand.Done, static (_, text) => Note(text)),
        new("GET", Readable, "the value", static (_, what) => Get(what)),
        new("METRICS", "[line]", "OpenMetrics, a part at a time", static (c, from) => c.Metrics?.Handle(from)),
        new("ENTROPY", "[json]", "how much randomness there is, and from where", static (c, form) => c.WriteEntropy(form)),
        new("ENTROPY_RATE", "bits-per-second", ControlCommand.Done, static (c, bits) => c.Rate(bits)) { IsForTests = true },
        new("ENTROPY_BLOCK", "[milliseconds]", ControlCommand.Done, static (c, time) => c.Block(time)) { IsForTests = true },
        new("ENTROPY_BLOCK_ON", "event [milliseconds]", ControlCommand.Done, static (c, what) => c.BlockOn(what)) { IsForTests = true },
        new("ENTROPY_RELEASE", "", ControlCommand.Done, static (c, _) => c.Release()) { IsForTests = true });

    private const string Readable = "version|tls_library|settings";

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
    internal string? Handle(string verb, string rest) => Table.Run(this, verb, rest, testing: _gate is not null);

    private string Stop()
    {
        loop.Stop();
        return ControlReplies.Ok;
    }

    private static string Relog() => Logging.Reopen() is { Succeeded: false } problem ? Refusals.Fail(problem.ToString()) : ControlReplies.Ok;

    private static string Note(string text)
    {
        Log.Info("NOTE: {0}", text);
        return ControlReplies.Ok;
    }

    private string WriteEntropy(string form) => form == "json" ? EntropyText.WriteJson(pool) : EntropyText.Write(pool);

    private string? Rate(string bits)
    {
        if (CommandText.Number(bits) is not (> 0 and var rate))
        {
            return null;
        }

        _gate!.Rate(rate);
        return ControlReplies.Ok;
    }

    private string Block(string milliseconds)
    {
        BlockEntropy(Milliseconds(milliseconds));
        return ControlReplies.Ok;
    }

    private string? BlockOn(string arguments)
    {
        if (arguments.Length == 0)
        {
            return null;
        }

        (_blockOn, var duration) = CommandText.Split(arguments);
        _blockFor = Milliseconds(duration);
        return ControlReplies.Ok;
    }

    private string Release()
    {
        _gate!.Release();
        return ControlReplies.Ok;
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
