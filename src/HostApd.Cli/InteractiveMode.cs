using HostApd.Cli.Editing;
using HostApd.Cli.Watching;
using HostApd.Linux;

namespace HostApd.Cli;

/// <summary>
/// Commands one after the other, from a person at a terminal or line by line from a pipe, with the daemon's events as they come.
/// One thread: keys, events and the clock take turns on the loop.
/// </summary>
internal sealed class InteractiveMode : IDisposable
{
    private const int MostStations = 256;

    private readonly EventLoop _loop = new();
    private readonly Signals _signals;
    private readonly Printer _printer = new();
    private readonly ClientOptions _options;
    private readonly Terminal? _terminal;
    private readonly History _history = new();
    private readonly KeyReader _keys = new();
    private readonly LineEditor _editor;
    private readonly LineBuffer _piped = new(LineEditor.Longest);
    private Link _link;
    private bool _isTyping;
    private bool _isStale;
    private bool _isEnded;
    private SessionResult _last = SessionResult.Done;

    private InteractiveMode(ClientOptions options)
    {
        _options = options;
        _signals = new Signals(_loop);
        _terminal = IsDumb ? null : Terminal.Open();
        _editor = new LineEditor(_history);
        _link = NewLink(options.Interface);
    }

    /// <summary>Whether the terminal knows no more than lines.</summary>
    internal static bool IsDumb => Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";

    /// <summary>Runs until the user or the input ends it; how the last command ended.</summary>
    internal static SessionResult Run(ClientOptions options)
    {
        using var mode = new InteractiveMode(options);
        return mode.Serve();
    }

    public void Dispose()
    {
        _terminal?.Dispose();
        _link.Dispose();
        _signals.Dispose();
        _loop.Dispose();
    }

    private SessionResult Serve()
    {
        if (_terminal is not null)
        {
            _printer.Put($"{ClientCommand.VersionLine}\n\nInteractive mode\n\n");
        }

        if (_link.Open() is { } problem)
        {
            _printer.Complain($"Could not connect to hostapd-net - re-trying ({problem})");
        }
        else
        {
            Announce();
        }

        if (_terminal is null && _link.Client is null)
        {
            // Lines from a pipe would meet nobody.
            return SessionResult.NotAnswered;
        }

        _link.Keep();
        _signals.OnTerminate(End);
        _signals.OnHangup(End);
        _signals.OnContinue(Prompt);
        _signals.OnResize(Draw);
        if (_terminal is not null && History.StandardPath is { } path)
        {
            _history.Load(path);
        }

        Prompt();
        StandardStreams.Listen(_loop, _terminal is null ? TakeLines : TakeKeys);
        _loop.Run();
        Leave();
        return _last;
    }

    private Link NewLink(string? name) => new(_loop, _options, name)
    {
        EventReceived = one => Tell(_options.Json ? null : $"<{one.Level}>{one.Text}", one),
        Lost = () => Tell("Connection to hostapd-net lost - trying to reconnect"),
        Noticed = text => Tell(text),
    };

    private void Announce()
    {
        if (_options.Interface is null && _terminal is not null)
        {
            _printer.Line($"Selected interface '{_link.Interface}'");
        }

        if (!_link.IsAttached)
        {
            _printer.Complain("Warning: the daemon sends no events here");
        }
    }

    private void End()
    {
        _isEnded = true;
        _loop.Stop();
    }

    private void Leave()
    {
        if (_terminal is null)
        {
            return;
        }

        _printer.Put("\n");
        if (History.StandardPath is { } path)
        {
            _ = _history.Save(path);
        }
    }

    /// <summary>Puts a line above the one being typed.</summary>
    private void Tell(string? text, ControlEvent? one = null)
    {
        if (_isTyping)
        {
            _printer.Put(Screen.Wipe);
        }

        if (text is null)
        {
            _printer.Put(JsonReply.Of(one!, _link.Interface, DateTimeOffset.UtcNow));
        }
        else
        {
            _printer.Line(text);
        }

        Draw();
    }

    private void Prompt()
    {
        if (_terminal is null || _isEnded)
        {
            return;
        }

        _terminal.TakeKeys();
        _isTyping = true;
        Draw();
    }

    private void Draw()
    {
        _isStale = false;
        if (_isTyping)
        {
            _printer.Put(Screen.Draw(_editor.Text, _editor.Cursor, _terminal!.Columns, _editor.Prompt));
        }
    }

    private void TakeLines(ReadOnlySpan<byte> bytes)
    {
        var isEnd = bytes.IsEmpty;
        _piped.Add(bytes);
        while (!_isEnded && _piped.TryTake(isEnd, out var line))
        {
            Execute(line);
        }

        if (isEnd || _printer.IsBroken)
        {
            End();
        }
    }

    private void TakeKeys(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            End();
        }

        foreach (var one in bytes)
        {
            if (!_isEnded && _keys.Take(one, out var key, out var character))
            {
                var edited = _editor.Press(key, character);
                if (edited != Edited.Changed)
                {
                    DrawStale();
                }

                Act(edited);
            }
        }

        DrawStale();
    }

    /// <summary>What is pasted is drawn once.</summary>
    private void DrawStale()
    {
        if (_isStale)
        {
            Draw();
        }
    }

    private void Act(Edited edited)
    {
        switch (edited)
        {
            case Edited.Changed:
                _isStale = true;
                break;
            case Edited.Entered:
                Enter();
                break;
            case Edited.CompletionAsked:
                Complete();
                break;
            case Edited.Abandoned:
                _printer.Put("^C\n");
                Draw();
                break;
            case Edited.ScreenCleared:
                _printer.Put(Screen.Clear);
                Draw();
                break;
            case Edited.Ended:
                End();
                break;
        }
    }

    private void Enter()
    {
        var line = _editor.TakeLine();
        _history.Add(line.Trim());
        _isTyping = false;
        _printer.Put("\n");
        Execute(line);
        Prompt();
    }

    private void Execute(string line)
    {
        if (TypedCommand.Of(line) is not { } typed)
        {
            return;
        }

        var command = ClientSession.Check(typed, json: false, out var problem);
        if (command is null)
        {
            _printer.Complain(problem!);
            _last = SessionResult.Misused;
            return;
        }

        switch (command.Name)
        {
            case "quit":
                End();
                break;
            case "interface" when typed.Words is [var name]:
                Select(name);
                break;
            case "capture":
                // It waits for a Ctrl-C.
                _terminal?.GiveBack();
                Ask(command, typed);
                break;
            case "top":
                // It has a loop of its own, and the whole terminal.
                _terminal?.GiveBack();
                _last = TopMode.Run(_options with { Interface = _link.Interface ?? _options.Interface }, typed.Words, _printer);
                _link.Deliver();
                break;
            case "events":
                _printer.Line("events are shown here as they come");
                break;
            default:
                Ask(command, typed);
                break;
        }
    }

    private void Ask(CliCommand command, TypedCommand typed)
    {
        var answersInJson = _options.Json && JsonReply.Knows(command.Name);
        _last = new ClientSession(_link.Client, _printer, _options with { Json = answersInJson }).Execute(command, typed);
        if (_last == SessionResult.NotAnswered)
        {
            if (_link.Client is null)
            {
                _printer.Complain("Not connected to hostapd-net - command dropped.");
            }
            else
            {
                _link.Check();
            }
        }

        _link.Deliver();
    }

    private void Select(string name)
    {
        _link.Dispose();
        _link = NewLink(name);
        if (_link.Open() is { } problem)
        {
            _printer.Complain($"Could not connect to interface '{name}' - re-trying ({problem})");
            _last = SessionResult.NotAnswered;
        }
        else
        {
            _printer.Line($"Connected to interface '{name}'.");
            _last = SessionResult.Done;
        }

        _link.Keep();
    }

    private void Complete()
    {
        var completion = Completer.Complete(_editor.Text, _editor.Cursor, Words);
        var typed = _editor.Text[completion.Start.._editor.Cursor];
        if (completion.Candidates is [var only])
        {
            _editor.Replace(completion.Start, only.EndsWith('/') ? only : only + " ");
        }
        else if (completion.Common.Length > typed.Length)
        {
            _editor.Replace(completion.Start, completion.Common);
        }
        else if (completion.Candidates.Length > 0)
        {
            // Above the line, as everything that is told.
            foreach (var row in Screen.Columns(completion.Candidates, _terminal!.Columns))
            {
                Tell(row);
            }

            return;
        }

        Draw();
        _link.Deliver();
    }

    private IEnumerable<string> Words(Completed kind, string typed) => kind switch
    {
        Completed.Commands => CliCommands.Offered.Select(static c => c.Name),
        Completed.Interfaces => ControlSockets.Names(_options.Directory, out _),
        Completed.Files => FileNames.Beginning(typed),
        Completed.Stations => Stations(),
        Completed.Settings => _link.Client?.Request("GET settings") is { } reply && !ClientSession.IsRefusal(reply)
            ? reply.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : [],
        Completed.Nothing or Completed.Words => [],
    };

    private List<string> Stations()
    {
        var addresses = new List<string>();
        if (_link.Client is { } client)
        {
            _ = StationWalk.Run(client, reply => addresses.Add(StationWalk.AddressOf(reply)), MostStations);
        }

        return addresses;
    }
}
