using HostApd.Ieee80211;
using HostApd.Wps.Messages;

namespace HostApd.Wps;

/// <summary>What the elements of a BSS say.</summary>
internal readonly record struct WpsAdvertisement(
    WpsOptions Options, Guid Uuid, WpsState State, bool SetupLocked, bool Selected, bool PushButton,
    IReadOnlyList<MacAddress> AuthorizedMacs);

/// <summary>Builds the WPS elements of an AP (WSC 2.0 8.2), with identifier and length, split where longer than 255 bytes.</summary>
internal static class WpsElements
{
    private const int HeadLength = 6;
    private const int LongestPart = 255 - 4;

    /// <summary>Beacon (WSC 2.0 8.2.1), for a GO with its name and type (P2P 1.7 4.2.1).</summary>
    public static byte[] Beacon(in WpsAdvertisement ad)
    {
        var writer = new AttributeWriter(new byte[512 + ad.Options.ApplicationExtension.Length]);
        WriteState(ref writer, ad);
        if (IsDualBand(ad))
        {
            if (ad is { Selected: true, PushButton: true })
            {
                writer.Bytes(AttributeId.UuidE, WpsUuid.ToBytes(ad.Uuid));
            }

            writer.U8(AttributeId.RfBands, (byte)ad.Options.RfBands);
        }

        WriteWfa(ref writer, ad);
        WriteApplicationExtension(ref writer, ad);
        if (ad.Options.IsGroupOwner)
        {
            var device = DeviceAttributes.Of(ad.Options.Device);
            writer.Text(AttributeId.DeviceName, device.DeviceName);
            device.PrimaryDeviceType.CopyTo(writer.Reserve(AttributeId.PrimaryDeviceType, DeviceType.Length));
        }

        return Wrap(writer.Written);
    }

    /// <summary>Probe Response (WSC 2.0 8.2.2). Its Config Methods are those for adding an external registrar.</summary>
    public static byte[] ProbeResponse(in WpsAdvertisement ad)
    {
        var writer = new AttributeWriter(new byte[768 + ad.Options.ApplicationExtension.Length]);
        WriteState(ref writer, ad);
        writer.U8(AttributeId.ResponseType, WscConstants.ResponseTypeAp);
        writer.Bytes(AttributeId.UuidE, WpsUuid.ToBytes(ad.Uuid));
        DeviceAttributes.Of(ad.Options.Device).Write(ref writer);
        writer.U16(AttributeId.ConfigMethods, (ushort)ad.Options.ConfigMethods.WithoutPushButton());
        if (IsDualBand(ad))
        {
            writer.U8(AttributeId.RfBands, (byte)ad.Options.RfBands);
        }

        WriteWfa(ref writer, ad);
        WriteApplicationExtension(ref writer, ad);
        return Wrap(writer.Written);
    }

    /// <summary>Association Response (WSC 2.0 8.2.4).</summary>
    public static byte[] AssociationResponse()
    {
        var writer = new AttributeWriter(new byte[64]);
        writer.U8(AttributeId.Version, AttributeWriter.Version1);
        writer.U8(AttributeId.ResponseType, WscConstants.ResponseTypeAp);
        writer.Wfa();
        return Wrap(writer.Written);
    }

    /// <summary>One vendor element, or as many as it takes.</summary>
    public static byte[] Wrap(ReadOnlySpan<byte> attributes)
    {
        var parts = (attributes.Length + LongestPart - 1) / LongestPart;
        var elements = new byte[attributes.Length + parts * HeadLength];
        var writer = new ByteWriter(elements);
        for (var rest = attributes; !rest.IsEmpty;)
        {
            var part = rest[..Math.Min(rest.Length, LongestPart)];
            writer.U8((byte)ElementId.VendorSpecific);
            writer.U8((byte)(4 + part.Length));
            writer.U32BigEndian(VendorElements.Wps);
            writer.Bytes(part);
            rest = rest[part.Length..];
        }

        return elements;
    }

    private static void WriteState(ref AttributeWriter writer, in WpsAdvertisement ad)
    {
        writer.U8(AttributeId.Version, AttributeWriter.Version1);
        writer.U8(AttributeId.WpsState, (byte)ad.State);
        if (ad.SetupLocked)
        {
            writer.U8(AttributeId.ApSetupLocked, 1);
        }

        if (ad.Selected)
        {
            var id = ad.PushButton ? DevicePasswordId.PushButton : DevicePasswordId.Default;
            writer.U8(AttributeId.SelectedRegistrar, 1);
            writer.U16(AttributeId.DevicePasswordId, (ushort)id);
            writer.U16(AttributeId.SelectedRegistrarConfigMethods, (ushort)ad.Options.ConfigMethods.Selected(ad.PushButton));
        }
    }

    private static void WriteWfa(ref AttributeWriter writer, in WpsAdvertisement ad)
    {
        Span<byte> addresses = stackalloc byte[ad.AuthorizedMacs.Count * MacAddress.Length];
        var addressWriter = new ByteWriter(addresses);
        foreach (var address in ad.AuthorizedMacs)
        {
            addressWriter.Mac(address);
        }

        writer.Wfa(addresses);
    }

    private static void WriteApplicationExtension(ref AttributeWriter writer, in WpsAdvertisement ad)
    {
        if (!ad.Options.ApplicationExtension.IsEmpty)
        {
            writer.Bytes(AttributeId.ApplicationExtension, ad.Options.ApplicationExtension.Span);
        }
    }

    private static bool IsDualBand(in WpsAdvertisement ad) => ad.Options.RfBands == (RfBands.Band2G4 | RfBands.Band5G);
}
