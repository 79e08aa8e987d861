namespace HostApd.Configuration;

/// <summary>
/// A text file without what editors for Windows and old Macintoshes put into it: a byte order mark, and carriage returns at the
/// ends of lines. hostapd takes the one for a part of the first key and the others for a part of each value, and nobody means that.
/// </summary>
internal static class PlainText
{
    /// <summary>In front of UTF-8, where it marks nothing.</summary>
    internal static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Whether lines end with a carriage return alone.</summary>
    internal static bool EndsLinesWithReturns(ReadOnlySpan<byte> bytes) => bytes.Contains((byte)'\r') && !bytes.Contains((byte)'\n');

    /// <summary>The lines as they are meant; what was left out is told by <paramref name="marks"/>.</summary>
    internal static byte[] Of(ReadOnlySpan<byte> bytes, out TextMarks marks)
    {
        marks = TextMarks.None;
        if (bytes.StartsWith(ByteOrderMark))
        {
            marks |= TextMarks.ByteOrderMark;
            bytes = bytes[ByteOrderMark.Length..];
        }

        var plain = bytes.ToArray();
        if (EndsLinesWithReturns(bytes))
        {
            marks |= TextMarks.LoneReturns;
            plain.AsSpan().Replace((byte)'\r', (byte)'\n');
            return plain;
        }

        var length = 0;
        foreach (var one in plain)
        {
            length = one == '\n' ? WithoutReturns(plain, length) : length;
            plain[length++] = one;
        }

        length = WithoutReturns(plain, length);
        if (length == plain.Length)
        {
            return plain;
        }

        marks |= TextMarks.WindowsLineEnds;
        return plain[..length];
    }

    private static int WithoutReturns(byte[] bytes, int length)
    {
        while (length > 0 && bytes[length - 1] == '\r')
        {
            length--;
        }

        return length;
    }

    /// <summary>The word for the owner of a hostapd.conf, or null.</summary>
    internal static string? Remark(TextMarks marks)
    {
        var mark = marks.HasFlag(TextMarks.ByteOrderMark) ? "begins with a byte order mark" : null;
        var ends = marks.HasFlag(TextMarks.WindowsLineEnds) ? "has Windows line ends (carriage returns)"
            : marks.HasFlag(TextMarks.LoneReturns) ? "ends its lines with carriage returns alone"
            : null;
        return (mark ?? ends) is null ? null
            : $"{mark}{(mark is null || ends is null ? "" : " and ")}{ends}: read without; hostapd takes such marks for a part of keys and values";
    }
}

/// <summary>What a text file has beside its text.</summary>
[Flags]
internal enum TextMarks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>EF BB BF before the first character.</summary>
    ByteOrderMark = 1,

    /// <summary>A carriage return before a line feed, or at the end.</summary>
    WindowsLineEnds = 2,

    /// <summary>Carriage returns, and no line feeds.</summary>
    LoneReturns = 4,
}
