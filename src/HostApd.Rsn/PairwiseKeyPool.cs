using HostApd.Crypto;

namespace HostApd.Rsn;

/// <summary>
/// What all stations of a suite share, so that one of them keeps no more than its PTK: the HMAC, which is keyed anew before each
/// use, and spare keys to derive into, so that forged messages cost no memory.
/// </summary>
internal sealed class PairwiseKeyPool(KeySuite suite, bool alsoBySha256 = false) : IDisposable
{
    private const int MostSpare = 8;

    private readonly Hmac _hmac = suite.CreateHmac();
    private readonly Stack<PairwiseKeys> _spare = new(MostSpare);

    /// <summary>By which a PTK may be expanded instead: as by stations of before there was a hash for each group. Null: by none.</summary>
    public Hmac? OtherHmac { get; } = alsoBySha256 ? Hmac.Sha256() : null;

    /// <summary>The suite.</summary>
    public KeySuite Suite => suite;

    /// <summary>Keys to derive into; <see cref="Return"/> takes them back.</summary>
    public PairwiseKeys Rent() => _spare.TryPop(out var keys) ? keys : new PairwiseKeys(suite, _hmac);

    /// <summary>Wipes keys that are no longer anybody's.</summary>
    public void Return(ref PairwiseKeys? keys)
    {
        if (keys is not null)
        {
            keys.Clear();
            if (_spare.Count < MostSpare)
            {
                _spare.Push(keys);
            }

            keys = null;
        }
    }

    /// <summary>Forgets the keys of the HMACs; they may be keyed again.</summary>
    public void Dispose()
    {
        _hmac.Dispose();
        OtherHmac?.Dispose();
    }
}
