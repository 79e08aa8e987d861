using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// The frames of one ethertype of one interface through AF_PACKET (packet(7)), as the event loop finds them. What we sent ourselves
/// is left out.
/// </summary>
public abstract unsafe class LinkSocket : IDisposable
{
    private const int MaxFrame = 2400;
    private const int MaxFramesPerTurn = 32;

    private readonly Descriptor _socket;
    private readonly EventLoop _loop;
    private readonly int _index;
    private readonly ushort _ethertype;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(MaxFrame, pinned: true);

    private protected LinkSocket(int fd, EventLoop loop, int index, ushort ethertype)
    {
        _socket = new Descriptor(fd);
        _loop = loop;
        _index = index;
        _ethertype = ethertype;
    }

    private protected int Fd => _socket.Fd;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_socket.Fd >= 0)
        {
            _loop.Unwatch(_socket.Fd);
            _socket.Dispose();
        }
    }

    /// <summary>Opens and binds a socket that does not listen yet.</summary>
    /// <param name="kind">SOCK_RAW: with the Ethernet header; SOCK_DGRAM: the kernel strips and builds it.</param>
    /// <param name="ethertype">Which frames.</param>
    /// <param name="index">Of which interface.</param>
    /// <param name="name">What it is in a problem's words.</param>
    /// <param name="fd">The descriptor, or negative.</param>
    private protected static OsResult Open(int kind, ushort ethertype, int index, string name, out int fd)
    {
        fd = socket(AF_PACKET, kind | SOCK_CLOEXEC | SOCK_NONBLOCK, htons(ethertype));
        if (fd < 0)
        {
            return OsResult.LastError("opening " + name);
        }

        var address = Address(ethertype, index);
        if (bind(fd, (sockaddr*)&address, sizeof(sockaddr_ll)) < 0)
        {
            var problem = OsResult.LastError("binding " + name);
            _ = close(fd);
            return problem;
        }

        return OsResult.Ok;
    }

    private protected void Listen() => _loop.Watch(_socket.Fd, Drain);

    /// <summary>Sends to an address of the link; empty where the frame has one itself.</summary>
    private protected OsResult Send(string operation, ReadOnlySpan<byte> destination, ReadOnlySpan<byte> bytes)
    {
        var address = Address(_ethertype, _index);
        address.sll_halen = (byte)destination.Length;
        destination.CopyTo(new Span<byte>(address.sll_addr, 8));
        fixed (byte* p = bytes)
        {
            return sendto(_socket.Fd, p, bytes.Length, 0, (sockaddr*)&address, sizeof(sockaddr_ll)) < 0
                ? OsResult.LastError(operation)
                : OsResult.Ok;
        }
    }

    /// <summary>A frame that others sent, with its sender as the kernel names it.</summary>
    private protected abstract void OnFrame(ReadOnlySpan<byte> source, ReadOnlySpan<byte> bytes);

    private static sockaddr_ll Address(ushort ethertype, int index) => new()
    {
        sll_family = (ushort)AF_PACKET,
        sll_protocol = htons(ethertype),
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
                OnFrame(new ReadOnlySpan<byte>(from.sll_addr, Math.Min((int)from.sll_halen, 8)), _buffer.AsSpan(0, length));
            }
        }
    }
}
