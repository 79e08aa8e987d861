using System.Text;
using HostApd.Linux;
using Tmds.Linux;

namespace HostApd.Control;

/// <summary>Where a control socket lives and what it answers by itself.</summary>
public sealed record ControlServerOptions
{
    /// <summary>The directory (<c>ctrl_interface</c>); created with mode 0770 when missing.</summary>
    public required string Directory { get; init; }

    /// <summary>The socket's file name: the interface, or the global socket's name.</summary>
    public required string Name { get; init; }

    /// <summary>Name or number of the group that may use it (<c>ctrl_interface_group</c>, <c>-G</c>).</summary>
    public string? Group { get; init; }

    /// <summary>Longest request in bytes: hostapd takes 4,095, on the global socket 255.</summary>
    public int MaxRequest { get; init; } = 4095;

    /// <summary>
    /// Gets a command that came with an open descriptor, which is its to close; null when it knows no such command.
    /// </summary>
    public Func<string, int, string?>? HandleWithDescriptor { get; init; }

    /// <summary>The answer to a command that nobody knows.</summary>
    public string Unknown { get; init; } = ControlReplies.Unknown;
}

/// <summary>The fixed replies of the protocol.</summary>
public static class ControlReplies
{
    /// <summary>Done.</summary>
    public const string Ok = "OK\n";

    /// <summary>Not done.</summary>
    public const string Fail = "FAIL\n";

    /// <summary>No such command.</summary>
    public const string Unknown = "UNKNOWN COMMAND\n";
}

/// <summary>
/// hostapd's control protocol: one datagram a request, one a reply, and events to everybody who has said ATTACH.
/// Text is carried byte for byte (Latin-1), because values such as an SSID are bytes. Knows nothing of what it controls.
/// </summary>
public sealed class ControlServer : IDisposable
{
    private const int DirectoryMode = 0x1F8; // 0770
    private const int MaxReply = 8192;
    private const int MaxMonitors = 64;
    private const int MaxSendErrors = 10;

    private readonly UnixDatagramSocket _socket;
    private readonly ControlServerOptions _options;
    private readonly Func<string, string?> _handle;
    private readonly List<Monitor> _monitors = [];

    private ControlServer(UnixDatagramSocket socket, ControlServerOptions options, Func<string, string?> handle)
    {
        _socket = socket;
        _options = options;
        _handle = handle;
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

        server = new ControlServer(socket!, options, handle);
        socket!.Listen(loop, server.OnDatagram);
        return OsResult.Ok;
    }

    /// <summary>How many have said ATTACH and are still there.</summary>
    public int MonitorCount => _monitors.Count;

    /// <summary>Sends <c>&lt;level&gt;text</c> to every monitor that wants this level.</summary>
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
        for (var i = _monitors.Count - 1; i >= 0; i--)
        {
            var monitor = _monitors[i];
            if (level < monitor.Level)
            {
                continue;
            }

            var result = _socket.Send(datagram, monitor.Address);
            monitor.Errors = result.Succeeded ? 0 : monitor.Errors + 1;
            if (result.Errno == LibC.ENOENT || result.Errno == LibC.ECONNREFUSED || monitor.Errors > MaxSendErrors)
            {
                _monitors.RemoveAt(i);
            }
        }
    }

    /// <summary>Closes the socket, removes it, and its directory when that is empty.</summary>
    public void Dispose()
    {
        _socket.Dispose();

        // It stays while others have their sockets in it, and where a service manager has made it our mount.
        _ = FilePermissions.RemoveDirectory(_options.Directory);
    }

    private void OnDatagram(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> sender)
    {
        if (sender.IsEmpty)
        {
            return;
        }

        var reply = datagram.Length > _options.MaxRequest
            ? ControlReplies.Fail
            : Answer(Encoding.Latin1.GetString(datagram).TrimEnd('\0'), sender.ToArray());
        var bytes = Encoding.Latin1.GetBytes(reply);
        _ = _socket.Send(bytes.AsSpan(0, Math.Min(bytes.Length, MaxReply)), sender);
    }

    private string Answer(string request, byte[] sender) => request switch
    {
        "PING" => "PONG\n",
        "ATTACH" => Attach(sender),
        "DETACH" => Detach(sender),
        _ when request.StartsWith("ATTACH ", StringComparison.Ordinal) => Attach(sender),
        _ when request.StartsWith("LEVEL ", StringComparison.Ordinal) => SetLevel(sender, request.AsSpan(6)),
        _ => WithDescriptor(request) ?? _handle(request) ?? _options.Unknown,
    };

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

            _monitors.Add(new Monitor(sender));
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

    private Monitor? Find(byte[] address) => _monitors.Find(m => m.Address.AsSpan().SequenceEqual(address));

    private sealed class Monitor(byte[] address)
    {
        internal byte[] Address { get; } = address;

        internal EventLevel Level { get; set; } = EventLevel.Info;

        internal int Errors { get; set; }
    }
}
