using System.Globalization;
using HostApd.Linux;
using NLog;

namespace HostApd;

/// <summary>An access point as the service manager is told of it.</summary>
internal readonly record struct ServedAccessPoint(string Name, bool IsOnAir, bool AwaitsInterface, bool IsRetrying = false);

/// <summary>
/// What the service manager (systemd) hears of us, sd_notify(3): ready once every access point of the files is on the air,
/// what is waited for, reloads, the end, and half as often as it wants to hear it that the loop still turns.
/// </summary>
internal sealed class ServiceStatus : IDisposable
{
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(1);
    private static readonly Logger Log = LogManager.GetLogger(nameof(ServiceStatus));

    private readonly Func<string, OsResult> _send;
    private readonly TimeProvider _time;
    private readonly ITimer? _watchdog;
    private string _status = "";
    private readonly ITimer _again;
    private bool _becameReady;
    private bool _wasReady;
    private bool _isReloading;
    private bool _isStopping;

    internal ServiceStatus(Func<string, OsResult> send, TimeProvider time, TimeSpan? watchdogTimeout)
    {
        _send = send;
        _time = time;

        _again = time.CreateTimer(_ => SayReady(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        // A timer of the loop: when the loop hangs, so does this, and the service manager starts us anew.
        _watchdog = watchdogTimeout is { } timeout
            ? time.CreateTimer(_ => _ = Send("WATCHDOG=1"), null, timeout / 2, timeout / 2)
            : null;
    }

    /// <summary>How things are now; the first time that all is on the air we are ready.</summary>
    internal void Update(IReadOnlyCollection<ServedAccessPoint> accessPoints)
    {
        if (_isStopping)
        {
            return;
        }

        // What the service manager had no room for is said again: until it has heard that we are ready, it waits.
        _becameReady |= accessPoints.All(static a => a.IsOnAir);
        var status = Describe(accessPoints);
        if (_becameReady != _wasReady)
        {
            _status = status;
            SayReady();
        }
        else if (status != _status)
        {
            _status = status;
            _ = Send($"STATUS={status}");
        }
    }

    private void SayReady()
    {
        _wasReady = Send($"READY=1\nSTATUS={_status}");
        _again.Change(_wasReady ? Timeout.InfiniteTimeSpan : RepeatAfter, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The files are about to be read anew.</summary>
    internal void BeginReload()
    {
        if (_wasReady)
        {
            _isReloading = true;
            var microseconds = _time.GetTimestamp() / (_time.TimestampFrequency / 1_000_000);
            _ = Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={microseconds}"));
        }
    }

    /// <summary>They have been read, and what could be done at once is done.</summary>
    internal void EndReload()
    {
        if (_isReloading)
        {
            _isReloading = false;
            _wasReady = Send("READY=1");
            _again.Change(_wasReady ? Timeout.InfiniteTimeSpan : RepeatAfter, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The process ends.</summary>
    internal void Stop()
    {
        _isStopping = true;
        _again.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _ = Send("STOPPING=1\nSTATUS=stopping");
    }

    public void Dispose()
    {
        _watchdog?.Dispose();
        _again.Dispose();
    }

    private static string Describe(IReadOnlyCollection<ServedAccessPoint> accessPoints)
    {
        if (accessPoints.Count == 0)
        {
            return "waiting for commands";
        }

        string Names(string words, Func<ServedAccessPoint, bool> belongs) =>
            string.Join(", ", accessPoints.Where(belongs).Select(static a => a.Name)) is { Length: > 0 } names ? $"{words}: {names}" : "";
        string[] parts =
        [
            Names("on the air", static a => a.IsOnAir),
            Names("waiting for the interface", static a => !a.IsOnAir && a.AwaitsInterface),
            Names("off the air and tried again", static a => !a.IsOnAir && a.IsRetrying),
            Names("off the air", static a => a is { IsOnAir: false, AwaitsInterface: false, IsRetrying: false }),
        ];
        return string.Join("; ", parts.Where(static p => p.Length > 0));
    }

    private bool Send(string state)
    {
        var result = _send(state);
        if (!result.Succeeded)
        {
            Log.Debug("service manager: {0}", result);
        }

        return result.Succeeded;
    }
}
