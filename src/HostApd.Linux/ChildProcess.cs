using System.Collections;
using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// Programs started beside us, without a shell. Who starts one asks <see cref="HasEnded"/> until it has, so that none stays
/// behind as a zombie.
/// </summary>
public static unsafe class ChildProcess
{
    // posix_spawnattr_t (336 bytes; some to spare) and sigset_t (1024 bits).
    private const int SpawnAttributesSize = 512;
    private const int SignalSetWords = 16;

    /// <summary>Starts a program without arguments, with our environment and <paramref name="variables"/>.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="variables">Names and values; they replace ours of the same name.</param>
    /// <param name="processId">The child.</param>
    public static OsResult Start(string program, IReadOnlyDictionary<string, string> variables, out int processId) =>
        Start(program, [], variables, out processId);

    /// <summary>As above, with arguments.</summary>
    public static OsResult Start(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, out int processId)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(e => !variables.ContainsKey((string)e.Key) && (string)e.Key != BackgroundProcess.PipeVariable)
            .Select(static e => $"{e.Key}={e.Value}")
            .Concat(variables.Select(static v => $"{v.Key}={v.Value}"))
            .ToArray();
        var words = Allocate([program, .. arguments]);
        var values = Allocate(environment);
        int child;
        var failed = Spawn(words, values, &child);
        Free(words);
        Free(values);
        processId = failed == 0 ? child : 0;
        return failed == 0 ? OsResult.Ok : OsResult.Failure($"starting {program}", failed);
    }

    /// <summary>Whether a child has ended; it is forgotten then, and must not be asked for again.</summary>
    public static bool HasEnded(int processId)
    {
        int status;
        return NativeMethods.WaitProcess(processId, &status, NativeMethods.WaitNoHang) != 0;
    }

    /// <summary>
    /// The runtime ignores SIGPIPE, and a child would inherit that: a script's <c>producer | head</c> would not end.
    /// </summary>
    private static int Spawn(byte** words, byte** values, int* child)
    {
        var attributes = stackalloc byte[SpawnAttributesSize];
        var signals = stackalloc ulong[SignalSetWords];
        new Span<ulong>(signals, SignalSetWords).Clear();
        signals[0] = 1UL << (SIGPIPE - 1);
        _ = NativeMethods.InitSpawnAttributes(attributes);
        _ = NativeMethods.SetSpawnSignalDefaults(attributes, signals);
        _ = NativeMethods.SetSpawnFlags(attributes, NativeMethods.SpawnSetSignalDefaults);
        var failed = NativeMethods.PosixSpawn(child, words[0], null, attributes, words, values);
        _ = NativeMethods.DestroySpawnAttributes(attributes);
        return failed;
    }

    private static byte** Allocate(string[] values)
    {
        var vector = (byte**)NativeMemory.AllocZeroed((nuint)(values.Length + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < values.Length; i++)
        {
            vector[i] = (byte*)Marshal.StringToCoTaskMemUTF8(values[i]);
        }

        return vector;
    }

    private static void Free(byte** vector)
    {
        for (var i = 0; vector[i] != null; i++)
        {
            Marshal.FreeCoTaskMem((nint)vector[i]);
        }

        NativeMemory.Free(vector);
    }
}
