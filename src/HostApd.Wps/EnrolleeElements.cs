using HostApd.Wps.Messages;

namespace HostApd.Wps;

/// <summary>
/// Builds the WPS elements of a device that is in no network (WSC 2.0 8.2), with identifier and length: what a Wi-Fi Direct device
/// says of itself while it has no group (P2P 1.7 3.1.2).
/// </summary>
public static class EnrolleeElements
{
    /// <summary>Probe Response (WSC 2.0 8.2.2).</summary>
    /// <param name="device">Names and types.</param>
    /// <param name="uuid">UUID-E.</param>
    /// <param name="methods">What it can do.</param>
    /// <param name="passwordId">Device Password ID, which only who is about to be enrolled has; -1: left out.</param>
    public static byte[] ProbeResponse(DeviceData device, Guid uuid, ConfigMethods methods, int passwordId = -1)
    {
        var writer = new AttributeWriter(new byte[512]);
        writer.U8(AttributeId.Version, AttributeWriter.Version1);
        writer.U8(AttributeId.WpsState, (byte)WpsState.NotConfigured);
        if (passwordId >= 0)
        {
            writer.U16(AttributeId.DevicePasswordId, (ushort)passwordId);
        }

        writer.U8(AttributeId.ResponseType, WscConstants.ResponseTypeEnrolleeInfo);
        writer.Bytes(AttributeId.UuidE, WpsUuid.ToBytes(uuid));
        DeviceAttributes.Of(device).Write(ref writer);
        writer.U16(AttributeId.ConfigMethods, (ushort)methods);
        writer.Wfa();
        return WpsElements.Wrap(writer.Written);
    }

    /// <summary>Probe Request (WSC 2.0 8.2).</summary>
    /// <param name="device">Names and types.</param>
    /// <param name="uuid">UUID-E.</param>
    /// <param name="methods">What it can do.</param>
    /// <param name="bands">Where its radio can be.</param>
    public static byte[] ProbeRequest(DeviceData device, Guid uuid, ConfigMethods methods, RfBands bands)
    {
        var attributes = DeviceAttributes.Of(device);
        var writer = new AttributeWriter(new byte[512]);
        writer.U8(AttributeId.Version, AttributeWriter.Version1);
        writer.U8(AttributeId.RequestType, WscConstants.RequestTypeEnrollee);
        writer.U16(AttributeId.ConfigMethods, (ushort)methods);
        writer.Bytes(AttributeId.UuidE, WpsUuid.ToBytes(uuid));
        attributes.PrimaryDeviceType.CopyTo(writer.Reserve(AttributeId.PrimaryDeviceType, DeviceType.Length));
        writer.U8(AttributeId.RfBands, (byte)bands);
        writer.U16(AttributeId.AssociationState, 0);
        writer.U16(AttributeId.ConfigurationError, (ushort)ConfigurationError.None);
        writer.U16(AttributeId.DevicePasswordId, (ushort)DevicePasswordId.Default);
        writer.Text(AttributeId.Manufacturer, attributes.Manufacturer);
        writer.Text(AttributeId.ModelName, attributes.ModelName);
        writer.Text(AttributeId.ModelNumber, attributes.ModelNumber);
        writer.Text(AttributeId.DeviceName, attributes.DeviceName);
        writer.Wfa(requestToEnroll: true);
        return WpsElements.Wrap(writer.Written);
    }
}
