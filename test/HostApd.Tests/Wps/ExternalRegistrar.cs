using System.Text;
using HostApd.Crypto;
using HostApd.Wps;
using HostApd.Wps.Messages;

namespace HostApd.Tests.Wps;

/// <summary>An external registrar (<c>wpa_cli wps_reg</c>): answers the AP's messages, to read or to change its settings.</summary>
internal sealed class ExternalRegistrar(string pin)
{
    private static readonly byte[] PrivateKey = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    private static readonly byte[] Nonce = [.. Enumerable.Repeat((byte)0x52, 16)];
    private static readonly byte[] Secret = [.. Enumerable.Repeat((byte)0x53, 16)];

    private readonly WscKeys _keys = new();
    private readonly byte[] _publicKey = new byte[DhGroup5.PublicLength];
    private readonly byte[] _psk1 = new byte[16];
    private readonly byte[] _psk2 = new byte[16];
    private byte[] _enrolleeNonce = new byte[16];
    private byte[] _enrolleeKey = [];
    private byte[] _received = [];

    /// <summary>Settings to write in M8, without Network Index; null: read only.</summary>
    public byte[]? NewSettings { get; init; }

    /// <summary>Answers M1 with M2D.</summary>
    public bool HasNoPassword { get; init; }

    /// <summary>Changes a message on its way out.</summary>
    public Func<MessageType, byte[], byte[]> Alter { get; init; } = static (_, m) => m;

    /// <summary>What M7 carried.</summary>
    public byte[]? Settings { get; private set; }

    public int? ReceivedError { get; private set; }

    public MessageType LastReceived { get; private set; }

    /// <summary>The response to a frame from the EAPOL header on; null when the exchange is over.</summary>
    public byte[]? Answer(byte[] frame)
    {
        if (frame[4] == 4)
        {
            return null;
        }

        byte[] data = frame[8] == 1
            ? [1, .. "WFA-SimpleConfig-Registrar-1-0"u8]
            : [254, 0, 0x37, 0x2A, 0, 0, 0, 1, .. AnswerMessage(frame[18..])];
        var length = 4 + data.Length;
        return [1, 0, (byte)(length >> 8), (byte)length, 2, frame[5], (byte)(length >> 8), (byte)length, .. data];
    }

    private byte[] AnswerMessage(byte[] message)
    {
        _received = message;
        LastReceived = AttributeList.TypeOf(message);
        return LastReceived switch
        {
            MessageType.M1 => [4, 0, .. Alter(HasNoPassword ? MessageType.M2D : MessageType.M2, M2Of(message))],
            MessageType.M3 => [4, 0, .. Alter(MessageType.M4, M4())],
            MessageType.M5 => [4, 0, .. Alter(MessageType.M6, Sealed(MessageType.M6, Tlv(AttributeId.RSNonce2, Secret)))],
            MessageType.M7 => AnswerM7(message),
            MessageType.WscNack => Refused(message),
            MessageType.WscDone => [2, 0, .. Alter(MessageType.WscAck, Closing(MessageType.WscAck))],
            _ => [3, 0, .. Closing(MessageType.WscNack)],
        };
    }

    private byte[] AnswerM7(byte[] message)
    {
        SealedMessage.TryParse(message, MessageType.M7, out var m7, out _);
        using var settings = EncryptedSettings.Open(_keys, m7.EncryptedSettings);
        Settings = settings?.Span.ToArray();
        return NewSettings is null
            ? [3, 0, .. Closing(MessageType.WscNack)]
            : [4, 0, .. Alter(MessageType.M8, Sealed(MessageType.M8, NewSettings))];
    }

    private byte[] Refused(byte[] message)
    {
        ClosingMessage.TryParse(message, MessageType.WscNack, out var nack, out _);
        ReceivedError = nack.ConfigurationError;
        return [3, 0, .. Closing(MessageType.WscNack)];
    }

    private byte[] M2Of(byte[] message)
    {
        M1.TryParse(message, out var m1, out _);
        _enrolleeNonce = m1.EnrolleeNonce.ToArray();
        _enrolleeKey = m1.PublicKey.ToArray();
        var shared = new byte[DhGroup5.PublicLength];
        DhGroup5.PublicKey(PrivateKey, _publicKey);
        DhGroup5.TryAgree(PrivateKey, _enrolleeKey, shared);
        _keys.Derive(shared, _enrolleeNonce, m1.MacAddress, Nonce);
        _keys.PasswordHalves(Encoding.ASCII.GetBytes(pin), _psk1, _psk2);
        var writer = new AttributeWriter(new byte[768]);
        new M2
        {
            EnrolleeNonce = _enrolleeNonce,
            RegistrarNonce = Nonce,
            UuidR = new byte[16],
            PublicKey = _publicKey,
            Device = DeviceAttributes.Of(new DeviceData()),
        }.Write(ref writer, HasNoPassword);
        return HasNoPassword ? writer.Written.ToArray() : Sign(writer.Written);
    }

    private byte[] M4()
    {
        var value = new byte[EncryptedSettings.LengthFor(20)];
        EncryptedSettings.Seal(_keys, new byte[16], Tlv(AttributeId.RSNonce1, Secret), value);
        var writer = new AttributeWriter(new byte[384]);
        byte[] hash1 = new byte[32], hash2 = new byte[32];
        _keys.Commit(Secret, _psk1, _enrolleeKey, _publicKey, hash1);
        _keys.Commit(Secret, _psk2, _enrolleeKey, _publicKey, hash2);
        new M4 { EnrolleeNonce = _enrolleeNonce, RHash1 = hash1, RHash2 = hash2, EncryptedSettings = value }.Write(ref writer);
        return Sign(writer.Written);
    }

    private byte[] Sealed(MessageType type, byte[] settings)
    {
        var value = new byte[EncryptedSettings.LengthFor(settings.Length)];
        EncryptedSettings.Seal(_keys, new byte[16], settings, value);
        var writer = new AttributeWriter(new byte[512]);
        new SealedMessage { Nonce = _enrolleeNonce, EncryptedSettings = value }.Write(ref writer, type);
        return Sign(writer.Written);
    }

    private byte[] Closing(MessageType type)
    {
        var writer = new AttributeWriter(new byte[128]);
        new ClosingMessage { EnrolleeNonce = _enrolleeNonce, RegistrarNonce = Nonce }.Write(ref writer, type);
        return writer.Written.ToArray();
    }

    private byte[] Sign(ReadOnlySpan<byte> message)
    {
        var authenticator = new byte[8];
        _keys.Authenticate(_received, message, authenticator);
        return [.. message, .. Tlv(AttributeId.Authenticator, authenticator)];
    }

    private static byte[] Tlv(AttributeId id, byte[] value) =>
        [(byte)((int)id >> 8), (byte)id, 0, (byte)value.Length, .. value];
}
