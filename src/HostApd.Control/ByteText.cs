using System.Text;

namespace HostApd.Control;

/// <summary>
/// Text whose bytes must not be lost: UTF-8 where it is that, and every byte that is not as a lone surrogate
/// (U+DC80–U+DCFF), which no UTF-8 text holds. An SSID may be any bytes.
/// </summary>
public static class ByteText
{
    private const char FirstEscape = '\uDC00';

    /// <summary>Bytes as text.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
            if (status == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                length = 1;
                text.Append((char)(FirstEscape + bytes[0]));
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    /// <summary>The bytes that <see cref="Decode"/> was given.</summary>
    public static byte[] Encode(string text)
    {
        var bytes = new List<byte>(text.Length);
        Span<byte> one = stackalloc byte[4];
        for (var i = 0; i < text.Length;)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                bytes.AddRange(one[..rune.EncodeToUtf8(one)]);
                i += rune.Utf16SequenceLength;
            }
            else
            {
                bytes.Add((byte)(text[i++] - FirstEscape));
            }
        }

        return [.. bytes];
    }

    /// <summary>A control command's text holds one byte a character: the same, decoded.</summary>
    public static string FromLatin1(string text) => Decode(Encoding.Latin1.GetBytes(text));

    /// <summary>The other way: what a reply needs so that the bytes of <paramref name="text"/> arrive.</summary>
    public static string ToLatin1(string text) => Encoding.Latin1.GetString(Encode(text));
}
