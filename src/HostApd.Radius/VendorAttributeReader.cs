using HostApd.Ieee80211;

namespace HostApd.Radius;

/// <summary>
/// Walks what stands in one Vendor-Specific attribute (RFC 2865 5.26): the vendor's number, 32 bits, most significant first, and its
/// own attributes, formed as those around them. One that does not fit ends the walk, and says so.
/// </summary>
public ref struct VendorAttributeReader
{
    /// <summary>Microsoft, whose attributes bring the keys (RFC 2548).</summary>
    public const uint Microsoft = 311;

    private RadiusAttributeReader _inner;

    /// <summary>Begins in front of the first.</summary>
    /// <param name="value">The attribute's value: all that follows its type and length.</param>
    public VendorAttributeReader(ReadOnlySpan<byte> value)
    {
        var reader = new ByteReader(value);
        Vendor = reader.U32BigEndian();
        Failed = reader.Failed;
        _inner = new RadiusAttributeReader(reader.Rest());
    }

    /// <summary>The vendor's number (IANA); 0 when there is none.</summary>
    public uint Vendor { get; }

    /// <summary>Type of the attribute at hand, in the vendor's own counting.</summary>
    public readonly byte Type => (byte)_inner.Type;

    /// <summary>Its value.</summary>
    public readonly ReadOnlySpan<byte> Value => _inner.Value;

    /// <summary>Whether there was no vendor, or the walk ended before the end.</summary>
    public bool Failed { get; private set; }

    /// <summary>Goes to the next attribute.</summary>
    public bool MoveNext()
    {
        if (Failed)
        {
            return false;
        }

        var moved = _inner.MoveNext();
        Failed = _inner.Failed;
        return moved;
    }
}
