using System.Security.Cryptography;
using HostApd.Crypto;
using Aes = HostApd.Crypto.Aes;

namespace HostApd.Wps;

/// <summary>
/// Encrypted Settings (WSC 2.0 7.5, 12): IV 16 ‖ AES-128-CBC(KeyWrapKey, attributes ‖ Key Wrap Authenticator ‖ padding).
/// The padding is 1–16 bytes, each the number of them; the Key Wrap Authenticator is the last attribute.
/// </summary>
public static class EncryptedSettings
{
    /// <summary>Shortest value: the IV and one block.</summary>
    public const int MinimumLength = 2 * Aes.BlockLength;

    /// <summary>Length of the value for that many bytes of attributes.</summary>
    public static int LengthFor(int attributes)
    {
        var plain = attributes + AttributeList.AuthenticatorLength;
        return Aes.BlockLength + plain + Padding(plain);
    }

    /// <summary>Fills <paramref name="value"/>, of <see cref="LengthFor"/> bytes.</summary>
    public static void Seal(WscKeys keys, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> attributes, Span<byte> value)
    {
        ArgumentNullException.ThrowIfNull(keys);
        iv.CopyTo(value);
        var blocks = value[Aes.BlockLength..];
        attributes.CopyTo(blocks);
        var rest = blocks[attributes.Length..];
        rest.Fill((byte)Padding(attributes.Length + AttributeList.AuthenticatorLength));
        var writer = new AttributeWriter(rest);
        keys.AuthenticateSettings(attributes, writer.Reserve(AttributeId.KeyWrapAuthenticator, 8));
        Aes.CbcEncrypt(keys.KeyWrapKey, iv, blocks);
    }

    /// <summary>
    /// The attributes without Key Wrap Authenticator, to be disposed; null when length, padding or authenticator are wrong.
    /// </summary>
    public static SecretBytes? Open(WscKeys keys, ReadOnlySpan<byte> value)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (value.Length < MinimumLength || value.Length % Aes.BlockLength != 0)
        {
            return null;
        }

        using var plain = new SecretBytes(value[Aes.BlockLength..]);
        Aes.CbcDecrypt(keys.KeyWrapKey, value[..Aes.BlockLength], plain.Span);
        var length = Unpad(plain.Span);
        return length >= 0 && IsAuthentic(keys, plain.Span[..length])
            ? new SecretBytes(plain.Span[..(length - AttributeList.AuthenticatorLength)])
            : null;
    }

    private static int Padding(int length) => Aes.BlockLength - length % Aes.BlockLength;

    private static int Unpad(ReadOnlySpan<byte> plain)
    {
        var padding = plain[^1];
        var length = plain.Length - padding;
        var isPadding = padding is > 0 and <= Aes.BlockLength && !plain[length..].ContainsAnyExcept(padding);
        return isPadding && length >= AttributeList.AuthenticatorLength ? length : -1;
    }

    private static bool IsAuthentic(WscKeys keys, ReadOnlySpan<byte> plain)
    {
        var tail = plain[^AttributeList.AuthenticatorLength..];
        var list = new AttributeList(tail);
        var claimed = list.Required(AttributeId.KeyWrapAuthenticator, 8);
        Span<byte> wanted = stackalloc byte[8];
        keys.AuthenticateSettings(plain[..^AttributeList.AuthenticatorLength], wanted);
        return list.TryFinish(out _) && CryptographicOperations.FixedTimeEquals(wanted, claimed);
    }
}
