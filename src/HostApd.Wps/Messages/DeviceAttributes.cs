using System.Text;

namespace HostApd.Wps.Messages;

/// <summary>Manufacturer to Device Name, as M1, M2, M2D and Probe Responses carry them in this order.</summary>
public ref struct DeviceAttributes
{
    /// <summary>Manufacturer.</summary>
    public ReadOnlySpan<byte> Manufacturer;

    /// <summary>Model Name.</summary>
    public ReadOnlySpan<byte> ModelName;

    /// <summary>Model Number.</summary>
    public ReadOnlySpan<byte> ModelNumber;

    /// <summary>Serial Number.</summary>
    public ReadOnlySpan<byte> SerialNumber;

    /// <summary>Primary Device Type.</summary>
    public DeviceType PrimaryDeviceType;

    /// <summary>Device Name.</summary>
    public ReadOnlySpan<byte> DeviceName;

    /// <summary>Of our own description.</summary>
    public static DeviceAttributes Of(DeviceData device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return new DeviceAttributes
        {
            Manufacturer = DeviceData.Utf8(device.Manufacturer, 64),
            ModelName = DeviceData.Utf8(device.ModelName, 32),
            ModelNumber = DeviceData.Utf8(device.ModelNumber, 32),
            SerialNumber = DeviceData.Utf8(device.SerialNumber, 32),
            PrimaryDeviceType = device.DeviceType,
            DeviceName = DeviceData.Utf8(device.DeviceName, 32),
        };
    }

    /// <summary>Parse list.</summary>
    public static DeviceAttributes Read(scoped ref AttributeList list) => new()
    {
        Manufacturer = list.Required(AttributeId.Manufacturer, 0, 64),
        ModelName = list.Required(AttributeId.ModelName, 0, 32),
        ModelNumber = list.Required(AttributeId.ModelNumber, 0, 32),
        SerialNumber = list.Required(AttributeId.SerialNumber, 0, 32),
        PrimaryDeviceType = DeviceType.Read(list.Required(AttributeId.PrimaryDeviceType, DeviceType.Length)),
        DeviceName = list.Required(AttributeId.DeviceName, 0, 32),
    };

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref AttributeWriter writer)
    {
        writer.Text(AttributeId.Manufacturer, Manufacturer);
        writer.Text(AttributeId.ModelName, ModelName);
        writer.Text(AttributeId.ModelNumber, ModelNumber);
        writer.Text(AttributeId.SerialNumber, SerialNumber);
        PrimaryDeviceType.CopyTo(writer.Reserve(AttributeId.PrimaryDeviceType, DeviceType.Length));
        writer.Text(AttributeId.DeviceName, DeviceName);
    }

    /// <summary>As text; bytes that are not UTF-8 become replacement characters, control characters a question mark.</summary>
    public readonly DeviceData ToDeviceData(uint osVersion) => new()
    {
        Manufacturer = Printable(Manufacturer),
        ModelName = Printable(ModelName),
        ModelNumber = Printable(ModelNumber),
        SerialNumber = Printable(SerialNumber),
        DeviceType = PrimaryDeviceType,
        DeviceName = Printable(DeviceName),
        OsVersion = osVersion,
    };

    /// <summary>A stranger's text made fit for one line of a log or an event.</summary>
    public static string Printable(ReadOnlySpan<byte> bytes) => string.Create(
        Encoding.UTF8.GetCharCount(bytes), Encoding.UTF8.GetString(bytes), static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(text[i]) ? '?' : text[i];
            }
        });
}
