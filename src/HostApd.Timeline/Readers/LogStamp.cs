namespace HostApd.Timeline.Readers;

/// <summary>The clocks that lines of logs begin with, the finest first.</summary>
internal enum LogClock
{
    /// <summary>Seconds and microseconds since 1970: hostapd's own <c>-t</c>.</summary>
    Epoch,

    /// <summary>Seconds and microseconds since boot: the kernel's ring.</summary>
    Boot,

    /// <summary>ISO 8601 or the like, with a fraction of the second.</summary>
    Date,

    /// <summary>Android's: month, day and milliseconds.</summary>
    Logcat,

    /// <summary>Day and second, with the year: OpenWrt's logread, ISO 8601 without a fraction.</summary>
    Dated,

    /// <summary>Day and second, without the year: syslog's.</summary>
    Syslog,
}

/// <summary>The times that stand before one line: a log server adds its own to the program's.</summary>
internal struct LogStamp
{
    private const int Clocks = (int)LogClock.Syslog + 1;

    private TimesOfLine _times;
    private int _known;

    /// <summary>Whether the line has a time of that clock.</summary>
    internal readonly bool Has(LogClock clock) => (_known & 1 << (int)clock) != 0;

    /// <summary>No clock at all.</summary>
    internal readonly bool IsEmpty => _known == 0;

    /// <summary>Microseconds by that clock.</summary>
    internal readonly long this[LogClock clock] => _times[(int)clock];

    /// <summary>The first of a kind counts: hostapd's logger and its output both put one there, and every line has the second's.</summary>
    internal void Take(LogClock clock, long microseconds)
    {
        if (Has(clock))
        {
            return;
        }

        _times[(int)clock] = microseconds;
        _known |= 1 << (int)clock;
    }

    [System.Runtime.CompilerServices.InlineArray(Clocks)]
    private struct TimesOfLine
    {
        private long _first;
    }
}
