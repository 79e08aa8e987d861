namespace HostApd.Timeline;

/// <summary>
/// Time from top to bottom, to scale within bounds: an entry is never closer to the one before than a line of text, and a wait is never
/// taller than a few of them. Where one was cut short the axis has a break.
/// </summary>
internal sealed class PictureAxis
{
    internal const double LineHeight = 17;

    private const double TallestWait = 110;
    private const double PixelsPerMillisecond = 0.25;

    private readonly JoinReport _report;
    private readonly double[] _rows;
    private readonly List<Break> _breaks = [];

    /// <summary>Places the entries of a join below <paramref name="top"/>.</summary>
    internal PictureAxis(JoinReport report, double top)
    {
        _report = report;
        var entries = report.Trace.Entries;
        _rows = new double[entries.Length];
        (Top, Bottom) = (top, top + LineHeight);
        for (var i = 0; i < entries.Length; i++)
        {
            if (i > 0)
            {
                var wait = Math.Max(0, entries[i].OnAir - entries[i - 1].OnAir);
                var height = wait / 1000.0 * PixelsPerMillisecond;
                if (height > TallestWait && report.Trace.IsTimed)
                {
                    _breaks.Add(new Break(Bottom + TallestWait / 2, wait));
                }

                Bottom += Math.Clamp(height, LineHeight, TallestWait);
            }

            _rows[i] = Bottom;
        }

        Bottom += LineHeight;
    }

    /// <summary>Where the life lines begin.</summary>
    internal double Top { get; }

    /// <summary>Where they end.</summary>
    internal double Bottom { get; }

    /// <summary>Where it is not to scale.</summary>
    internal IReadOnlyList<Break> Breaks => _breaks;

    /// <summary>The longest wait that is drawn as it is, in milliseconds.</summary>
    internal static double LongestToScale => TallestWait / PixelsPerMillisecond;

    /// <summary>The height of an entry.</summary>
    internal double Of(int entry) => _rows[entry];

    /// <summary>The height of any moment, between those of the entries around it; equal times share none.</summary>
    internal double At(long time)
    {
        var entries = _report.Trace.Entries;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].OnAir >= time)
            {
                if (i == 0 || entries[i].OnAir == entries[i - 1].OnAir)
                {
                    return _rows[i];
                }

                var share = (double)(time - entries[i - 1].OnAir) / (entries[i].OnAir - entries[i - 1].OnAir);
                return _rows[i - 1] + Math.Clamp(share, 0, 1) * (_rows[i] - _rows[i - 1]);
            }
        }

        return _rows.Length == 0 ? Top : _rows[^1];
    }

    /// <summary>The middle of a wait that was cut short, and how long it took in microseconds.</summary>
    internal readonly record struct Break(double Y, long Microseconds);
}
