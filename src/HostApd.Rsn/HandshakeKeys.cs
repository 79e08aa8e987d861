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
    private MacAddress _bssid;
    private MacAddress _station;
    private PairwiseKeys? _current;
    private PairwiseKeys? _earlier;

    /// <summary>What they are for.</summary>
    public KeySuite Suite => pool.Suite;

    /// <summary>The nonce of M1 and M3.</summary>
    public ReadOnlySpan<byte> ANonce => _aNonce.Span;

    /// <summary>The PMKID of the key that was agreed on with the station; empty for those that were there before.</summary>
    public ReadOnlySpan<byte> PmkId => _offer is { All: [var key, ..] } ? key.Id : default;

    /// <summary>The PMK of a handshake that is past its M2.</summary>
    public Pmk Proven => _offer?.Proven ?? throw new InvalidOperationException("No PMK has been proven.");

    /// <summary>The keys of a handshake that is past its M2.</summary>
    public PairwiseKeys Current => _current ?? throw new InvalidOperationException("No pairwise key has been derived.");

    /// <summary>The temporal key, as long as the cipher's; zeros before M2.</summary>
    public ReadOnlySpan<byte> TemporalKey => _current is { } keys ? keys.Tk : NoKey[..Suite.TkLength];

    private static ReadOnlySpan<byte> NoKey =>
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Between whom, and what the station may prove.</summary>
    public void Begin(MacAddress bssid, MacAddress station, PmkOffer offer) => (_bssid, _station, _offer) = (bssid, station, offer);

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
        candidate.Derive(pmk.Span, _bssid, _station, _aNonce.Span, message2.Nonce, other);
        return candidate.Verify(message2);
    }
}
