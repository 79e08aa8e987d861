using HostApd.Ieee80211;

namespace HostApd.Eapol;

/// <summary>Packet types of 802.1X-2010 11.3.2.</summary>
public enum EapolType : byte
{
    /// <summary>An EAP packet.</summary>
    EapPacket = 0,

    /// <summary>The station asks for the exchange to begin.</summary>
    Start = 1,

    /// <summary>The station leaves.</summary>
    Logoff = 2,

    /// <summary>A key frame: for 802.11 the EAPOL-Key frame of 802.11-2020 12.7.2.</summary>
    Key = 3,

    /// <summary>An alert that needs no authentication.</summary>
    AsfAlert = 4,
}

/// <summary>Why bytes are not an EAPOL frame.</summary>
public enum EapolErrorCode
{
    /// <summary>No error.</summary>
    None,

    /// <summary>Fewer than the four bytes of the header.</summary>
    ShortHeader,

    /// <summary>The body length names more bytes than there are.</summary>
    ShortBody,
}

/// <summary>A parse error and the offset, in bytes from the start of the frame, where it was found.</summary>
public readonly record struct EapolError(EapolErrorCode Code, int Offset);

/// <summary>
/// An EAPOL frame (802.1X-2010 11.3) as it follows the Ethernet type 0x888E. All integers most significant byte first.
/// <code>
/// offset 0  Protocol Version  1
///        1  Packet Type       1
///        2  Body Length       2
///        4  Packet Body       Body Length; bytes after it are padding of the link
/// </code>
/// </summary>
public readonly ref struct EapolFrame
{
    /// <summary>Length of the header in bytes.</summary>
    public const int HeaderLength = 4;

    /// <summary>Ethernet type.</summary>
    public const ushort EtherType = 0x888E;

    private EapolFrame(byte version, EapolType type, ReadOnlySpan<byte> body, ReadOnlySpan<byte> whole)
    {
        Version = version;
        Type = type;
        Body = body;
        Whole = whole;
    }

    /// <summary>Protocol version: 1 to 3; any other is accepted.</summary>
    public byte Version { get; }

    /// <summary>Packet type; may be a value without a name.</summary>
    public EapolType Type { get; }

    /// <summary>The body, without link padding.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Header and body, without link padding.</summary>
    public ReadOnlySpan<byte> Whole { get; }

    /// <summary>Reads a frame; any version and type are accepted.</summary>
    public static bool TryParse(ReadOnlySpan<byte> source, out EapolFrame frame, out EapolError error)
    {
        frame = default;
        var reader = new ByteReader(source);
        var version = reader.U8();
        var type = (EapolType)reader.U8();
        var length = reader.U16BigEndian();
        if (reader.Failed)
        {
            error = new EapolError(EapolErrorCode.ShortHeader, source.Length);
            return false;
        }

        var body = reader.Bytes(length);
        if (reader.Failed)
        {
            error = new EapolError(EapolErrorCode.ShortBody, HeaderLength);
            return false;
        }

        frame = new EapolFrame(version, type, body, source[..(HeaderLength + length)]);
        error = default;
        return true;
    }

    /// <summary>Writes a header for a body of <paramref name="bodyLength"/> bytes.</summary>
    public static void WriteHeader(ref ByteWriter writer, byte version, EapolType type, ushort bodyLength)
    {
        writer.U8(version);
        writer.U8((byte)type);
        writer.U16BigEndian(bodyLength);
    }
}
