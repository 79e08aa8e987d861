using System.Buffers.Binary;
using HostApd.Ieee80211;
using HostApd.Wps.Messages;

namespace HostApd.Wps;

/// <summary>Device Password ID (WSC 2.0 12, attribute 0x1012), 16 bits.</summary>
public enum DevicePasswordId : ushort
{
    /// <summary>The device's own PIN.</summary>
    Default = 0,

    /// <summary>A PIN its user chose.</summary>
    UserSpecified = 1,

    /// <summary>Reserved by WSC 2.0 (was: machine-specified).</summary>
    MachineSpecified = 2,

    /// <summary>Reserved by WSC 2.0 (was: rekey).</summary>
    Rekey = 3,

    /// <summary>Push button.</summary>
    PushButton = 4,

    /// <summary>A PIN the registrar chose.</summary>
    RegistrarSpecified = 5,

    /// <summary>P2PS default PIN.</summary>
    P2psDefault = 8,
}

/// <summary>What an enrollee says of itself in M1 (the <c>wps…</c> lines of <c>STA</c>).</summary>
/// <param name="Address">Its MAC Address attribute.</param>
/// <param name="Uuid">UUID-E.</param>
/// <param name="Device">Names and types.</param>
/// <param name="ConfigMethods">What it can do.</param>
/// <param name="PasswordId">Which password it uses.</param>
public sealed record Enrollee(
    MacAddress Address, Guid Uuid, DeviceData Device, ConfigMethods ConfigMethods, DevicePasswordId PasswordId);

/// <summary>What the WPS element of a Probe or Association Request says; see <see cref="TryParse"/>.</summary>
/// <param name="RequestType">Request Type: 0 enrollee info, 1 enrollee, 2 registrar, 3 WLAN manager registrar.</param>
/// <param name="Uuid">UUID-E; empty when absent.</param>
/// <param name="PasswordId">Device Password ID; null when absent.</param>
/// <param name="ConfigMethods">Config Methods.</param>
/// <param name="PrimaryDeviceType">Primary Device Type.</param>
/// <param name="RequestedDeviceType">Requested Device Type; null when absent.</param>
/// <param name="DeviceName">Device Name.</param>
/// <param name="IsVersion2">Has the Version2 subelement: the device knows WSC 2.0.</param>
public sealed record WpsRequest(
    byte? RequestType, Guid Uuid, DevicePasswordId? PasswordId, ConfigMethods ConfigMethods,
    DeviceType? PrimaryDeviceType, DeviceType? RequestedDeviceType, string DeviceName, bool IsVersion2)
{
    /// <summary>Reads the body behind OUI and type, joined when it came in several elements.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, out WpsRequest request)
    {
        var list = new AttributeList(body);
        list.U8(AttributeId.Version);
        var requestType = list.Optional(AttributeId.RequestType, 1);
        var uuid = list.Optional(AttributeId.UuidE, WpsUuid.Length);
        var passwordId = list.Optional(AttributeId.DevicePasswordId, 2);
        var methods = list.Optional(AttributeId.ConfigMethods, 2);
        var type = list.Optional(AttributeId.PrimaryDeviceType, DeviceType.Length);
        var wanted = list.Optional(AttributeId.RequestedDeviceType, DeviceType.Length);
        var name = list.Optional(AttributeId.DeviceName, 0, 32);
        var wfa = list.Wfa();
        request = new WpsRequest(
            requestType.IsEmpty ? null : requestType[0],
            WpsUuid.Read(uuid),
            passwordId.IsEmpty ? null : (DevicePasswordId)BinaryPrimitives.ReadUInt16BigEndian(passwordId),
            methods.IsEmpty ? ConfigMethods.None : (ConfigMethods)BinaryPrimitives.ReadUInt16BigEndian(methods),
            type.IsEmpty ? null : DeviceType.Read(type),
            wanted.IsEmpty ? null : DeviceType.Read(wanted),
            DeviceAttributes.Printable(name),
            wfa.Version2 >= WfaExtension.Version20);
        return list.TryFinish(out _);
    }
}
