using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>Receives one Ethernet frame, header included.</summary>
public delegate void EthernetHandler(ReadOnlySpan<byte> frame);

/// <summary>Whole Ethernet frames that carry IPv4, of one interface: for data tests.</summary>
public sealed unsafe class EthernetSocket : IDisposable
{
    private const ushort EthertypeIp = 0x0800;
    private const int MaxFrame = 2400;
    private const int MaxFramesPerTurn = 32;

    private readonly Descriptor _socket;
    private readonly EventLoop _loop;
    private readonly EthernetHandler _onFrame;
    private readonly int _index;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(MaxFrame, pinned: true);

    private EthernetSocket(int fd, EventLoop loop, int index, EthernetHandler onFrame)
    {
        _socket = new Descriptor(fd);
        _loop = loop;
        _index = index;
        _onFrame = onFrame;
    }

    /// <summary>Opens the socket and starts to listen.</summary>
    public static OsResult Open(EventLoop loop, int interfaceIndex, EthernetHandler onFrame, out EthernetSocket? opened)
    {
        opened = null;
        var fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, htons(EthertypeIp));
        if (fd < 0)
        {
            return OsResult.LastError("opening a packet socket");
        }

        var address = Address(interfaceIndex);
        if (bind(fd, (sockaddr*)&address, sizeof(sockaddr_ll)) < 0)
        {
            var problem = OsResult.LastError("binding a packet socket");
            _ = close(fd);
            return problem;
        }

        opened = new EthernetSocket(fd, loop, interfaceIndex, onFrame);
        loop.Watch(fd, opened.Drain);
        return OsResult.Ok;
    }

    /// <summary>Sends a frame, header included.</summary>
    public OsResult Send(ReadOnlySpan<byte> frame)
    {
        var address = Address(_index);
        fixed (byte* p = frame)
        {
            return sendto(_socket.Fd, p, frame.Length, 0, (sockaddr*)&address, sizeof(sockaddr_ll)) < 0
                ? OsResult.LastError("sending a frame")
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

    private static sockaddr_ll Address(int index) => new()
    {
        sll_family = (ushort)AF_PACKET,
        sll_protocol = htons(EthertypeIp),
        sll_ifindex = index,
    };

    private void Drain()
    {
        for (var i = 0; i < MaxFramesPerTurn && _socket.Fd >= 0; i++)
        {
            sockaddr_ll from = default;
            socklen_t fromLength = sizeof(sockaddr_ll);
            int length;
            fixed (byte* p = _buffer)
            {
                length = (int)recvfrom(_socket.Fd, p, MaxFrame, MSG_DONTWAIT, (sockaddr*)&from, &fromLength);
            }

            if (length < 0)
            {
                return;
            }

            if (from.sll_pkttype != PACKET_OUTGOING)
            {
                _onFrame(_buffer.AsSpan(0, length));
            }
        }
    }
}
