namespace HostApd.Ieee80211;

/// <summary>Time units (TU) of 1,024 µs (802.11-2020 3.1).</summary>
public static class TimeUnits
{
    private const long TicksInOne = 1024 * TimeSpan.TicksPerMicrosecond;

    /// <summary>So many TU.</summary>
    public static TimeSpan Span(int count) => new(count * TicksInOne);

    /// <summary>Beacons that are left of a countdown; at least 0.</summary>
    /// <param name="count">Beacons when it began.</param>
    /// <param name="since">How long ago that was.</param>
    /// <param name="beaconInterval">In TU, at least 1.</param>
    public static int BeaconsLeft(int count, TimeSpan since, int beaconInterval) => count - (int)Math.Min(Of(since) / beaconInterval, count);

    /// <summary>How many whole TU are in a time.</summary>
    public static long Of(TimeSpan time) => time.Ticks / TicksInOne;
}
