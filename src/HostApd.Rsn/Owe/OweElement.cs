using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>What becomes of a station's Diffie-Hellman Parameter element, and what the station is told.</summary>
public enum OweVerdict
{
    /// <summary>Nothing is wrong with it.</summary>
    Good,

    /// <summary>There is none, or none with a group: it is no station of OWE (status 43).</summary>
    NoElement,

    /// <summary>Its group is not among those that are taken: it may come with another (status 77).</summary>
    UnknownGroup,

    /// <summary>Its public key is none: it has another length than the group's prime, is not below it, or is the x of no point (status 1).</summary>
    NoPoint,
}

/// <summary>
/// The Diffie-Hellman Parameter element of an Association Request or Response (RFC 8110 4.2): the group (2 bytes, little-endian) and a public
/// key, of which only x is sent (as long as the prime, most significant byte first).
/// </summary>
public readonly ref struct OweElement
{
    private OweElement(SaeGroup group, ReadOnlySpan<byte> x)
    {
        Group = group;
        X = x;
    }

    /// <summary>The group.</summary>
    public SaeGroup Group { get; }

    /// <summary>The public key's x: as long as the group's numbers, and nothing else has been asked of it yet.</summary>
    public ReadOnlySpan<byte> X { get; }

    /// <summary>Which group an element names, known or not; 0 when it names none.</summary>
    public static ushort GroupOf(ReadOnlySpan<byte> element) => TryOpen(element, out var number, out _) ? number : (ushort)0;

    /// <summary>Reads a stranger's element, as far as that takes no time.</summary>
    /// <param name="element">The element with identifier and length; may be anything.</param>
    /// <param name="allowed">The groups that are taken.</param>
    /// <param name="parameter">The element, if it is good.</param>
    public static OweVerdict TryParse(ReadOnlySpan<byte> element, IReadOnlyList<SaeGroup> allowed, out OweElement parameter)
    {
        parameter = default;
        if (!TryOpen(element, out var number, out var key))
        {
            return OweVerdict.NoElement;
        }

        if (SaeGroup.FindIn(allowed, number) is not { } group)
        {
            return OweVerdict.UnknownGroup;
        }

        if (key.Length != group.Curve.Length)
        {
            return OweVerdict.NoPoint;
        }

        parameter = new OweElement(group, key);
        return OweVerdict.Good;
    }

    /// <summary>Writes one.</summary>
    public static void Write(ref ByteWriter writer, SaeGroup group, scoped ReadOnlySpan<byte> x)
    {
        ArgumentNullException.ThrowIfNull(group);
        writer.U8((byte)ElementId.Extension);
        writer.U8((byte)(1 + 2 + x.Length));
        writer.U8(ElementExtensions.DiffieHellman);
        writer.U16LittleEndian(group.Number);
        writer.Bytes(x);
    }

    private static bool TryOpen(ReadOnlySpan<byte> element, out ushort number, out ReadOnlySpan<byte> key)
    {
        var reader = new ByteReader(element);
        var isOne = reader.U8() == (byte)ElementId.Extension & reader.U8() == reader.Remaining & reader.U8() == ElementExtensions.DiffieHellman;
        number = reader.U16LittleEndian();
        isOne &= !reader.Failed;
        key = reader.Rest();
        return isOne;
    }
}
