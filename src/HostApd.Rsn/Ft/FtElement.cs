using System.Buffers.Binary;
using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>The parts that a Fast BSS Transition element may have behind its nonces (802.11-2020 table 9-220).</summary>
public enum FtSubelement : byte
{
    /// <summary>The R1 key holder: 6 bytes.</summary>
    R1KeyHolder = 1,

    /// <summary>The group key, wrapped: key information (2), length of the key (1), packet number (8), key.</summary>
    Gtk = 2,

    /// <summary>The R0 key holder: 1–48 bytes.</summary>
    R0KeyHolder = 3,

    /// <summary>The key of group-addressed management frames, wrapped: key ID (2), packet number (6), length of the key (1), key.</summary>
    Igtk = 4,

    /// <summary>The key of Beacons, wrapped; as the one before.</summary>
    Bigtk = 6,
}

/// <summary>
/// The Fast BSS Transition element (802.11-2020 9.4.2.47), a view on received bytes; integers least significant byte first.
/// <code>
/// Element ID 55 | 1      MIC Control | 2   bit 0: RSNXE used; bits 8–15: how many elements the MIC covers
/// Length        | 1      MIC         | 16
///                        ANonce      | 32
///                        SNonce      | 32
///                        subelements | identifier, length, body
/// </code>
/// Of subelements that are repeated the first counts; unknown ones are skipped.
/// </summary>
public readonly ref struct FtElement
{
    /// <summary>Length of the MIC in bytes.</summary>
    public const int MicLength = 16;

    /// <summary>Longest name of an R0 key holder in bytes.</summary>
    public const int MostOfR0KeyHolder = 48;

    /// <summary>Longest element in bytes, with identifier and length.</summary>
    public const int MostLength = 257;

    internal const int MicOffset = 4;
    internal const byte RsnxeUsedBit = 1;

    private FtElement(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> r1KeyHolder, ReadOnlySpan<byte> r0KeyHolder)
    {
        Whole = whole;
        R1KeyHolder = r1KeyHolder;
        R0KeyHolder = r0KeyHolder;
    }

    /// <summary>With identifier and length.</summary>
    public ReadOnlySpan<byte> Whole { get; }

    /// <summary>Its sender says capabilities of SAE in an RSNXE.</summary>
    public bool IsRsnxeUsed => (Whole[2] & RsnxeUsedBit) != 0;

    /// <summary>How many elements the MIC covers; 0: there is none.</summary>
    public int ElementCount => Whole[3];

    /// <summary>The MIC, 16 bytes.</summary>
    public ReadOnlySpan<byte> Mic => Whole.Slice(MicOffset, MicLength);

    /// <summary>The access point's nonce, 32 bytes.</summary>
    public ReadOnlySpan<byte> ANonce => Whole.Slice(MicOffset + MicLength, EapolKeyFrame.NonceLength);

    /// <summary>The station's nonce, 32 bytes.</summary>
    public ReadOnlySpan<byte> SNonce => Whole.Slice(MicOffset + MicLength + EapolKeyFrame.NonceLength, EapolKeyFrame.NonceLength);

    /// <summary>Who has the key of this access point, 6 bytes; empty when absent.</summary>
    public ReadOnlySpan<byte> R1KeyHolder { get; }

    /// <summary>Who has the key of the whole domain, 1–48 bytes; empty when absent.</summary>
    public ReadOnlySpan<byte> R0KeyHolder { get; }

    private static int FixedLength => MicOffset + MicLength + 2 * EapolKeyFrame.NonceLength;

    /// <summary>Reads the element with its identifier and length, which are all of <paramref name="element"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> element, out FtElement parsed)
    {
        parsed = default;
        if (element.Length < FixedLength || element[0] != (byte)ElementId.FastBssTransition || element[1] != element.Length - 2)
        {
            return false;
        }

        ReadOnlySpan<byte> r1 = default;
        ReadOnlySpan<byte> r0 = default;
        var reader = new ElementReader(element[FixedLength..]);
        while (reader.MoveNext())
        {
            var body = reader.Current.Body;
            switch ((FtSubelement)reader.Current.Id)
            {
                case FtSubelement.R1KeyHolder when body.Length != MacAddress.Length:
                case FtSubelement.R0KeyHolder when body.Length is 0 or > MostOfR0KeyHolder:
                    return false;
                case FtSubelement.R1KeyHolder when r1.IsEmpty:
                    r1 = body;
                    break;
                case FtSubelement.R0KeyHolder when r0.IsEmpty:
                    r0 = body;
                    break;
                default:
                    break;
            }
        }

        parsed = new FtElement(element, r1, r0);
        return !reader.Malformed;
    }

    /// <summary>The body of the first subelement of a kind; empty: there is none.</summary>
    public ReadOnlySpan<byte> Find(FtSubelement kind)
    {
        var reader = new ElementReader(Whole[FixedLength..]);
        while (reader.MoveNext())
        {
            if ((FtSubelement)reader.Current.Id == kind)
            {
                return reader.Current.Body;
            }
        }

        return default;
    }

    /// <summary>Appends an element without a MIC, to which subelements may be added before <see cref="End"/>.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="aNonce">The access point's nonce; empty: zeros.</param>
    /// <param name="sNonce">The station's nonce; empty: zeros.</param>
    /// <param name="r1KeyHolder">Who has the key of this access point; empty: nothing is said of it.</param>
    /// <param name="r0KeyHolder">Who has the key of the domain; empty likewise.</param>
    /// <returns>Where the element begins.</returns>
    public static int Begin(
        ref ByteWriter writer, scoped ReadOnlySpan<byte> aNonce, scoped ReadOnlySpan<byte> sNonce, scoped ReadOnlySpan<byte> r1KeyHolder,
        scoped ReadOnlySpan<byte> r0KeyHolder)
    {
        var start = writer.Length;
        writer.U8((byte)ElementId.FastBssTransition);
        writer.Zeros(MicOffset - 1 + MicLength);
        WriteNonce(ref writer, aNonce);
        WriteNonce(ref writer, sNonce);
        WriteSubelement(ref writer, FtSubelement.R1KeyHolder, r1KeyHolder);
        WriteSubelement(ref writer, FtSubelement.R0KeyHolder, r0KeyHolder);
        return start;
    }

    /// <summary>The element that begins at <paramref name="start"/> is complete: its length is filled in.</summary>
    public static void End(ref ByteWriter writer, int start)
    {
        if (!writer.Failed)
        {
            writer.Written[start + 1] = checked((byte)(writer.Length - start - 2));
        }
    }

    /// <summary>Fills in how many elements the MIC covers.</summary>
    /// <param name="element">The whole element.</param>
    /// <param name="rsnxeUsed">We say capabilities of SAE in an RSNXE.</param>
    /// <param name="count">How many elements the MIC covers.</param>
    public static void Control(Span<byte> element, bool rsnxeUsed, int count)
    {
        element[2] = rsnxeUsed ? RsnxeUsedBit : (byte)0;
        element[3] = (byte)count;
    }

    private static void WriteNonce(ref ByteWriter writer, scoped ReadOnlySpan<byte> nonce)
    {
        writer.Bytes(nonce);
        writer.Zeros(EapolKeyFrame.NonceLength - nonce.Length);
    }

    private static void WriteSubelement(ref ByteWriter writer, FtSubelement kind, scoped ReadOnlySpan<byte> body)
    {
        if (!body.IsEmpty)
        {
            writer.Element((ElementId)kind, body);
        }
    }
}

/// <summary>
/// The Mobility Domain element (802.11-2020 9.4.2.46): the domain (2 bytes, in the order in which they are sent) and what its access point can
/// beside transitions over the air, of which ours does nothing.
/// </summary>
public static class MobilityDomain
{
    /// <summary>Length of the whole element in bytes.</summary>
    public const int ElementLength = 5;

    /// <summary>Appends the element.</summary>
    public static void Write(ref ByteWriter writer, ushort domain)
    {
        writer.U8((byte)ElementId.MobilityDomain);
        writer.U8(ElementLength - 2);
        writer.U16BigEndian(domain);
        writer.U8(0);
    }

    /// <summary>Whether a whole element names the domain; an empty one names none.</summary>
    public static bool Names(ReadOnlySpan<byte> element, ushort domain) => element.Length >= ElementLength
        && element[0] == (byte)ElementId.MobilityDomain && BinaryPrimitives.ReadUInt16BigEndian(element[2..]) == domain;
}

/// <summary>The Timeout Interval element (802.11-2020 9.4.2.48): what for, and how long.</summary>
public static class TimeoutInterval
{
    /// <summary>So many TU a station has from its Authentication to its Reassociation.</summary>
    public const byte ReassociationDeadline = 1;

    /// <summary>So many seconds its key is good.</summary>
    public const byte KeyLifetime = 2;

    /// <summary>Appends the element.</summary>
    public static void Write(ref ByteWriter writer, byte what, uint time)
    {
        writer.U8((byte)ElementId.TimeoutInterval);
        writer.U8(5);
        writer.U8(what);
        writer.U32LittleEndian(time);
    }
}
