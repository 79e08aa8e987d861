using HostApd.Ieee80211;

namespace HostApd.Wps.Messages;

/// <summary>M1 (WSC 2.0 8.3.1): the enrollee introduces itself.</summary>
public ref struct M1
{
    /// <summary>UUID-E, 16 bytes.</summary>
    public ReadOnlySpan<byte> UuidE;

    /// <summary>MAC Address.</summary>
    public MacAddress MacAddress;

    /// <summary>Enrollee Nonce, 16 bytes.</summary>
    public ReadOnlySpan<byte> EnrolleeNonce;

    /// <summary>Public Key, 192 bytes.</summary>
    public ReadOnlySpan<byte> PublicKey;

    /// <summary>Authentication Type Flags.</summary>
    public ushort AuthenticationTypeFlags;

    /// <summary>Encryption Type Flags.</summary>
    public ushort EncryptionTypeFlags;

    /// <summary>Connection Type Flags.</summary>
    public byte ConnectionTypeFlags;

    /// <summary>Config Methods.</summary>
    public ushort ConfigMethods;

    /// <summary>Wi-Fi Simple Configuration State.</summary>
    public byte WpsState;

    /// <summary>Manufacturer to Device Name.</summary>
    public DeviceAttributes Device;

    /// <summary>RF Bands.</summary>
    public byte RfBands;

    /// <summary>Association State.</summary>
    public ushort AssociationState;

    /// <summary>Device Password ID.</summary>
    public ushort DevicePasswordId;

    /// <summary>Configuration Error.</summary>
    public ushort ConfigurationError;

    /// <summary>OS Version.</summary>
    public uint OsVersion;

    /// <summary>WFA vendor extension; when writing, Version2 only.</summary>
    public WfaExtension Wfa;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out M1 m, out WscError error)
    {
        var list = new AttributeList(bytes);
        m = default;
        list.Head(MessageType.M1);
        m.UuidE = list.Required(AttributeId.UuidE, 16);
        m.MacAddress = list.Mac(AttributeId.MacAddress);
        m.EnrolleeNonce = list.Required(AttributeId.EnrolleeNonce, 16);
        m.PublicKey = list.Required(AttributeId.PublicKey, 192);
        m.AuthenticationTypeFlags = list.U16(AttributeId.AuthenticationTypeFlags);
        m.EncryptionTypeFlags = list.U16(AttributeId.EncryptionTypeFlags);
        m.ConnectionTypeFlags = list.U8(AttributeId.ConnectionTypeFlags);
        m.ConfigMethods = list.U16(AttributeId.ConfigMethods);
        m.WpsState = list.U8(AttributeId.WpsState);
        m.Device = DeviceAttributes.Read(ref list);
        m.RfBands = list.U8(AttributeId.RfBands);
        m.AssociationState = list.U16(AttributeId.AssociationState);
        m.DevicePasswordId = list.U16(AttributeId.DevicePasswordId);
        m.ConfigurationError = list.U16(AttributeId.ConfigurationError);
        m.OsVersion = list.U32(AttributeId.OsVersion);
        m.Wfa = list.Wfa();
        return list.TryFinish(out error);
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref AttributeWriter writer)
    {
        writer.Head(MessageType.M1);
        writer.Bytes(AttributeId.UuidE, UuidE);
        writer.Mac(AttributeId.MacAddress, MacAddress);
        writer.Bytes(AttributeId.EnrolleeNonce, EnrolleeNonce);
        writer.Bytes(AttributeId.PublicKey, PublicKey);
        writer.U16(AttributeId.AuthenticationTypeFlags, AuthenticationTypeFlags);
        writer.U16(AttributeId.EncryptionTypeFlags, EncryptionTypeFlags);
        writer.U8(AttributeId.ConnectionTypeFlags, ConnectionTypeFlags);
        writer.U16(AttributeId.ConfigMethods, ConfigMethods);
        writer.U8(AttributeId.WpsState, WpsState);
        Device.Write(ref writer);
        writer.U8(AttributeId.RfBands, RfBands);
        writer.U16(AttributeId.AssociationState, AssociationState);
        writer.U16(AttributeId.DevicePasswordId, DevicePasswordId);
        writer.U16(AttributeId.ConfigurationError, ConfigurationError);
        writer.U32(AttributeId.OsVersion, OsVersion);
        writer.Wfa();
    }
}
