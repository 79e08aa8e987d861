using System.Security.Cryptography;
using HostApd.Crypto;
using HostApd.Ieee80211;
using Aes = HostApd.Crypto.Aes;

namespace HostApd.Rsn;

/// <summary>
/// A PTK (802.11-2020 12.7.1.3) as its suite wants it, and what its parts are for. Reused from derivation to derivation;
/// wiped by <see cref="Clear"/>. The HMAC may be shared by all keys of a suite: a station keeps the PTK alone.
/// </summary>
public sealed class PairwiseKeys : IDisposable
{
    private const int DataLength = 2 * MacAddress.Length + 2 * EapolKeyFrame.NonceLength;

    private readonly SecretBytes _ptk;
    private readonly Hmac _hmac;
    private bool _isDerived;

    /// <summary>Keys with an HMAC of their own.</summary>
    public PairwiseKeys(KeySuite suite)
        : this(suite, suite?.CreateHmac()!)
    {
    }

    internal PairwiseKeys(KeySuite suite, Hmac hmac)
    {
        ArgumentNullException.ThrowIfNull(suite);
        (Suite, _hmac) = (suite, hmac);
        _ptk = new SecretBytes(suite.PtkLength);
    }

    /// <summary>What they are for.</summary>
    public KeySuite Suite { get; }

    /// <summary>
    /// The suite's HMAC keyed with the KCK, to be used at once; never without a key, whose codes a stranger could compute.
    /// </summary>
    /// <exception cref="InvalidOperationException">No key has been derived.</exception>
    public Hmac Mic
    {
        get
        {
            _hmac.SetKey(DerivedKck);
            return _hmac;
        }
    }

    /// <summary>Key confirmation key.</summary>
    public ReadOnlySpan<byte> Kck => _ptk.Span[..Suite.KckLength];

    /// <summary>The same, and never before there is one.</summary>
    private ReadOnlySpan<byte> DerivedKck =>
        _isDerived ? Kck : throw new InvalidOperationException("No pairwise key has been derived.");

    /// <summary>Key encryption key.</summary>
    public ReadOnlySpan<byte> Kek => _ptk.Span.Slice(Suite.KckLength, Suite.KekLength);

    /// <summary>Temporal key.</summary>
    public ReadOnlySpan<byte> Tk => _ptk.Span[^Suite.TkLength..];

    /// <summary>
    /// PTK = PRF-n or KDF-Hash-n(PMK, "Pairwise key expansion", Min(AA,SPA) || Max(AA,SPA) || Min(ANonce,SNonce) || Max(…)), n its length in bits; by the hash
    /// of the suite, or another's.
    /// </summary>
    public void Derive(
        ReadOnlySpan<byte> pmk, MacAddress authenticator, MacAddress supplicant,
        ReadOnlySpan<byte> aNonce, ReadOnlySpan<byte> sNonce, Hmac? other = null)
    {
        Span<byte> data = stackalloc byte[DataLength];
        var writer = new ByteWriter(data);
        writer.Mac(authenticator < supplicant ? authenticator : supplicant);
        writer.Mac(authenticator < supplicant ? supplicant : authenticator);
        var aNonceFirst = aNonce.SequenceCompareTo(sNonce) < 0;
        writer.Bytes(aNonceFirst ? aNonce : sNonce);
        writer.Bytes(aNonceFirst ? sNonce : aNonce);
        Expand(other ?? _hmac, pmk, data);
        CryptographicOperations.ZeroMemory(data);
        _isDerived = true;
    }

    /// <summary>
    /// The PTK of fast transition (802.11-2020 12.7.1.6.5): KDF-SHA256-n(PMK-R1, "FT-PTK", SNonce || ANonce || BSSID || STA-ADDR).
    /// </summary>
    public void DeriveTransition(
        ReadOnlySpan<byte> r1, MacAddress authenticator, MacAddress supplicant, ReadOnlySpan<byte> aNonce, ReadOnlySpan<byte> sNonce)
    {
        Span<byte> data = stackalloc byte[DataLength];
        var writer = new ByteWriter(data);
        writer.Bytes(sNonce);
        writer.Bytes(aNonce);
        writer.Mac(authenticator);
        writer.Mac(supplicant);
        _hmac.SetKey(r1);
        KeyDerivation.Kdf(_hmac, "FT-PTK"u8, data, _ptk.Span);
        _isDerived = true;
    }

    /// <summary>The same keys, which were derived elsewhere.</summary>
    internal void Copy(PairwiseKeys other)
    {
        other._ptk.Span.CopyTo(_ptk.Span);
        _isDerived = true;
    }

    /// <summary>Computes and fills in the MIC of a whole frame.</summary>
    public void Sign(Span<byte> frame)
    {
        switch (Suite.Mic)
        {
            case MicAlgorithm.Hmac:
                EapolKeyWriter.Sign(frame, Suite.MicLength, Mic);
                break;
            case MicAlgorithm.AesCmac:
                EapolKeyWriter.Sign(frame, Suite.MicLength, DerivedKck);
                break;
        }
    }

    /// <summary>Whether a received frame's MIC is right, in fixed time.</summary>
    public bool Verify(in EapolKeyFrame frame) => Suite.Mic switch
    {
        MicAlgorithm.Hmac => EapolKeyWriter.Verify(frame, Mic),
        MicAlgorithm.AesCmac => EapolKeyWriter.Verify(frame, DerivedKck),
    };

    /// <summary>Encrypts padded key data, which become longer by the suite's overhead.</summary>
    internal void Wrap(ReadOnlySpan<byte> plain, Span<byte> wrapped)
    {
        switch (Suite.Wrap)
        {
            case KeyDataWrap.AesKeyWrap:
                Aes.Wrap(Kek, plain, wrapped);
                break;
        }
    }

    /// <summary>Decrypts key data into <paramref name="plain"/>, which is shorter by the suite's overhead; false when it is not under this key.</summary>
    internal bool TryUnwrap(ReadOnlySpan<byte> wrapped, Span<byte> plain) => Suite.Wrap switch
    {
        KeyDataWrap.AesKeyWrap => Aes.TryUnwrap(Kek, wrapped, plain),
    };

    /// <summary>Wipes the keys; a new derivation may follow.</summary>
    public void Clear()
    {
        _isDerived = false;
        _ptk.Clear();
        _hmac.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private void Expand(Hmac hmac, ReadOnlySpan<byte> pmk, ReadOnlySpan<byte> data)
    {
        hmac.SetKey(pmk);
        switch (Suite.Hash)
        {
            case KeyHash.Sha1:
                KeyDerivation.Prf(hmac, "Pairwise key expansion"u8, data, _ptk.Span);
                break;
            case KeyHash.Sha256 or KeyHash.Sha384 or KeyHash.Sha512:
                KeyDerivation.Kdf(hmac, "Pairwise key expansion"u8, data, _ptk.Span);
                break;
        }
    }
}
