using System.Buffers.Binary;
using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p.Frames;

/// <summary>
/// The WPS element beside the P2P element of an action frame (P2P 1.7 4.2.9): Config Methods in Provision Discovery; Version, Device
/// Password ID and the WFA vendor extension in GO Negotiation (WSC 2.0 12).
/// </summary>
internal static class WpsPart
{
    private const int Longest = 32;

    /// <summary>Parse list of Provision Discovery.</summary>
    public static bool TryParse(ReadOnlySpan<byte> wps, out ConfigMethods methods)
    {
        var list = new AttributeList(wps);
        methods = (ConfigMethods)list.U16(AttributeId.ConfigMethods);
        return list.TryFinish(out _);
    }

    /// <summary>Parse list of GO Negotiation; -1 without a Device Password ID.</summary>
    public static bool TryParsePasswordId(ReadOnlySpan<byte> wps, out int passwordId)
    {
        var list = new AttributeList(wps);
        var body = list.Optional(AttributeId.DevicePasswordId, 2);
        passwordId = body.IsEmpty ? -1 : BinaryPrimitives.ReadUInt16BigEndian(body);
        return list.TryFinish(out _);
    }

    /// <summary>Build list of Provision Discovery, with the element's head.</summary>
    public static void Write(scoped ref ByteWriter writer, ConfigMethods methods)
    {
        var attributes = new AttributeWriter(stackalloc byte[Longest]);
        attributes.U16(AttributeId.ConfigMethods, (ushort)methods);
        WriteElement(ref writer, attributes.Written);
    }

    /// <summary>Build list of GO Negotiation, with the element's head; nothing without a Device Password ID.</summary>
    public static void WritePasswordId(scoped ref ByteWriter writer, int passwordId)
    {
        if (passwordId < 0)
        {
            return;
        }

        var attributes = new AttributeWriter(stackalloc byte[Longest]);
        attributes.U8(AttributeId.Version, AttributeWriter.Version1);
        attributes.U16(AttributeId.DevicePasswordId, (ushort)passwordId);
        attributes.Wfa();
        WriteElement(ref writer, attributes.Written);
    }

    private static void WriteElement(scoped ref ByteWriter writer, scoped ReadOnlySpan<byte> attributes)
    {
        writer.U8((byte)ElementId.VendorSpecific);
        writer.U8((byte)(4 + attributes.Length));
        writer.U32BigEndian(VendorElements.Wps);
        writer.Bytes(attributes);
    }
}
