using System.Text;
using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>One PIN that was entered for an enrollee.</summary>
internal sealed class PinEntry(string pin, Guid uuid, MacAddress address, long expiresAt) : IDisposable
{
    public SecretBytes Pin { get; } = new(Encoding.ASCII.GetBytes(pin));

    /// <summary>Whom it is for; empty: anyone, until the first who uses it.</summary>
    public Guid Uuid { get; set; } = uuid;

    public bool IsForAnyone { get; } = uuid == Guid.Empty;

    public MacAddress Address { get; } = address;

    /// <summary>Timestamp; <see cref="long.MaxValue"/> for never.</summary>
    public long ExpiresAt { get; } = expiresAt;

    /// <summary>The one exchange that uses it.</summary>
    public RegistrarSession? Holder { get; set; }

    public int Failures { get; set; }

    public bool Fits(Guid uuid, MacAddress station, MacAddress p2pDevice) =>
        (Uuid == Guid.Empty || Uuid == uuid) && (Address.IsZero || Address == station || Address == p2pDevice);

    public void Dispose() => Pin.Dispose();
}

/// <summary>The PINs entered for enrollees. One for a device goes before one for anyone; each serves one exchange at a time.</summary>
internal sealed class PinList(TimeProvider time)
{
    private const int Capacity = 32;
    private const int MostFailures = 2;

    private readonly List<PinEntry> _pins = [];

    public bool IsEmpty => _pins.Count == 0;

    public void Add(string pin, Guid uuid, MacAddress address, TimeSpan expiry)
    {
        RemoveWhere(p => p.IsForAnyone == (uuid == Guid.Empty) && (p.IsForAnyone || p.Uuid == uuid) && p.Address == address);
        if (_pins.Count == Capacity)
        {
            Remove(_pins[0]);
        }

        var expiresAt = expiry == TimeSpan.Zero
            ? long.MaxValue
            : time.GetTimestamp() + (long)(expiry.TotalSeconds * time.TimestampFrequency);
        _pins.Add(new PinEntry(pin, uuid, address, expiresAt));
    }

    public PinEntry? Find(Guid uuid, MacAddress station, MacAddress p2pDevice)
    {
        Expire();
        var fitting = _pins.FindAll(p => p.Fits(uuid, station, p2pDevice));
        return fitting.Find(p => p.Uuid == uuid) ?? fitting.Find(p => !p.Address.IsZero) ?? fitting.Find(_ => true);
    }

    public bool Contains(PinEntry pin) => _pins.Contains(pin);

    public void Remove(PinEntry pin)
    {
        _pins.Remove(pin);
        pin.Dispose();
    }

    /// <summary>An exchange with it failed: one for anyone lasts two of them, one whose whole is known to the other side none.</summary>
    public void OnFailed(PinEntry pin, bool wasRevealed)
    {
        pin.Failures++;
        if (wasRevealed || (pin.IsForAnyone && pin.Failures >= MostFailures))
        {
            Remove(pin);
        }
    }

    /// <summary>Forgets the PINs whose time is over.</summary>
    public void Expire()
    {
        var now = time.GetTimestamp();
        RemoveWhere(p => p.ExpiresAt <= now);
    }

    /// <summary>How long until the next one expires; null when none does.</summary>
    public TimeSpan? NextExpiry()
    {
        var next = long.MaxValue;
        foreach (var pin in _pins)
        {
            next = Math.Min(next, pin.ExpiresAt);
        }

        return next == long.MaxValue ? null : time.GetElapsedTime(time.GetTimestamp(), next);
    }

    /// <summary>AuthorizedMACs: the addresses PINs were entered for; all when one is for any address.</summary>
    public List<MacAddress> AuthorizedMacs() => _pins.Count is 0 or > 5 || _pins.Exists(p => p.Address.IsZero)
        ? [MacAddress.Broadcast]
        : _pins.ConvertAll(p => p.Address);

    public void RemoveWhere(Predicate<PinEntry> match)
    {
        foreach (var pin in _pins.FindAll(match))
        {
            Remove(pin);
        }
    }
}
