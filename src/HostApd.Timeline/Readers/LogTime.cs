using System.Globalization;

namespace HostApd.Timeline.Readers;

/// <summary>
/// The clock of a log: the finest that most of its lines have. A line without it belongs to the moment of the line before; a
/// clock that is set back in the midst is evened out, with a word about where. A log without any is only an order of lines.
/// </summary>
internal sealed class LogTime
{
    private const long Jump = 100_000;
    private const long Second = 1_000_000;

    private readonly TraceSource _source;
    private readonly LogClock? _clock;
    private long _last;
    private long _shift;

    internal LogTime(TraceSource source, ReadOnlySpan<int> linesOfClock)
    {
        _source = source;
        _clock = Choose(linesOfClock);
        source.Slack = _clock is null ? TraceSource.NoTimes : _clock is LogClock.Dated or LogClock.Syslog ? Second : 0;
        source.HasDate = _clock is LogClock.Epoch or LogClock.Date or LogClock.Dated;
    }

    /// <summary>Half of the lines that the commonest clock has are enough: a kernel's line has no time of hostapd's.</summary>
    private static LogClock? Choose(ReadOnlySpan<int> linesOfClock)
    {
        var most = 0;
        foreach (var lines in linesOfClock)
        {
            most = Math.Max(most, lines);
        }

        for (var clock = 0; most > 0 && clock < linesOfClock.Length; clock++)
        {
            if (2L * linesOfClock[clock] >= most)
            {
                return (LogClock)clock;
            }
        }

        return null;
    }

    /// <summary>When a line was written; false while nothing is known about it.</summary>
    internal bool TryTake(int line, in LogStamp stamp, out long time)
    {
        if (_clock is not { } clock)
        {
            time = line;
            return true;
        }

        if (!stamp.Has(clock))
        {
            time = _last;
            return _last != 0;
        }

        time = stamp[clock];
        if (_last != 0 && time + _shift < _last - Jump)
        {
            _source.Complain(string.Create(CultureInfo.InvariantCulture,
                $"line {line}: the clock was set back by {(_last - time - _shift) / 1e6:F1} s; what follows is moved"));
            _shift = _last - time;
        }

        time += _shift;
        _last = Math.Max(_last, time);
        return true;
    }
}
