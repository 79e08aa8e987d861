using HostApd.Ap;
using HostApd.Linux;
using NLog;

namespace HostApd;

/// <summary>
/// <c>on_event</c>: runs a program for each event, without a shell, with the event in its environment. At most
/// <see cref="MaxRunning"/> run at a time. What weighs (<see cref="WeightyEvents"/>) then waits for its turn, in order; the rest
/// is counted, and the program hears how much it was: <c>CTRL-EVENT-LOST number</c>.
/// </summary>
internal sealed class EventProgram : IDisposable
{
    internal const int MaxRunning = 8;

    /// <summary>How many events wait at most.</summary>
    internal const int MaxWaiting = 256;

    private static readonly TimeSpan ReapInterval = TimeSpan.FromMilliseconds(100);
    private static readonly Logger Log = LogManager.GetLogger(nameof(EventProgram));

    private readonly string _program;
    private readonly string _interface;
    private readonly ITimer _timer;
    private readonly List<int> _running = [];
    private readonly Queue<string> _waiting = new();
    private int _lost;

    internal EventProgram(string program, string interfaceName, TimeProvider time)
    {
        _program = program;
        _interface = interfaceName;
        _timer = time.CreateTimer(_ => Advance(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many run.</summary>
    internal int Running => _running.Count;

    /// <summary>Children that still run go on; the system's first process reaps them.</summary>
    public void Dispose() => _timer.Dispose();

    /// <summary>An event, without its secrets.</summary>
    internal void Run(ApEvent told) => Run(ApEventText.Write(told, EventAudience.Public));

    internal void Run(string text)
    {
        Advance();
        if (_running.Count < MaxRunning && _waiting.Count == 0 && _lost == 0)
        {
            Start(text);
        }
        else if (WeightyEvents.Contain(text) && _waiting.Count < MaxWaiting)
        {
            _waiting.Enqueue(text);
        }
        else if (_lost++ == 0)
        {
            Log.Warn("{0}: {1} not told to {2}: {3} of it run already", _interface, text.Split(' ')[0], _program, _running.Count);
        }
    }

    /// <summary>Takes ended programs off, and starts what has waited for their places.</summary>
    private void Advance()
    {
        _running.RemoveAll(ChildProcess.HasEnded);
        while (_running.Count < MaxRunning && _waiting.TryDequeue(out var text))
        {
            Start(text);
        }

        if (_running.Count < MaxRunning && _lost > 0)
        {
            Log.Warn("{0}: {1} events were not told to {2}", _interface, _lost, _program);
            Start(WeightyEvents.Lost(_lost));
            _lost = 0;
        }

        if (_running.Count > 0)
        {
            _timer.Change(ReapInterval, Timeout.InfiniteTimeSpan);
        }
    }

    private void Start(string text)
    {
        var started = ChildProcess.Start(_program, new Dictionary<string, string>
        {
            ["HOSTAPD_NET_INTERFACE"] = _interface,
            ["HOSTAPD_NET_EVENT"] = text.Split(' ')[0],
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
}
