using HostApd.Ieee80211;

namespace HostApd.P2p.Frames;

/// <summary>
/// The head of a Wi-Fi Direct action frame (P2P 1.7 4.2.9, 4.2.10), from the category on, and the elements behind it.
/// <code>
/// public action:  | Category 4   1 | Action 9 1 | OUI and type 50 6f 9a 09 4 | Subtype 1 | Dialog Token 1 | elements
/// action:         | Category 127 1 |            | OUI and type 50 6f 9a 09 4 | Subtype 1 | Dialog Token 1 | elements
/// </code>
/// </summary>
public ref struct P2pActionFrame
{
    /// <summary>Category of public action frames (802.11-2020 9.6.7).</summary>
    private const byte PublicCategory = 4;

    private const byte VendorSpecificAction = 9;

    /// <summary>Category of vendor-specific action frames (802.11-2020 9.6.5).</summary>
    private const byte VendorCategory = 0x7f;

    /// <summary>A public action frame: the subtype is a <see cref="P2pPublicAction"/>, else a <see cref="P2pAction"/>.</summary>
    public bool IsPublic;

    /// <summary>OUI Subtype; may be a number without a name.</summary>
    public byte Subtype;

    /// <summary>Dialog Token: an answer repeats it.</summary>
    public byte Token;

    /// <summary>The elements.</summary>
    public ReadOnlySpan<byte> Elements;

    /// <summary>Whether an action frame's body is Wi-Fi Direct's, whatever its subtype.</summary>
    public static bool IsP2p(ReadOnlySpan<byte> body)
    {
        var reader = new ByteReader(body);
        return TryReadKind(ref reader, out _);
    }

    /// <summary>Parse list; false when it is another's, or cut off.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, out P2pActionFrame frame)
    {
        frame = default;
        var reader = new ByteReader(body);
        if (!TryReadKind(ref reader, out frame.IsPublic))
        {
            return false;
        }

        frame.Subtype = reader.U8();
        frame.Token = reader.U8();
        frame.Elements = reader.Rest();
        return !reader.Failed;
    }

    /// <summary>Build list of a public action frame's head.</summary>
    public static void WriteHead(scoped ref ByteWriter writer, P2pPublicAction subtype, byte token)
    {
        writer.U8(PublicCategory);
        writer.U8(VendorSpecificAction);
        writer.U32BigEndian(VendorElements.P2p);
        writer.U8((byte)subtype);
        writer.U8(token);
    }

    /// <summary>Build list of an action frame's head.</summary>
    public static void WriteHead(scoped ref ByteWriter writer, P2pAction subtype, byte token)
    {
        writer.U8(VendorCategory);
        writer.U32BigEndian(VendorElements.P2p);
        writer.U8((byte)subtype);
        writer.U8(token);
    }

    private static bool TryReadKind(ref ByteReader reader, out bool isPublic)
    {
        var category = reader.U8();
        isPublic = category == PublicCategory;
        var isKnown = isPublic ? reader.U8() == VendorSpecificAction : category == VendorCategory;
        return isKnown && reader.U32BigEndian() == VendorElements.P2p && !reader.Failed;
    }
}
