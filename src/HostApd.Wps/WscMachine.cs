using HostApd.Crypto;
using HostApd.Eapol;
using HostApd.Entropy;
using HostApd.Wps.Messages;

namespace HostApd.Wps;

/// <summary>A key pair for one exchange.</summary>
internal sealed class DhKeyPair(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicKey) : IDisposable
{
    public SecretBytes Private { get; } = new(privateKey);

    public byte[] Public { get; } = publicKey.ToArray();

    public void Dispose() => Private.Dispose();
}

/// <summary>Who goes before whom when keys are to be made, the last first.</summary>
internal enum KeyRank
{
    /// <summary>An external registrar, who has shown nothing yet.</summary>
    Registrar,

    /// <summary>An enrollee that nobody named.</summary>
    Enrollee,

    /// <summary>An enrollee that was named or seen.</summary>
    Named,
}

/// <summary>What our half of an exchange has in common in both roles: keys, the last messages, the way out.</summary>
internal abstract class WscMachine(Registrar registrar, WpsSession session)
{
    private byte[] _sent = [];
    private byte[] _received = [];

    public WpsSession Session { get; } = session;

    public WscOpCode OutgoingOpCode { get; private set; }

    /// <summary>The message that <see cref="EapMethodStep.Request"/> means.</summary>
    public ReadOnlySpan<byte> Outgoing => _sent;

    /// <summary>Our key pair; given by the <see cref="KeyQueue"/>.</summary>
    public DhKeyPair? Pair { get; set; }

    /// <summary>The other side's public key; empty until known.</summary>
    public byte[] PeerKey { get; protected set; } = [];

    /// <summary>Goes first when several wait for a key.</summary>
    public bool IsPreferred { get; protected set; }

    /// <summary>Its place in the queue for keys.</summary>
    public KeyRank Rank => !TakesPreparedPair ? KeyRank.Registrar : IsPreferred ? KeyRank.Named : KeyRank.Enrollee;

    /// <summary>May take the key pair that was made ahead for an enrollee.</summary>
    public abstract bool TakesPreparedPair { get; }

    protected Registrar Registrar { get; } = registrar;

    protected WscKeys Keys { get; } = new();

    protected byte[] EnrolleeNonce { get; } = new byte[WscKeys.NonceLength];

    protected byte[] RegistrarNonce { get; } = new byte[WscKeys.NonceLength];

    /// <summary>The message that the next Authenticator we check goes back to.</summary>
    protected ReadOnlySpan<byte> LastSent => _sent;

    /// <summary>The message that our next Authenticator goes back to.</summary>
    protected ReadOnlySpan<byte> LastReceived => _received;

    public abstract EapMethodStep Begin();

    public abstract EapMethodStep OnMessage(WscOpCode opCode, ReadOnlySpan<byte> message);

    /// <summary>Draws every random byte of the exchange, once; false while none can be drawn.</summary>
    public abstract bool TryDraw(INonceSource nonces);

    /// <summary>The key pair, and with a <see cref="PeerKey"/> the shared secret (else empty), is there.</summary>
    public abstract EapMethodStep OnKeys(ReadOnlySpan<byte> shared);

    /// <summary>Too many exchanges wait for keys.</summary>
    public abstract EapMethodStep OnPushedOut();

    /// <summary>The exchange is over: forgets all secrets.</summary>
    public virtual void Close()
    {
        Registrar.Forget(this);
        Pair?.Dispose();
        Pair = null;
        Keys.Dispose();
    }

    protected void Received(ReadOnlySpan<byte> message) => _received = message.ToArray();

    protected EapMethodStep SendStart()
    {
        _sent = [];
        OutgoingOpCode = WscOpCode.Start;
        return EapMethodStep.Request;
    }

    protected EapMethodStep Send(scoped in AttributeWriter writer)
    {
        _sent = writer.Written.ToArray();
        OutgoingOpCode = WscOpCode.Message;
        return EapMethodStep.Request;
    }

    /// <summary>Appends the Authenticator and sends.</summary>
    protected EapMethodStep SendSigned(scoped ref AttributeWriter writer)
    {
        Span<byte> authenticator = stackalloc byte[8];
        Keys.Authenticate(_received, writer.Written, authenticator);
        writer.Bytes(AttributeId.Authenticator, authenticator);
        return Send(writer);
    }

    /// <summary>Seals <paramref name="settings"/> into an M5, M6, M7 or M8 and sends it.</summary>
    protected EapMethodStep SendSealed(
        MessageType type, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> iv, scoped ReadOnlySpan<byte> settings)
    {
        var value = new byte[EncryptedSettings.LengthFor(settings.Length)];
        EncryptedSettings.Seal(Keys, iv, settings, value);
        var writer = new AttributeWriter(new byte[value.Length + 128]);
        new SealedMessage { Nonce = nonce, EncryptedSettings = value }.Write(ref writer, type);
        return SendSigned(ref writer);
    }

    protected EapMethodStep SendClosing(MessageType type, WscOpCode opCode, ConfigurationError error)
    {
        Span<byte> bytes = stackalloc byte[96];
        var writer = new AttributeWriter(bytes);
        new ClosingMessage
        {
            EnrolleeNonce = EnrolleeNonce,
            RegistrarNonce = RegistrarNonce,
            ConfigurationError = (ushort)error,
        }.Write(ref writer, type);
        _sent = writer.Written.ToArray();
        OutgoingOpCode = opCode;
        return EapMethodStep.Request;
    }

    /// <summary>Reads a closing message of this exchange; false when it is malformed or of another.</summary>
    protected bool TryReadClosing(ReadOnlySpan<byte> message, MessageType type, out ConfigurationError error)
    {
        var isRight = ClosingMessage.TryParse(message, type, out var closing, out _)
            && closing.EnrolleeNonce.SequenceEqual(EnrolleeNonce)
            && closing.RegistrarNonce.SequenceEqual(RegistrarNonce);
        error = isRight ? (ConfigurationError)closing.ConfigurationError : ConfigurationError.None;
        return isRight;
    }

    /// <summary>Opens the settings and compares what they reveal with what was committed to; null when all is right.</summary>
    protected ConfigurationError? CheckReveal(
        SecretBytes? settings, AttributeId nonceId, ReadOnlySpan<byte> psk, ReadOnlySpan<byte> commitment,
        ReadOnlySpan<byte> enrolleeKey, ReadOnlySpan<byte> registrarKey)
    {
        if (settings is null)
        {
            return ConfigurationError.DecryptionCrcFailure;
        }

        var list = new AttributeList(settings.Span);
        var nonce = list.Required(nonceId, WscKeys.NonceLength);
        if (!list.TryFinish(out _))
        {
            return ConfigurationError.None;
        }

        Span<byte> hash = stackalloc byte[WscKeys.HashLength];
        Keys.Commit(nonce, psk, enrolleeKey, registrarKey, hash);
        return System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(hash, commitment)
            ? null
            : ConfigurationError.DevicePasswordAuthFailure;
    }
}
