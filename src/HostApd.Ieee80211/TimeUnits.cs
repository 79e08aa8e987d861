namespace HostApd.Ieee80211;

/// <summary>Time units (TU) of 1,024 µs (802.11-2020 3.1).</summary>
public static class TimeUnits
{
    private const long TicksInOne = 1024 * TimeSpan.TicksPerMicrosecond;

    /// <summary>So many TU.</summary>
    public static TimeSpan Span(int count) => new(count * TicksInOne);

    /// <summary>How many whole TU are in a time.</summary>
    public static long Of(TimeSpan time) => time.Ticks / TicksInOne;
}
