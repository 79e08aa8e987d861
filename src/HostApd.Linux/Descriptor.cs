using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>An open file descriptor that closes once. Used on the event loop's thread only.</summary>
public sealed class Descriptor(int fd) : IDisposable
{
    /// <summary>The number, or -1 when closed.</summary>
    public int Fd { get; private set; } = fd;

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        if (Fd >= 0)
        {
            _ = close(Fd);
            Fd = -1;
        }
    }
}
