using Org.BouncyCastle.Crypto.Digests;

namespace HostApd.Crypto;

/// <summary>SHA-512 (FIPS 180-4).</summary>
public static class Sha512
{
    /// <summary>Length of the digest in bytes.</summary>
    public const int Length = 64;

    /// <summary>The digest of one whole message.</summary>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        var sha = new Sha512Digest();
        sha.BlockUpdate(message);
        sha.DoFinal(digest);
    }
}
