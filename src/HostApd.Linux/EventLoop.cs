using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// One thread over epoll. Descriptors and timers call back on the thread that called <see cref="Run"/>, one at a time
/// and to completion. Other threads may only call <see cref="Post"/>.
/// </summary>
public sealed unsafe class EventLoop : IDisposable
{
    private const int MaxEventsPerTurn = 32;

    private readonly Descriptor _epoll;
    private readonly Descriptor _wake;
    private readonly Dictionary<int, Registration> _registrations = [];
    private readonly LoopTimeProvider _time;
    private readonly Lock _postedLock = new();
    private Queue<Action> _posted = new();
    private Queue<Action> _running = new();
    private bool _stopping;

    /// <summary>Creates the loop; nothing runs yet.</summary>
    /// <exception cref="IOException">The kernel refused epoll or eventfd.</exception>
    public EventLoop()
    {
        _epoll = new Descriptor(epoll_create1(EPOLL_CLOEXEC));
        _wake = new Descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
        if (_epoll.Fd < 0 || _wake.Fd < 0)
        {
            throw new OsException(OsResult.LastError("creating the event loop"));
        }

        _time = new LoopTimeProvider();
        Watch(_wake.Fd, DrainPosted);
    }

    /// <summary>A clock whose timers fire on this loop.</summary>
    public TimeProvider Time => _time;

    /// <summary>
    /// Told of every exception that escapes a callback: our own bug. The loop goes on; what the callback served is
    /// for the handler to tear down.
    /// </summary>
    public Action<Exception>? UnhandledException { get; set; }

    /// <summary>Calls <paramref name="onReadable"/> whenever <paramref name="fd"/> has something to read or failed.</summary>
    public void Watch(int fd, Action onReadable)
    {
        if (TryWatch(fd, onReadable) is { Succeeded: false } problem)
        {
            throw new OsException(problem);
        }
    }

    /// <summary>As above; the kernel refuses regular files (EPERM), which can always be read.</summary>
    public OsResult TryWatch(int fd, Action onReadable)
    {
        epoll_event e = default;
        e.events = EPOLLIN;
        e.data.fd = fd;
        if (epoll_ctl(_epoll.Fd, EPOLL_CTL_ADD, fd, &e) < 0)
        {
            return OsResult.LastError("watching a descriptor");
        }

        _registrations.Add(fd, new Registration(fd, onReadable));
        return OsResult.Ok;
    }

    /// <summary>Stops watching. Must be called before the descriptor is closed.</summary>
    public void Unwatch(int fd)
    {
        if (_registrations.Remove(fd))
        {
            epoll_event e = default;
            _ = epoll_ctl(_epoll.Fd, EPOLL_CTL_DEL, fd, &e);
        }
    }

    /// <summary>Runs <paramref name="action"/> on the loop's thread soon. The one method other threads may call.</summary>
    public void Post(Action action)
    {
        lock (_postedLock)
        {
            _posted.Enqueue(action);
        }

        ulong one = 1;
        _ = write(_wake.Fd, &one, sizeof(ulong));
    }

    /// <summary>Makes <see cref="Run"/> return after the callback that is running now.</summary>
    public void Stop() => _stopping = true;

    /// <summary>Serves events until <see cref="Stop"/>.</summary>
    public void Run()
    {
        while (!_stopping)
        {
            Turn(Timeout.Infinite);
        }

        _stopping = false;
    }

    /// <summary>Serves what is there, waiting at most <paramref name="milliseconds"/> for the first event.</summary>
    public void Turn(int milliseconds)
    {
        var events = stackalloc epoll_event[MaxEventsPerTurn];
        var next = _time.MillisecondsToNext();
        var timeout = milliseconds < 0 ? next : next < 0 ? milliseconds : Math.Min(milliseconds, next);
        var count = epoll_wait(_epoll.Fd, events, MaxEventsPerTurn, timeout);
        for (var i = 0; i < count && !_stopping; i++)
        {
            // A callback may have unwatched a descriptor that is still in this batch.
            if (_registrations.TryGetValue(events[i].data.fd, out var registration))
            {
                Guard(registration.OnReadable);
            }
        }

        while (!_stopping && _time.TakeDue() is { } due)
        {
            Guard(due.Fire);
        }
    }

    /// <summary>Closes the loop's own descriptors.</summary>
    public void Dispose()
    {
        _epoll.Dispose();
        _wake.Dispose();
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // The top of the loop is where our own bugs end; the handler reports and tears down.
        catch (Exception e) when (UnhandledException is not null)
        {
            UnhandledException(e);
        }
#pragma warning restore CA1031
    }

    private void DrainPosted()
    {
        ulong count;
        _ = read(_wake.Fd, &count, sizeof(ulong));
        lock (_postedLock)
        {
            (_posted, _running) = (_running, _posted);
        }

        while (_running.TryDequeue(out var action))
        {
            Guard(action);
        }
    }

    private sealed record Registration(int Fd, Action OnReadable);
}
