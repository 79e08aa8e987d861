using System.Buffers.Text;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// The pages of the program's file that lie in this process. Reading a configuration, building an access point and starting a
/// runtime touch code and tables that are not wanted again for days, and the kernel maps sixteen pages for each that is touched.
/// </summary>
public static unsafe class FilePages
{
    /// <summary>
    /// Unmaps those that nobody can have written to: of the program and its libraries, where the mapping is private, cannot be written,
    /// and has no page of its own. What is touched again comes back out of the kernel's cache; what is not, the kernel may use. Bytes of
    /// address space that were given back; 0 without /proc.
    /// </summary>
    public static ulong GiveBack()
    {
        byte[] map;
        try
        {
            map = File.ReadAllBytes("/proc/self/smaps");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A kernel for small devices has no such file.
            return 0;
        }

        var given = 0UL;
        foreach (var (start, length) in Unwritten(map))
        {
            given += madvise((void*)start, checked((int)length), MADV_DONTNEED) == 0 ? length : 0;
        }

        return given;
    }

    /// <summary>
    /// The mappings of such pages: start and length in bytes. Of a mapping that the kernel says nothing more about, or that was
    /// written to before it was made read-only (relocated tables), or by a debugger, none.
    /// </summary>
    internal static List<(nuint Start, nuint Length)> Unwritten(ReadOnlySpan<byte> map)
    {
        var ranges = new List<(nuint, nuint)>();
        (nuint Start, nuint Length)? candidate = null;
        foreach (var part in map.Split((byte)'\n'))
        {
            var line = map[part];
            if (TryReadMapping(line, out var mapping))
            {
                candidate = mapping;
            }
            else if (line.StartsWith("Anonymous:"u8) && candidate is { Length: > 0 } range)
            {
                if (IsNone(line["Anonymous:".Length..]))
                {
                    ranges.Add(range);
                }

                candidate = null;
            }
        }

        return ranges;
    }

    /// <summary>"start-end rwxp offset device inode   /path"; a length of 0 where it is none of those that are looked for.</summary>
    private static bool TryReadMapping(ReadOnlySpan<byte> line, out (nuint Start, nuint Length) mapping)
    {
        mapping = default;
        if (!Utf8Parser.TryParse(line, out ulong start, out var used, 'x') || used >= line.Length || line[used] != '-'
            || !Utf8Parser.TryParse(line[(used + 1)..], out ulong end, out var more, 'x'))
        {
            return false;
        }

        var rest = line[(used + 1 + more)..];
        if (end > start && rest.Length > 5 && rest[0] == ' ' && rest[1] == 'r' && rest[2] == '-' && rest[4] == 'p' && rest.Contains((byte)'/'))
        {
            mapping = ((nuint)start, (nuint)(end - start));
        }

        return true;
    }

    private static bool IsNone(ReadOnlySpan<byte> amount)
    {
        amount = amount.TrimStart((byte)' ');
        return Utf8Parser.TryParse(amount, out ulong kilobytes, out _) && kilobytes == 0;
    }
}
