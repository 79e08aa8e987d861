using System.Security.Cryptography;
using HostApd.Crypto;

namespace HostApd.Radius;

/// <summary>
/// Values that only who knows the secret can read: User-Password (RFC 2865 5.2), the keys of RFC 2548 2.4.2 and 2.4.3 and
/// Tunnel-Password (RFC 2868 3.5), all the same stream. Blocks of 16 octets; the first is XORed with MD5(secret, request's
/// authenticator, salt), each other with MD5(secret, hidden block before it).
/// </summary>
internal static class HiddenValue
{
    /// <summary>Octets of a block.</summary>
    internal const int BlockLength = Md5.Length;

    /// <summary>Octets of a salt; the top bit of the first is set.</summary>
    internal const int SaltLength = 2;

    /// <summary>Longest password in octets (RFC 2865 5.2).</summary>
    internal const int MaximumPasswordLength = 128;

    /// <summary>Hides a password of 1 to 128 octets, padded with zeros to whole blocks; returns the length, 0 when it does not fit.</summary>
    internal static int HidePassword(
        ReadOnlySpan<byte> password, ReadOnlySpan<byte> authenticator, ReadOnlySpan<byte> secret, Span<byte> hidden)
    {
        var length = (password.Length + BlockLength - 1) / BlockLength * BlockLength;
        if (password.IsEmpty || password.Length > MaximumPasswordLength || hidden.Length < length)
        {
            return 0;
        }

        hidden = hidden[..length];
        hidden.Clear();
        password.CopyTo(hidden);
        Hide(hidden, authenticator, default, secret);
        return length;
    }

    /// <summary>
    /// Reads salt and hidden octets: the plain value has its length in the first octet. Null when the salt's top bit is not set, when
    /// there is no whole block, or a part of one, and when the length is 0 or more than there is.
    /// </summary>
    internal static SecretBytes? Reveal(ReadOnlySpan<byte> value, ReadOnlySpan<byte> authenticator, ReadOnlySpan<byte> secret)
    {
        var hiddenLength = value.Length - SaltLength;
        if (hiddenLength < BlockLength || hiddenLength % BlockLength != 0 || (value[0] & 0x80) == 0)
        {
            return null;
        }

        Span<byte> plain = stackalloc byte[RadiusAttributeReader.MaximumValueLength];
        plain = plain[..hiddenLength];
        Span<byte> stream = stackalloc byte[BlockLength];
        var md5 = new Md5();
        var hidden = value[SaltLength..];
        for (var at = 0; at < hidden.Length; at += BlockLength)
        {
            NextStream(md5, secret, at == 0 ? authenticator : hidden.Slice(at - BlockLength, BlockLength), at == 0 ? value[..SaltLength] : default, stream);
            Xor(hidden.Slice(at, BlockLength), stream, plain.Slice(at, BlockLength));
        }

        var length = plain[0];
        var revealed = length == 0 || length > plain.Length - 1 ? null : new SecretBytes(plain.Slice(1, length));
        CryptographicOperations.ZeroMemory(plain);
        CryptographicOperations.ZeroMemory(stream);
        return revealed;
    }

    /// <summary>Hides whole blocks in place.</summary>
    internal static void Hide(Span<byte> blocks, ReadOnlySpan<byte> authenticator, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> secret)
    {
        Span<byte> stream = stackalloc byte[BlockLength];
        var md5 = new Md5();
        for (var at = 0; at < blocks.Length; at += BlockLength)
        {
            NextStream(md5, secret, at == 0 ? authenticator : blocks.Slice(at - BlockLength, BlockLength), at == 0 ? salt : default, stream);
            Xor(blocks.Slice(at, BlockLength), stream, blocks.Slice(at, BlockLength));
        }

        CryptographicOperations.ZeroMemory(stream);
    }

    private static void NextStream(
        Md5 md5, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> before, ReadOnlySpan<byte> salt, Span<byte> stream)
    {
        md5.Update(secret);
        md5.Update(before);
        md5.Update(salt);
        md5.Finish(stream);
    }

    private static void Xor(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> result)
    {
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = (byte)(left[i] ^ right[i]);
        }
    }
}
