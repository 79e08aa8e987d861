using System.Security.Cryptography;
using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>
/// A PTK of 384 bits for CCMP (802.11-2020 12.7.1.3) and the MIC keyed with its KCK. Reused from derivation to
/// derivation; wiped by <see cref="Clear"/>. The HMAC may be shared by all keys of a BSS: a station keeps 48 bytes.
/// </summary>
public sealed class PairwiseKeys : IDisposable
{
    /// <summary>Length of KCK, KEK and TK each, in bytes.</summary>
    public const int KeyLength = 16;

    private const int DataLength = 2 * MacAddress.Length + 2 * EapolKeyFrame.NonceLength;

    private readonly SecretBytes _ptk = new(3 * KeyLength);
    private readonly Hmac _hmac;
    private bool _isDerived;

    /// <summary>Keys with an HMAC of their own.</summary>
    public PairwiseKeys()
        : this(Hmac.Sha1())
    {
    }

    internal PairwiseKeys(Hmac hmac) => _hmac = hmac;

    /// <summary>
    /// HMAC-SHA-1 keyed with the KCK, to be used at once; never without a key, whose codes a stranger could compute.
    /// </summary>
    /// <exception cref="InvalidOperationException">No key has been derived.</exception>
    public Hmac Mic
    {
        get
        {
            if (!_isDerived)
            {
                throw new InvalidOperationException("No pairwise key has been derived.");
            }

            _hmac.SetKey(Kck);
            return _hmac;
        }
    }

    /// <summary>Key confirmation key.</summary>
    public ReadOnlySpan<byte> Kck => _ptk.Span[..KeyLength];

    /// <summary>Key encryption key.</summary>
    public ReadOnlySpan<byte> Kek => _ptk.Span.Slice(KeyLength, KeyLength);

    /// <summary>Temporal key.</summary>
    public ReadOnlySpan<byte> Tk => _ptk.Span.Slice(2 * KeyLength, KeyLength);

    /// <summary>
    /// PTK = PRF-384(PMK, "Pairwise key expansion", Min(AA,SPA) || Max(AA,SPA) || Min(ANonce,SNonce) || Max(…)).
    /// </summary>
    public void Derive(
        ReadOnlySpan<byte> pmk, MacAddress authenticator, MacAddress supplicant,
        ReadOnlySpan<byte> aNonce, ReadOnlySpan<byte> sNonce)
    {
        Span<byte> data = stackalloc byte[DataLength];
        var writer = new ByteWriter(data);
        writer.Mac(authenticator < supplicant ? authenticator : supplicant);
        writer.Mac(authenticator < supplicant ? supplicant : authenticator);
        var aNonceFirst = aNonce.SequenceCompareTo(sNonce) < 0;
        writer.Bytes(aNonceFirst ? aNonce : sNonce);
        writer.Bytes(aNonceFirst ? sNonce : aNonce);
        _hmac.SetKey(pmk);
        KeyDerivation.Prf(_hmac, "Pairwise key expansion"u8, data, _ptk.Span);
        CryptographicOperations.ZeroMemory(data);
        _isDerived = true;
    }

    /// <summary>Wipes the keys; a new derivation may follow.</summary>
    public void Clear()
    {
        _isDerived = false;
        _ptk.Clear();
        _hmac.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();
}
