using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>A file that somebody else opened and passed: written to, and closed, and nothing else.</summary>
public sealed unsafe class PassedFile : IDisposable
{
    private const uint TypeMask = 0xF000;
    private const uint RegularFile = 0x8000;

    private readonly Descriptor _file;

    private PassedFile(int fd) => _file = new Descriptor(fd);

    /// <summary>
    /// Takes a descriptor over. Only a regular file will do: writing to it does not wait for a reader. The descriptor is
    /// closed when it is something else.
    /// </summary>
    public static OsResult Take(int descriptor, out PassedFile? file)
    {
        file = null;
        stat status;
        var result = fstat(descriptor, &status) < 0 ? OsResult.LastError("looking at the passed file")
            : ((uint)status.st_mode & TypeMask) != RegularFile ? OsResult.Failure("taking the passed file (a regular file is wanted)", EINVAL)
            : OsResult.Ok;
        if (!result.Succeeded)
        {
            _ = close(descriptor);
            return result;
        }

        file = new PassedFile(descriptor);
        return result;
    }

    /// <summary>Writes all of it.</summary>
    public OsResult Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* p = bytes)
        {
            for (var done = 0; done < bytes.Length;)
            {
                var count = (int)write(_file.Fd, p + done, bytes.Length - done);
                if (count <= 0)
                {
                    return OsResult.LastError("writing to the passed file");
                }

                done += count;
            }
        }

        return OsResult.Ok;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
