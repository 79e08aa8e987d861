using HostApd.Crypto;
using HostApd.Entropy;
using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>
/// The keys between an authenticator and its station: the nonces, the PTK that the newest M2 gave, and the one before it for as
/// long as nobody knows which of the two the station has.
/// </summary>
internal sealed class HandshakeKeys(PairwiseKeyPool pool)
{
    private readonly SecretBytes _aNonce = new(EapolKeyFrame.NonceLength);
    private readonly SecretBytes _sNonce = new(EapolKeyFrame.NonceLength);
    private PmkOffer? _offer;
    private FtTerms? _terms;
    private MacAddress _bssid;
    private MacAddress _station;
    private PairwiseKeys? _current;
    private PairwiseKeys? _earlier;

    /// <summary>What they are for.</summary>
    public KeySuite Suite => pool.Suite;

    /// <summary>The nonce of M1 and M3.</summary>
    public ReadOnlySpan<byte> ANonce => _aNonce.Span;

    /// <summary>The PMKID of the key that was agreed on with the station; empty for those that were there before.</summary>
    public ReadOnlySpan<byte> PmkId => _terms is null && _offer is { All: [var key, ..] } ? key.Id : default;

    /// <summary>What the keys of a mobility domain hang on; null: this is no association of that kind.</summary>
    public FtTerms? Terms => _terms;

    /// <summary>The PMK of a handshake that is past its M2.</summary>
    public Pmk Proven => _offer?.Proven ?? throw new InvalidOperationException("No PMK has been proven.");

    /// <summary>The keys of a handshake that is past its M2.</summary>
    public PairwiseKeys Current => _current ?? throw new InvalidOperationException("No pairwise key has been derived.");

    /// <summary>The temporal key, as long as the cipher's; zeros before M2.</summary>
    public ReadOnlySpan<byte> TemporalKey => _current is { } keys ? keys.Tk : NoKey[..Suite.TkLength];

    private static ReadOnlySpan<byte> NoKey =>
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Between whom, and what the station may prove.</summary>
    public void Begin(MacAddress bssid, MacAddress station, PmkOffer offer, FtTerms? terms) => (_bssid, _station, _offer, _terms) = (bssid, station, offer, terms);

    /// <summary>Keys that a transition has come to: no message is awaited that would bring them.</summary>
    public void Adopt(FtExchange transition)
    {
        pool.Return(ref _current);
        _current = pool.Rent();
        _current.Copy(transition.Keys);
    }

    /// <summary>The root that a station has proven, for other access points of the domain (802.11-2020 12.7.1.6.3); false: there is none.</summary>
    public bool TryWriteRoot(Span<byte> key, Span<byte> name)
    {
        if (_terms is not { } terms || _offer?.Proven is not { } proven)
        {
            return false;
        }

        FtKeys.DeriveR0(proven.Span, terms, terms.Options.R0KeyHolder, _station, key, name);
        return true;
    }

    /// <summary>The name of the key of this access point, 16 bytes; zeros where the station has proven none.</summary>
    public void WriteR1Name(Span<byte> name)
    {
        Span<byte> r0 = stackalloc byte[FtKeys.Length];
        Span<byte> r0Name = stackalloc byte[FtKeys.NameLength];
        name.Clear();
        if (TryWriteRoot(r0, r0Name))
        {
            FtKeys.DeriveR1(r0, r0Name, _terms!.R1KeyHolder, _station, r0, name);
            r0.Clear();
        }
    }

    /// <summary>What the station may prove from now on, under the same association.</summary>
    public void Offer(PmkOffer offer) => _offer = offer;

    /// <summary>Draws the ANonce; false when the pool is not ready.</summary>
    public bool TryDrawANonce(INonceSource nonces) => nonces.TryDraw(_aNonce.Span);

    /// <summary>Whether an M2 has the SNonce of the newest keys.</summary>
    public bool HasSNonceOf(in EapolKeyFrame message2) => _sNonce.FixedTimeEquals(message2.Nonce);

    /// <summary>Takes the keys of an M2 for those before; false, and nothing changes, when its MIC fits no PMK.</summary>
    public bool TryReplace(in EapolKeyFrame message2)
    {
        if (TryDerive(message2) is not { } candidate)
        {
            return false;
        }

        pool.Return(ref _current);
        _current = candidate;
        return true;
    }

    /// <summary>Takes the keys of a later M2 and keeps those before; false, and nothing changes, when its MIC fits no PMK.</summary>
    public bool TryAdd(in EapolKeyFrame message2)
    {
        if (TryDerive(message2) is not { } candidate)
        {
            return false;
        }

        pool.Return(ref _earlier);
        (_earlier, _current) = (_current, candidate);
        return true;
    }

    /// <summary>Decrypts key data under the newest keys; null when they are under others.</summary>
    public byte[]? Unwrap(ReadOnlySpan<byte> keyData)
    {
        var plain = new byte[Math.Max(0, keyData.Length - Suite.WrapOverhead)];
        return Current.TryUnwrap(keyData, plain) ? plain : null;
    }

    /// <summary>Whether the MIC of a frame is right under the newest keys, or those before.</summary>
    public bool Verify(in EapolKeyFrame frame, bool byEarlier) => (byEarlier ? _earlier! : Current).Verify(frame);

    /// <summary>M4 has told which keys the station has: the others go.</summary>
    public void Settle(bool onEarlier)
    {
        if (onEarlier)
        {
            (_current, _earlier) = (_earlier, _current);
        }

        pool.Return(ref _earlier);
    }

    /// <summary>Wipes nonces and keys; what the station has proven counts no more, and the offer is its giver's alone.</summary>
    public void Wipe()
    {
        pool.Return(ref _current);
        pool.Return(ref _earlier);
        _aNonce.Clear();
        _sNonce.Clear();
        _offer?.Disprove();
        _offer = null;
        _terms = null;
    }

    /// <summary>Derives into keys of their own, so that a forged M2 leaves those in use alone; null when no PMK fits.</summary>
    private PairwiseKeys? TryDerive(in EapolKeyFrame message2)
    {
        PairwiseKeys? candidate = pool.Rent();
        for (var i = 0; i < _offer!.All.Count; i++)
        {
            if (Fits(candidate, _offer.All[i], message2, null) || pool.OtherHmac is { } other && Fits(candidate, _offer.All[i], message2, other))
            {
                _offer.Prove(i);
                message2.Nonce.CopyTo(_sNonce.Span);
                return candidate;
            }
        }

        pool.Return(ref candidate);
        return null;
    }

    private bool Fits(PairwiseKeys candidate, Pmk pmk, in EapolKeyFrame message2, Hmac? other)
    {
        if (_terms is { } terms)
        {
            Span<byte> key = stackalloc byte[FtKeys.Length];
            Span<byte> name = stackalloc byte[FtKeys.NameLength];
            FtKeys.DeriveR0(pmk.Span, terms, terms.Options.R0KeyHolder, _station, key, name);
            FtKeys.DeriveR1(key, name, terms.R1KeyHolder, _station, key, name);
            candidate.DeriveTransition(key, _bssid, _station, _aNonce.Span, message2.Nonce);
            key.Clear();
        }
        else
        {
            candidate.Derive(pmk.Span, _bssid, _station, _aNonce.Span, message2.Nonce, other);
        }

        return candidate.Verify(message2);
    }
}
