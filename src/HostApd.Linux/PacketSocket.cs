using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// Receives one EAPOL frame: who sent it (6 bytes), the 802.1X PDU, and how long ago the kernel received it.
/// </summary>
public delegate void PacketHandler(ReadOnlySpan<byte> source, ReadOnlySpan<byte> payload, TimeSpan age);

/// <summary>
/// EAPOL frames (ethertype 0x888e) of one interface through AF_PACKET, for drivers without a control port. The kernel
/// strips and builds the Ethernet header.
/// </summary>
public sealed unsafe class PacketSocket : IDisposable
{
    private const int MaxFrame = 2400;
    private const int MaxFramesPerTurn = 32;
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly Descriptor _socket;
    private readonly EventLoop _loop;
    private readonly PacketHandler _onFrame;
    private readonly int _index;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(MaxFrame, pinned: true);

    private PacketSocket(int fd, EventLoop loop, int index, PacketHandler onFrame)
    {
        _socket = new Descriptor(fd);
        _loop = loop;
        _index = index;
        _onFrame = onFrame;
    }

    /// <summary>Opens the socket and starts to listen.</summary>
    public static OsResult Open(EventLoop loop, int interfaceIndex, PacketHandler onFrame, out PacketSocket? opened)
    {
        opened = null;
        var fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, htons(NativeMethods.EthertypePae));
        if (fd < 0)
        {
            return OsResult.LastError("opening the EAPOL socket");
        }

        var address = Address(interfaceIndex);
        if (bind(fd, (sockaddr*)&address, sizeof(sockaddr_ll)) < 0)
        {
            var problem = OsResult.LastError("binding the EAPOL socket");
            _ = close(fd);
            return problem;
        }

        opened = new PacketSocket(fd, loop, interfaceIndex, onFrame);
        // The first question for a stamp makes the kernel stamp from now on.
        _ = opened.Age();
        loop.Watch(fd, opened.Drain);
        return OsResult.Ok;
    }

    /// <summary>Sends an 802.1X PDU to a station.</summary>
    public OsResult Send(ReadOnlySpan<byte> destination, ReadOnlySpan<byte> payload)
    {
        var address = Address(_index);
        address.sll_halen = (byte)destination.Length;
        destination.CopyTo(new Span<byte>(address.sll_addr, 8));
        fixed (byte* p = payload)
        {
            return sendto(_socket.Fd, p, payload.Length, 0, (sockaddr*)&address, sizeof(sockaddr_ll)) < 0
                ? OsResult.LastError("sending an EAPOL frame")
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
        sll_protocol = htons(NativeMethods.EthertypePae),
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

            if (from.sll_pkttype != PACKET_OUTGOING && from.sll_halen >= 6)
            {
                _onFrame(new ReadOnlySpan<byte>(from.sll_addr, 6), _buffer.AsSpan(0, length), Age());
            }
        }
    }

    /// <summary>
    /// From the kernel's stamp on the frame last read. The stamp is of the wall clock, which may be set in between: what
    /// cannot be is taken for no stamp.
    /// </summary>
    private TimeSpan Age()
    {
        var stamp = stackalloc long[2];
        if (NativeMethods.ReadStamp(_socket.Fd, stamp) < 0)
        {
            return TimeSpan.Zero;
        }

        var age = DateTime.UtcNow - DateTime.UnixEpoch.AddSeconds(stamp[0]).AddTicks(stamp[1] / 100);
        return age < TimeSpan.Zero || age > MaxAge ? TimeSpan.Zero : age;
    }
}
