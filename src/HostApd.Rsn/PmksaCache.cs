using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>One security association of a pairwise master key (802.11-2020 12.6.1.1.2): what was agreed on with one station.</summary>
public sealed class Pmksa : IDisposable
{
    private readonly byte[] _id;

    internal Pmksa(MacAddress station, AkmSuite akm, ReadOnlySpan<byte> key, ReadOnlySpan<byte> id, long since, TimeSpan life) =>
        (Station, Akm, Key, _id, Since, Life) = (station, akm, new SecretBytes(key), id.ToArray(), since, life);

    /// <summary>With whom.</summary>
    public MacAddress Station { get; }

    /// <summary>For which key management.</summary>
    public AkmSuite Akm { get; }

    /// <summary>The key.</summary>
    public SecretBytes Key { get; }

    /// <summary>Its identifier, 16 bytes.</summary>
    public ReadOnlySpan<byte> Id => _id;

    /// <summary>It was agreed on at another network of ours.</summary>
    public bool IsOpportunistic { get; internal init; }

    /// <summary>What goes with it, and is its owner's business: whom a server has let in, and how.</summary>
    public object? Grant { get; internal set; }

    internal long Since { get; }

    internal TimeSpan Life { get; set; }

    /// <summary>Wipes the key.</summary>
    public void Dispose() => Key.Dispose();
}

/// <summary>
/// What was agreed on with stations (802.11-2020 12.6.8.3), so that one that comes back need not agree again: one association a station, the newest; of
/// too many the oldest goes. Keys are wiped where they go.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="most">How many there may be.</param>
public sealed class PmksaCache(TimeProvider time, int most = PmksaCache.Most) : IDisposable
{
    /// <summary>As many as hostapd keeps.</summary>
    public const int Most = 1024;

    /// <summary>How long one is good (<c>dot11RSNAConfigPMKLifetime</c>).</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(43200);

    private readonly Dictionary<MacAddress, LinkedListNode<Pmksa>> _byStation = [];
    private readonly LinkedList<Pmksa> _byAge = [];

    /// <summary>Those that are good, oldest first.</summary>
    public IEnumerable<Pmksa> All
    {
        get
        {
            DropExpired();
            return _byAge;
        }
    }

    /// <summary>Keeps a copy of what was agreed on, in place of what there was with that station.</summary>
    public void Add(
        MacAddress station, AkmSuite akm, ReadOnlySpan<byte> key, ReadOnlySpan<byte> id, TimeSpan? life = null, bool isOpportunistic = false,
        object? grant = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(id.Length, Rsne.PmkidLength);
        Remove(station);
        DropExpired();
        if (_byAge.Count >= most)
        {
            Remove(_byAge.First!.Value.Station);
        }

        _byStation[station] = _byAge.AddLast(new Pmksa(station, AgreedFor(akm), key, id, time.GetTimestamp(), life ?? Life)
        {
            IsOpportunistic = isOpportunistic,
            Grant = grant,
        });
    }

    /// <summary>What was agreed on with a station for a key management; null: nothing.</summary>
    public Pmksa? Find(MacAddress station, AkmSuite akm)
    {
        if (!_byStation.TryGetValue(station, out var node) || node.Value.Akm != AgreedFor(akm))
        {
            return null;
        }

        if (!IsOver(node.Value))
        {
            return node.Value;
        }

        Remove(station);
        return null;
    }

    /// <summary>The same, where the station names it among the PMKIDs of its RSN element (802.11-2020 12.6.8.3).</summary>
    /// <param name="station">The station.</param>
    /// <param name="akm">The key management.</param>
    /// <param name="named">PMKIDs, 16 bytes each.</param>
    public Pmksa? FindNamed(MacAddress station, AkmSuite akm, ReadOnlySpan<byte> named)
    {
        return Find(station, akm) is { } known && Names(named, known.Id) ? known : null;
    }

    /// <summary>
    /// The same, which another network of ours has and this one not (opportunistic key caching): taken over, for what is left of its life.
    /// </summary>
    public Pmksa? TakeNamed(PmksaCache other, MacAddress station, AkmSuite akm, ReadOnlySpan<byte> named)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.FindNamed(station, akm, named) is not { } known)
        {
            return null;
        }

        Add(station, akm, known.Key.Span, known.Id, other.Left(known), isOpportunistic: true, known.Grant);
        return Find(station, akm);
    }

    /// <summary>
    /// The same of a key that came of EAP, whose PMKID has an access point's address in it: the station names the one that the key has here.
    /// </summary>
    /// <param name="other">The other network's.</param>
    /// <param name="suite">The row.</param>
    /// <param name="bssid">Our address.</param>
    /// <param name="station">The station.</param>
    /// <param name="named">PMKIDs, 16 bytes each.</param>
    public Pmksa? TakeNamed(PmksaCache other, KeySuite suite, MacAddress bssid, MacAddress station, ReadOnlySpan<byte> named)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(suite);
        if (named.IsEmpty || other.Find(station, suite.Akm) is not { } known)
        {
            return null;
        }

        Span<byte> id = stackalloc byte[Rsne.PmkidLength];
        EapKeys.WriteId(suite, known.Key.Span, bssid, station, id);
        if (!Names(named, id))
        {
            return null;
        }

        Add(station, suite.Akm, known.Key.Span, id, other.Left(known), isOpportunistic: true, known.Grant);
        return Find(station, suite.Akm);
    }

    /// <summary>Whether anything was agreed on with a station.</summary>
    public bool Has(MacAddress station) => _byStation.TryGetValue(station, out var node) && !IsOver(node.Value);

    /// <summary>For how long one is still good.</summary>
    public TimeSpan Left(Pmksa known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return known.Life - time.GetElapsedTime(known.Since);
    }

    /// <summary>Other terms go with what was agreed on with a station.</summary>
    /// <param name="station">The station.</param>
    /// <param name="grant">What goes with it from now on.</param>
    /// <param name="left">For how long it is good; null: for as long as before.</param>
    /// <param name="longest">And no longer than this since it was agreed on; null: there is no such end.</param>
    public void Change(MacAddress station, object grant, TimeSpan? left, TimeSpan? longest = null)
    {
        if (_byStation.TryGetValue(station, out var node))
        {
            node.Value.Grant = grant;
            var life = left is { } more ? more + time.GetElapsedTime(node.Value.Since) : node.Value.Life;
            node.Value.Life = longest < life ? longest.Value : life;
        }
    }

    /// <summary>What goes with what was agreed on with a station; null: nothing.</summary>
    public object? GrantOf(MacAddress station) => _byStation.GetValueOrDefault(station)?.Value.Grant;

    /// <summary>Forgets what was agreed on with a station.</summary>
    public void Remove(MacAddress station)
    {
        if (_byStation.Remove(station, out var node))
        {
            _byAge.Remove(node);
            node.Value.Dispose();
        }
    }

    /// <summary>Forgets all.</summary>
    public void Flush()
    {
        foreach (var known in _byAge)
        {
            known.Dispose();
        }

        _byAge.Clear();
        _byStation.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => Flush();

    /// <summary>Who agrees on a key by SAE does not say whether it is for fast transition.</summary>
    private static AkmSuite AgreedFor(AkmSuite akm) => akm == AkmSuite.FtSae ? AkmSuite.Sae : akm;

    private static bool Names(ReadOnlySpan<byte> named, ReadOnlySpan<byte> id)
    {
        for (; named.Length >= Rsne.PmkidLength; named = named[Rsne.PmkidLength..])
        {
            if (named[..Rsne.PmkidLength].SequenceEqual(id))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOver(Pmksa known) => Left(known) <= TimeSpan.Zero;

    private void DropExpired()
    {
        // Lives differ only where somebody gave them by hand.
        for (var node = _byAge.First; node is not null;)
        {
            var next = node.Next;
            if (IsOver(node.Value))
            {
                Remove(node.Value.Station);
            }

            node = next;
        }
    }
}
