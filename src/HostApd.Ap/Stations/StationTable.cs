using System.Collections;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>
/// The stations of a BSS. Those that have only authenticated are bounded in number: strangers can create them at will,
/// so a new one pushes out the oldest.
/// </summary>
public sealed class StationTable : IEnumerable<Sta>
{
    /// <summary>Highest Association ID (802.11-2020 9.4.1.8).</summary>
    public const int MaxAid = 2007;

    private const int MaxHalfOpen = 64;

    private readonly Dictionary<MacAddress, Sta> _stations = [];
    private readonly Sta?[] _byAid = new Sta?[MaxAid + 1];

    /// <summary>All entries.</summary>
    public int Count => _stations.Count;

    /// <summary>Entries that hold an Association ID.</summary>
    public int Associated { get; private set; }

    /// <summary>Finds a station.</summary>
    public Sta? Find(MacAddress address) => _stations.GetValueOrDefault(address);

    /// <summary>The station that follows <paramref name="address"/> in the order of the table, or null.</summary>
    public Sta? After(MacAddress address)
    {
        var found = false;
        foreach (var sta in _stations.Values)
        {
            if (found)
            {
                return sta;
            }

            found = sta.Address == address;
        }

        return null;
    }

    /// <inheritdoc/>
    public IEnumerator<Sta> GetEnumerator() => _stations.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The half-open entry that must go before another can come, or null.</summary>
    internal Sta? Surplus()
    {
        var halfOpen = 0;
        Sta? oldest = null;
        if (_stations.Count - Associated < MaxHalfOpen)
        {
            return null;
        }

        foreach (var sta in _stations.Values)
        {
            if (sta.Aid == 0)
            {
                halfOpen++;
                if (oldest is null || sta.AuthenticatedTimestamp < oldest.AuthenticatedTimestamp)
                {
                    oldest = sta;
                }
            }
        }

        return halfOpen >= MaxHalfOpen ? oldest : null;
    }

    internal void Add(Sta sta) => _stations.Add(sta.Address, sta);

    internal void Remove(Sta sta)
    {
        ReleaseAid(sta);
        _stations.Remove(sta.Address);
    }

    /// <summary>Gives the lowest free Association ID; false when <paramref name="limit"/> stations hold one.</summary>
    internal bool TryAssignAid(Sta sta, int limit)
    {
        if (sta.Aid != 0)
        {
            return true;
        }

        if (Associated >= limit)
        {
            return false;
        }

        for (var aid = 1; aid <= MaxAid; aid++)
        {
            if (_byAid[aid] is null)
            {
                _byAid[aid] = sta;
                sta.Aid = aid;
                Associated++;
                return true;
            }
        }

        return false;
    }

    internal void ReleaseAid(Sta sta)
    {
        if (sta.Aid != 0)
        {
            _byAid[sta.Aid] = null;
            sta.Aid = 0;
            Associated--;
        }
    }
}
