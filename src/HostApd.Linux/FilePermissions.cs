using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>What is to be done with a file.</summary>
public enum FileUse
{
    /// <summary>Read it.</summary>
    Read,

    /// <summary>Write it, or make files in it.</summary>
    Write,

    /// <summary>Run it.</summary>
    Execute,
}

/// <summary>Modes and groups of files, and their directories.</summary>
public static unsafe class FilePermissions
{
    /// <summary>Sets the mode bits (octal in hostapd's documentation: 0770 is 0x1F8).</summary>
    public static OsResult SetMode(string path, int mode)
    {
        fixed (byte* p = NativeMethods.Terminated(path))
        {
            return chmod(p, (mode_t)(uint)mode) < 0 ? OsResult.LastError($"setting the mode of {path}") : OsResult.Ok;
        }
    }

    /// <summary>Gives the file to a group; the owner stays.</summary>
    public static OsResult SetGroup(string path, uint group)
    {
        fixed (byte* p = NativeMethods.Terminated(path))
        {
            return lchown(p, unchecked((uint)-1), group) < 0
                ? OsResult.LastError($"giving {path} to group {group}")
                : OsResult.Ok;
        }
    }

    /// <summary>Creates a directory; one that exists is fine.</summary>
    public static OsResult MakeDirectory(string path, int mode)
    {
        fixed (byte* p = NativeMethods.Terminated(path))
        {
            return mkdir(p, (mode_t)(uint)mode) < 0 && errno != EEXIST
                ? OsResult.LastError($"creating {path}")
                : OsResult.Ok;
        }
    }

    /// <summary>Whether we may use a file or folder so, asked before anything depends on it.</summary>
    public static OsResult Check(string path, FileUse use)
    {
        ArgumentNullException.ThrowIfNull(path);
        var (operation, mode) = use switch
        {
            FileUse.Read => ("reading", R_OK),
            FileUse.Write => ("writing to", W_OK),
            FileUse.Execute => ("executing", X_OK),
        };
        fixed (byte* p = NativeMethods.Terminated(path))
        {
            return access(p, mode) < 0 ? OsResult.LastError($"{operation} {path}")
                : use == FileUse.Execute && Directory.Exists(path) ? OsResult.Failure($"{operation} {path}", EISDIR)
                : OsResult.Ok;
        }
    }

    /// <summary>Removes a directory that is empty; the kernel refuses with one that is in use, or a mount.</summary>
    public static OsResult RemoveDirectory(string path)
    {
        fixed (byte* p = NativeMethods.Terminated(path))
        {
            return rmdir(p) < 0 ? OsResult.LastError($"removing {path}") : OsResult.Ok;
        }
    }

    /// <summary>Finds a group by name in /etc/group, or reads a number.</summary>
    public static bool TryFindGroup(string nameOrNumber, out uint group)
    {
        if (uint.TryParse(nameOrNumber, out group))
        {
            return true;
        }

        if (!File.Exists("/etc/group"))
        {
            return false;
        }

        foreach (var line in SmallFile.ReadLines("/etc/group"))
        {
            var fields = line.Split(':');
            if (fields.Length >= 3 && fields[0] == nameOrNumber)
            {
                return uint.TryParse(fields[2], out group);
            }
        }

        return false;
    }
}
