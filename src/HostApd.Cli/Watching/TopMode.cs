using HostApd.Cli.Editing;
using HostApd.Control;
using HostApd.Linux;

namespace HostApd.Cli.Watching;

/// <summary>
/// <c>top [-n SECONDS]</c>: the stations on a terminal's other screen, looked at again and again until somebody presses q. Where
/// there is no terminal, one table, or with <c>--json</c> an array, of what was read within one interval.
/// </summary>
internal sealed class TopMode : IDisposable
{
    private readonly EventLoop _loop = new();
    private readonly Signals _signals;
    private readonly Terminal _terminal;
    private readonly Printer _printer;
    private readonly Link _link;
    private readonly KeyReader _keys = new();
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;
    private ControlClient? _watched;
    private StationWatch? _watch;
    private Snapshot? _snapshot;
    private StationOrder _order;
    private string _notice = "";
    private bool _hasScreen;

    private TopMode(ClientOptions options, Terminal terminal, Printer printer, TimeSpan interval)
    {
        (_terminal, _printer, _interval) = (terminal, printer, interval);
        _signals = new Signals(_loop);
        _link = new Link(_loop, options, options.Interface)
        {
            Lost = () => Tell("Connection to hostapd-net lost - trying to reconnect"),
        };
        _timer = _loop.Time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Runs until the user ends it; how it ended.</summary>
    internal static SessionResult Run(ClientOptions options, string[] words, Printer printer)
    {
        if (TopOptions.Read(words, options.Json) is not { } top)
        {
            printer.Complain(TopOptions.Usage);
            return SessionResult.Misused;
        }

        using var terminal = top.Json || InteractiveMode.IsDumb ? null : Terminal.Open();
        if (terminal is null)
        {
            return StationReport.Run(options with { Json = top.Json }, top.Interval, printer);
        }

        using var mode = new TopMode(options, terminal, printer, top.Interval);
        return mode.Serve();
    }

    public void Dispose()
    {
        _timer.Dispose();
        _link.Dispose();
        _signals.Dispose();
        _loop.Dispose();
    }

    private SessionResult Serve()
    {
        if (_link.Open() is { } problem)
        {
            _printer.Complain($"Failed to connect to hostapd-net: {problem}");
            return SessionResult.NotAnswered;
        }

        _link.Keep();
        _signals.OnTerminate(_loop.Stop);
        _signals.OnHangup(_loop.Stop);
        _signals.OnResize(Draw);
        _signals.OnStop(Stop);
        _signals.OnContinue(Enter);
        Enter();
        Look();
        StandardStreams.Listen(_loop, TakeKeys);
        _loop.Run();
        Leave();
        return SessionResult.Done;
    }

    private void Enter()
    {
        _terminal.TakeKeys();
        _printer.Put(StationScreen.Enter);
        _hasScreen = true;
        Draw();
    }

    private void Leave()
    {
        _hasScreen = false;
        _printer.Put(StationScreen.Leave);
    }

    /// <summary>Ctrl-Z: whoever gets the terminal finds it as it was.</summary>
    private void Stop()
    {
        Leave();
        _terminal.GiveBack();
        Signals.StopProcess();
    }

    private void Look()
    {
        if (_link.Client is { } client)
        {
            if (client != _watched)
            {
                _watched = client;
                _watch = new StationWatch(client, _link.Interface!, _loop.Time);
            }

            _snapshot = _watch!.Take();
            _notice = _snapshot is null ? "no answer" : "";
            if (_snapshot is null)
            {
                _link.Check();
            }

            _link.Deliver();
        }

        Draw();
        _timer.Change(_interval, Timeout.InfiniteTimeSpan);
    }

    private void Tell(string notice)
    {
        (_snapshot, _notice) = (null, notice);
        Draw();
    }

    private void Draw()
    {
        if (!_hasScreen)
        {
            // A timer that came due while the process was stopped is served before the word that it goes on.
            return;
        }

        _printer.Put(StationScreen.Draw(StationScreen.Rows(_snapshot, _order, TerminalSize.Read(), _notice)));
        if (_printer.IsBroken)
        {
            _loop.Stop();
        }
    }

    private void TakeKeys(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            _loop.Stop();
        }

        foreach (var one in bytes)
        {
            if (_keys.Take(one, out var key, out var character) && key == Key.Character)
            {
                Press(character.Value);
            }
        }
    }

    private void Press(int character)
    {
        switch (character)
        {
            case 'q' or 'Q' or ControlKey.C:
                _loop.Stop();
                break;
            case 't':
                Sort(StationOrder.Traffic);
                break;
            case 's':
                Sort(StationOrder.Signal);
                break;
            case 'j':
                Sort(StationOrder.JoinTime);
                break;
            case ' ' or ControlKey.L:
                Look();
                break;
        }
    }

    private void Sort(StationOrder order)
    {
        _order = order;
        Draw();
    }
}
