namespace HostApd.Rsn;

/// <summary>
/// The PMKs that one station may prove, in the order in which they are tried, and which it has proven. Copies of those of single
/// devices, wiped with the offer, since such a key may be forgotten while it is in use; and the network's, which are lent.
/// </summary>
public sealed class PmkOffer : IDisposable
{
    private readonly Pmk[] _copies;
    private int _proven = -1;

    /// <summary>An offer of keys that stay their owner's.</summary>
    public PmkOffer(IReadOnlyList<Pmk> lent)
        : this([], lent)
    {
    }

    internal PmkOffer(Pmk[] copies, IReadOnlyList<Pmk> lent)
    {
        _copies = copies;
        All = copies.Length == 0 ? lent : [.. copies, .. lent];
    }

    /// <summary>An offer of the one key that was agreed on with a station, as long as its row says; of none where it is gone.</summary>
    public static PmkOffer Of(KeySuite suite, Pmksa? agreed) => new(agreed is null ? [] : [Pmk.Agreed(suite, agreed.Key.Span, agreed.Id)], []);

    /// <summary>An offer of copies of keys that somebody else has, and may wipe.</summary>
    public static PmkOffer Of(IReadOnlyList<Pmk> granted) => new([.. granted.Select(static key => new Pmk(key.Span))], []);

    /// <summary>The same, and copies of keys that somebody else has; nothing of this one is to be used any more.</summary>
    public PmkOffer With(IReadOnlyList<Pmk> granted)
    {
        ArgumentNullException.ThrowIfNull(granted);
        return new PmkOffer([.. _copies, .. granted.Select(static key => new Pmk(key.Span))], [.. All.Skip(_copies.Length)]);
    }

    /// <summary>The station's own first.</summary>
    public IReadOnlyList<Pmk> All { get; }

    /// <summary>Which of them the station has proven; null: none yet, or no more.</summary>
    public Pmk? Proven => _proven >= 0 ? All[_proven] : null;

    /// <summary>Whether the station has proven that key, or is about to prove one and may choose it. In fixed time.</summary>
    public bool Holds(ReadOnlySpan<byte> key)
    {
        if (Proven is { } proven)
        {
            return proven.FixedTimeEquals(key);
        }

        var holds = false;
        foreach (var pmk in All)
        {
            holds |= pmk.FixedTimeEquals(key);
        }

        return holds;
    }

    /// <summary>Wipes the copies.</summary>
    public void Dispose()
    {
        foreach (var pmk in _copies)
        {
            pmk.Dispose();
        }
    }

    /// <summary>M2 has the MIC of that one.</summary>
    internal void Prove(int index) => _proven = index;

    /// <summary>The handshake has come to nothing, or is over with its association.</summary>
    internal void Disprove() => _proven = -1;
}
