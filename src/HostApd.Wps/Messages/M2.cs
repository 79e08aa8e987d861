namespace HostApd.Wps.Messages;

/// <summary>M2 and M2D (WSC 2.0 8.3.2, 8.3.3): the registrar answers M1, with or without a password for the enrollee.</summary>
public ref struct M2
{
    /// <summary>Enrollee Nonce, 16 bytes.</summary>
    public ReadOnlySpan<byte> EnrolleeNonce;

    /// <summary>Registrar Nonce, 16 bytes.</summary>
    public ReadOnlySpan<byte> RegistrarNonce;

    /// <summary>UUID-R, 16 bytes.</summary>
    public ReadOnlySpan<byte> UuidR;

    /// <summary>Public Key, 192 bytes; empty in M2D.</summary>
    public ReadOnlySpan<byte> PublicKey;

    /// <summary>Authentication Type Flags.</summary>
    public ushort AuthenticationTypeFlags;

    /// <summary>Encryption Type Flags.</summary>
    public ushort EncryptionTypeFlags;

    /// <summary>Connection Type Flags.</summary>
    public byte ConnectionTypeFlags;

    /// <summary>Config Methods.</summary>
    public ushort ConfigMethods;

    /// <summary>Manufacturer to Device Name.</summary>
    public DeviceAttributes Device;

    /// <summary>RF Bands.</summary>
    public byte RfBands;

    /// <summary>Association State.</summary>
    public ushort AssociationState;

    /// <summary>Configuration Error.</summary>
    public ushort ConfigurationError;

    /// <summary>Device Password ID; 0 in M2D.</summary>
    public ushort DevicePasswordId;

    /// <summary>OS Version.</summary>
    public uint OsVersion;

    /// <summary>WFA vendor extension; when writing, Version2 only.</summary>
    public WfaExtension Wfa;

    /// <summary>Authenticator, 8 bytes; empty in M2D and when writing.</summary>
    public ReadOnlySpan<byte> Authenticator;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, bool isM2D, out M2 m, out WscError error)
    {
        var list = new AttributeList(bytes);
        m = default;
        list.Head(isM2D ? MessageType.M2D : MessageType.M2);
        m.EnrolleeNonce = list.Required(AttributeId.EnrolleeNonce, 16);
        m.RegistrarNonce = list.Required(AttributeId.RegistrarNonce, 16);
        m.UuidR = list.Required(AttributeId.UuidR, 16);
        m.PublicKey = isM2D ? default : list.Required(AttributeId.PublicKey, 192);
        m.AuthenticationTypeFlags = list.U16(AttributeId.AuthenticationTypeFlags);
        m.EncryptionTypeFlags = list.U16(AttributeId.EncryptionTypeFlags);
        m.ConnectionTypeFlags = list.U8(AttributeId.ConnectionTypeFlags);
        m.ConfigMethods = list.U16(AttributeId.ConfigMethods);
        m.Device = DeviceAttributes.Read(ref list);
        m.RfBands = list.U8(AttributeId.RfBands);
        m.AssociationState = list.U16(AttributeId.AssociationState);
        m.ConfigurationError = list.U16(AttributeId.ConfigurationError);
        m.DevicePasswordId = isM2D ? (ushort)0 : list.U16(AttributeId.DevicePasswordId);
        m.OsVersion = list.U32(AttributeId.OsVersion);
        m.Wfa = list.Wfa();
        m.Authenticator = isM2D ? default : list.Authenticator();
        return list.TryFinish(out error);
    }

    /// <summary>Build list, without the Authenticator.</summary>
    public readonly void Write(scoped ref AttributeWriter writer, bool isM2D)
    {
        writer.Head(isM2D ? MessageType.M2D : MessageType.M2);
        writer.Bytes(AttributeId.EnrolleeNonce, EnrolleeNonce);
        writer.Bytes(AttributeId.RegistrarNonce, RegistrarNonce);
        writer.Bytes(AttributeId.UuidR, UuidR);
        if (!isM2D)
        {
            writer.Bytes(AttributeId.PublicKey, PublicKey);
        }

        writer.U16(AttributeId.AuthenticationTypeFlags, AuthenticationTypeFlags);
        writer.U16(AttributeId.EncryptionTypeFlags, EncryptionTypeFlags);
        writer.U8(AttributeId.ConnectionTypeFlags, ConnectionTypeFlags);
        writer.U16(AttributeId.ConfigMethods, ConfigMethods);
        Device.Write(ref writer);
        writer.U8(AttributeId.RfBands, RfBands);
        writer.U16(AttributeId.AssociationState, AssociationState);
        writer.U16(AttributeId.ConfigurationError, ConfigurationError);
        if (!isM2D)
        {
            writer.U16(AttributeId.DevicePasswordId, DevicePasswordId);
        }

        writer.U32(AttributeId.OsVersion, OsVersion);
        writer.Wfa();
    }
}
