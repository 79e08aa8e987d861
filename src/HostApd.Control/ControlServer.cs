using System.Text;
using HostApd.Linux;
using Tmds.Linux;

namespace HostApd.Control;

/// <summary>
/// hostapd's control protocol: one datagram a request, one a reply, and events to everybody who has said ATTACH.
/// Text is carried byte for byte (Latin-1), because values such as an SSID are bytes. Knows nothing of what it controls.
/// </summary>
public sealed class ControlServer : IDisposable
{
    private const int DirectoryMode = 0x1F8; // 0770
    private const int MaxReply = 8192;
    private const int MaxMonitors = 64;

    /// <summary>Asks for the reason of a refusal, and has none itself.</summary>
    private const string Asking = "WHY";

    /// <summary>The protocol's own.</summary>
    private static readonly ServerCommand[] OwnCommands =
    [
        new("PING", "", "PONG", static (_, _, _) => "PONG\n"),
        new("ATTACH", "[what]", "OK; events come from now on", static (server, _, sender) => server.Attach(sender)),
        new("DETACH", "", "OK", static (server, _, sender) => server.Detach(sender)),
        new("LEVEL", "0-5", "OK", static (server, request, sender) => server.SetLevel(sender, request.AsSpan(6))),
        new(Asking, "", "why the last command of the same client was refused", static (server, _, sender) => server._options.Reasons is null ? null : server.Why(sender)),
    ];

    private readonly UnixDatagramSocket _socket;
    private readonly ControlServerOptions _options;
    private readonly Func<string, string?> _handle;
    private readonly List<Listener> _monitors = [];
    private readonly ITimer _retry;
    private byte[] _refused = [];
    private string? _reason;

    private ControlServer(UnixDatagramSocket socket, ControlServerOptions options, Func<string, string?> handle, TimeProvider time)
    {
        _socket = socket;
        _options = options;
        _handle = handle;
        _retry = time.CreateTimer(_ => Retry(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Opens the socket and answers on <paramref name="loop"/>. <paramref name="handle"/> gets each command that is not
    /// the protocol's own and returns the reply, or null when it knows no such command.
    /// </summary>
    public static OsResult Open(
        EventLoop loop, ControlServerOptions options, Func<string, string?> handle, out ControlServer? server)
    {
        server = null;
        var path = Path.Combine(options.Directory, options.Name);
        uint group = 0;
        if (options.Group is not null && !FilePermissions.TryFindGroup(options.Group, out group))
        {
            return OsResult.Failure($"finding group {options.Group}", LibC.ENOENT);
        }

        var result = FilePermissions.MakeDirectory(options.Directory, DirectoryMode);
        if (result.Succeeded && options.Group is not null)
        {
            result = FilePermissions.SetGroup(options.Directory, group);
        }

        if (result.Succeeded && File.Exists(path))
        {
            // A socket holds no bytes. What does is no leftover of ours, and its owner misses it.
            if (new FileInfo(path).Length > 0)
            {
                return OsResult.Failure($"opening {path} (a file of somebody else stands there)", LibC.EEXIST);
            }

            if (UnixDatagramSocket.IsAlive(path))
            {
                return OsResult.Failure($"opening {path} (another daemon answers there)", LibC.EADDRINUSE);
            }

            File.Delete(path);
        }

        if (!result.Succeeded)
        {
            return result;
        }

        result = UnixDatagramSocket.Bind(path, options.MaxRequest, out var socket);
        if (!result.Succeeded)
        {
            return result;
        }

        result = FilePermissions.SetMode(path, DirectoryMode);
        if (result.Succeeded && options.Group is not null)
        {
            result = FilePermissions.SetGroup(path, group);
        }

        if (!result.Succeeded)
        {
            socket!.Dispose();
            return result;
        }

        server = new ControlServer(socket!, options, handle, options.Time ?? loop.Time);
        socket!.Listen(loop, server.OnDatagram);
        return OsResult.Ok;
    }

    /// <summary>What every socket answers by itself.</summary>
    public static IReadOnlyList<ControlCommand> Commands => OwnCommands;

    /// <summary>How many have said ATTACH and are still there.</summary>
    public int MonitorCount => _monitors.Count;

    /// <summary>
    /// Sends <c>&lt;level&gt;text</c> to every monitor that wants this level. Where a monitor's socket is full, what weighs waits
    /// for it, and the rest is counted; it hears the number once it reads again.
    /// </summary>
    /// <param name="level">How important it is.</param>
    /// <param name="text">The event.</param>
    /// <param name="prefix">Stands before the level on the global socket: <c>IFNAME=wlan0 </c>.</param>
    public void Publish(EventLevel level, string text, string prefix = "")
    {
        if (_monitors.Count == 0)
        {
            return;
        }

        var datagram = Encoding.Latin1.GetBytes($"{prefix}<{(int)level}>{text}");
        var weighs = _options.Weighs?.Invoke(text) ?? false;
        foreach (var monitor in _monitors.Where(m => level >= m.Level).ToArray())
        {
            Tend(monitor, monitor.Publish(_socket, datagram, weighs));
        }
    }

    /// <summary>Closes the socket, removes it, and its directory when that is empty.</summary>
    public void Dispose()
    {
        _retry.Dispose();
        _socket.Dispose();

        // It stays while others have their sockets in it, and where a service manager has made it our mount.
        _ = FilePermissions.RemoveDirectory(_options.Directory);
    }

    /// <summary>Those whose sockets were full, once more.</summary>
    private void Retry()
    {
        foreach (var monitor in _monitors.ToArray())
        {
            Tend(monitor, monitor.Retry(_socket, _options.Lost));
        }
    }

    private void Tend(Listener monitor, ListenerState state)
    {
        switch (state)
        {
            case ListenerState.Listening:
                break;
            case ListenerState.Behind:
                _retry.Change(Listener.RetryInterval, Timeout.InfiniteTimeSpan);
                break;
            case ListenerState.Gone:
                _monitors.Remove(monitor);
                break;
            case ListenerState.GivenUp:
                _monitors.Remove(monitor);
                _options.GivenUp?.Invoke(ByteText.Decode(monitor.Address), monitor.LostWithIt);
                break;
        }
    }

    private void OnDatagram(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> sender)
    {
        if (sender.IsEmpty)
        {
            return;
        }

        // Also a fault of ours has its answer: who asked would wait for it. The loop hears of the fault itself.
        var reply = ControlReplies.Fail;
        try
        {
            reply = datagram.Length > _options.MaxRequest
                ? Refuse(sender, $"a request has at most {_options.MaxRequest} bytes")
                : AnswerWithReason(Encoding.Latin1.GetString(datagram).TrimEnd('\0'), sender.ToArray());
        }
        finally
        {
            var bytes = Encoding.Latin1.GetBytes(reply);
            _ = _socket.Send(bytes.AsSpan(0, Math.Min(bytes.Length, MaxReply)), sender);
        }

        // Who asks also reads.
        if (Find(sender) is { IsBehind: true } monitor)
        {
            Tend(monitor, monitor.Flush(_socket, _options.Lost));
        }
    }

    /// <summary>As <see cref="Answer"/>; why it was refused is kept, also where a fault of ours broke it off.</summary>
    private string AnswerWithReason(string request, byte[] sender)
    {
        if (_options.Reasons is not { } reasons)
        {
            return Answer(request, sender);
        }

        var reply = ControlReplies.Fail;
        reasons.Begin();
        try
        {
            reply = Answer(request, sender);
        }
        finally
        {
            var reason = reasons.End();
            if (request != Asking && reply.StartsWith("FAIL", StringComparison.Ordinal))
            {
                _ = Refuse(sender, reason);
            }
        }

        return reply;
    }

    private string Refuse(ReadOnlySpan<byte> sender, string? reason)
    {
        (_refused, _reason) = (sender.ToArray(), reason);
        return ControlReplies.Fail;
    }

    private string Answer(string request, byte[] sender) =>
        Array.Find(OwnCommands, c => c.Is(request))?.Run(this, request, sender) ?? WithDescriptor(request) ?? _handle(request) ?? _options.Unknown;

    /// <summary>The reason of the last refusal, for whoever was refused: one is kept.</summary>
    private string Why(ReadOnlySpan<byte> sender) =>
        _reason is { } reason && sender.SequenceEqual(_refused) ? ByteText.ToLatin1(reason) + "\n" : ControlReplies.Fail;

    private string? WithDescriptor(string request) =>
        _options.HandleWithDescriptor is { } handle && _socket.TakeDescriptor() is >= 0 and var descriptor
            ? handle(request, descriptor)
            : null;

    private string Attach(byte[] sender)
    {
        if (Find(sender) is null)
        {
            if (_monitors.Count == MaxMonitors)
            {
                return ControlReplies.Fail;
            }

            _monitors.Add(new Listener(sender));
        }

        return ControlReplies.Ok;
    }

    private string Detach(byte[] sender) =>
        Find(sender) is { } monitor && _monitors.Remove(monitor) ? ControlReplies.Ok : ControlReplies.Fail;

    private string SetLevel(byte[] sender, ReadOnlySpan<char> text)
    {
        if (Find(sender) is not { } monitor || !int.TryParse(text, out var level))
        {
            return ControlReplies.Fail;
        }

        monitor.Level = (EventLevel)level;
        return ControlReplies.Ok;
    }

    private Listener? Find(ReadOnlySpan<byte> address)
    {
        foreach (var monitor in _monitors)
        {
            if (address.SequenceEqual(monitor.Address))
            {
                return monitor;
            }
        }

        return null;
    }

    /// <summary>One of the protocol's own. Null as the answer: it is none here.</summary>
    private sealed class ServerCommand(string verb, string arguments, string answer, Func<ControlServer, string, byte[], string?> run)
        : ControlCommand(verb, arguments, answer)
    {
        /// <summary>Its name alone where it takes or may lack arguments; with them where it takes some.</summary>
        internal bool Is(string request) => request.StartsWith(Verb, StringComparison.Ordinal)
            && (request.Length == Verb.Length ? Arguments is "" or ['[', ..] : Arguments.Length > 0 && request[Verb.Length] == ' ');

        /// <summary>Does it for a sender, and answers.</summary>
        internal string? Run(ControlServer server, string request, byte[] sender) => run(server, request, sender);
    }
}
