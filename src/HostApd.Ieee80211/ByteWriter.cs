using System.Buffers.Binary;

namespace HostApd.Ieee80211;

/// <summary>
/// Writes a message front to back into a caller's buffer. A write past the end writes nothing more and makes the
/// writer <see cref="Failed"/> for good; the builder checks once. The byte order stands in each method's name.
/// </summary>
public ref struct ByteWriter(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    /// <summary>Whether anything did not fit.</summary>
    public bool Failed { get; private set; }

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>What has been written.</summary>
    public readonly Span<byte> Written => _target[..Length];

    /// <summary>Reserves <paramref name="count"/> bytes to be filled by the caller; empty when they do not fit.</summary>
    public Span<byte> Reserve(int count)
    {
        if (Failed || count < 0 || count > _target.Length - Length)
        {
            Failed = true;
            return default;
        }

        var taken = _target.Slice(Length, count);
        Length += count;
        return taken;
    }

    /// <summary>Appends bytes.</summary>
    public void Bytes(scoped ReadOnlySpan<byte> value)
    {
        var place = Reserve(value.Length);
        if (!Failed)
        {
            value.CopyTo(place);
        }
    }

    /// <summary>Appends <paramref name="count"/> zero bytes.</summary>
    public void Zeros(int count) => Reserve(count).Clear();

    /// <summary>One byte.</summary>
    public void U8(byte value)
    {
        var place = Reserve(1);
        if (!Failed)
        {
            place[0] = value;
        }
    }

    /// <summary>Two bytes, least significant first.</summary>
    public void U16LittleEndian(ushort value)
    {
        var place = Reserve(2);
        if (!Failed)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(place, value);
        }
    }

    /// <summary>Two bytes, most significant first.</summary>
    public void U16BigEndian(ushort value)
    {
        var place = Reserve(2);
        if (!Failed)
        {
            BinaryPrimitives.WriteUInt16BigEndian(place, value);
        }
    }

    /// <summary>Four bytes, least significant first.</summary>
    public void U32LittleEndian(uint value)
    {
        var place = Reserve(4);
        if (!Failed)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(place, value);
        }
    }

    /// <summary>Eight bytes, the least significant first.</summary>
    public void U64LittleEndian(ulong value)
    {
        U32LittleEndian((uint)value);
        U32LittleEndian((uint)(value >> 32));
    }

    /// <summary>Four bytes, most significant first.</summary>
    public void U32BigEndian(uint value)
    {
        var place = Reserve(4);
        if (!Failed)
        {
            BinaryPrimitives.WriteUInt32BigEndian(place, value);
        }
    }

    /// <summary>Eight bytes, most significant first.</summary>
    public void U64BigEndian(ulong value)
    {
        var place = Reserve(8);
        if (!Failed)
        {
            BinaryPrimitives.WriteUInt64BigEndian(place, value);
        }
    }

    /// <summary>Six bytes of an address.</summary>
    public void Mac(MacAddress value)
    {
        var place = Reserve(MacAddress.Length);
        if (!Failed)
        {
            value.CopyTo(place);
        }
    }

    /// <summary>An element (802.11-2020 9.4.2.1): identifier, length, body of at most 255 bytes.</summary>
    public void Element(ElementId id, scoped ReadOnlySpan<byte> body)
    {
        U8((byte)id);
        U8((byte)body.Length);
        Bytes(body);
    }
}
