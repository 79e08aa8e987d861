using HostApd.Ieee80211;

namespace HostApd.P2p;

/// <summary>A device that has been in our group.</summary>
/// <param name="Device">P2P Device Address.</param>
/// <param name="LastUse">When it was in last, UTC; a day is fine enough, and spares the flash.</param>
public readonly record struct KnownClient(MacAddress Device, DateOnly LastUse);

/// <summary>Who has been in our persistent group, the last one last (P2P 1.7 3.1.5.3). At most <see cref="Most"/>: the one not seen for longest goes.</summary>
public sealed class KnownClients
{
    /// <summary>Devices at most.</summary>
    public const int Most = 100;

    private readonly List<KnownClient> _clients = [];

    /// <summary>All of them, the last one last.</summary>
    public IReadOnlyList<KnownClient> All => _clients;

    /// <summary>Who was in last; zero: nobody ever was.</summary>
    public MacAddress Last => _clients.Count > 0 ? _clients[^1].Device : MacAddress.Zero;

    /// <summary>A device is in. False when that is no news: it was the last one before, on the same day.</summary>
    public bool Note(MacAddress device, DateOnly day)
    {
        var client = new KnownClient(device, day);
        if (device.IsZero || _clients.Count > 0 && _clients[^1] == client)
        {
            return false;
        }

        Remove(device);
        if (_clients.Count >= Most)
        {
            _clients.RemoveAt(0);
        }

        _clients.Add(client);
        return true;
    }

    /// <summary>A device is no longer one of them; false when it was none.</summary>
    public bool Remove(MacAddress device) => _clients.RemoveAll(c => c.Device == device) > 0;
}
