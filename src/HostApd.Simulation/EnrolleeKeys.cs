using System.Text;
using HostApd.Crypto;

namespace HostApd.Simulation;

/// <summary>Messages and keys of a <see cref="SimulatedEnrollee"/>: WSC 2.0 7.3 to 7.5, 8.3, 12.</summary>
internal sealed class EnrolleeKeys
{
    private static readonly byte[] Version2 = [0x10, 0x49, 0, 6, 0, 0x37, 0x2A, 0, 1, 0x20];

    private readonly EnrolleeScript _script;
    private readonly byte[] _publicKey = new byte[192];
    private byte[] _peerKey = [];
    private byte[] _registrarNonce = new byte[16];
    private byte[] _keys = new byte[96];
    private byte[] _rHash1 = [];
    private byte[] _rHash2 = [];

    public EnrolleeKeys(EnrolleeScript script)
    {
        _script = script;
        DhGroup5.PublicKey(script.PrivateKey, _publicKey);
    }

    private byte[] AuthKey => _keys[..32];

    private byte[] Psk1 => Mac(AuthKey, Digits[..((Digits.Length + 1) / 2)])[..16];

    private byte[] Psk2 => Mac(AuthKey, Digits[((Digits.Length + 1) / 2)..])[..16];

    private byte[] Digits => Encoding.ASCII.GetBytes(_script.Password);

    public byte[] M1()
    {
        var address = new byte[6];
        _script.Address.CopyTo(address);
        byte[] blank = [0x20];
        return
        [
            .. Tlv(0x104A, [0x10]), .. Tlv(0x1022, [4]), .. Tlv(0x1047, _script.Uuid), .. Tlv(0x1020, address),
            .. Tlv(0x101A, _script.Nonce), .. Tlv(0x1032, _publicKey), .. Tlv(0x1004, [0, 0x23]), .. Tlv(0x1010, [0, 0x0D]),
            .. Tlv(0x100D, [1]), .. Tlv(0x1008, U16(_script.ConfigMethods)), .. Tlv(0x1044, [1]), .. Tlv(0x1021, blank),
            .. Tlv(0x1023, blank), .. Tlv(0x1024, blank), .. Tlv(0x1042, blank), .. Tlv(0x1054, new byte[8]),
            .. Tlv(0x1011, blank), .. Tlv(0x103C, [1]), .. Tlv(0x1002, [0, 0]), .. Tlv(0x1012, U16(_script.PasswordId)),
            .. Tlv(0x1009, [0, 0]), .. Tlv(0x102D, [0x80, 0, 0, 0]), .. Version2,
        ];
    }

    public bool TakeM2(byte[] m2, byte[] m1)
    {
        TakeRegistrarNonce(m2);
        _peerKey = Find(m2, 0x1032)!;
        var shared = new byte[192];
        var address = new byte[6];
        _script.Address.CopyTo(address);
        if (!DhGroup5.TryAgree(_script.PrivateKey, _peerKey, shared))
        {
            return false;
        }

        var dhKey = new byte[32];
        Sha256.Hash(shared, dhKey);
        var kdk = Mac(dhKey, [.. _script.Nonce, .. address, .. _registrarNonce]);
        _keys = [.. Kdf(kdk, 1), .. Kdf(kdk, 2), .. Kdf(kdk, 3)];
        return IsSigned(m2, m1);
    }

    public void TakeRegistrarNonce(byte[] message) => _registrarNonce = Find(message, 0x1039) ?? _registrarNonce;

    public byte[] M3(byte[] m2) => Sign(m2,
    [
        .. Tlv(0x104A, [0x10]), .. Tlv(0x1022, [7]), .. Tlv(0x1039, _registrarNonce),
        .. Tlv(0x1014, Commit(_script.Secret1, Psk1)), .. Tlv(0x1015, Commit(_script.Secret2, Psk2)), .. Version2,
    ]);

    /// <summary>True: the registrar knows the first half; false: not; null: the message is not right.</summary>
    public bool? CheckM4(byte[] m4, byte[] m3)
    {
        if (!IsSigned(m4, m3))
        {
            return null;
        }

        _rHash1 = Find(m4, 0x103D)!;
        _rHash2 = Find(m4, 0x103E)!;
        return Open(m4) is { } settings && Find(settings, 0x103F) is { } secret
            ? Commit(secret, Psk1).AsSpan().SequenceEqual(_rHash1)
            : null;
    }

    public byte[] M5(byte[] m4) => Sealed(m4, 9, Tlv(0x1016, _script.Secret1), _script.Iv5);

    public bool? CheckM6(byte[] m6, byte[] m5) => IsSigned(m6, m5) && Open(m6) is { } settings && Find(settings, 0x1040) is { } secret
        ? Commit(secret, Psk2).AsSpan().SequenceEqual(_rHash2)
        : null;

    public byte[] M7(byte[] m6) => Sealed(m6, 11, Tlv(0x1017, _script.Secret2), _script.Iv7);

    public byte[]? OpenM8(byte[] m8, byte[] m7) => IsSigned(m8, m7) ? Open(m8) : null;

    public byte[] Closing(byte type, ushort? error) =>
    [
        .. Tlv(0x104A, [0x10]), .. Tlv(0x1022, [type]), .. Tlv(0x101A, _script.Nonce), .. Tlv(0x1039, _registrarNonce),
        .. error is { } value ? Tlv(0x1009, U16(value)) : [], .. Version2,
    ];

    /// <summary>The value of the first attribute of that type; null when there is none.</summary>
    public static byte[]? Find(byte[] message, int type)
    {
        for (var at = 0; at + 4 <= message.Length;)
        {
            var length = message[at + 2] << 8 | message[at + 3];
            if ((message[at] << 8 | message[at + 1]) == type)
            {
                return message[(at + 4)..(at + 4 + length)];
            }

            at += 4 + length;
        }

        return null;
    }

    private byte[] Sealed(byte[] previous, byte type, byte[] settings, byte[] iv)
    {
        byte[] plain = [.. settings, .. Tlv(0x101E, Mac(AuthKey, settings)[..8])];
        var padding = 16 - plain.Length % 16;
        plain = [.. plain, .. Enumerable.Repeat((byte)padding, padding)];
        Aes.CbcEncrypt(_keys.AsSpan(32, 16), iv, plain);
        return Sign(previous,
        [
            .. Tlv(0x104A, [0x10]), .. Tlv(0x1022, [type]), .. Tlv(0x1039, _registrarNonce),
            .. Tlv(0x1018, [.. iv, .. plain]), .. Version2,
        ]);
    }

    private byte[]? Open(byte[] message)
    {
        if (Find(message, 0x1018) is not { Length: >= 32 } value)
        {
            return null;
        }

        var plain = value[16..];
        Aes.CbcDecrypt(_keys.AsSpan(32, 16), value.AsSpan(0, 16), plain);
        var end = plain.Length - plain[^1];
        var settings = plain[..(end - 12)];
        return Mac(AuthKey, settings).AsSpan(0, 8).SequenceEqual(plain.AsSpan(end - 8, 8)) ? settings : null;
    }

    private byte[] Sign(byte[] previous, byte[] message) =>
        [.. message, .. Tlv(0x1005, Mac(AuthKey, [.. previous, .. message])[..8])];

    private bool IsSigned(byte[] message, byte[] previous) =>
        Mac(AuthKey, [.. previous, .. message[..^12]]).AsSpan(0, 8).SequenceEqual(message.AsSpan()[^8..]);

    private byte[] Commit(byte[] secret, byte[] psk) => Mac(AuthKey, [.. secret, .. psk, .. _publicKey, .. _peerKey]);

    private static byte[] Kdf(byte[] key, byte counter) =>
        Mac(key, [0, 0, 0, counter, .. "Wi-Fi Easy and Secure Key Derivation"u8, 0, 0, 0x02, 0x80]);

    private static byte[] Mac(byte[] key, byte[] message)
    {
        using var hmac = Hmac.Sha256();
        hmac.SetKey(key);
        var mac = new byte[32];
        hmac.Compute(message, mac);
        return mac;
    }

    private static byte[] Tlv(ushort type, byte[] value) => [.. U16(type), .. U16((ushort)value.Length), .. value];

    private static byte[] U16(ushort value) => [(byte)(value >> 8), (byte)value];
}
