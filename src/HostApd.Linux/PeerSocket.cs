using System.Net;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// UDP to one peer and from it alone (IPv4 or IPv6): the kernel drops what others send, and tells when nobody listens there.
/// </summary>
public sealed unsafe class PeerSocket : IDisposable
{
    private const int InternetProtocol = 0; // IPPROTO_IP
    private const int MtuDiscover = 10; // IP_MTU_DISCOVER
    private const int DoNotDiscover = 0; // IP_PMTUDISC_DONT
    private const int MaxDatagram = 4096;
    private const int MaxDatagramsPerTurn = 32;

    private readonly Descriptor _socket;
    private readonly EventLoop _loop;
    private readonly UdpHandler _onDatagram;
    private readonly Action _onRefused;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(MaxDatagram, pinned: true);

    private PeerSocket(int fd, EventLoop loop, UdpHandler onDatagram, Action onRefused)
    {
        _socket = new Descriptor(fd);
        _loop = loop;
        _onDatagram = onDatagram;
        _onRefused = onRefused;
    }

    /// <summary>Connects, which sends nothing, and starts to listen.</summary>
    /// <param name="loop">Where it is listened.</param>
    /// <param name="peer">The peer.</param>
    /// <param name="local">Our own address; null: the kernel chooses.</param>
    /// <param name="interfaceName">The one interface to use; null: the kernel chooses.</param>
    /// <param name="onDatagram">Takes datagrams; of those longer than 4,096 bytes the beginning.</param>
    /// <param name="onRefused">The peer's host has said that nobody listens there, or cannot be reached.</param>
    /// <param name="opened">It.</param>
    public static OsResult Open(
        EventLoop loop, IPEndPoint peer, IPAddress? local, string? interfaceName, UdpHandler onDatagram, Action onRefused, out PeerSocket? opened)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(peer);
        opened = null;
        var fd = socket(InternetAddress.FamilyOf(peer.Address), SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd < 0)
        {
            return OsResult.LastError("opening a UDP socket");
        }

        var result = Connect(fd, peer, local, interfaceName);
        if (!result.Succeeded)
        {
            _ = close(fd);
            return result;
        }

        opened = new PeerSocket(fd, loop, onDatagram, onRefused);
        loop.Watch(fd, opened.Drain);
        return OsResult.Ok;
    }

    /// <summary>Sends without waiting. What a peer's host has said of an earlier datagram is told here, too, and no failure of this one.</summary>
    public OsResult Send(ReadOnlySpan<byte> datagram)
    {
        fixed (byte* p = datagram)
        {
            if (send(_socket.Fd, p, datagram.Length, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0)
            {
                return OsResult.Ok;
            }

            if (errno == ECONNREFUSED && send(_socket.Fd, p, datagram.Length, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0)
            {
                return OsResult.Ok;
            }
        }

        return OsResult.LastError("sending a UDP datagram");
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

    private static OsResult Connect(int fd, IPEndPoint peer, IPAddress? local, string? interfaceName)
    {
        sockaddr_storage address;
        if (peer.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
        {
            // Datagrams may be longer than the way is wide, and who says so is often not let through: routers are to cut them.
            var never = DoNotDiscover;
            if (setsockopt(fd, InternetProtocol, MtuDiscover, (byte*)&never, sizeof(int)) < 0)
            {
                return OsResult.LastError("letting routers cut datagrams");
            }
        }

        if (interfaceName is not null)
        {
            var name = System.Text.Encoding.UTF8.GetBytes(interfaceName + '\0');
            fixed (byte* p = name)
            {
                if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, p, name.Length) < 0)
                {
                    return OsResult.LastError($"binding a UDP socket to {interfaceName}");
                }
            }
        }

        if (local is not null)
        {
            var own = InternetAddress.Write(new IPEndPoint(local, 0), &address);
            if (bind(fd, (sockaddr*)&address, own) < 0)
            {
                return OsResult.LastError($"binding a UDP socket to {local}");
            }
        }

        var length = InternetAddress.Write(peer, &address);
        return connect(fd, (sockaddr*)&address, length) < 0 ? OsResult.LastError($"connecting a UDP socket to {peer}") : OsResult.Ok;
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

            if (length >= 0)
            {
                _onDatagram(_buffer.AsSpan(0, length));
            }
            else if (errno == ECONNREFUSED || errno == EHOSTUNREACH || errno == ENETUNREACH)
            {
                _onRefused();
            }
            else
            {
                return;
            }
        }
    }
}
