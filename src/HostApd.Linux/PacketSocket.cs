using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// Receives one EAPOL frame: who sent it (6 bytes), the 802.1X PDU, and how long ago the kernel received it.
/// </summary>
public delegate void PacketHandler(ReadOnlySpan<byte> source, ReadOnlySpan<byte> payload, TimeSpan age);

/// <summary>
/// EAPOL frames (ethertype 0x888e) of one interface, for drivers without a control port. The kernel strips and builds the
/// Ethernet header. Through a bridge come those of all its ports: there the header stays on, and whom a frame is for is read in it.
/// </summary>
public sealed unsafe class PacketSocket : LinkSocket
{
    private const int AddressLength = 6;
    private const int HeaderLength = 14;

    /// <summary>The PAE group address (802.1X-2010 11.1.1).</summary>
    private static readonly byte[] PaeGroup = [0x01, 0x80, 0xC2, 0x00, 0x00, 0x03];

    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly PacketHandler _onFrame;

    /// <summary>Whose frames are wanted of a bridge; null: those of the interface, which has no others.</summary>
    private readonly byte[]? _port;

    private PacketSocket(int fd, EventLoop loop, int index, byte[]? port, PacketHandler onFrame)
        : base(fd, loop, index, NativeMethods.EthertypePae) => (_port, _onFrame) = (port, onFrame);

    /// <summary>Opens the socket and starts to listen.</summary>
    public static OsResult Open(EventLoop loop, int interfaceIndex, PacketHandler onFrame, out PacketSocket? opened) =>
        Open(loop, SOCK_DGRAM, interfaceIndex, null, onFrame, out opened);

    /// <summary>The same on a bridge, of the frames for the port with this address (6 bytes).</summary>
    public static OsResult OpenOnBridge(EventLoop loop, int bridgeIndex, ReadOnlySpan<byte> port, PacketHandler onFrame, out PacketSocket? opened) =>
        Open(loop, SOCK_RAW, bridgeIndex, port.ToArray(), onFrame, out opened);

    private static OsResult Open(EventLoop loop, int kind, int index, byte[]? port, PacketHandler onFrame, out PacketSocket? opened)
    {
        opened = null;
        var result = Open(kind, NativeMethods.EthertypePae, index, "the EAPOL socket", out var fd);
        if (result.Succeeded)
        {
            opened = new PacketSocket(fd, loop, index, port, onFrame);

            // The first question for a stamp makes the kernel stamp from now on.
            _ = opened.Age();
            opened.Listen();
        }

        return result;
    }

    /// <summary>Sends an 802.1X PDU to a station.</summary>
    public OsResult Send(ReadOnlySpan<byte> destination, ReadOnlySpan<byte> payload) =>
        Send("sending an EAPOL frame", destination, payload);

    private protected override void OnFrame(ReadOnlySpan<byte> source, ReadOnlySpan<byte> bytes)
    {
        if (_port is not null)
        {
            if (IsFor(_port, bytes))
            {
                _onFrame(bytes.Slice(AddressLength, AddressLength), bytes[HeaderLength..], Age());
            }
        }
        else if (source.Length >= AddressLength)
        {
            _onFrame(source[..AddressLength], bytes, Age());
        }
    }

    /// <summary>Whether a whole frame is for a port with this address.</summary>
    internal static bool IsFor(ReadOnlySpan<byte> port, ReadOnlySpan<byte> frame) =>
        frame.Length >= HeaderLength && (frame[..AddressLength].SequenceEqual(port) || frame[..AddressLength].SequenceEqual(PaeGroup));

    /// <summary>
    /// From the kernel's stamp on the frame last read. The stamp is of the wall clock, which may be set in between: what
    /// cannot be is taken for no stamp.
    /// </summary>
    private TimeSpan Age()
    {
        var stamp = stackalloc long[2];
        if (NativeMethods.ReadStamp(Fd, stamp) < 0)
        {
            return TimeSpan.Zero;
        }

        var age = DateTime.UtcNow - DateTime.UnixEpoch.AddSeconds(stamp[0]).AddTicks(stamp[1] / 100);
        return age < TimeSpan.Zero || age > MaxAge ? TimeSpan.Zero : age;
    }
}
