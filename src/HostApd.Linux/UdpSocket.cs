using System.Net;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>Receives one UDP datagram.</summary>
public delegate void UdpHandler(ReadOnlySpan<byte> datagram);

/// <summary>A UDP port of one interface (IPv4), broadcasts included: for a DHCP server.</summary>
public sealed unsafe class UdpSocket : IDisposable
{
    private const int MaxDatagram = 2048;
    private const int MaxDatagramsPerTurn = 32;

    private readonly Descriptor _socket;
    private readonly EventLoop _loop;
    private readonly UdpHandler _onDatagram;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(MaxDatagram, pinned: true);

    private UdpSocket(int fd, EventLoop loop, UdpHandler onDatagram)
    {
        _socket = new Descriptor(fd);
        _loop = loop;
        _onDatagram = onDatagram;
    }

    /// <summary>Binds <paramref name="port"/> on one interface and starts to listen.</summary>
    public static OsResult Open(EventLoop loop, string interfaceName, int port, UdpHandler onDatagram, out UdpSocket? opened)
    {
        opened = null;
        var fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd < 0)
        {
            return OsResult.LastError("opening a UDP socket");
        }

        var result = Prepare(fd, interfaceName, port);
        if (!result.Succeeded)
        {
            _ = close(fd);
            return result;
        }

        opened = new UdpSocket(fd, loop, onDatagram);
        loop.Watch(fd, opened.Drain);
        return OsResult.Ok;
    }

    /// <summary>Whether this process may bind <paramref name="port"/> at all: nothing stays bound.</summary>
    public static OsResult MayBind(int port)
    {
        using var socket = new Descriptor(LibC.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        var address = Address(IPAddress.Loopback, port);

        // The right is asked for before it is asked whether somebody has the port.
        return bind(socket.Fd, (sockaddr*)&address, sizeof(sockaddr_in)) < 0 && errno == EACCES
            ? OsResult.LastError($"binding UDP port {port}")
            : OsResult.Ok;
    }

    /// <summary>Sends without waiting.</summary>
    public OsResult Send(ReadOnlySpan<byte> datagram, IPAddress destination, int port)
    {
        var address = Address(destination, port);
        fixed (byte* p = datagram)
        {
            return sendto(_socket.Fd, p, datagram.Length, MSG_DONTWAIT | MSG_NOSIGNAL, (sockaddr*)&address, sizeof(sockaddr_in)) < 0
                ? OsResult.LastError("sending a UDP datagram")
                : OsResult.Ok;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_socket.Fd >= 0)
        {
            _loop.Unwatch(_socket.Fd);
            _socket.Dispose();
        }
    }

    private static OsResult Prepare(int fd, string interfaceName, int port)
    {
        var on = 1;
        if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(int)) < 0
            || setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof(int)) < 0)
        {
            return OsResult.LastError("preparing a UDP socket");
        }

        var name = System.Text.Encoding.UTF8.GetBytes(interfaceName + '\0');
        fixed (byte* p = name)
        {
            if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, p, name.Length) < 0)
            {
                return OsResult.LastError($"binding a UDP socket to {interfaceName}");
            }
        }

        var address = Address(IPAddress.Any, port);
        return bind(fd, (sockaddr*)&address, sizeof(sockaddr_in)) < 0
            ? OsResult.LastError($"binding UDP port {port} of {interfaceName}")
            : OsResult.Ok;
    }

    private static sockaddr_in Address(IPAddress address, int port)
    {
        sockaddr_in filled = default;
        filled.sin_family = (ushort)AF_INET;
        filled.sin_port = htons((ushort)port);
        address.TryWriteBytes(new Span<byte>(&filled.sin_addr, 4), out _);
        return filled;
    }

    private void Drain()
    {
        for (var i = 0; i < MaxDatagramsPerTurn && _socket.Fd >= 0; i++)
        {
            int length;
            fixed (byte* p = _buffer)
            {
                length = (int)recv(_socket.Fd, p, MaxDatagram, MSG_DONTWAIT);
            }

            if (length < 0)
            {
                return;
            }

            _onDatagram(_buffer.AsSpan(0, length));
        }
    }
}
