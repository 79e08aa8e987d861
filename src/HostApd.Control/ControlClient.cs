using System.Text;
using HostApd.Linux;

namespace HostApd.Control;

/// <summary>The client's half of the protocol: requests, and the events in between.</summary>
public sealed class ControlClient : IDisposable
{
    private const int MaxDatagram = 8192;
    private const int ReplyTimeoutMilliseconds = 10_000;
    private static int s_counter;

    private readonly UnixDatagramSocket _socket;
    private readonly byte[] _server;
    private readonly Queue<string> _events = new();

    private ControlClient(UnixDatagramSocket socket, byte[] server)
    {
        _socket = socket;
        _server = server;
    }

    /// <summary>Binds a client socket in <paramref name="clientDirectory"/> to talk to <paramref name="serverPath"/>.</summary>
    public static OsResult Open(string serverPath, string clientDirectory, out ControlClient? client)
    {
        client = null;
        if (!File.Exists(serverPath))
        {
            return OsResult.Failure($"connecting to {serverPath}", Tmds.Linux.LibC.ENOENT);
        }

        var path = Path.Combine(clientDirectory, $"hostapd_net_{Environment.ProcessId}-{++s_counter}");
        var result = UnixDatagramSocket.Bind(path, MaxDatagram, out var socket);
        if (!result.Succeeded)
        {
            return result;
        }

        // hostapd's clients are 0660: a server that is not root but in the group can answer.
        _ = FilePermissions.SetMode(path, 0x1B0);
        client = new ControlClient(socket!, Encoding.UTF8.GetBytes(serverPath));
        return OsResult.Ok;
    }

    /// <summary>Sends a command and waits at most 10 s for the reply; null when none came.</summary>
    public string? Request(string command) =>
        _socket.Send(Encoding.Latin1.GetBytes(command), _server).Succeeded ? Await() : null;

    /// <summary>As above, with an open descriptor for the server.</summary>
    public string? Request(string command, int descriptor) =>
        _socket.Send(Encoding.Latin1.GetBytes(command), _server, descriptor).Succeeded ? Await() : null;

    private string? Await()
    {

        while (_socket.TryReceive(ReplyTimeoutMilliseconds, out var datagram))
        {
            var text = Encoding.Latin1.GetString(datagram);
            if (!IsEvent(text))
            {
                return text;
            }

            _events.Enqueue(text);
        }

        return null;
    }

    /// <summary>Waits at most <paramref name="milliseconds"/> for an event; null when none came.</summary>
    public string? NextEvent(int milliseconds)
    {
        if (_events.TryDequeue(out var kept))
        {
            return kept;
        }

        return _socket.TryReceive(milliseconds, out var datagram) ? Encoding.Latin1.GetString(datagram) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static bool IsEvent(string text) =>
        text.StartsWith('<') || text.StartsWith("IFNAME=", StringComparison.Ordinal);
}
