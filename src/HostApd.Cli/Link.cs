using HostApd.Control;
using HostApd.Linux;

namespace HostApd.Cli;

/// <summary>
/// A connection that is kept: it hears events, asks again and again whether the daemon is there, and is opened anew when it was
/// not.
/// </summary>
internal sealed class Link : IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly EventLoop _loop;
    private readonly ClientOptions _options;
    private readonly ITimer _timer;
    private readonly string? _wanted;
    private int _lostEvents;

    internal Link(EventLoop loop, ClientOptions options, string? wanted)
    {
        _loop = loop;
        _options = options;
        _wanted = wanted;
        _timer = loop.Time.CreateTimer(_ => Check(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The connection, while there is one.</summary>
    internal ControlClient? Client { get; private set; }

    /// <summary>Whose socket it is.</summary>
    internal string? Interface { get; private set; }

    /// <summary>Whether the daemon sends events.</summary>
    internal bool IsAttached { get; private set; }

    internal Action<ControlEvent>? EventReceived { get; set; }

    internal Action? Lost { get; set; }

    /// <summary>Something that people should know of the connection.</summary>
    internal Action<string>? Noticed { get; set; }

    /// <summary>Opens the connection and asks for events. Null, or what is wrong.</summary>
    internal string? Open()
    {
        string? problem = null;
        var name = _wanted ?? ControlSockets.Choose(_options, out problem);
        if (name is null)
        {
            return problem;
        }

        var result = ControlClient.Open(Path.Combine(_options.Directory, name), _options.ClientDirectory, out var client);
        if (!result.Succeeded)
        {
            return ControlSockets.Explain(result);
        }

        Client = client!;
        Interface = name;
        _lostEvents = 0;
        IsAttached = client!.Request("ATTACH") == ControlReplies.Ok;
        client.Listen(_loop, Deliver);
        return null;
    }

    /// <summary>From now on asks the daemon, or tries to find it.</summary>
    internal void Keep() => Rearm();

    /// <summary>Gives on what came while a reply was awaited.</summary>
    internal void Deliver()
    {
        while (Client is { } client && client.TryTakeEvent(out var text))
        {
            EventReceived?.Invoke(ControlEvent.Parse(text));
        }

        if (Client is { } still && still.LostEvents > _lostEvents)
        {
            Noticed?.Invoke($"{still.LostEvents - _lostEvents} events came too fast and are lost");
            _lostEvents = still.LostEvents;
        }
    }

    /// <summary>A request was not answered: is the daemon gone?</summary>
    internal void Check()
    {
        if (Client is null)
        {
            if (Open() is null)
            {
                Noticed?.Invoke("Connection to hostapd-net re-established");
                Deliver();
            }
        }
        else if (Client.Request("PING") != "PONG\n")
        {
            Deliver();
            Close();
            Lost?.Invoke();
        }
        else
        {
            Deliver();
        }

        Rearm();
    }

    public void Dispose()
    {
        Close();
        _timer.Dispose();
    }

    private void Rearm() => _timer.Change(Client is null ? RetryInterval : _options.PingInterval, Timeout.InfiniteTimeSpan);

    private void Close()
    {
        Client?.Dispose();
        Client = null;
        IsAttached = false;
    }
}
