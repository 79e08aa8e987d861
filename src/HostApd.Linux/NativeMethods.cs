using System.Runtime.InteropServices;

namespace HostApd.Linux;

/// <summary>
/// The few system calls and structures that Tmds.LibC lacks. A test compiles a C program that prints the same sizes,
/// offsets and numbers and compares.
/// </summary>
internal static unsafe partial class NativeMethods
{
    internal const int NetlinkGeneric = 16;
    internal const int NetlinkRoute = 0;
    internal const int NetlinkAddMembership = 1;
    internal const int NetlinkCapAck = 10;
    internal const int NetlinkExtAck = 11;
    internal const int NetlinkGetStrictCheck = 12;
    internal const ushort EthertypePae = 0x888e;
    internal const uint GrndNonblock = 1;
    internal const int WaitNoHang = 1;
    internal const int SetHugePagesOff = 41;
    internal const int ReadBounding = 23;
    internal const int DropBounding = 24;
    internal const int GetSecureBits = 27;
    internal const int SetNoNewPrivileges = 38;
    internal const int GetNoNewPrivileges = 39;
    internal const int RootGainsNothing = 1;
    internal const uint CapabilityVersion = 0x20080522;
    internal const int CapChown = 0;
    internal const int CapDacOverride = 1;
    internal const int CapDacReadSearch = 2;
    internal const int CapSetPcap = 8;
    internal const int CapNetBindService = 10;
    internal const int CapNetAdmin = 12;
    internal const int CapNetRaw = 13;
    internal const int CapSysAdmin = 21;
    internal const short SpawnSetSignalDefaults = 4;
    internal const uint GrndInsecure = 4;
    internal const int RndAddEntropy = 0x40085203;

    /// <summary>SIOCGSTAMPNS_NEW: two 64-bit numbers on every architecture (Linux 5.1).</summary>
    internal const int GetStamp = unchecked((int)0x80108907);

    /// <summary>SIOCOUTQ: of a unix socket, what is sent and not read yet.</summary>
    internal const int OutQueue = 0x5411;

    [StructLayout(LayoutKind.Sequential)]
    internal struct SockaddrNl
    {
        internal ushort Family;
        internal ushort Pad;
        internal uint PortId;
        internal uint Groups;
    }

    /// <summary>A path as C wants it: UTF-8 and a zero.</summary>
    internal static byte[] Terminated(string path) => [.. System.Text.Encoding.UTF8.GetBytes(path), 0];

    /// <summary>getrandom(2).</summary>
    [LibraryImport("libc", EntryPoint = "getrandom", SetLastError = true)]
    internal static partial nint GetRandom(byte* buffer, nuint length, uint flags);

    /// <summary>When the kernel received the packet last read from a socket: seconds and nanoseconds of the wall clock.</summary>
    internal static int ReadStamp(int socket, long* stamp) => Tmds.Linux.LibC.ioctl(socket, GetStamp, stamp);

    /// <summary>if_nametoindex(3); 0 when there is no such interface.</summary>
    [LibraryImport("libc", EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint InterfaceIndex(string name);

    /// <summary>prctl(2).</summary>
    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    internal static partial int ProcessControl(int option, nuint argument, nuint third, nuint fourth, nuint fifth);

    /// <summary>capget(2): a version and a process, then twice effective, permitted and inheritable: the lower 32 bits, the upper.</summary>
    [LibraryImport("libc", EntryPoint = "capget", SetLastError = true)]
    internal static partial int GetCapabilities(uint* header, uint* data);

    /// <summary>capset(2): of the calling thread alone.</summary>
    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    internal static partial int SetCapabilities(uint* header, uint* data);

    /// <summary>execv(3): with the environment that the process was given. Returns only when it failed.</summary>
    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true)]
    internal static partial int Execute(byte* path, byte** arguments);

    /// <summary>posix_spawn(3); returns an errno, 0 on success.</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    internal static partial int PosixSpawn(
        int* processId, byte* path, void* fileActions, void* attributes, byte** arguments, byte** environment);

    /// <summary>posix_spawnattr_init(3): the structure has 336 bytes on every architecture of glibc and musl.</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    internal static partial int InitSpawnAttributes(void* attributes);

    /// <summary>posix_spawnattr_setflags(3).</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    internal static partial int SetSpawnFlags(void* attributes, short flags);

    /// <summary>posix_spawnattr_setsigdefault(3).</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static partial int SetSpawnSignalDefaults(void* attributes, void* signals);

    /// <summary>posix_spawnattr_destroy(3).</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    internal static partial int DestroySpawnAttributes(void* attributes);

    /// <summary>waitpid(2).</summary>
    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    internal static partial int WaitProcess(int processId, int* status, int options);

    /// <summary>dup2(2).</summary>
    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    internal static partial int Duplicate(int from, int to);

    /// <summary>rename(2).</summary>
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Rename(string from, string to);
}
