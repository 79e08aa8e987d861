using HostApd.Crypto;

namespace HostApd.Rsn;

/// <summary>What the hashes of the rows are.</summary>
internal static class KeyHashes
{
    /// <summary>Bytes of a digest.</summary>
    internal static int Length(this KeyHash hash) => hash switch
    {
        KeyHash.Sha1 => 20,
        KeyHash.Sha256 => 32,
        KeyHash.Sha384 => 48,
        KeyHash.Sha512 => 64,
    };

    /// <summary>An HMAC over it, without a key.</summary>
    internal static Hmac CreateHmac(this KeyHash hash) => hash switch
    {
        KeyHash.Sha1 => Hmac.Sha1(),
        KeyHash.Sha256 => Hmac.Sha256(),
        KeyHash.Sha384 => Hmac.Sha384(),
        KeyHash.Sha512 => Hmac.Sha512(),
    };

    /// <summary>The digest of one whole message.</summary>
    internal static void Digest(this KeyHash hash, ReadOnlySpan<byte> message, Span<byte> digest)
    {
        switch (hash)
        {
            case KeyHash.Sha1:
                Sha1.Hash(message, digest);
                break;
            case KeyHash.Sha256:
                Sha256.Hash(message, digest);
                break;
            case KeyHash.Sha384:
                Sha384.Hash(message, digest);
                break;
            case KeyHash.Sha512:
                Sha512.Hash(message, digest);
                break;
        }
    }
}
