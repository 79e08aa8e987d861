using System.Buffers.Binary;
using System.Security.Cryptography;
using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>
/// Keys of one exchange (WSC 2.0 7.3): DHKey = SHA-256(shared secret), KDK = HMAC(DHKey, N1 ‖ EnrolleeMAC ‖ N2), and from it
/// AuthKey 32, KeyWrapKey 16, EMSK 32 bytes. All HMACs are HMAC-SHA-256.
/// </summary>
public sealed class WscKeys : IDisposable
{
    /// <summary>Length of a nonce, a secret nonce and a PSK half, in bytes.</summary>
    public const int NonceLength = 16;

    /// <summary>Length of the hashes that commit to a half, in bytes.</summary>
    public const int HashLength = 32;

    private const int AuthKeyLength = 32;
    private const int KeyWrapKeyLength = 16;
    private const int KeyBits = 640;

    private readonly SecretBytes _keys = new(KeyBits / 8);
    private readonly Hmac _hmac = Hmac.Sha256();

    /// <summary>Signs messages.</summary>
    public ReadOnlySpan<byte> AuthKey => _keys.Span[..AuthKeyLength];

    /// <summary>Encrypts settings.</summary>
    public ReadOnlySpan<byte> KeyWrapKey => _keys.Span.Slice(AuthKeyLength, KeyWrapKeyLength);

    /// <summary>For uses that WSC 2.0 leaves open.</summary>
    public ReadOnlySpan<byte> Emsk => _keys.Span[(AuthKeyLength + KeyWrapKeyLength)..];

    /// <summary>Derives all keys.</summary>
    /// <param name="shared">Shared secret, 192 bytes.</param>
    /// <param name="enrolleeNonce">N1.</param>
    /// <param name="enrollee">MAC Address of M1.</param>
    /// <param name="registrarNonce">N2.</param>
    public void Derive(
        ReadOnlySpan<byte> shared, ReadOnlySpan<byte> enrolleeNonce, MacAddress enrollee, ReadOnlySpan<byte> registrarNonce)
    {
        Span<byte> key = stackalloc byte[Sha256.Length];
        Span<byte> address = stackalloc byte[MacAddress.Length];
        enrollee.CopyTo(address);
        Sha256.Hash(shared, key);
        _hmac.SetKey(key);
        _hmac.Update(enrolleeNonce);
        _hmac.Update(address);
        _hmac.Update(registrarNonce);
        _hmac.Finish(key);
        _hmac.SetKey(key);
        CryptographicOperations.ZeroMemory(key);
        Expand(_keys.Span);
        _hmac.SetKey(AuthKey);
    }

    /// <summary>Authenticator: the first 8 bytes of HMAC(AuthKey, message received before ‖ this one without it).</summary>
    public void Authenticate(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> current, Span<byte> authenticator)
    {
        _hmac.Update(previous);
        _hmac.Update(current);
        _hmac.Finish(authenticator);
    }

    /// <summary>Whether the Authenticator at the end of <paramref name="current"/> is right, in fixed time.</summary>
    public bool Verify(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> current)
    {
        Span<byte> wanted = stackalloc byte[8];
        Authenticate(previous, current[..^AttributeList.AuthenticatorLength], wanted);
        return CryptographicOperations.FixedTimeEquals(wanted, current[^8..]);
    }

    /// <summary>Key Wrap Authenticator: the first 8 bytes of HMAC(AuthKey, settings).</summary>
    public void AuthenticateSettings(ReadOnlySpan<byte> settings, Span<byte> authenticator) =>
        _hmac.Compute(settings, authenticator);

    /// <summary>PSK1 and PSK2: the first 16 bytes of HMAC(AuthKey, half of the password); an odd one goes to the first.</summary>
    public void PasswordHalves(ReadOnlySpan<byte> password, Span<byte> psk1, Span<byte> psk2)
    {
        var first = (password.Length + 1) / 2;
        _hmac.Compute(password[..first], psk1);
        _hmac.Compute(password[first..], psk2);
    }

    /// <summary>E-Hash or R-Hash: HMAC(AuthKey, secret nonce ‖ PSK half ‖ PKe ‖ PKr).</summary>
    public void Commit(
        ReadOnlySpan<byte> secretNonce, ReadOnlySpan<byte> psk, ReadOnlySpan<byte> enrolleeKey,
        ReadOnlySpan<byte> registrarKey, Span<byte> hash)
    {
        _hmac.Update(secretNonce);
        _hmac.Update(psk);
        _hmac.Update(enrolleeKey);
        _hmac.Update(registrarKey);
        _hmac.Finish(hash);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keys.Dispose();
        _hmac.Dispose();
    }

    /// <summary>kdf of WSC 2.0 7.3: HMAC over a counter from 1, the personalization string and the length in bits.</summary>
    private void Expand(Span<byte> output)
    {
        Span<byte> number = stackalloc byte[4];
        for (uint counter = 1; !output.IsEmpty; counter++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(number, counter);
            _hmac.Update(number);
            _hmac.Update("Wi-Fi Easy and Secure Key Derivation"u8);
            BinaryPrimitives.WriteUInt32BigEndian(number, KeyBits);
            _hmac.Update(number);
            var part = output[..Math.Min(Sha256.Length, output.Length)];
            _hmac.Finish(part);
            output = output[part.Length..];
        }
    }
}
