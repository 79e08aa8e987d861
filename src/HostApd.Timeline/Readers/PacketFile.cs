using System.Buffers.Binary;

namespace HostApd.Timeline.Readers;

/// <summary>Gets a packet: its number from 1, its time in microseconds since 1970, its link type and its bytes.</summary>
public delegate void PacketAction(int number, long time, int linkType, ReadOnlySpan<byte> packet);

/// <summary>
/// Captures in the two formats that tcpdump and Wireshark write: pcap (draft-ietf-opsawg-pcap) and pcapng
/// (draft-ietf-opsawg-pcapng), of either byte order. What is cut off or makes no sense ends the reading with a word about it.
/// </summary>
public static class PacketFile
{
    private const uint PcapMicroseconds = 0xA1B2C3D4;
    private const uint PcapNanoseconds = 0xA1B23C4D;
    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const int MaxPacket = 262_144;

    /// <summary>Whether bytes begin like a capture.</summary>
    public static bool IsCapture(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 4 && (BinaryPrimitives.ReadUInt32LittleEndian(bytes) == SectionHeader
            || IsPcap(BinaryPrimitives.ReadUInt32LittleEndian(bytes)) || IsPcap(BinaryPrimitives.ReadUInt32BigEndian(bytes)));

    /// <summary>Walks through the packets; the problem that ended the walk, or null.</summary>
    public static string? Read(ReadOnlySpan<byte> file, PacketAction onPacket)
    {
        if (file.Length < 4)
        {
            return "shorter than a file header";
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(file) == SectionHeader
            ? ReadPcapNg(file, onPacket)
            : ReadPcap(file, onPacket);
    }

    private static bool IsPcap(uint magic) => magic is PcapMicroseconds or PcapNanoseconds;

    // File header: magic 4, version 2 + 2, reserved 8, snap length 4, link type 4. Packet: seconds 4, fraction 4,
    // captured length 4, length 4, bytes.
    private static string? ReadPcap(ReadOnlySpan<byte> file, PacketAction onPacket)
    {
        const int header = 24;
        if (file.Length < header)
        {
            return "cut off in the file header";
        }

        var bigEndian = IsPcap(BinaryPrimitives.ReadUInt32BigEndian(file));
        var divisor = U32(file, bigEndian) == PcapNanoseconds ? 1000 : 1;
        var linkType = (int)(U32(file[20..], bigEndian) & 0xFFFF);
        var rest = file[header..];
        for (var number = 1; !rest.IsEmpty; number++)
        {
            if (rest.Length < 16)
            {
                return $"packet {number}: cut off";
            }

            var length = U32(rest[8..], bigEndian);
            if (length > MaxPacket)
            {
                return $"packet {number}: claims {length} bytes";
            }

            if (rest.Length < 16 + length)
            {
                return $"packet {number}: cut off";
            }

            var time = U32(rest, bigEndian) * 1_000_000L + U32(rest[4..], bigEndian) / divisor;
            onPacket(number, time, linkType, rest.Slice(16, (int)length));
            rest = rest[(16 + (int)length)..];
        }

        return null;
    }

    private static string? ReadPcapNg(ReadOnlySpan<byte> file, PacketAction onPacket)
    {
        const uint interfaceDescription = 1, simplePacket = 3, enhancedPacket = 6;
        var interfaces = new List<(int LinkType, long UnitsPerSecond)>();
        var bigEndian = false;
        var number = 0;
        for (var rest = file; !rest.IsEmpty;)
        {
            if (rest.Length < 12)
            {
                return $"behind packet {number}: cut off in a block header";
            }

            var isSection = BinaryPrimitives.ReadUInt32LittleEndian(rest) == SectionHeader;
            if (isSection)
            {
                bigEndian = BinaryPrimitives.ReadUInt32BigEndian(rest[8..]) == ByteOrderMagic;
                interfaces.Clear();
            }

            var type = U32(rest, bigEndian);
            var length = U32(rest[4..], bigEndian);
            if (length < 12 || length % 4 != 0 || length > MaxPacket + 4096)
            {
                return $"behind packet {number}: a block claims {length} bytes";
            }

            if (length > rest.Length)
            {
                return $"packet {number + 1}: cut off";
            }

            var body = rest[8..((int)length - 4)];
            if (type == interfaceDescription && body.Length >= 8)
            {
                interfaces.Add((U16(body, bigEndian), Resolution(body[8..], bigEndian)));
            }
            else if (type is enhancedPacket or simplePacket)
            {
                number++;
                if (type == enhancedPacket && !TakePacket(body, bigEndian, interfaces, number, onPacket))
                {
                    return $"packet {number}: its lengths make no sense";
                }
            }

            rest = rest[(int)length..];
        }

        return null;
    }

    // Interface 4, time high 4, time low 4, captured length 4, length 4, bytes.
    private static bool TakePacket(ReadOnlySpan<byte> body, bool bigEndian, List<(int LinkType, long UnitsPerSecond)> interfaces,
        int number, PacketAction onPacket)
    {
        const int header = 20;
        if (body.Length < header || U32(body, bigEndian) >= interfaces.Count || U32(body[12..], bigEndian) > body.Length - header)
        {
            return false;
        }

        var (linkType, perSecond) = interfaces[(int)U32(body, bigEndian)];
        var units = (ulong)U32(body[4..], bigEndian) << 32 | U32(body[8..], bigEndian);
        var time = (long)((UInt128)units * 1_000_000 / (ulong)perSecond & long.MaxValue);
        onPacket(number, time, linkType, body.Slice(header, (int)U32(body[12..], bigEndian)));
        return true;
    }

    /// <summary>Option if_tsresol (9): a power of ten, or of two when its highest bit is set.</summary>
    private static long Resolution(ReadOnlySpan<byte> options, bool bigEndian)
    {
        const int resolution = 9;
        const long microseconds = 1_000_000;
        while (options.Length >= 4)
        {
            var code = U16(options, bigEndian);
            var length = U16(options[2..], bigEndian);
            if (code == 0 || length > options.Length - 4)
            {
                break;
            }

            if (code == resolution && length == 1)
            {
                var value = options[4];
                return (value & 0x80) != 0
                    ? 1L << Math.Min(value & 0x7F, 62)
                    : (long)Math.Pow(10, Math.Min((int)value, 18));
            }

            options = options[Math.Min(options.Length, 4 + (length + 3 & ~3))..];
        }

        return microseconds;
    }

    private static uint U32(ReadOnlySpan<byte> bytes, bool bigEndian) => bigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static int U16(ReadOnlySpan<byte> bytes, bool bigEndian) => bigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
