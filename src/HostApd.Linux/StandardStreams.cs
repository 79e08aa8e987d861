using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>The process's own input and output, byte for byte and without the runtime's console, which would set up the terminal.</summary>
public static unsafe class StandardStreams
{
    /// <summary>Standard input.</summary>
    public const int Input = 0;

    /// <summary>Standard output.</summary>
    public const int Output = 1;

    /// <summary>Standard error.</summary>
    public const int Error = 2;

    private const int Chunk = 4096;

    /// <summary>
    /// At the start: whoever started us may have closed some of them. Nowhere takes their places, before an event loop or a socket
    /// does, into which what is said and logged would go then.
    /// </summary>
    public static void KeepPlaces()
    {
        fixed (byte* nowhere = "/dev/null\0"u8)
        {
            for (var standard = Input; standard <= Error; standard++)
            {
                // The lowest free number is taken: that of the one looked at.
                if (fcntl(standard, F_GETFD) < 0)
                {
                    _ = open(nowhere, O_RDWR, 0);
                }
            }
        }
    }

    /// <summary>Whether a descriptor is a terminal.</summary>
    public static bool IsTerminal(int fd) => isatty(fd) == 1;

    /// <summary>Writes all of it; false when nobody reads any more.</summary>
    public static bool Write(int fd, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* p = bytes)
        {
            for (var done = 0; done < bytes.Length;)
            {
                var wrote = (int)write(fd, p + done, bytes.Length - done);
                if (wrote < 0 && errno == EAGAIN)
                {
                    // Somebody else made the shared terminal non-blocking.
                    pollfd ready = default;
                    ready.fd = fd;
                    ready.events = (short)POLLOUT;
                    _ = poll(&ready, 1, -1);
                }
                else if (wrote < 0 && errno != EINTR)
                {
                    return false;
                }

                done += Math.Max(wrote, 0);
            }
        }

        return true;
    }

    /// <summary>Gives what arrives on standard input to <paramref name="onBytes"/>, and an empty span at its end.</summary>
    public static void Listen(EventLoop loop, ReadOnlySpanAction onBytes)
    {
        // A regular file and /dev/null cannot be watched: they are read in turns of the loop.
        var isWatched = false;
        isWatched = loop.TryWatch(Input, Read).Succeeded;
        if (!isWatched)
        {
            loop.Post(Read);
        }

        void Read()
        {
            var buffer = stackalloc byte[Chunk];
            var length = (int)read(Input, buffer, Chunk);
            if (length < 0 && (errno == EAGAIN || errno == EINTR))
            {
                return;
            }

            if (length <= 0 && isWatched)
            {
                loop.Unwatch(Input);
            }

            onBytes(new ReadOnlySpan<byte>(buffer, Math.Max(length, 0)));
            if (length > 0 && !isWatched)
            {
                loop.Post(Read);
            }
        }
    }
}

/// <summary>Takes bytes that are gone when it returns.</summary>
public delegate void ReadOnlySpanAction(ReadOnlySpan<byte> bytes);
