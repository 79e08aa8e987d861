using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// Receives one EAPOL frame: who sent it (6 bytes), the 802.1X PDU, and how long ago the kernel received it.
/// </summary>
public delegate void PacketHandler(ReadOnlySpan<byte> source, ReadOnlySpan<byte> payload, TimeSpan age);

/// <summary>
/// EAPOL frames (ethertype 0x888e) of one interface, for drivers without a control port. The kernel strips and builds the
/// Ethernet header.
/// </summary>
public sealed unsafe class PacketSocket : LinkSocket
{
    private const int AddressLength = 6;
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly PacketHandler _onFrame;

    private PacketSocket(int fd, EventLoop loop, int index, PacketHandler onFrame)
        : base(fd, loop, index, NativeMethods.EthertypePae) => _onFrame = onFrame;

    /// <summary>Opens the socket and starts to listen.</summary>
    public static OsResult Open(EventLoop loop, int interfaceIndex, PacketHandler onFrame, out PacketSocket? opened)
    {
        opened = null;
        var result = Open(SOCK_DGRAM, NativeMethods.EthertypePae, interfaceIndex, "the EAPOL socket", out var fd);
        if (result.Succeeded)
        {
            opened = new PacketSocket(fd, loop, interfaceIndex, onFrame);

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
        if (source.Length >= AddressLength)
        {
            _onFrame(source[..AddressLength], bytes, Age());
        }
    }

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
