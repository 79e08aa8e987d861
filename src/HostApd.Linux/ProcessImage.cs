using System.Runtime.InteropServices;
using System.Text;

namespace HostApd.Linux;

/// <summary>The program that this process runs.</summary>
public static unsafe class ProcessImage
{
    private const string Own = "/proc/self/exe";
    private const string OwnWords = "/proc/self/cmdline";

    /// <summary>
    /// Runs it anew in this process, with the same number, words, environment and open descriptors (but those that are closed on
    /// exec). Returns only where that cannot be, and why.
    /// </summary>
    public static OsResult StartAnew()
    {
        var words = Words();
        var vector = (byte**)NativeMemory.AllocZeroed((nuint)(words.Count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < words.Count; i++)
        {
            vector[i] = Copy(words[i]);
        }

        var result = OsResult.Ok;
        foreach (var path in Paths(Encoding.UTF8.GetString(words[0])))
        {
            var tried = Run(path, vector);
            result = result.Succeeded ? tried : result;
        }

        for (var i = 0; i < words.Count; i++)
        {
            NativeMemory.Free(vector[i]);
        }

        NativeMemory.Free(vector);
        return result;
    }

    /// <summary>
    /// By its own name first: the kernel calls the process by the name that it was started by. An upgrade may have taken that away, and
    /// without /proc only the first word tells, unless it was looked up.
    /// </summary>
    private static IEnumerable<string> Paths(string firstWord) =>
        new[] { Environment.ProcessPath, Own, firstWord.Contains('/', StringComparison.Ordinal) ? firstWord : null }.OfType<string>();

    private static OsResult Run(string path, byte** words)
    {
        fixed (byte* name = NativeMethods.Terminated(path))
        {
            return NativeMethods.Execute(name, words) < 0 ? OsResult.LastError($"starting {path} anew") : OsResult.Ok;
        }
    }

    /// <summary>Byte for byte, where the kernel tells: a file's name may be no text.</summary>
    private static List<byte[]> Words()
    {
        try
        {
            var line = File.ReadAllBytes(OwnWords);
            if (line.Length > 0)
            {
                return Split(line);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No /proc: the runtime's own copy is as good for ordinary names.
        }

        return [.. Environment.GetCommandLineArgs().Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Each word ends with a zero; there are empty ones.</summary>
    internal static List<byte[]> Split(ReadOnlySpan<byte> line)
    {
        var words = new List<byte[]>();
        while (!line.IsEmpty)
        {
            var end = line.IndexOf((byte)0);
            words.Add(line[..(end < 0 ? line.Length : end)].ToArray());
            line = end < 0 ? default : line[(end + 1)..];
        }

        return words;
    }

    private static byte* Copy(byte[] word)
    {
        var copy = (byte*)NativeMemory.AllocZeroed((nuint)word.Length + 1);
        word.CopyTo(new Span<byte>(copy, word.Length));
        return copy;
    }
}
