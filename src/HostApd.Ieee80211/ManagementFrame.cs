namespace HostApd.Ieee80211;

/// <summary>
/// A received management frame (802.11-2020 9.3.3.1), 24-byte header and body:
/// <code>
/// | Frame Control 2 | Duration 2 | DA 6 | SA 6 | BSSID 6 | Sequence Control 2 | body … |
/// </code>
/// </summary>
public readonly ref struct ManagementFrame
{
    /// <summary>Length of the header without HT Control, in bytes.</summary>
    public const int HeaderLength = 24;

    private ManagementFrame(ManagementSubtype subtype, MacAddress destination, MacAddress source, MacAddress bssid,
        bool isProtected, ReadOnlySpan<byte> body)
    {
        IsProtected = isProtected;
        Subtype = subtype;
        Destination = destination;
        Source = source;
        Bssid = bssid;
        Body = body;
    }

    /// <summary>Which frame it is; may be a number without a name.</summary>
    public ManagementSubtype Subtype { get; }

    /// <summary>Address 1.</summary>
    public MacAddress Destination { get; }

    /// <summary>Address 2.</summary>
    public MacAddress Source { get; }

    /// <summary>Address 3.</summary>
    public MacAddress Bssid { get; }

    /// <summary>Its body was protected (802.11-2020 9.2.4.1.9); who hands it to us has deciphered it, or cannot.</summary>
    public bool IsProtected { get; }

    /// <summary>
    /// It is protected where both sides have agreed on that (802.11-2020 3.1): Deauthentication, Disassociation, and Action frames but
    /// those of the categories that everybody may send (table 9-51).
    /// </summary>
    public bool IsRobust => Subtype switch
    {
        ManagementSubtype.Deauthentication or ManagementSubtype.Disassociation => true,
        ManagementSubtype.Action => Body is not [4 or 7 or 11 or 15 or 20 or 21 or 22 or 30 or 36 or 127, ..],
        _ => false,
    };

    /// <summary>All behind the header.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Reads the header; false when the frame is too short, or not management.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out ManagementFrame frame)
    {
        const int protectedBit = 0x40;
        const int orderBit = 0x80;
        frame = default;
        if (bytes.Length < HeaderLength || (bytes[0] & 0x0F) != 0 || (bytes[1] & orderBit) != 0)
        {
            return false;
        }

        frame = new ManagementFrame((ManagementSubtype)(bytes[0] >> 4), new MacAddress(bytes[4..]),
            new MacAddress(bytes[10..]), new MacAddress(bytes[16..]), (bytes[1] & protectedBit) != 0, bytes[HeaderLength..]);
        return true;
    }

    /// <summary>Writes a header; the kernel fills in the duration and the sequence number.</summary>
    public static void WriteHeader(ref ByteWriter writer, ManagementSubtype subtype, MacAddress destination,
        MacAddress source, MacAddress bssid)
    {
        writer.U8((byte)((int)subtype << 4));
        writer.U8(0);
        writer.U16LittleEndian(0);
        writer.Mac(destination);
        writer.Mac(source);
        writer.Mac(bssid);
        writer.U16LittleEndian(0);
    }
}
