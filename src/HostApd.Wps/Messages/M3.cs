namespace HostApd.Wps.Messages;

/// <summary>M3 (WSC 2.0 8.3.4): the enrollee commits to both halves of the password.</summary>
public ref struct M3
{
    /// <summary>Registrar Nonce, 16 bytes.</summary>
    public ReadOnlySpan<byte> RegistrarNonce;

    /// <summary>E-Hash1, 32 bytes.</summary>
    public ReadOnlySpan<byte> EHash1;

    /// <summary>E-Hash2, 32 bytes.</summary>
    public ReadOnlySpan<byte> EHash2;

    /// <summary>WFA vendor extension; when writing, Version2 only.</summary>
    public WfaExtension Wfa;

    /// <summary>Authenticator, 8 bytes; not written.</summary>
    public ReadOnlySpan<byte> Authenticator;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out M3 m, out WscError error)
    {
        var list = new AttributeList(bytes);
        m = default;
        list.Head(MessageType.M3);
        m.RegistrarNonce = list.Required(AttributeId.RegistrarNonce, 16);
        m.EHash1 = list.Required(AttributeId.EHash1, 32);
        m.EHash2 = list.Required(AttributeId.EHash2, 32);
        m.Wfa = list.Wfa();
        m.Authenticator = list.Authenticator();
        return list.TryFinish(out error);
    }

    /// <summary>Build list, without the Authenticator.</summary>
    public readonly void Write(scoped ref AttributeWriter writer)
    {
        writer.Head(MessageType.M3);
        writer.Bytes(AttributeId.RegistrarNonce, RegistrarNonce);
        writer.Bytes(AttributeId.EHash1, EHash1);
        writer.Bytes(AttributeId.EHash2, EHash2);
        writer.Wfa();
    }
}
