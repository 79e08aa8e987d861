using System.Collections;
using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// Running in the background. A managed process cannot fork, so the parent starts a second copy of itself and waits
/// until that has reported success (or died with its errors on the terminal).
/// </summary>
public static unsafe class BackgroundProcess
{
    internal const string PipeVariable = "HOSTAPD_NET_READY_FD";

    /// <summary>Whether this process is the copy that runs in the background.</summary>
    public static bool IsChild => Environment.GetEnvironmentVariable(PipeVariable) is not null;

    /// <summary>
    /// Starts the copy and waits. True when it reported success; false when it ended first.
    /// </summary>
    public static bool Start(IReadOnlyList<string> arguments)
    {
        var ends = stackalloc int[2];
        if (pipe(ends) < 0)
        {
            return false;
        }

        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC);
        string[] environment =
        [
            .. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(static e => $"{e.Key}={e.Value}"),
            $"{PipeVariable}={ends[1]}",
        ];
        // By the name that it was called by, which may say what it is to be.
        var argumentVector = Allocate([Environment.GetCommandLineArgs()[0], .. arguments]);
        var environmentVector = Allocate(environment);
        int child;
        int failed;
        fixed (byte* path = NativeMethods.Terminated(Environment.ProcessPath!))
        {
            failed = NativeMethods.PosixSpawn(&child, path, null, null, argumentVector, environmentVector);
        }

        _ = close(ends[1]);
        byte ready = 0;
        return failed == 0 && (int)read(ends[0], &ready, 1) == 1;
    }

    /// <summary>In the copy: becomes a session of its own without a terminal, and lets the parent go.</summary>
    public static void ReportReady()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(PipeVariable), out var fd))
        {
            return;
        }

        _ = setsid();
        fixed (byte* nowhere = "/dev/null\0"u8)
        {
            var replacement = open(nowhere, O_RDWR, 0);
            for (var standard = 0; standard <= 2; standard++)
            {
                _ = NativeMethods.Duplicate(replacement, standard);
            }

            _ = close(replacement);
        }

        byte ready = 1;
        _ = write(fd, &ready, 1);
        _ = close(fd);
    }

    /// <summary>A null-terminated vector of C strings; lives until the process ends.</summary>
    private static byte** Allocate(string[] values)
    {
        var vector = (byte**)NativeMemory.AllocZeroed((nuint)(values.Length + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < values.Length; i++)
        {
            vector[i] = (byte*)Marshal.StringToCoTaskMemUTF8(values[i]);
        }

        return vector;
    }
}
