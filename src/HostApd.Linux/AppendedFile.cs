using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>A file that only grows, such as a log; closed when it is disposed.</summary>
public sealed unsafe class AppendedFile : IDisposable
{
    private readonly Descriptor _file;

    private AppendedFile(int fd) => _file = new Descriptor(fd);

    /// <summary>The descriptor.</summary>
    public int Fd => _file.Fd;

    /// <summary>Its bytes, as long as nobody else writes.</summary>
    public long Length
    {
        get
        {
            stat status;
            return fstat(Fd, &status) < 0 ? 0 : (long)status.st_size;
        }
    }

    /// <summary>
    /// Opens <paramref name="path"/>, relative to the working directory, and makes it where there is none; not the folders
    /// above it: a mistyped name is told and not made true.
    /// </summary>
    public static OsResult Open(string path, int mode, out AppendedFile? file)
    {
        ArgumentNullException.ThrowIfNull(path);
        file = null;
        if (path.Length == 0 || path.Contains('\0'))
        {
            return OsResult.Failure("opening a file whose name is none", EINVAL);
        }

        int fd;
        fixed (byte* name = NativeMethods.Terminated(path))
        {
            // A pipe without a reader is refused instead of waited for.
            fd = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, (mode_t)(uint)mode);
        }

        if (fd < 0)
        {
            return OsResult.LastError($"opening {path}");
        }

        file = new AppendedFile(fd);
        return OsResult.Ok;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
