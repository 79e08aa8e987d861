namespace HostApd.Crypto;

/// <summary>
/// Diffie-Hellman in the 1536-bit MODP group (RFC 3526 2), generator 2. Numbers are sent most significant byte first, padded
/// with zeros to 192 bytes. How long a power takes depends on the length of the private key alone.
/// </summary>
public static class DhGroup5
{
    /// <summary>Length of a public key and of the shared secret, in bytes.</summary>
    public const int PublicLength = 192;

    /// <summary>Length of a private key in bytes: twice the strength of the group and some, as its prime is safe.</summary>
    public const int PrivateLength = 32;

    private static readonly byte[] PrimeBytes = Convert.FromHexString(
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
        + "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
        + "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
        + "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA237327FFFFFFFFFFFFFFFF");

    /// <summary>p, 192 bytes.</summary>
    internal static ReadOnlySpan<byte> Prime => PrimeBytes;

    /// <summary>Writes 2^<paramref name="privateKey"/> mod p.</summary>
    public static void PublicKey(ReadOnlySpan<byte> privateKey, Span<byte> publicKey)
    {
        Span<byte> generator = stackalloc byte[PublicLength];
        generator.Clear();
        generator[^1] = 2;
        Group5Power.Compute(generator, privateKey, publicKey);
    }

    /// <summary>
    /// Writes <paramref name="peer"/>^<paramref name="privateKey"/> mod p; false, and nothing written, when
    /// <paramref name="peer"/> is not a public key.
    /// </summary>
    public static bool TryAgree(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> peer, Span<byte> shared)
    {
        if (!IsPublicKey(peer))
        {
            return false;
        }

        Group5Power.Compute(peer, privateKey, shared);
        return true;
    }

    /// <summary>Whether 1 &lt; <paramref name="key"/> &lt; p − 1 and it has 192 bytes. A public key is no secret: this may take any time.</summary>
    public static bool IsPublicKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != PublicLength)
        {
            return false;
        }

        var isBelowTwo = key[..^1].IndexOfAnyExcept((byte)0) < 0 && key[^1] < 2;
        return !isBelowTwo && key.SequenceCompareTo(Prime) < 0 && !IsPrimeMinusOne(key);
    }

    /// <summary>p is odd, so p − 1 differs in the last byte alone.</summary>
    private static bool IsPrimeMinusOne(ReadOnlySpan<byte> key) =>
        key[..^1].SequenceEqual(Prime[..^1]) && key[^1] == Prime[^1] - 1;
}
