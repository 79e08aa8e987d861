using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>Keys of an input device (/dev/input/eventN).</summary>
public sealed unsafe class InputDevice : IDisposable
{
    /// <summary>The WPS button.</summary>
    public const int KeyWpsButton = 0x211;

    private const int TypeKey = 1;

    // struct input_event: two longs of time, type u16, code u16, value s32.
    private static readonly int EventLength = 2 * sizeof(nint) + 8;

    private readonly EventLoop _loop;
    private readonly Descriptor _device;
    private readonly Action<int, bool> _onKey;

    private InputDevice(EventLoop loop, int fd, Action<int, bool> onKey)
    {
        _loop = loop;
        _device = new Descriptor(fd);
        _onKey = onKey;
        loop.Watch(fd, Drain);
    }

    /// <summary>Opens the device; <paramref name="onKey"/> gets each key code with true when pressed, false when let go.</summary>
    public static OsResult Open(EventLoop loop, string path, Action<int, bool> onKey, out InputDevice? opened)
    {
        int fd;
        fixed (byte* name = NativeMethods.Terminated(path))
        {
            fd = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
        }

        opened = fd < 0 ? null : new InputDevice(loop, fd, onKey);
        return fd < 0 ? OsResult.LastError($"opening the button {path}") : OsResult.Ok;
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
        Span<byte> buffer = stackalloc byte[EventLength];
        for (; ; )
        {
            int length;
            fixed (byte* p = buffer)
            {
                length = (int)read(_device.Fd, p, EventLength);
            }

            if (length != EventLength)
            {
                if (length >= 0 || errno != EAGAIN)
                {
                    // Unplugged: a dead descriptor would be readable for ever.
                    Dispose();
                }

                return;
            }

            var type = MemoryMarshal.Read<ushort>(buffer[(EventLength - 8)..]);
            var code = MemoryMarshal.Read<ushort>(buffer[(EventLength - 6)..]);
            var value = MemoryMarshal.Read<int>(buffer[(EventLength - 4)..]);
            if (type == TypeKey && value is 0 or 1)
            {
                _onKey(code, value == 1);
            }
        }
    }
}
