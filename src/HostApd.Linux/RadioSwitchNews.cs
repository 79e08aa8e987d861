using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// Hears that a radio's switch was moved (/dev/rfkill). Which one and how is not read: <see cref="RadioSwitch"/> tells the
/// state as it is now.
/// </summary>
public sealed unsafe class RadioSwitchNews : IDisposable
{
    // struct rfkill_event: idx u32, type, op, soft, hard u8 each; newer kernels add bytes behind.
    private const int Longest = 64;

    private readonly EventLoop _loop;
    private readonly Descriptor _device;
    private readonly Action _onMoved;

    private RadioSwitchNews(EventLoop loop, int fd, Action onMoved)
    {
        _loop = loop;
        _device = new Descriptor(fd);
        _onMoved = onMoved;
        loop.Watch(fd, Drain);
    }

    /// <summary>Opens the device; <paramref name="onMoved"/> is called on the loop, the first time soon, for what is.</summary>
    public static OsResult Open(EventLoop loop, Action onMoved, out RadioSwitchNews? opened)
    {
        int fd;
        fixed (byte* name = NativeMethods.Terminated("/dev/rfkill"))
        {
            fd = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
        }

        opened = fd < 0 ? null : new RadioSwitchNews(loop, fd, onMoved);
        return fd < 0 ? OsResult.LastError("opening /dev/rfkill") : OsResult.Ok;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_device.Fd >= 0)
        {
            _loop.Unwatch(_device.Fd);
            _device.Dispose();
        }
    }

    private void Drain()
    {
        var buffer = stackalloc byte[Longest];
        var some = false;
        while (_device.Fd >= 0)
        {
            var length = (int)read(_device.Fd, buffer, Longest);
            if (length <= 0)
            {
                if (length == 0 || errno != EAGAIN)
                {
                    Dispose();
                }

                break;
            }

            some = true;
        }

        if (some)
        {
            _onMoved();
        }
    }
}
