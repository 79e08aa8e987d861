using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>Who was heard of late around a radio.</summary>
internal static class Neighbours
{
    /// <summary>More than these nobody looks at: a hostile air is full of names.</summary>
    private const int Most = 500;

    /// <summary>Who has not been heard of for longer is not there any more.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(30);

    /// <summary>Reads them, one each.</summary>
    internal static List<HeardBss> Read(IScanLink link)
    {
        var found = new Dictionary<MacAddress, HeardBss>();
        _ = link.ReadNeighbours((in Neighbour neighbour) =>
        {
            if (neighbour.Age <= Oldest && (found.Count < Most || found.ContainsKey(neighbour.Bssid)))
            {
                found[neighbour.Bssid] = HeardBss.Of(neighbour.Bssid, neighbour.FrequencyMhz, neighbour.SignalDbm, neighbour.Elements);
            }
        });
        return [.. found.Values];
    }
}
