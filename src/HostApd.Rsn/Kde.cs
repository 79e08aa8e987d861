using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>Key data encapsulations (802.11-2020 table 12-9): OUI and data type, most significant byte first.</summary>
public enum KdeType : uint
{
    /// <summary>Not a KDE: a plain element such as the RSNE.</summary>
    None = 0,

    /// <summary>GTK: key index, transmit bit, reserved byte, key.</summary>
    Gtk = 0x000FAC01,

    /// <summary>MAC address.</summary>
    Mac = 0x000FAC03,

    /// <summary>PMKID.</summary>
    Pmkid = 0x000FAC04,

    /// <summary>IGTK: key index (2), packet number (6), key.</summary>
    Igtk = 0x000FAC09,

    /// <summary>Key ID: of the pairwise key that message 3 brings.</summary>
    KeyId = 0x000FAC0A,

    /// <summary>BIGTK: key index (2), packet number (6), key.</summary>
    Bigtk = 0x000FAC0E,

    /// <summary>Wi-Fi Alliance: Transition Disable, 1 byte (WPA3 specification 8).</summary>
    TransitionDisable = 0x506F9A20,

    /// <summary>P2P: IP Address Request, 1 byte, 1 = please (P2P 1.7 4.2.8).</summary>
    IpAddressRequest = 0x506F9A04,

    /// <summary>P2P: IP Address Allocation: client's address, mask, Group Owner's address, 4 bytes each.</summary>
    IpAddressAllocation = 0x506F9A05,
}

/// <summary>
/// Walks key data: elements and KDEs one by one, whatever their order (802.11-2020 figure 12-34). An entry of 0xDD and
/// length 0, or a 0xDD at the very end, is padding and ends the walk. A cut-off entry makes it <see cref="Failed"/>.
/// </summary>
public ref struct KdeReader
{
    /// <summary>Element identifier of a KDE, and the first byte of padding.</summary>
    public const byte ElementId = 0xDD;

    private const int SelectorLength = 4;
    private readonly ReadOnlySpan<byte> _keyData;
    private ByteReader _reader;

    /// <summary>Stands before the first entry of plain key data.</summary>
    public KdeReader(ReadOnlySpan<byte> keyData)
    {
        _keyData = keyData;
        _reader = new ByteReader(keyData);
    }

    /// <summary>Whether an entry was cut off.</summary>
    public readonly bool Failed => _reader.Failed;

    /// <summary>Element identifier of the current entry.</summary>
    public byte Id { get; private set; }

    /// <summary>What the current entry is; <see cref="KdeType.None"/> for an element, or an unnamed value.</summary>
    public KdeType Type { get; private set; }

    /// <summary>The current entry with identifier and length.</summary>
    public ReadOnlySpan<byte> Entry { get; private set; }

    /// <summary>The current entry's content: after the selector for a KDE, after the length for an element.</summary>
    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>Steps to the next entry; false at the end, at padding and after a failure.</summary>
    public bool MoveNext()
    {
        if (_reader.Remaining == 0)
        {
            return false;
        }

        var start = _reader.Offset;
        Id = _reader.U8();
        if (Id == ElementId && _reader.Remaining == 0)
        {
            return false;
        }

        var length = _reader.U8();
        var body = _reader.Bytes(length);
        if (_reader.Failed || (Id == ElementId && length == 0))
        {
            return false;
        }

        Entry = _keyData[start.._reader.Offset];
        var isKde = Id == ElementId && length >= SelectorLength;
        Type = isKde ? (KdeType)new ByteReader(body).U32BigEndian() : KdeType.None;
        Data = isKde ? body[SelectorLength..] : body;
        return true;
    }

    /// <summary>Finds the first element with <paramref name="id"/>; empty when there is none.</summary>
    public static ReadOnlySpan<byte> FindElement(ReadOnlySpan<byte> keyData, byte id)
    {
        var reader = new KdeReader(keyData);
        while (reader.MoveNext())
        {
            if (reader.Id == id && reader.Type == KdeType.None)
            {
                return reader.Entry;
            }
        }

        return default;
    }

    /// <summary>Finds the content of the first KDE of <paramref name="type"/>; false when there is none.</summary>
    public static bool TryFind(ReadOnlySpan<byte> keyData, KdeType type, out ReadOnlySpan<byte> data)
    {
        var reader = new KdeReader(keyData);
        while (reader.MoveNext())
        {
            if (reader.Type == type)
            {
                data = reader.Data;
                return true;
            }
        }

        data = default;
        return false;
    }
}

/// <summary>Writes key data encapsulations (802.11-2020 figures 12-35 to 12-42).</summary>
public static class Kde
{
    private const int SelectorLength = 4;

    /// <summary>GTK (figure 12-35): key index in bits 0–1, transmit bit 2 clear, as for every station of an AP.</summary>
    public static void WriteGtk(ref ByteWriter writer, int keyIndex, ReadOnlySpan<byte> gtk)
    {
        WriteHeader(ref writer, KdeType.Gtk, 2 + gtk.Length);
        writer.U8((byte)(keyIndex & 3));
        writer.U8(0);
        writer.Bytes(gtk);
    }

    /// <summary>P2P IP Address Allocation: 12 bytes as <see cref="KdeType.IpAddressAllocation"/> describes.</summary>
    public static void WriteIpAddressAllocation(ref ByteWriter writer, ReadOnlySpan<byte> addresses)
    {
        WriteHeader(ref writer, KdeType.IpAddressAllocation, addresses.Length);
        writer.Bytes(addresses);
    }

    /// <summary>MAC address (figure 12-36).</summary>
    public static void WriteMac(ref ByteWriter writer, MacAddress address)
    {
        WriteHeader(ref writer, KdeType.Mac, MacAddress.Length);
        writer.Mac(address);
    }

    /// <summary>Key ID (figure 12-43): 0 or 1 in bits 0–1, then a reserved byte.</summary>
    public static void WriteKeyId(ref ByteWriter writer, int keyId)
    {
        WriteHeader(ref writer, KdeType.KeyId, 2);
        writer.U8((byte)(keyId & 3));
        writer.U8(0);
    }

    /// <summary>Transition Disable (WPA3 specification 8), 1 byte.</summary>
    public static void WriteTransitionDisable(ref ByteWriter writer, byte bits)
    {
        WriteHeader(ref writer, KdeType.TransitionDisable, 1);
        writer.U8(bits);
    }

    /// <summary>PMKID (figure 12-37), 16 bytes.</summary>
    public static void WritePmkid(ref ByteWriter writer, ReadOnlySpan<byte> pmkid)
    {
        WriteHeader(ref writer, KdeType.Pmkid, pmkid.Length);
        writer.Bytes(pmkid);
    }

    /// <summary>IGTK or BIGTK (figures 12-42, 12-48): key index and 6 bytes of packet number, least significant byte first.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="type">Which of the two.</param>
    /// <param name="keyIndex">4 or 5; 6 or 7.</param>
    /// <param name="packetNumber">The number that the key was last used with; what is missing of the 6 bytes is zero.</param>
    /// <param name="key">The key.</param>
    public static void WriteIntegrityKey(
        ref ByteWriter writer, KdeType type, int keyIndex, ReadOnlySpan<byte> packetNumber, ReadOnlySpan<byte> key)
    {
        const int packetNumberLength = 6;
        WriteHeader(ref writer, type, 2 + packetNumberLength + key.Length);
        writer.U16LittleEndian((ushort)keyIndex);
        writer.Bytes(packetNumber[..Math.Min(packetNumber.Length, packetNumberLength)]);
        writer.Zeros(Math.Max(0, packetNumberLength - packetNumber.Length));
        writer.Bytes(key);
    }

    private static void WriteHeader(ref ByteWriter writer, KdeType type, int dataLength)
    {
        writer.U8(KdeReader.ElementId);
        writer.U8((byte)(SelectorLength + dataLength));
        writer.U32BigEndian((uint)type);
    }
}
