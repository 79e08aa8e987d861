using HostApd.Linux;
using NLog;

namespace HostApd;

/// <summary>
/// <c>on_event</c>: runs a program for each event, without a shell, with the event in its environment. At most
/// <see cref="MaxRunning"/> run at a time; what happens beyond is logged and not told.
/// </summary>
internal sealed class EventProgram : IDisposable
{
    internal const int MaxRunning = 8;
    private static readonly TimeSpan ReapInterval = TimeSpan.FromMilliseconds(100);
    private static readonly Logger Log = LogManager.GetLogger(nameof(EventProgram));

    private readonly string _program;
    private readonly string _interface;
    private readonly ITimer _timer;
    private readonly List<int> _running = [];

    internal EventProgram(string program, string interfaceName, TimeProvider time)
    {
        _program = program;
        _interface = interfaceName;
        _timer = time.CreateTimer(_ => Reap(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many run.</summary>
    internal int Running => _running.Count;

    /// <summary>Children that still run go on; the system's first process reaps them.</summary>
    public void Dispose() => _timer.Dispose();

    /// <summary>An event, without secrets.</summary>
    internal void Run(string text)
    {
        Reap();
        var name = text.Split(' ')[0];
        if (_running.Count == MaxRunning)
        {
            Log.Warn("{0}: {1} not told to {2}: {3} of it run already", _interface, name, _program, MaxRunning);
            return;
        }

        var started = ChildProcess.Start(_program, new Dictionary<string, string>
        {
            ["HOSTAPD_NET_INTERFACE"] = _interface,
            ["HOSTAPD_NET_EVENT"] = name,
            ["HOSTAPD_NET_TEXT"] = text.TrimEnd(),
        }, out var child);
        if (started.Succeeded)
        {
            _running.Add(child);
            _timer.Change(ReapInterval, Timeout.InfiniteTimeSpan);
        }
        else
        {
            Log.Warn("{0}: {1}", _interface, started);
        }
    }

    private void Reap()
    {
        _running.RemoveAll(ChildProcess.HasEnded);
        if (_running.Count > 0)
        {
            _timer.Change(ReapInterval, Timeout.InfiniteTimeSpan);
        }
    }
}
