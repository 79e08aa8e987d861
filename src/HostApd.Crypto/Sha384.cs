using Org.BouncyCastle.Crypto.Digests;

namespace HostApd.Crypto;

/// <summary>SHA-384 (FIPS 180-4).</summary>
public static class Sha384
{
    /// <summary>Length of the digest in bytes.</summary>
    public const int Length = 48;

    /// <summary>The digest of one whole message.</summary>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        var sha = new Sha384Digest();
        sha.BlockUpdate(message);
        sha.DoFinal(digest);
    }
}
