namespace HostApd.Wps.Messages;

/// <summary>
/// M5, M6, M7 and M8 (WSC 2.0 8.3.6 to 8.3.9): the other side's nonce and Encrypted Settings. M5 and M7 carry the Registrar
/// Nonce, M6 and M8 the Enrollee Nonce.
/// </summary>
public ref struct SealedMessage
{
    /// <summary>Registrar Nonce or Enrollee Nonce, 16 bytes.</summary>
    public ReadOnlySpan<byte> Nonce;

    /// <summary>Encrypted Settings.</summary>
    public ReadOnlySpan<byte> EncryptedSettings;

    /// <summary>WFA vendor extension; when writing, Version2 only.</summary>
    public WfaExtension Wfa;

    /// <summary>Authenticator, 8 bytes; not written.</summary>
    public ReadOnlySpan<byte> Authenticator;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, MessageType type, out SealedMessage m, out WscError error)
    {
        var list = new AttributeList(bytes);
        m = default;
        list.Head(type);
        m.Nonce = list.Required(NonceOf(type), 16);
        m.EncryptedSettings = list.Required(AttributeId.EncryptedSettings, Wps.EncryptedSettings.MinimumLength, ushort.MaxValue);
        m.Wfa = list.Wfa();
        m.Authenticator = list.Authenticator();
        return list.TryFinish(out error);
    }

    /// <summary>Build list, without the Authenticator.</summary>
    public readonly void Write(scoped ref AttributeWriter writer, MessageType type)
    {
        writer.Head(type);
        writer.Bytes(NonceOf(type), Nonce);
        writer.Bytes(AttributeId.EncryptedSettings, EncryptedSettings);
        writer.Wfa();
    }

    private static AttributeId NonceOf(MessageType type) =>
        type is MessageType.M5 or MessageType.M7 ? AttributeId.RegistrarNonce : AttributeId.EnrolleeNonce;
}
