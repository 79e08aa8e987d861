using Org.BouncyCastle.Crypto.Digests;

namespace HostApd.Crypto;

/// <summary>
/// MD5 (RFC 1321) of a message in parts, for RADIUS alone, whose packets leave no choice: nobody may rest anything new on it.
/// </summary>
public sealed class Md5
{
    /// <summary>Length of the digest in bytes.</summary>
    public const int Length = 16;

    private readonly MD5Digest _digest = new();

    /// <summary>Appends a part of the message.</summary>
    public void Update(ReadOnlySpan<byte> part)
    {
        if (!part.IsEmpty)
        {
            _digest.BlockUpdate(part);
        }
    }

    /// <summary>Writes the digest, 16 bytes, and starts the next message.</summary>
    public void Finish(Span<byte> digest) => _digest.DoFinal(digest);
}
