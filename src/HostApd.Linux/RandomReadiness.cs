using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// Tells when the kernel's random generator is initialised: /dev/random becomes readable then (Linux 5.6 and later).
/// Nothing is read, nothing polled.
/// </summary>
public sealed unsafe class RandomReadiness : IDisposable
{
    private readonly EventLoop _loop;
    private readonly Descriptor _device;

    /// <summary>Calls <paramref name="onReady"/> once, on the loop.</summary>
    public RandomReadiness(EventLoop loop, Action onReady)
    {
        _loop = loop;
        fixed (byte* path = "/dev/random\0"u8)
        {
            _device = new Descriptor(open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0));
        }

        if (_device.Fd >= 0)
        {
            loop.Watch(_device.Fd, () =>
            {
                Dispose();
                onReady();
            });
        }
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
}
