using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Utilities;

namespace HostApd.Crypto;

/// <summary>
/// HMAC (RFC 2104) over SHA-1, one of SHA-2 or, for RADIUS, MD5, reusable: one key, any number of messages, no allocation after construction.
/// The keyed inner and outer digests are kept and copied back for each message, so a message costs no key schedule.
/// </summary>
public sealed class Hmac : IDisposable
{
    private const int MaximumBlockLength = 128;
    private const int MaximumMacLength = 64;
    private const byte InnerPad = 0x36;
    private const byte OuterPad = 0x5C;

    private readonly IDigest _working;
    private readonly IDigest _keyedInner;
    private readonly IDigest _keyedOuter;

    private Hmac(Func<IDigest> digest)
    {
        _working = digest();
        _keyedInner = digest();
        _keyedOuter = digest();
        MacLength = _working.GetDigestSize();
        SetKey(default);
    }

    /// <summary>Length of the full code in bytes: 16 for MD5, 20 for SHA-1, 32, 48 and 64 for SHA-256, SHA-384 and SHA-512.</summary>
    public int MacLength { get; }

    /// <summary>HMAC-MD5 with an empty key: the Message-Authenticator of RADIUS (RFC 3579 3.2).</summary>
    public static Hmac Md5() => new(static () => new MD5Digest());

    /// <summary>HMAC-SHA-1 with an empty key.</summary>
    public static Hmac Sha1() => new(static () => new Sha1Digest());

    /// <summary>HMAC-SHA-256 with an empty key.</summary>
    public static Hmac Sha256() => new(static () => new Sha256Digest());

    /// <summary>HMAC-SHA-384 with an empty key.</summary>
    public static Hmac Sha384() => new(static () => new Sha384Digest());

    /// <summary>HMAC-SHA-512 with an empty key.</summary>
    public static Hmac Sha512() => new(static () => new Sha512Digest());

    /// <summary>Takes a key of any length and forgets the one before.</summary>
    public void SetKey(ReadOnlySpan<byte> key)
    {
        Span<byte> block = stackalloc byte[MaximumBlockLength];
        block.Clear();
        block = block[.._working.GetByteLength()];
        if (key.Length > block.Length)
        {
            _working.Reset();
            _working.BlockUpdate(key);
            _working.DoFinal(block);
        }
        else
        {
            key.CopyTo(block);
        }

        Absorb(_keyedInner, block, InnerPad);
        Absorb(_keyedOuter, block, InnerPad ^ OuterPad);
        CryptographicOperations.ZeroMemory(block);
        Restart();
    }

    /// <summary>Appends a part of the message.</summary>
    public void Update(ReadOnlySpan<byte> part)
    {
        if (!part.IsEmpty)
        {
            _working.BlockUpdate(part);
        }
    }

    /// <summary>Appends one byte of the message.</summary>
    public void Update(byte part) => _working.Update(part);

    /// <summary>
    /// Writes the code, cut to <paramref name="mac"/>'s length (at most <see cref="MacLength"/>), and starts the next
    /// message under the same key.
    /// </summary>
    public void Finish(Span<byte> mac)
    {
        if (mac.Length > MacLength)
        {
            throw new ArgumentException("The code is shorter than the space given for it.", nameof(mac));
        }

        Span<byte> full = stackalloc byte[MaximumMacLength];
        full = full[..MacLength];
        _working.DoFinal(full);
        ((IMemoable)_working).Reset((IMemoable)_keyedOuter);
        _working.BlockUpdate(full);
        _working.DoFinal(full);
        full[..mac.Length].CopyTo(mac);
        CryptographicOperations.ZeroMemory(full);
        Restart();
    }

    /// <summary>The code of one whole message.</summary>
    public void Compute(ReadOnlySpan<byte> message, Span<byte> mac)
    {
        Update(message);
        Finish(mac);
    }

    /// <summary>Forgets the key; the object may be keyed again.</summary>
    public void Dispose()
    {
        _working.Reset();
        _keyedInner.Reset();
        _keyedOuter.Reset();
    }

    private static void Absorb(IDigest digest, Span<byte> block, byte pad)
    {
        for (var i = 0; i < block.Length; i++)
        {
            block[i] ^= pad;
        }

        digest.Reset();
        digest.BlockUpdate(block);
    }

    private void Restart() => ((IMemoable)_working).Reset((IMemoable)_keyedInner);
}
