using System.Diagnostics;
using HostApd.Linux;

namespace HostApd.Control;

/// <summary>
/// The client's half of the protocol: requests, and the events in between. Text is <see cref="ByteText"/>: no byte is lost.
/// What a daemon sends is not trusted: a late reply is not taken for that of the next request, and events that nobody takes
/// do not grow without end.
/// </summary>
public sealed class ControlClient : IDisposable
{
    private const int MaxDatagram = 8192;
    private const int MaxEvents = 1024;
    private static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(10);
    private static int s_counter;

    private readonly UnixDatagramSocket _socket;
    private readonly Queue<string> _events = new();

    private ControlClient(UnixDatagramSocket socket) => _socket = socket;

    /// <summary>Where our own socket is bound.</summary>
    public string Path => _socket.Path!;

    /// <summary>How many events were lost because nobody took them.</summary>
    public int LostEvents { get; private set; }

    /// <summary>Binds a client socket in <paramref name="clientDirectory"/> to talk to <paramref name="serverPath"/>.</summary>
    public static OsResult Open(string serverPath, string clientDirectory, out ControlClient? client)
    {
        client = null;
        var path = System.IO.Path.Combine(clientDirectory, $"hostapd_net_{Environment.ProcessId}-{++s_counter}");
        var result = UnixDatagramSocket.Bind(path, MaxDatagram, out var socket);
        if (!result.Succeeded)
        {
            return result;
        }

        // hostapd's clients are 0660: a server that is not root but in the group can answer.
        _ = FilePermissions.SetMode(path, 0x1B0);
        result = socket!.Connect(serverPath);
        if (!result.Succeeded)
        {
            socket.Dispose();
            return result;
        }

        client = new ControlClient(socket);
        return OsResult.Ok;
    }

    /// <summary>Sends a command and waits at most 10 s for the reply; null when none came.</summary>
    public string? Request(string command) => Request(command, bytes => _socket.Send(bytes, []));

    /// <summary>As above, with an open descriptor for the server.</summary>
    public string? Request(string command, int descriptor) => Request(command, bytes => _socket.Send(bytes, [], descriptor));

    /// <summary>Calls <paramref name="onEvents"/> on the loop when events have arrived outside of a request.</summary>
    public void Listen(EventLoop loop, Action onEvents) => _socket.Listen(loop, (datagram, sender) =>
    {
        if (KeepEvent(datagram, out _))
        {
            onEvents();
        }
    });

    /// <summary>The oldest event that nobody has taken, also one that came while a reply was awaited.</summary>
    public bool TryTakeEvent(out string text) => _events.TryDequeue(out text!);

    /// <summary>Waits at most <paramref name="milliseconds"/> for an event; null when none came.</summary>
    public string? NextEvent(int milliseconds)
    {
        if (_events.TryDequeue(out var kept))
        {
            return kept;
        }

        return _socket.TryReceive(milliseconds, out var datagram) ? ByteText.Decode(datagram) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private string? Request(string command, Func<byte[], OsResult> send)
    {
        var start = Stopwatch.GetTimestamp();
        while (Left(start) > 0 && _socket.TryReceive(0, out var late))
        {
            KeepEvent(late, out _);
        }

        var bytes = ByteText.Encode(command);
        var sent = send(bytes);
        while (sent.Errno == Tmds.Linux.LibC.EAGAIN && Left(start) > 0)
        {
            _ = _socket.AwaitRoom(Left(start));
            sent = send(bytes);
        }

        if (!sent.Succeeded)
        {
            return null;
        }

        while (Left(start) is > 0 and var left && _socket.TryReceive(left, out var datagram))
        {
            if (!KeepEvent(datagram, out var reply))
            {
                return reply;
            }
        }

        return null;
    }

    private static int Left(long start) =>
        Math.Max(0, (int)(ReplyTimeout - Stopwatch.GetElapsedTime(start)).TotalMilliseconds);

    /// <summary>Keeps an event for who takes it; false when it is a reply.</summary>
    private bool KeepEvent(ReadOnlySpan<byte> datagram, out string text)
    {
        text = ByteText.Decode(datagram);
        if (!text.StartsWith('<') && !text.StartsWith("IFNAME=", StringComparison.Ordinal))
        {
            return false;
        }

        if (_events.Count == MaxEvents)
        {
            _events.Dequeue();
            LostEvents++;
        }

        _events.Enqueue(text);
        return true;
    }
}
