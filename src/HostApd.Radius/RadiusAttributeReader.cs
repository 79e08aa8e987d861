using HostApd.Ieee80211;

namespace HostApd.Radius;

/// <summary>
/// Walks attributes front to back (RFC 2865 5): type and length, one octet each, the length counts both, then the value, 0 to 253
/// octets. Ends at the first that does not fit, and says so.
/// </summary>
public ref struct RadiusAttributeReader(ReadOnlySpan<byte> attributes)
{
    /// <summary>Octets before a value.</summary>
    public const int HeaderLength = 2;

    /// <summary>Longest value in octets.</summary>
    public const int MaximumValueLength = 253;

    private ByteReader _reader = new(attributes);

    /// <summary>Type of the attribute at hand.</summary>
    public RadiusAttributeType Type { get; private set; }

    /// <summary>Value of the attribute at hand.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Whether the walk ended before the end: a length below 2, or beyond what there is.</summary>
    public bool Failed { get; private set; }

    /// <summary>Octets before the next attribute.</summary>
    public readonly int Offset => _reader.Offset;

    /// <summary>Goes to the next attribute; false at the end and at one that does not fit.</summary>
    public bool MoveNext()
    {
        if (Failed || _reader.Remaining == 0)
        {
            return false;
        }

        Type = (RadiusAttributeType)_reader.U8();
        var length = _reader.U8();
        Value = length < HeaderLength ? default : _reader.Bytes(length - HeaderLength);
        Failed = _reader.Failed || length < HeaderLength;
        return !Failed;
    }
}
