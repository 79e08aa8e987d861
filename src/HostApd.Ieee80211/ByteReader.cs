using System.Buffers.Binary;

namespace HostApd.Ieee80211;

/// <summary>
/// Reads a received message front to back. A read past the end returns zero (or an empty span) and makes the reader
/// <see cref="Failed"/> for good, so that a parser reads as the standard's table and checks once, at the end.
/// The byte order stands in each method's name.
/// </summary>
public ref struct ByteReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> _source = source;

    /// <summary>Whether any read went past the end.</summary>
    public bool Failed { get; private set; }

    /// <summary>Bytes consumed so far.</summary>
    public int Offset { get; private set; }

    /// <summary>Bytes not yet consumed; 0 once failed.</summary>
    public readonly int Remaining => Failed ? 0 : _source.Length - Offset;

    /// <summary>Takes <paramref name="count"/> bytes, or fails and returns an empty span.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > Remaining)
        {
            Failed = true;
            return default;
        }

        var taken = _source.Slice(Offset, count);
        Offset += count;
        return taken;
    }

    /// <summary>Takes all that is left.</summary>
    public ReadOnlySpan<byte> Rest() => Bytes(Remaining);

    /// <summary>Passes over <paramref name="count"/> bytes.</summary>
    public void Skip(int count) => Bytes(count);

    /// <summary>One byte.</summary>
    public byte U8()
    {
        var b = Bytes(1);
        return b.IsEmpty ? (byte)0 : b[0];
    }

    /// <summary>Two bytes, least significant first (802.11 fields).</summary>
    public ushort U16LittleEndian()
    {
        var b = Bytes(2);
        return b.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16LittleEndian(b);
    }

    /// <summary>Two bytes, most significant first (EAPOL, WSC).</summary>
    public ushort U16BigEndian()
    {
        var b = Bytes(2);
        return b.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(b);
    }

    /// <summary>Four bytes, least significant first.</summary>
    public uint U32LittleEndian()
    {
        var b = Bytes(4);
        return b.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(b);
    }

    /// <summary>Four bytes, most significant first.</summary>
    public uint U32BigEndian()
    {
        var b = Bytes(4);
        return b.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(b);
    }

    /// <summary>Eight bytes, most significant first.</summary>
    public ulong U64BigEndian()
    {
        var b = Bytes(8);
        return b.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64BigEndian(b);
    }

    /// <summary>Six bytes as an address.</summary>
    public MacAddress Mac()
    {
        var b = Bytes(MacAddress.Length);
        return b.IsEmpty ? default : new MacAddress(b);
    }
}
