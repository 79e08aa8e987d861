namespace HostApd.Wps.Messages;

/// <summary>M4 (WSC 2.0 8.3.5): the registrar commits to both halves and reveals the first.</summary>
public ref struct M4
{
    /// <summary>Enrollee Nonce, 16 bytes.</summary>
    public ReadOnlySpan<byte> EnrolleeNonce;

    /// <summary>R-Hash1, 32 bytes.</summary>
    public ReadOnlySpan<byte> RHash1;

    /// <summary>R-Hash2, 32 bytes.</summary>
    public ReadOnlySpan<byte> RHash2;

    /// <summary>Encrypted Settings: R-SNonce1.</summary>
    public ReadOnlySpan<byte> EncryptedSettings;

    /// <summary>WFA vendor extension; when writing, Version2 only.</summary>
    public WfaExtension Wfa;

    /// <summary>Authenticator, 8 bytes; not written.</summary>
    public ReadOnlySpan<byte> Authenticator;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out M4 m, out WscError error)
    {
        var list = new AttributeList(bytes);
        m = default;
        list.Head(MessageType.M4);
        m.EnrolleeNonce = list.Required(AttributeId.EnrolleeNonce, 16);
        m.RHash1 = list.Required(AttributeId.RHash1, 32);
        m.RHash2 = list.Required(AttributeId.RHash2, 32);
        m.EncryptedSettings = list.Required(AttributeId.EncryptedSettings, Wps.EncryptedSettings.MinimumLength, ushort.MaxValue);
        m.Wfa = list.Wfa();
        m.Authenticator = list.Authenticator();
        return list.TryFinish(out error);
    }

    /// <summary>Build list, without the Authenticator.</summary>
    public readonly void Write(scoped ref AttributeWriter writer)
    {
        writer.Head(MessageType.M4);
        writer.Bytes(AttributeId.EnrolleeNonce, EnrolleeNonce);
        writer.Bytes(AttributeId.RHash1, RHash1);
        writer.Bytes(AttributeId.RHash2, RHash2);
        writer.Bytes(AttributeId.EncryptedSettings, EncryptedSettings);
        writer.Wfa();
    }
}
