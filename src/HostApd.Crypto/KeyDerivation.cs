using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HostApd.Crypto;

/// <summary>The key derivations of 802.11 and its passphrase mapping.</summary>
public static class KeyDerivation
{
    private const int Sha1Length = 20;
    private const int MaximumMacLength = 64;

    /// <summary>
    /// PRF-n of 802.11-2020 12.7.1.2: HMAC-SHA-1 over label, zero byte, data and a counter byte, until
    /// <paramref name="output"/> is full (n = 8 × its length in bytes). <paramref name="hmac"/> holds the key.
    /// </summary>
    /// <param name="hmac">HMAC-SHA-1, already keyed.</param>
    /// <param name="label">The label in ASCII, without a terminating zero.</param>
    /// <param name="data">The context.</param>
    /// <param name="output">48 bytes for PRF-384, 64 bytes for PRF-512, …</param>
    public static void Prf(Hmac hmac, ReadOnlySpan<byte> label, ReadOnlySpan<byte> data, Span<byte> output)
    {
        ArgumentNullException.ThrowIfNull(hmac);
        for (byte counter = 0; !output.IsEmpty; counter++)
        {
            hmac.Update(label);
            hmac.Update((byte)0);
            hmac.Update(data);
            hmac.Update(counter);
            var part = output[..Math.Min(Sha1Length, output.Length)];
            hmac.Finish(part);
            output = output[part.Length..];
        }
    }

    /// <summary>
    /// KDF-Hash-n of 802.11-2020 12.7.1.6.2: HMAC over a counter (16 bits, little-endian, from 1), label, context and
    /// the wanted length in bits (16 bits, little-endian). <paramref name="hmac"/> holds the key, and is of the hash.
    /// </summary>
    public static void Kdf(Hmac hmac, ReadOnlySpan<byte> label, ReadOnlySpan<byte> context, Span<byte> output) =>
        Kdf(hmac, label, context, 8 * output.Length, output);

    /// <summary>The same for a number of bits that does not end with a byte; those behind the last are anything.</summary>
    public static void Kdf(Hmac hmac, ReadOnlySpan<byte> label, ReadOnlySpan<byte> context, int bits, Span<byte> output)
    {
        ArgumentNullException.ThrowIfNull(hmac);
        Span<byte> number = stackalloc byte[2];
        for (ushort counter = 1; !output.IsEmpty; counter++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(number, counter);
            hmac.Update(number);
            hmac.Update(label);
            hmac.Update(context);
            BinaryPrimitives.WriteUInt16LittleEndian(number, (ushort)bits);
            hmac.Update(number);
            var part = output[..Math.Min(hmac.MacLength, output.Length)];
            hmac.Finish(part);
            output = output[part.Length..];
        }
    }

    /// <summary>
    /// HKDF-Expand (RFC 5869 2.3): HMAC over the block before, the info and a counter byte from 1. <paramref name="hmac"/> holds the
    /// pseudorandom key, which HKDF-Extract makes: the HMAC of the material under the salt.
    /// </summary>
    public static void Expand(Hmac hmac, ReadOnlySpan<byte> info, Span<byte> output)
    {
        ArgumentNullException.ThrowIfNull(hmac);
        Span<byte> block = stackalloc byte[MaximumMacLength];
        block = block[..hmac.MacLength];
        for (byte counter = 1; !output.IsEmpty; counter++)
        {
            if (counter > 1)
            {
                hmac.Update(block);
            }

            hmac.Update(info);
            hmac.Update(counter);
            hmac.Finish(block);
            var part = output[..Math.Min(block.Length, output.Length)];
            block[..part.Length].CopyTo(part);
            output = output[part.Length..];
        }

        CryptographicOperations.ZeroMemory(block);
    }

    /// <summary>PBKDF2 with HMAC-SHA-1 (RFC 8018 5.2). With 4096 rounds and 32 bytes: the PMK of 802.11-2020 J.4.1.</summary>
    public static void Pbkdf2Sha1(
        ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int rounds, Span<byte> output)
    {
        using var hmac = Hmac.Sha1();
        hmac.SetKey(password);
        Span<byte> step = stackalloc byte[Sha1Length];
        Span<byte> sum = stackalloc byte[Sha1Length];
        Span<byte> number = stackalloc byte[4];
        for (uint block = 1; !output.IsEmpty; block++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(number, block);
            hmac.Update(salt);
            hmac.Update(number);
            hmac.Finish(step);
            step.CopyTo(sum);
            for (var round = 1; round < rounds; round++)
            {
                hmac.Compute(step, step);
                Xor(sum, step);
            }

            var part = output[..Math.Min(Sha1Length, output.Length)];
            sum[..part.Length].CopyTo(part);
            output = output[part.Length..];
        }

        CryptographicOperations.ZeroMemory(step);
        CryptographicOperations.ZeroMemory(sum);
    }

    private static void Xor(Span<byte> target, ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] ^= other[i];
        }
    }
}
