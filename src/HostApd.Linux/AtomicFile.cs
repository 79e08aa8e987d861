using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// Replaces a file so that, whatever happens, either the old or the new content is there: write beside it, fsync,
/// rename, fsync the folder.
/// </summary>
public static unsafe class AtomicFile
{
    /// <summary>Writes <paramref name="content"/> to <paramref name="path"/> with the given mode bits.</summary>
    public static OsResult Replace(string path, ReadOnlySpan<byte> content, int mode)
    {
        var full = Path.GetFullPath(path);
        var beside = full + ".new";
        int fd;
        fixed (byte* name = Terminated(beside))
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
        if (result.Succeeded && fsync(fd) < 0)
        {
            result = OsResult.LastError($"writing {beside} to the disk");
        }

        if (result.Succeeded && NativeMethods.Rename(beside, full) < 0)
        {
            result = OsResult.LastError($"replacing {full}");
        }

        return result.Succeeded ? SyncFolder(Path.GetDirectoryName(full)!) : result;
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

    private static OsResult SyncFolder(string folder)
    {
        fixed (byte* name = Terminated(folder))
        {
            using var descriptor = new Descriptor(open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
            return descriptor.Fd < 0 || fsync(descriptor.Fd) < 0
                ? OsResult.LastError($"writing the folder {folder} to the disk")
                : OsResult.Ok;
        }
    }

    private static byte[] Terminated(string path) => [.. System.Text.Encoding.UTF8.GetBytes(path), 0];
}
