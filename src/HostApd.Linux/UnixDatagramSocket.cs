using System.Text;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>Receives one datagram and the address to answer to (empty when the sender is not bound).</summary>
public delegate void DatagramHandler(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> sender);

/// <summary>
/// A bound AF_UNIX datagram socket. Addresses are the bytes of sun_path, so that abstract names work too (first byte
/// zero).
/// </summary>
public sealed unsafe class UnixDatagramSocket : IDisposable
{
    /// <summary>Longest path, in bytes, without its terminator.</summary>
    public const int MaxPath = 107;

    private const int MaxDatagramsPerTurn = 32;
    private const int NoDescriptor = -1;
    private const int MaxPassed = 8;

    private readonly Descriptor _socket;
    private readonly byte[] _buffer;
    private readonly byte[] _sender = new byte[MaxPath + 1];
    private EventLoop? _loop;
    private DatagramHandler? _onDatagram;
    private int _descriptor = NoDescriptor;
    private bool _isConnected;

    private UnixDatagramSocket(int fd, string? path, int maxDatagram)
    {
        _socket = new Descriptor(fd);
        Path = path;
        _buffer = GC.AllocateUninitializedArray<byte>(maxDatagram + 1, pinned: true);
    }

    /// <summary>Where it is bound.</summary>
    public string? Path { get; }

    /// <summary>Longest datagram taken whole; longer ones arrive cut to one byte more.</summary>
    public int MaxDatagram => _buffer.Length - 1;

    /// <summary>Binds a socket at <paramref name="path"/>; the file must not exist.</summary>
    public static OsResult Bind(string path, int maxDatagram, out UnixDatagramSocket? bound)
    {
        bound = null;
        var operation = $"binding {path}";
        if (Encoding.UTF8.GetByteCount(path) > MaxPath)
        {
            return OsResult.Failure(operation, ENAMETOOLONG);
        }

        var fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd < 0)
        {
            return OsResult.LastError("opening a unix socket");
        }

        sockaddr_un address;
        var length = Fill(&address, Encoding.UTF8.GetBytes(path));
        if (bind(fd, (sockaddr*)&address, length) < 0)
        {
            var problem = OsResult.LastError(operation);
            _ = close(fd);
            return problem;
        }

        bound = new UnixDatagramSocket(fd, path, maxDatagram);
        return OsResult.Ok;
    }

    /// <summary>A socket that only sends: nobody can answer it.</summary>
    public static OsResult OpenUnbound(out UnixDatagramSocket? opened)
    {
        var fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        opened = fd < 0 ? null : new UnixDatagramSocket(fd, null, 0);
        return fd < 0 ? OsResult.LastError("opening a unix socket") : OsResult.Ok;
    }

    /// <summary>Whether somebody listens at <paramref name="path"/>: connects and lets go again.</summary>
    public static bool IsAlive(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) > MaxPath)
        {
            return false;
        }

        var fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_un address;
        var length = Fill(&address, Encoding.UTF8.GetBytes(path));
        var alive = connect(fd, (sockaddr*)&address, length) == 0;
        _ = close(fd);
        return alive;
    }

    /// <summary>
    /// Talks to this socket alone from now on: what others send is kept away, an empty destination means this one, and sending
    /// fails once it is gone, also when another has been bound to the same path since.
    /// </summary>
    public OsResult Connect(string path)
    {
        var operation = $"connecting to {path}";
        if (Encoding.UTF8.GetByteCount(path) is 0 or > MaxPath)
        {
            return OsResult.Failure(operation, ENAMETOOLONG);
        }

        sockaddr_un address;
        var length = Fill(&address, Encoding.UTF8.GetBytes(path));
        if (connect(_socket.Fd, (sockaddr*)&address, length) < 0)
        {
            return OsResult.LastError(operation);
        }

        _isConnected = true;
        return OsResult.Ok;
    }

    /// <summary>Waits at most <paramref name="milliseconds"/> for room in the queue of the socket that this one is connected to.</summary>
    public bool AwaitRoom(int milliseconds)
    {
        pollfd p = default;
        p.fd = _socket.Fd;
        p.events = (short)POLLOUT;
        return poll(&p, 1, milliseconds) > 0;
    }

    /// <summary>Calls <paramref name="onDatagram"/> for each datagram, on the loop.</summary>
    public void Listen(EventLoop loop, DatagramHandler onDatagram)
    {
        _loop = loop;
        _onDatagram = onDatagram;
        loop.Watch(_socket.Fd, Drain);
    }

    /// <summary>Sends without waiting. EAGAIN: the receiver's queue is full. ENOENT, ECONNREFUSED: it is gone.</summary>
    public OsResult Send(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> destination)
    {
        if (!CanReach(destination))
        {
            return OsResult.Failure("sending a datagram", EDESTADDRREQ);
        }

        sockaddr_un address;
        var length = FillDestination(&address, destination);
        fixed (byte* p = datagram)
        {
            return sendto(_socket.Fd, p, datagram.Length, MSG_DONTWAIT | MSG_NOSIGNAL, length == 0 ? null : (sockaddr*)&address, length) < 0
                ? OsResult.LastError("sending a datagram")
                : OsResult.Ok;
        }
    }

    /// <summary>As above, with an open descriptor that the receiver gets a copy of (SCM_RIGHTS, unix(7)).</summary>
    public OsResult Send(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> destination, int descriptor)
    {
        if (!CanReach(destination))
        {
            return OsResult.Failure("sending a descriptor", EDESTADDRREQ);
        }

        sockaddr_un address;
        var length = FillDestination(&address, destination);
        var control = stackalloc byte[AncillaryHeader + sizeof(long)];
        *(nint*)control = AncillaryHeader + sizeof(int);
        *(int*)(control + sizeof(nint)) = SOL_SOCKET;
        *(int*)(control + sizeof(nint) + sizeof(int)) = SCM_RIGHTS;
        *(int*)(control + AncillaryHeader) = descriptor;
        fixed (byte* p = datagram)
        {
            iovec part = default;
            part.iov_base = p;
            part.iov_len = datagram.Length;
            msghdr message = default;
            message.msg_name = length == 0 ? null : &address;
            message.msg_namelen = length;
            message.msg_iov = &part;
            message.msg_iovlen = 1;
            message.msg_control = control;
            message.msg_controllen = AncillaryHeader + sizeof(nint);
            return sendmsg(_socket.Fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL) < 0
                ? OsResult.LastError("sending a descriptor")
                : OsResult.Ok;
        }
    }

    /// <summary>
    /// Sends what may wait. EAGAIN, too, while others have left half of the room unread that the kernel gives this socket: the queue of a
    /// receiver that is connected to us is as long as that, and one that does not read would take the room of all.
    /// </summary>
    public OsResult SendSparing(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> destination) =>
        IsHalfFull() ? OsResult.Failure("sending a datagram", EAGAIN) : Send(datagram, destination);

    /// <summary>
    /// The descriptor that came with the datagram being handled, now the caller's to close; -1 when none came. What nobody
    /// takes is closed when the handler returns.
    /// </summary>
    public int TakeDescriptor()
    {
        var taken = _descriptor;
        _descriptor = NoDescriptor;
        return taken;
    }

    /// <summary>Waits at most <paramref name="milliseconds"/> for a datagram, which may be empty.</summary>
    public bool TryReceive(int milliseconds, out ReadOnlySpan<byte> datagram)
    {
        datagram = default;
        pollfd p = default;
        p.fd = _socket.Fd;
        p.events = (short)POLLIN;
        if (poll(&p, 1, milliseconds) <= 0)
        {
            return false;
        }

        fixed (byte* buffer = _buffer)
        {
            var length = (int)recv(_socket.Fd, buffer, _buffer.Length, MSG_DONTWAIT);
            datagram = _buffer.AsSpan(0, Math.Max(0, length));
            return length >= 0;
        }
    }

    /// <summary>Closes the socket and removes its file.</summary>
    public void Dispose()
    {
        if (_socket.Fd < 0)
        {
            return;
        }

        _loop?.Unwatch(_socket.Fd);
        _socket.Dispose();
        if (Path is not null)
        {
            File.Delete(Path);
        }
    }

    private bool IsHalfFull()
    {
        var (unread, room) = (0, 0);
        socklen_t length = sizeof(int);
        return ioctl(_socket.Fd, NativeMethods.OutQueue, &unread) == 0 && getsockopt(_socket.Fd, SOL_SOCKET, SO_SNDBUF, &room, &length) == 0
            && unread > room / 2;
    }

    private bool CanReach(ReadOnlySpan<byte> destination) => destination.IsEmpty ? _isConnected : destination.Length <= MaxPath;

    private static int FillDestination(sockaddr_un* address, ReadOnlySpan<byte> destination) =>
        destination.IsEmpty ? 0 : Fill(address, destination);

    private static int Fill(sockaddr_un* address, ReadOnlySpan<byte> path)
    {
        *address = default;
        address->sun_family = (ushort)AF_UNIX;
        path.CopyTo(new Span<byte>(address->sun_path, MaxPath));

        // A path carries its terminator; an abstract name is as long as it is.
        return 2 + path.Length + (path[0] == 0 ? 0 : 1);
    }

    private void Drain()
    {
        for (var i = 0; i < MaxDatagramsPerTurn && _socket.Fd >= 0; i++)
        {
            sockaddr_un from = default;
            var length = Receive(&from, out var fromLength);
            if (length < 0)
            {
                return;
            }

            var nameLength = Math.Clamp(fromLength - 2, 0, MaxPath);
            new ReadOnlySpan<byte>(from.sun_path, nameLength).CopyTo(_sender);
            if (nameLength > 0 && _sender[0] != 0)
            {
                var end = _sender.AsSpan(0, nameLength).IndexOf((byte)0);
                nameLength = end < 0 ? nameLength : end;
            }

            _onDatagram?.Invoke(_buffer.AsSpan(0, length), _sender.AsSpan(0, nameLength));
            if (TakeDescriptor() is >= 0 and var left)
            {
                _ = close(left);
            }
        }
    }

    /// <summary>Length of struct cmsghdr: a size and two numbers.</summary>
    private static int AncillaryHeader => sizeof(nint) + 2 * sizeof(int);

    private int Receive(sockaddr_un* from, out int fromLength)
    {
        var controlLength = AncillaryHeader + MaxPassed * sizeof(int);
        var control = stackalloc byte[controlLength];
        fixed (byte* buffer = _buffer)
        {
            iovec part = default;
            part.iov_base = buffer;
            part.iov_len = _buffer.Length;
            msghdr message = default;
            message.msg_name = from;
            message.msg_namelen = sizeof(sockaddr_un);
            message.msg_iov = &part;
            message.msg_iovlen = 1;
            message.msg_control = control;
            message.msg_controllen = controlLength;
            var length = (int)recvmsg(_socket.Fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
            fromLength = (int)(uint)message.msg_namelen;
            if (length >= 0)
            {
                KeepFirst(control, (int)message.msg_controllen);
            }

            return length;
        }
    }

    /// <summary>Of several descriptors the first is kept; nobody asked for the others.</summary>
    private void KeepFirst(byte* control, int length)
    {
        if (length < AncillaryHeader + sizeof(int) || *(int*)(control + sizeof(nint)) != SOL_SOCKET
            || *(int*)(control + sizeof(nint) + sizeof(int)) != SCM_RIGHTS)
        {
            return;
        }

        var count = ((int)*(nint*)control - AncillaryHeader) / sizeof(int);
        var passed = (int*)(control + AncillaryHeader);
        _descriptor = passed[0];
        for (var i = 1; i < Math.Min(count, MaxPassed); i++)
        {
            _ = close(passed[i]);
        }
    }
}
