namespace HostApd.Wps.Messages;

/// <summary>WSC_ACK, WSC_NACK and WSC_Done (WSC 2.0 8.3.10 to 8.3.12): both nonces; a NACK says why.</summary>
public ref struct ClosingMessage
{
    /// <summary>Enrollee Nonce, 16 bytes.</summary>
    public ReadOnlySpan<byte> EnrolleeNonce;

    /// <summary>Registrar Nonce, 16 bytes.</summary>
    public ReadOnlySpan<byte> RegistrarNonce;

    /// <summary>Configuration Error; WSC_NACK only.</summary>
    public ushort ConfigurationError;

    /// <summary>WFA vendor extension; when writing, Version2 only.</summary>
    public WfaExtension Wfa;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, MessageType type, out ClosingMessage m, out WscError error)
    {
        var list = new AttributeList(bytes);
        m = default;
        list.Head(type);
        m.EnrolleeNonce = list.Required(AttributeId.EnrolleeNonce, 16);
        m.RegistrarNonce = list.Required(AttributeId.RegistrarNonce, 16);
        m.ConfigurationError = type == MessageType.WscNack ? list.U16(AttributeId.ConfigurationError) : (ushort)0;
        m.Wfa = list.Wfa();
        return list.TryFinish(out error);
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref AttributeWriter writer, MessageType type)
    {
        writer.Head(type);
        writer.Bytes(AttributeId.EnrolleeNonce, EnrolleeNonce);
        writer.Bytes(AttributeId.RegistrarNonce, RegistrarNonce);
        if (type == MessageType.WscNack)
        {
            writer.U16(AttributeId.ConfigurationError, ConfigurationError);
        }

        writer.Wfa();
    }
}
