using System.Buffers.Binary;
using System.Globalization;
using HostApd.Ieee80211;

namespace HostApd.Timeline.Readers;

/// <summary>What became of a hexdump.</summary>
internal enum DumpResult
{
    /// <summary>Its bytes.</summary>
    Bytes,

    /// <summary>There is none, or it was left out.</summary>
    None,

    /// <summary>Something else stands in it.</summary>
    Damaged,
}

/// <summary>Parts of a line of a log.</summary>
internal static class LogLine
{
    private const int AddressLength = 17;

    /// <summary>Without colours, carriage returns and other characters that nobody sees.</summary>
    internal static ReadOnlySpan<char> Clean(string line)
    {
        if (!line.AsSpan().ContainsAnyInRange('\0', '\x1f') && !line.Contains('\x7f', StringComparison.Ordinal))
        {
            return line.AsSpan().TrimEnd();
        }

        var clean = new char[line.Length];
        var length = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\x1b')
            {
                i = EndOfEscape(line, i);
            }
            else if (line[i] is '\t' or >= ' ' and not '\x7f')
            {
                clean[length++] = line[i] == '\t' ? ' ' : line[i];
            }
        }

        return clean.AsSpan(0, length).TrimEnd();
    }

    /// <summary>ECMA-48 5.4: parameters end with a letter or a sign of that range.</summary>
    private static int EndOfEscape(string line, int at)
    {
        var end = at + 1;
        if (end >= line.Length || line[end] != '[')
        {
            return at;
        }

        for (end++; end < line.Length && line[end] is >= ' ' and < '@'; end++)
        {
        }

        return Math.Min(end, line.Length - 1);
    }

    internal static bool Has(ReadOnlySpan<char> text, string part) => text.Contains(part, StringComparison.Ordinal);

    internal static bool Starts(ReadOnlySpan<char> text, string part) => text.StartsWith(part, StringComparison.Ordinal);

    /// <summary>The address behind <paramref name="mark"/>.</summary>
    internal static bool TryAddress(ReadOnlySpan<char> text, string mark, out MacAddress address)
    {
        address = default;
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at >= 0 && TryAddress(text[(at + mark.Length)..], out address);
    }

    /// <summary>
    /// The address that a text begins with. Whoever posts a log blots out what names the device, with x or * or words of his
    /// own; what stays the same in the log stays the same here.
    /// </summary>
    internal static bool TryAddress(ReadOnlySpan<char> text, out MacAddress address)
    {
        const int octet = 3;
        address = default;
        var hasBlots = false;
        if (text.Length < AddressLength)
        {
            return false;
        }

        Span<char> digits = stackalloc char[AddressLength];
        for (var i = 0; i < AddressLength; i++)
        {
            var isColon = i % octet == octet - 1;
            if (isColon ? text[i] != ':' : !char.IsAsciiLetterOrDigit(text[i]) && text[i] is not ('*' or '#'))
            {
                return false;
            }

            var isBlotted = !isColon && !char.IsAsciiHexDigit(text[i]);
            hasBlots |= isBlotted;
            digits[i] = isBlotted ? "0246"[text[i] % 4] : text[i];
        }

        // Nobody posts a group's address, which has the first octet odd.
        digits[1] = hasBlots ? "0022446688aaccee"[Convert.ToInt32(digits[1].ToString(), 16)] : digits[1];

        if (!MacAddress.TryParse(digits, out address))
        {
            return false;
        }

        address = address.IsZero && !text.StartsWith("00:00:00", StringComparison.Ordinal) ? JoinTrace.Nameless : address;
        return true;
    }

    /// <summary>The number behind <paramref name="mark"/>, or 0.</summary>
    internal static ushort NumberBehind(ReadOnlySpan<char> text, string mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return 0;
        }

        var digits = text[(at + mark.Length)..];
        var length = 0;
        while (length < digits.Length && char.IsAsciiDigit(digits[length]))
        {
            length++;
        }

        return ushort.TryParse(digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (ushort)0;
    }

    /// <summary>
    /// The bytes behind <c>hexdump(len=N): </c>. Of a line that was cut the rest is taken as zero: what a frame is stands in its
    /// first bytes, and how long it is the line has told.
    /// </summary>
    internal static DumpResult TryDump(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        var at = text.IndexOf("): ", StringComparison.Ordinal);
        if (at < 0)
        {
            return DumpResult.None;
        }

        var digits = text[(at + 3)..];
        var whole = NumberBehind(text[..at], "hexdump(len=");
        var isCut = 3 * whole - 1 > digits.Length;
        var found = new byte[(digits.Length + 1) / 3];
        for (var i = 0; i < found.Length; i++)
        {
            if (!byte.TryParse(digits.Slice(3 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out found[i])
                || 3 * i + 2 < digits.Length && digits[3 * i + 2] != ' ')
            {
                return digits[0] == '[' ? DumpResult.None : DumpResult.Damaged;
            }
        }

        bytes = isCut && found.Length > 0 ? Completed(found, whole) : found;
        return DumpResult.Bytes;
    }

    /// <summary>802.11-2020 12.7.2: the length of an EAPOL-Key frame's key data follows from the frame's own.</summary>
    private static byte[] Completed(byte[] found, int whole)
    {
        const int keyType = 3, lengthAt = 97, fixedFields = 99;
        var bytes = new byte[whole];
        found.AsSpan(0, Math.Min(found.Length, whole)).CopyTo(bytes);
        if (found.Length < fixedFields && whole >= fixedFields && bytes[1] == keyType)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(lengthAt), (ushort)(whole - fixedFields));
        }

        return bytes;
    }

    /// <summary>Text behind <c>wlan0: </c>, where events begin.</summary>
    internal static ReadOnlySpan<char> BehindInterface(ReadOnlySpan<char> text)
    {
        const int longestName = 24;
        var at = text.IndexOf(": ", StringComparison.Ordinal);
        return at is > 0 and < longestName && !text[..at].Contains(' ') ? text[(at + 2)..] : text;
    }
}
