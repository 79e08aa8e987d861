using Org.BouncyCastle.Crypto.Digests;

namespace HostApd.Crypto;

/// <summary>SHA-1 (FIPS 180-4), for names only: nothing secret rests on it.</summary>
public static class Sha1
{
    /// <summary>Length of the digest in bytes.</summary>
    public const int Length = 20;

    /// <summary>The digest of one whole message.</summary>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        var sha = new Sha1Digest();
        sha.BlockUpdate(message);
        sha.DoFinal(digest);
    }
}
