using System.Runtime.InteropServices;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux.Netlink;

/// <summary>
/// A netlink socket with extended acknowledgements. Requests are synchronous: the kernel has usually answered by the
/// time send returns. Events that arrive while a request waits are kept and delivered afterwards, in order.
/// </summary>
public sealed unsafe class NetlinkSocket : INetlinkChannel
{
    private const ushort TypeNoop = 1;
    private const ushort TypeError = 2;
    private const ushort TypeDone = 3;
    private const ushort FlagDumpInterrupted = 0x10;
    private const ushort FlagCapped = 0x100;
    private const ushort FlagAckTlvs = 0x200;
    private const ushort AckAttributeText = 1;
    private const int ReceiveBufferBytes = 1 << 20;
    private const int BufferLength = 64 * 1024;
    private const int ReplyTimeoutMilliseconds = 2000;

    /// <summary>The kernel drops an answer that finds the queue full, and nothing comes in its place.</summary>
    private const int ReplyTimeoutAfterOverflow = 100;
    private const int MaxMessagesPerTurn = 64;
    private const int MaxKeptEvents = 1024;

    private readonly Descriptor _socket;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferLength, pinned: true);
    private readonly Queue<byte[]> _kept = new();
    private EventLoop? _loop;
    private NetlinkHandler? _onEvent;
    private Action? _onOverflow;
    private uint _sequence;
    private bool _busy;

    private NetlinkSocket(int fd) => _socket = new Descriptor(fd);

    /// <summary>Opens a generic netlink socket.</summary>
    /// <exception cref="IOException">The kernel refused it.</exception>
    public static NetlinkSocket OpenGeneric() => Open(NativeMethods.NetlinkGeneric, 0);

    /// <summary>Opens an rtnetlink socket that hears the groups of the mask (RTMGRP_*).</summary>
    /// <exception cref="IOException">The kernel refused it.</exception>
    public static NetlinkSocket OpenRoute(uint groups) => Open(NativeMethods.NetlinkRoute, groups);

    /// <inheritdoc/>
    public OsResult Request(string operation, Span<byte> request, NetlinkHandler? onReply = null)
    {
        if (_busy)
        {
            throw new InvalidOperationException("A netlink request was made from the reply handler of another.");
        }

        var sequence = ++_sequence == 0 ? ++_sequence : _sequence;
        MemoryMarshal.Write(request, (uint)request.Length);
        MemoryMarshal.Write(request[8..], sequence);
        _busy = true;
        try
        {
            fixed (byte* p = request)
            {
                if (send(_socket.Fd, p, request.Length, 0) < 0)
                {
                    return OsResult.LastError(operation);
                }
            }

            return Await(operation, sequence, onReply);
        }
        finally
        {
            _busy = false;
            if (_kept.Count > 0)
            {
                _loop?.Post(DeliverKept);
            }
        }
    }

    /// <inheritdoc/>
    public OsResult Join(uint group)
    {
        var value = (int)group;
        return setsockopt(_socket.Fd, SOL_NETLINK, NativeMethods.NetlinkAddMembership, &value, sizeof(int)) < 0
            ? OsResult.LastError("joining a netlink multicast group")
            : OsResult.Ok;
    }

    /// <inheritdoc/>
    public void Listen(EventLoop loop, NetlinkHandler onEvent, Action onOverflow)
    {
        _loop = loop;
        _onEvent = onEvent;
        _onOverflow = onOverflow;
        loop.Watch(_socket.Fd, Drain);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_socket.Fd >= 0)
        {
            _loop?.Unwatch(_socket.Fd);
            _onEvent = null;
            _socket.Dispose();
        }
    }

    private static NetlinkSocket Open(int protocol, uint groups)
    {
        var fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
        if (fd < 0)
        {
            throw new OsException(OsResult.LastError("opening a netlink socket"));
        }

        var opened = new NetlinkSocket(fd);
        opened.Option(SOL_NETLINK, NativeMethods.NetlinkExtAck, 1);
        opened.Option(SOL_NETLINK, NativeMethods.NetlinkCapAck, 1);
        opened.Option(SOL_SOCKET, SO_RCVBUFFORCE, ReceiveBufferBytes);
        var address = new NativeMethods.SockaddrNl { Family = (ushort)AF_NETLINK, Groups = groups };
        if (bind(fd, (sockaddr*)&address, sizeof(NativeMethods.SockaddrNl)) < 0)
        {
            var problem = OsResult.LastError("binding a netlink socket");
            opened.Dispose();
            throw new OsException(problem);
        }

        return opened;
    }

    private static string? ReadKernelText(in NetlinkMessage message)
    {
        if ((message.Flags & FlagAckTlvs) == 0 || message.Body.Length < 20)
        {
            return null;
        }

        // struct nlmsgerr: errno, then the request's header, then (unless capped) its payload, then attributes.
        var echoed = MemoryMarshal.Read<uint>(message.Body[4..]);
        var skip = 4 + ((message.Flags & FlagCapped) != 0 ? NetlinkWriter.HeaderLength : (int)((echoed + 3) & ~3u));
        if (skip > message.Body.Length)
        {
            return null;
        }

        foreach (var attribute in new NetlinkAttributes(message.Body[skip..]))
        {
            if (attribute.Type == AckAttributeText)
            {
                return attribute.Text;
            }
        }

        return null;
    }

    private void Option(int level, int name, int value) =>
        _ = setsockopt(_socket.Fd, level, name, &value, sizeof(int));

    private OsResult Await(string operation, uint sequence, NetlinkHandler? onReply)
    {
        var timeout = ReplyTimeoutMilliseconds;
        var isInterrupted = false;
        for (; ; )
        {
            var length = Await(timeout);
            if (length < 0)
            {
                var error = errno;
                if (error == ENOBUFS)
                {
                    timeout = ReplyTimeoutAfterOverflow;
                    _onOverflow?.Invoke();
                    continue;
                }

                return OsResult.Failure(operation, error == EAGAIN ? ETIMEDOUT : error);
            }

            ReadOnlySpan<byte> datagram = _buffer.AsSpan(0, length);
            while (NetlinkMessage.TryTake(ref datagram, out var message))
            {
                if (message.Sequence != sequence)
                {
                    Keep(message);
                    continue;
                }

                isInterrupted |= (message.Flags & FlagDumpInterrupted) != 0;
                if (message.Type is TypeDone or TypeError)
                {
                    // The end of a dump carries an error, too: that of what was being listed.
                    var code = message.Body.Length >= 4 ? MemoryMarshal.Read<int>(message.Body)
                        : message.Type == TypeDone ? 0 : -EBADMSG;
                    return code < 0 ? OsResult.Failure(operation, -code, message.Type == TypeError ? ReadKernelText(message) : null)
                        : isInterrupted ? OsResult.Failure(operation, EINTR)
                        : OsResult.Ok;
                }

                if (message.Type > TypeDone)
                {
                    onReply?.Invoke(message);
                }
            }
        }
    }

    private void Keep(in NetlinkMessage message)
    {
        if (_onEvent is null || message.Sequence != 0)
        {
            return;
        }

        if (_kept.Count >= MaxKeptEvents)
        {
            _onOverflow?.Invoke();
            return;
        }

        var copy = new byte[NetlinkWriter.HeaderLength + message.Body.Length];
        MemoryMarshal.Write(copy, (uint)copy.Length);
        MemoryMarshal.Write(copy.AsSpan(4), message.Type);
        message.Body.CopyTo(copy.AsSpan(NetlinkWriter.HeaderLength));
        _kept.Enqueue(copy);
    }

    private void DeliverKept()
    {
        while (_onEvent is not null && _kept.TryDequeue(out var copy))
        {
            ReadOnlySpan<byte> datagram = copy;
            if (NetlinkMessage.TryTake(ref datagram, out var message))
            {
                _onEvent(message);
            }
        }
    }

    private void Drain()
    {
        for (var i = 0; i < MaxMessagesPerTurn && _socket.Fd >= 0; i++)
        {
            // What a request put aside is older than what is still in the socket.
            DeliverKept();
            var length = Receive();
            if (length < 0)
            {
                if (errno == ENOBUFS)
                {
                    _onOverflow?.Invoke();
                    continue;
                }

                return;
            }

            // The handler may make requests on this very socket, which reuse the buffer: one message a datagram is
            // what events are, so nothing behind the first is lost. A late answer to a request is no event.
            ReadOnlySpan<byte> datagram = _buffer.AsSpan(0, length);
            if (NetlinkMessage.TryTake(ref datagram, out var message) && message.Type > TypeDone && !IsLateReply(message))
            {
                _onEvent?.Invoke(message);
            }
        }

        DeliverKept();
    }

    private bool IsLateReply(in NetlinkMessage message) => _sequence != 0 && message.Sequence != 0;

    /// <summary>The next datagram; nearly every answer is there before its request returns.</summary>
    private int Await(int timeoutMilliseconds)
    {
        var until = Environment.TickCount64 + timeoutMilliseconds;
        for (; ; )
        {
            var length = Receive();
            var left = until - Environment.TickCount64;
            if (length >= 0 || errno != EAGAIN || left <= 0)
            {
                return length;
            }

            // A signal ends the wait early; the clock decides.
            pollfd p = default;
            p.fd = _socket.Fd;
            p.events = (short)POLLIN;
            _ = poll(&p, 1, (int)left);
        }
    }

    private int Receive()
    {
        fixed (byte* buffer = _buffer)
        {
            return (int)recv(_socket.Fd, buffer, BufferLength, MSG_DONTWAIT);
        }
    }
}
