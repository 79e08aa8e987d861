using System.Net;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>Receives one UDP datagram, and from whom.</summary>
public delegate void UdpPortHandler(IPEndPoint source, ReadOnlySpan<byte> datagram);

/// <summary>A UDP port that anybody may send to, by IPv6 or IPv4; where the kernel has no IPv6, by IPv4.</summary>
public sealed unsafe class UdpPort : IDisposable
{
    private const int MaxDatagram = 4096;
    private const int MaxDatagramsPerTurn = 32;

    private readonly Descriptor _socket;
    private readonly EventLoop _loop;
    private readonly bool _isSix;
    private readonly UdpPortHandler _onDatagram;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(MaxDatagram, pinned: true);

    private UdpPort(int fd, EventLoop loop, bool isSix, UdpPortHandler onDatagram)
    {
        _socket = new Descriptor(fd);
        _loop = loop;
        _isSix = isSix;
        _onDatagram = onDatagram;
    }

    /// <summary>Binds a port and starts to listen.</summary>
    public static OsResult Open(EventLoop loop, int port, UdpPortHandler onDatagram, out UdpPort? opened)
    {
        ArgumentNullException.ThrowIfNull(loop);
        opened = null;
        var kind = SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK;
        var fd = socket(AF_INET6, kind, 0);
        var isSix = fd >= 0;
        fd = isSix ? fd : socket(AF_INET, kind, 0);
        if (fd < 0)
        {
            return OsResult.LastError("opening a UDP socket");
        }

        var off = 0;
        sockaddr_storage address;
        var length = InternetAddress.Write(new IPEndPoint(isSix ? IPAddress.IPv6Any : IPAddress.Any, port), &address);
        if (isSix && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(int)) < 0 || bind(fd, (sockaddr*)&address, length) < 0)
        {
            var result = OsResult.LastError($"binding UDP port {port}");
            _ = close(fd);
            return result;
        }

        opened = new UdpPort(fd, loop, isSix, onDatagram);
        loop.Watch(fd, opened.Drain);
        return OsResult.Ok;
    }

    /// <summary>Sends without waiting.</summary>
    public OsResult Send(IPEndPoint destination, ReadOnlySpan<byte> datagram)
    {
        ArgumentNullException.ThrowIfNull(destination);
        sockaddr_storage address;
        var length = InternetAddress.Write(new IPEndPoint(_isSix ? destination.Address.MapToIPv6() : destination.Address, destination.Port), &address);
        fixed (byte* p = datagram)
        {
            return sendto(_socket.Fd, p, datagram.Length, MSG_DONTWAIT | MSG_NOSIGNAL, (sockaddr*)&address, length) < 0
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

    private void Drain()
    {
        for (var i = 0; i < MaxDatagramsPerTurn && _socket.Fd >= 0; i++)
        {
            sockaddr_storage source;
            socklen_t length = sizeof(sockaddr_storage);
            int received;
            fixed (byte* p = _buffer)
            {
                received = (int)recvfrom(_socket.Fd, p, MaxDatagram, MSG_DONTWAIT, (sockaddr*)&source, &length);
            }

            if (received < 0)
            {
                return;
            }

            _onDatagram(InternetAddress.Read(&source), _buffer.AsSpan(0, received));
        }
    }
}
