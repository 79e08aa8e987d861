namespace HostApd.Linux.Netlink;

/// <summary>Receives one message: a reply to a request, or an event.</summary>
public delegate void NetlinkHandler(in NetlinkMessage message);

/// <summary>
/// The seam between us and the kernel's netlink: a request with its replies, and events. Real: a socket. In tests:
/// a scripted kernel.
/// </summary>
public interface INetlinkChannel : IDisposable
{
    /// <summary>
    /// Sends the message built in <paramref name="request"/> and returns once the kernel has acknowledged it (or
    /// ended the dump). Each reply goes to <paramref name="onReply"/>.
    /// </summary>
    OsResult Request(string operation, Span<byte> request, NetlinkHandler? onReply = null);

    /// <summary>Joins a multicast group.</summary>
    OsResult Join(uint group);

    /// <summary>
    /// Delivers messages nobody asked for, on the event loop, from now on. <paramref name="onOverflow"/> is called
    /// when the kernel dropped some (ENOBUFS).
    /// </summary>
    void Listen(EventLoop loop, NetlinkHandler onEvent, Action onOverflow);
}
