using System.Net;
using HostApd.Linux;

namespace HostApd.Radius;

/// <summary>The way to one server and from it alone.</summary>
internal interface IServerSocket : IDisposable
{
    /// <summary>Sends without waiting.</summary>
    OsResult Send(ReadOnlySpan<byte> datagram);
}

/// <summary>Opens the way to a server.</summary>
/// <param name="options">From where.</param>
/// <param name="server">To where.</param>
/// <param name="onDatagram">Takes what comes back.</param>
/// <param name="onRefused">Its host says that nobody listens there, or it cannot be reached.</param>
/// <param name="opened">It; null where it cannot be.</param>
internal delegate OsResult OpenServerSocket(
    RadiusExchangeOptions options, IPEndPoint server, UdpHandler onDatagram, Action onRefused, out IServerSocket? opened);

/// <summary>The kernel's.</summary>
internal sealed class ServerSocket : IServerSocket
{
    private readonly PeerSocket _socket;

    private ServerSocket(PeerSocket socket) => _socket = socket;

    /// <summary>What opens them on a loop.</summary>
    internal static OpenServerSocket On(EventLoop loop) =>
        (RadiusExchangeOptions options, IPEndPoint server, UdpHandler onDatagram, Action onRefused, out IServerSocket? opened) =>
        {
            var result = PeerSocket.Open(loop, server, options.ClientAddress, options.ClientInterface, onDatagram, onRefused, out var socket);
            opened = socket is null ? null : new ServerSocket(socket);
            return result;
        };

    /// <inheritdoc/>
    public OsResult Send(ReadOnlySpan<byte> datagram) => _socket.Send(datagram);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
