using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>Who must be the only ones that can have written a file that is read.</summary>
public enum FileTrust
{
    /// <summary>Whoever named it answers for it.</summary>
    Anybody,

    /// <summary>It is root's or our own, and neither its group nor others may write it.</summary>
    OwnersOnly,
}

/// <summary>What a file holds, and its mode bits.</summary>
public sealed record FileContent(byte[] Bytes, int Mode);

/// <summary>
/// Reads whole files: regular ones of a bounded size, so that a pipe, a device or a file without end that somebody names
/// neither stops the loop nor fills the memory. What it is, is asked of the open descriptor: nobody can change it in between.
/// </summary>
public static unsafe class RegularFile
{
    /// <summary>More than any file has that a person writes.</summary>
    public const int LongestText = 1 << 20;

    private const uint TypeMask = 0xF000;
    private const uint Regular = 0x8000;
    private const uint Folder = 0x4000;
    private const uint ModeMask = 0xFFF;
    private const uint WritableByOthers = 0x12; // 0022

    /// <summary>Reads <paramref name="path"/>; ENOENT where there is none.</summary>
    public static OsResult Read(string path, int longest, FileTrust trust, out FileContent? content)
    {
        ArgumentNullException.ThrowIfNull(path);
        content = null;
        if (path.Length == 0 || path.Contains('\0'))
        {
            return OsResult.Failure("reading a file whose name is none", EINVAL);
        }

        int fd;
        fixed (byte* name = NativeMethods.Terminated(path))
        {
            // Without O_NONBLOCK the open itself waits for a pipe's other end.
            fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
        }

        if (fd < 0)
        {
            return OsResult.LastError($"reading {path}");
        }

        using var file = new Descriptor(fd);
        stat status;
        if (fstat(fd, &status) < 0)
        {
            return OsResult.LastError($"looking at {path}");
        }

        var mode = (uint)status.st_mode;
        if ((mode & TypeMask) == Folder)
        {
            return OsResult.Failure($"reading {path}", EISDIR);
        }

        if ((mode & TypeMask) != Regular)
        {
            return OsResult.Failure($"reading {path} (a regular file is wanted)", EINVAL);
        }

        if (trust == FileTrust.OwnersOnly && ((uint)status.st_uid != 0 && (uint)status.st_uid != (uint)geteuid() || (mode & WritableByOthers) != 0))
        {
            return OsResult.Failure($"reading {path} (a file of root's or the daemon's user that neither group nor others may write is wanted)", EPERM);
        }

        var result = ReadAll(fd, longest, path, out var bytes);
        content = result.Succeeded ? new FileContent(bytes, (int)(mode & ModeMask)) : null;
        return result;
    }

    /// <summary>To the end, not to the size that it had: it may be growing.</summary>
    private static OsResult ReadAll(int fd, int longest, string path, out byte[] bytes)
    {
        var buffer = new byte[4096];
        var length = 0;
        bytes = [];
        while (true)
        {
            if (length == buffer.Length)
            {
                var larger = new byte[2 * buffer.Length];
                buffer.CopyTo(larger, 0);
                Array.Clear(buffer);
                buffer = larger;
            }

            int count;
            fixed (byte* p = buffer)
            {
                count = (int)read(fd, p + length, buffer.Length - length);
            }

            if (count < 0 && errno == EINTR)
            {
                continue;
            }

            length += Math.Max(0, count);
            if (count <= 0 || length > longest)
            {
                var result = count < 0 ? OsResult.LastError($"reading {path}")
                    : length > longest ? OsResult.Failure($"reading {path} (at most {longest} bytes are wanted)", EFBIG)
                    : OsResult.Ok;
                bytes = result.Succeeded ? buffer[..length] : [];
                Array.Clear(buffer);
                return result;
            }
        }
    }
}
