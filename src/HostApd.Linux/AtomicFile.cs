using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// Replaces a file so that, whatever happens, either the old or the new content is there: write beside it, fsync,
/// rename, fsync the folder. Threads that replace one file at the same time do not meet: each has its own file beside.
/// </summary>
public static unsafe class AtomicFile
{
    /// <summary>Writes <paramref name="content"/> to <paramref name="path"/> with the given mode bits.</summary>
    public static OsResult Replace(string path, ReadOnlySpan<byte> content, int mode) =>
        Replace(Disk.Real, path, content, mode);

    /// <summary>As above, on any disk.</summary>
    public static OsResult Replace(IDisk disk, string path, ReadOnlySpan<byte> content, int mode)
    {
        ArgumentNullException.ThrowIfNull(disk);
        var result = disk.WriteBeside(path, content, mode);
        result = result.Succeeded ? disk.SyncBeside(path) : result;
        result = result.Succeeded ? disk.PutInPlace(path) : result;
        return result.Succeeded ? disk.SyncFolder(path) : result;
    }

    /// <summary>The first step: a new file beside the other. A half one, on a full disk, is taken away again.</summary>
    public static OsResult WriteBeside(string path, ReadOnlySpan<byte> content, int mode)
    {
        var beside = Beside(path);
        int fd;
        fixed (byte* name = NativeMethods.Terminated(beside))
        {
            _ = unlink(name);
            fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)(uint)mode);
        }

        if (fd < 0)
        {
            return OsResult.LastError($"creating {beside}");
        }

        using var file = new Descriptor(fd);
        var result = WriteAll(fd, content, beside);
        if (!result.Succeeded)
        {
            fixed (byte* name = NativeMethods.Terminated(beside))
            {
                _ = unlink(name);
            }
        }

        return result;
    }

    /// <summary>The second: its content is on the disk.</summary>
    public static OsResult SyncBeside(string path) => Sync(Beside(path), O_WRONLY);

    /// <summary>The third: it takes the other's place.</summary>
    public static OsResult PutInPlace(string path) => NativeMethods.Rename(Beside(path), Path.GetFullPath(path)) < 0
        ? OsResult.LastError($"replacing {path}")
        : OsResult.Ok;

    /// <summary>The last: its name is on the disk.</summary>
    public static OsResult SyncFolder(string path) =>
        Sync(Path.GetDirectoryName(Path.GetFullPath(path))!, O_RDONLY | O_DIRECTORY);

    private static string Beside(string path) =>
        Path.GetFullPath(path) + (Thread.CurrentThread.Name is { } thread ? $".{thread}.new" : ".new");

    private static OsResult Sync(string path, int flags)
    {
        fixed (byte* name = NativeMethods.Terminated(path))
        {
            using var descriptor = new Descriptor(open(name, flags | O_CLOEXEC, 0));
            return descriptor.Fd < 0 || fsync(descriptor.Fd) < 0
                ? OsResult.LastError($"writing {path} to the disk")
                : OsResult.Ok;
        }
    }

    private static OsResult WriteAll(int fd, ReadOnlySpan<byte> content, string name)
    {
        fixed (byte* p = content)
        {
            var done = 0;
            while (done < content.Length)
            {
                var wrote = (int)write(fd, p + done, content.Length - done);
                if (wrote <= 0)
                {
                    return OsResult.LastError($"writing {name}");
                }

                done += wrote;
            }
        }

        return OsResult.Ok;
    }
}
