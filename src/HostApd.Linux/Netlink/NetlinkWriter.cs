using System.Runtime.InteropServices;
using System.Text;

namespace HostApd.Linux.Netlink;

/// <summary>
/// Builds one netlink message in a caller's buffer: header, a fixed part, then attributes (netlink(7); host byte
/// order). A write past the end makes the writer <see cref="Failed"/> for good.
/// </summary>
public ref struct NetlinkWriter
{
    /// <summary>Length of the netlink message header, in bytes.</summary>
    public const int HeaderLength = 16;

    private const ushort NestedFlag = 0x8000;
    private readonly Span<byte> _buffer;

    /// <summary>Starts a message of <paramref name="type"/>; sequence number and length are filled in on sending.</summary>
    public NetlinkWriter(Span<byte> buffer, ushort type, ushort flags)
    {
        _buffer = buffer;
        buffer[..HeaderLength].Clear();
        MemoryMarshal.Write(buffer[4..], type);
        MemoryMarshal.Write(buffer[6..], flags);
        Length = HeaderLength;
    }

    /// <summary>Bytes written, header included.</summary>
    public int Length { get; private set; }

    /// <summary>Whether something did not fit.</summary>
    public bool Failed { get; private set; }

    /// <summary>Appends a fixed structure's bytes, padded to 4.</summary>
    public void Fixed(scoped ReadOnlySpan<byte> bytes)
    {
        var place = Take(bytes.Length);
        if (!Failed)
        {
            bytes.CopyTo(place);
        }
    }

    /// <summary>An attribute without a value.</summary>
    public void Flag(ushort type) => Attribute(type, 0);

    /// <summary>One byte.</summary>
    public void U8(ushort type, byte value)
    {
        var place = Attribute(type, 1);
        if (!place.IsEmpty)
        {
            place[0] = value;
        }
    }

    /// <summary>Two bytes in host order.</summary>
    public void U16(ushort type, ushort value)
    {
        var place = Attribute(type, 2);
        if (!place.IsEmpty)
        {
            MemoryMarshal.Write(place, value);
        }
    }

    /// <summary>Four bytes in host order.</summary>
    public void U32(ushort type, uint value)
    {
        var place = Attribute(type, 4);
        if (!place.IsEmpty)
        {
            MemoryMarshal.Write(place, value);
        }
    }

    /// <summary>Eight bytes in host order.</summary>
    public void U64(ushort type, ulong value)
    {
        var place = Attribute(type, 8);
        if (!place.IsEmpty)
        {
            MemoryMarshal.Write(place, value);
        }
    }

    /// <summary>Raw bytes.</summary>
    public void Bytes(ushort type, scoped ReadOnlySpan<byte> value)
    {
        var place = Attribute(type, value.Length);
        if (!Failed)
        {
            value.CopyTo(place);
        }
    }

    /// <summary>Raw bytes, where there are any.</summary>
    public void BytesIfAny(ushort type, scoped ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            Bytes(type, value);
        }
    }

    /// <summary>A zero-terminated UTF-8 string.</summary>
    public void Text(ushort type, string value)
    {
        var place = Attribute(type, Encoding.UTF8.GetByteCount(value) + 1);
        if (!place.IsEmpty)
        {
            Encoding.UTF8.GetBytes(value, place);
            place[^1] = 0;
        }
    }

    /// <summary>Opens a nest; give the result to <see cref="EndNest"/>.</summary>
    public int BeginNest(ushort type)
    {
        var start = Length;
        Attribute((ushort)(type | NestedFlag), 0);
        return start;
    }

    /// <summary>Closes the nest that started at <paramref name="start"/>.</summary>
    public void EndNest(int start)
    {
        if (!Failed)
        {
            MemoryMarshal.Write(_buffer[start..], (ushort)(Length - start));
        }
    }

    private Span<byte> Attribute(ushort type, int length)
    {
        var place = Take(4 + length);
        if (place.IsEmpty)
        {
            return default;
        }

        MemoryMarshal.Write(place, (ushort)(4 + length));
        MemoryMarshal.Write(place[2..], type);
        return place[4..];
    }

    private Span<byte> Take(int length)
    {
        var padded = (length + 3) & ~3;
        if (Failed || length > ushort.MaxValue || padded > _buffer.Length - Length)
        {
            Failed = true;
            return default;
        }

        var place = _buffer.Slice(Length, padded);
        place[length..].Clear();
        Length += padded;
        return place[..length];
    }
}
