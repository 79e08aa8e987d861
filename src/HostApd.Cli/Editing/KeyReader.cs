using System.Buffers;
using System.Text;

namespace HostApd.Cli.Editing;

/// <summary>What a key does.</summary>
internal enum Key
{
    /// <summary>A character, or a control character.</summary>
    Character,

    /// <summary>Left.</summary>
    Left,

    /// <summary>Right.</summary>
    Right,

    /// <summary>Up.</summary>
    Up,

    /// <summary>Down.</summary>
    Down,

    /// <summary>Home.</summary>
    Home,

    /// <summary>End.</summary>
    End,

    /// <summary>Delete.</summary>
    Delete,

    /// <summary>One that means nothing here.</summary>
    Unknown,
}

/// <summary>Finds keys in the bytes that a terminal sends: UTF-8, and the escape sequences of ECMA-48 and of xterm.</summary>
internal sealed class KeyReader
{
    private const byte Escape = 0x1b;
    private const int LongestSequence = 16;

    private readonly byte[] _pending = new byte[LongestSequence];
    private int _count;

    /// <summary>Takes a byte; true when it ends a key.</summary>
    internal bool Take(byte next, out Key key, out Rune character)
    {
        if (_count == LongestSequence)
        {
            // Longer than any key's: whoever sends this is no keyboard.
            _count = 0;
        }

        _pending[_count++] = next;
        var sequence = _pending.AsSpan(0, _count);
        var isWhole = sequence[0] == Escape
            ? TakeEscape(sequence, out key, out character)
            : TakeText(sequence, out key, out character);
        _count = isWhole ? 0 : _count;
        return isWhole;
    }

    private static bool TakeText(ReadOnlySpan<byte> bytes, out Key key, out Rune character)
    {
        var status = Rune.DecodeFromUtf8(bytes, out character, out _);
        key = status == OperationStatus.Done ? Key.Character : Key.Unknown;
        return status != OperationStatus.NeedMoreData;
    }

    /// <summary>ESC [ parameters final, ESC O final, or ESC and one byte.</summary>
    private static bool TakeEscape(ReadOnlySpan<byte> bytes, out Key key, out Rune character)
    {
        character = default;
        key = Key.Unknown;
        if (bytes.Length < 2)
        {
            return false;
        }

        if (bytes[1] is not ((byte)'[' or (byte)'O'))
        {
            return true;
        }

        if (bytes.Length == 2 || bytes[^1] is >= 0x20 and <= 0x3F)
        {
            return false;
        }

        key = bytes[^1] switch
        {
            (byte)'A' => Key.Up,
            (byte)'B' => Key.Down,
            (byte)'C' => Key.Right,
            (byte)'D' => Key.Left,
            (byte)'H' => Key.Home,
            (byte)'F' => Key.End,
            (byte)'~' => bytes[2] switch
            {
                (byte)'1' or (byte)'7' when bytes.Length == 4 => Key.Home,
                (byte)'4' or (byte)'8' when bytes.Length == 4 => Key.End,
                (byte)'3' => Key.Delete,
                _ => Key.Unknown,
            },
            _ => Key.Unknown,
        };
        return true;
    }
}
