using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>The board's hardware generator, /dev/hwrng, read without waiting.</summary>
public sealed unsafe class HardwareRandom : IDisposable
{
    private readonly Descriptor _device;

    private HardwareRandom(Descriptor device) => _device = device;

    /// <summary>Opens it; null when this board has none or we may not read it.</summary>
    public static HardwareRandom? Open()
    {
        fixed (byte* path = "/dev/hwrng\0"u8)
        {
            var device = new Descriptor(open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0));
            return device.Fd < 0 ? null : new HardwareRandom(device);
        }
    }

    /// <summary>Reads what is there: 0 when nothing is yet, negative when there is no generator behind the device.</summary>
    public int Read(Span<byte> destination)
    {
        fixed (byte* p = destination)
        {
            var got = (int)read(_device.Fd, p, destination.Length);
            return got >= 0 ? got
                : errno == EAGAIN || errno == EINTR ? 0 : -1;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _device.Dispose();
}
