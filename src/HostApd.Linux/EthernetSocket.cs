using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>Receives one Ethernet frame, header included.</summary>
public delegate void EthernetHandler(ReadOnlySpan<byte> frame);

/// <summary>Whole Ethernet frames that carry IPv4, of one interface: for data tests.</summary>
public sealed class EthernetSocket : LinkSocket
{
    private const ushort EthertypeIp = 0x0800;

    private readonly EthernetHandler _onFrame;

    private EthernetSocket(int fd, EventLoop loop, int index, EthernetHandler onFrame)
        : base(fd, loop, index, EthertypeIp) => _onFrame = onFrame;

    /// <summary>Opens the socket and starts to listen.</summary>
    public static OsResult Open(EventLoop loop, int interfaceIndex, EthernetHandler onFrame, out EthernetSocket? opened)
    {
        opened = null;
        var result = Open(SOCK_RAW, EthertypeIp, interfaceIndex, "a packet socket", out var fd);
        if (result.Succeeded)
        {
            opened = new EthernetSocket(fd, loop, interfaceIndex, onFrame);
            opened.Listen();
        }

        return result;
    }

    /// <summary>Sends a frame, header included.</summary>
    public OsResult Send(ReadOnlySpan<byte> frame) => Send("sending a frame", default, frame);

    private protected override void OnFrame(ReadOnlySpan<byte> source, ReadOnlySpan<byte> bytes) => _onFrame(bytes);
}
