using HostApd.Ieee80211;

namespace HostApd.Eapol;

/// <summary>Codes of RFC 3748 4.</summary>
public enum EapCode : byte
{
    /// <summary>From the server.</summary>
    Request = 1,

    /// <summary>From the peer.</summary>
    Response = 2,

    /// <summary>The peer is authenticated.</summary>
    Success = 3,

    /// <summary>It is not; also the normal end of EAP-WSC.</summary>
    Failure = 4,
}

/// <summary>Types of RFC 3748 5 that we know.</summary>
public enum EapType : byte
{
    /// <summary>No type: Success and Failure.</summary>
    None = 0,

    /// <summary>Identity.</summary>
    Identity = 1,

    /// <summary>The peer refuses the method.</summary>
    LegacyNak = 3,

    /// <summary>Expanded: vendor and vendor type follow.</summary>
    Expanded = 254,
}

/// <summary>
/// An EAP packet (RFC 3748 4), the body of an EAPOL frame of type 0. Integers most significant byte first.
/// <code>
/// offset 0  Code        1
///        1  Identifier  1
///        2  Length      2   header included; bytes after it are padding
///        4  Type        1   Request and Response only
///        5  Vendor-Id   3   Expanded (type 254) only
///        8  Vendor-Type 4   Expanded only
///           Type-Data
/// </code>
/// </summary>
public readonly ref struct EapPacket
{
    /// <summary>Length of Code, Identifier and Length, in bytes.</summary>
    public const int HeaderLength = 4;

    /// <summary>Length of Type, Vendor-Id and Vendor-Type, in bytes.</summary>
    public const int ExpandedLength = 8;

    private EapPacket(
        EapCode code, byte identifier, EapType type, uint vendor, uint vendorType, ReadOnlySpan<byte> data,
        ReadOnlySpan<byte> whole)
    {
        Code = code;
        Identifier = identifier;
        Type = type;
        Vendor = vendor;
        VendorType = vendorType;
        Data = data;
        Whole = whole;
    }

    /// <summary>Its code; may be a value without a name.</summary>
    public EapCode Code { get; }

    /// <summary>Matches a Response to its Request.</summary>
    public byte Identifier { get; }

    /// <summary>Its type; None for other codes than Request and Response.</summary>
    public EapType Type { get; }

    /// <summary>Vendor-Id, 24 bits; 0 unless Expanded.</summary>
    public uint Vendor { get; }

    /// <summary>Vendor-Type; 0 unless Expanded.</summary>
    public uint VendorType { get; }

    /// <summary>Type-Data.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>From Code on, without padding.</summary>
    public ReadOnlySpan<byte> Whole { get; }

    /// <summary>The peer refuses the method (RFC 3748 5.3).</summary>
    public bool IsNak => Type == EapType.LegacyNak
        || Type == EapType.Expanded && Vendor == 0 && VendorType == (uint)EapType.LegacyNak;

    /// <summary>Reads a packet; false when it is cut off.</summary>
    public static bool TryParse(ReadOnlySpan<byte> source, out EapPacket packet)
    {
        packet = default;
        var reader = new ByteReader(source);
        var code = (EapCode)reader.U8();
        var identifier = reader.U8();
        var length = reader.U16BigEndian();
        if (reader.Failed || length < HeaderLength || length > source.Length)
        {
            return false;
        }

        if (code is not (EapCode.Request or EapCode.Response))
        {
            packet = new EapPacket(code, identifier, EapType.None, 0, 0, default, source[..length]);
            return true;
        }

        reader = new ByteReader(source[HeaderLength..length]);
        var type = (EapType)reader.U8();
        uint vendor = 0;
        uint vendorType = 0;
        if (type == EapType.Expanded)
        {
            vendor = (uint)(reader.U8() << 16 | reader.U16BigEndian());
            vendorType = reader.U32BigEndian();
        }

        packet = new EapPacket(code, identifier, type, vendor, vendorType, reader.Rest(), source[..length]);
        return !reader.Failed;
    }
}
