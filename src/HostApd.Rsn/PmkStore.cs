using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>
/// The pairwise master keys of one BSS: whose they are, which of them a station may prove, and what their owner calls them. It
/// owns those of single devices and wipes what it gives up. The network's come and go with the options of the BSS, and are
/// asked for each time. Compares in fixed time; who asks gets an offer, never the list.
/// </summary>
/// <param name="network">The keys that all devices share, in order; of a network that is protected.</param>
public sealed class PmkStore(Func<IReadOnlyList<Pmk>> network) : IDisposable
{
    private readonly List<DevicePmk> _devices = [];

    /// <summary>The keys of single devices, oldest first.</summary>
    public IReadOnlyList<DevicePmk> Devices => _devices;

    /// <summary>Takes over a key.</summary>
    public void Add(DevicePmk entry) => _devices.Add(entry);

    /// <summary>Takes over these for all keys of single devices.</summary>
    public void Replace(IReadOnlyList<DevicePmk> entries)
    {
        Dispose();
        _devices.AddRange(entries);
    }

    /// <summary>The keys that a question concerns.</summary>
    public List<DevicePmk> FindAll(Predicate<DevicePmk> match) => _devices.FindAll(match);

    /// <summary>Forgets keys.</summary>
    public void Discard(IEnumerable<DevicePmk> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach (var entry in entries)
        {
            _devices.Remove(entry);
            entry.Dispose();
        }
    }

    /// <summary>What a station may prove: its own keys first, then those for anybody, then the network's.</summary>
    public PmkOffer OfferTo(MacAddress station, MacAddress p2pDevice)
    {
        var own = _devices.FindAll(entry => entry.IsForAny || entry.Concerns(station, p2pDevice));
        return new PmkOffer([.. own.OrderBy(static e => e.IsForAny).Select(static e => new Pmk(e.Key.Span))], network());
    }

    /// <summary>Whether a station may still prove that key.</summary>
    public bool MayProve(MacAddress station, MacAddress p2pDevice, ReadOnlySpan<byte> key)
    {
        var may = false;
        foreach (var entry in _devices)
        {
            may |= (entry.IsForAny || entry.Concerns(station, p2pDevice)) && entry.Key.FixedTimeEquals(key);
        }

        return may | Has(network(), key);
    }

    /// <summary>Whether a key is among others; in fixed time.</summary>
    public static bool Has(IReadOnlyList<Pmk> keys, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var has = false;
        foreach (var pmk in keys)
        {
            has |= pmk.FixedTimeEquals(key);
        }

        return has;
    }

    /// <summary>What the owner calls a key; null: nothing, or it is the network's.</summary>
    public string? NameOf(Pmk? key)
    {
        foreach (var entry in _devices)
        {
            if (key is not null && entry.KeyId is { } name && entry.Key.FixedTimeEquals(key.Span))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>In which VLAN a station is with the key that it has proven; 0: nothing is said. Its own keys go before those for anybody.</summary>
    public int VlanOf(MacAddress station, MacAddress p2pDevice, ReadOnlySpan<byte> key)
    {
        var (own, any) = (-1, 0);
        foreach (var entry in _devices)
        {
            var isIt = entry.Key.FixedTimeEquals(key);
            if (isIt && entry.Concerns(station, p2pDevice) && own < 0)
            {
                own = entry.VlanId;
            }
            else if (isIt && entry.IsForAny && any == 0)
            {
                any = entry.VlanId;
            }
        }

        return own >= 0 ? own : any;
    }

    /// <summary>Whether a key that a station may prove puts it into a VLAN.</summary>
    public bool HasVlans(MacAddress station, MacAddress p2pDevice) =>
        _devices.Exists(entry => entry.VlanId > 0 && (entry.IsForAny || entry.Concerns(station, p2pDevice)));

    /// <summary>Wipes and forgets the keys of single devices.</summary>
    public void Dispose()
    {
        _devices.ForEach(static entry => entry.Dispose());
        _devices.Clear();
    }
}
