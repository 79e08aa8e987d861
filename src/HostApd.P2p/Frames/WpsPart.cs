using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p.Frames;

/// <summary>The WPS element beside the P2P element of an action frame: Config Methods (WSC 2.0 12) in Provision Discovery (P2P 1.7 4.2.9).</summary>
internal static class WpsPart
{
    private const int Length = AttributeList.HeaderLength + 2;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> wps, out ConfigMethods methods)
    {
        var list = new AttributeList(wps);
        methods = (ConfigMethods)list.U16(AttributeId.ConfigMethods);
        return list.TryFinish(out _);
    }

    /// <summary>Build list, with the element's head.</summary>
    public static void Write(scoped ref ByteWriter writer, ConfigMethods methods)
    {
        Span<byte> body = stackalloc byte[Length];
        var attributes = new AttributeWriter(body);
        attributes.U16(AttributeId.ConfigMethods, (ushort)methods);
        writer.U8((byte)ElementId.VendorSpecific);
        writer.U8(4 + Length);
        writer.U32BigEndian(VendorElements.Wps);
        writer.Bytes(attributes.Written);
    }
}
