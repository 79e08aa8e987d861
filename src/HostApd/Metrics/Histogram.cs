namespace HostApd.Metrics;

/// <summary>How often a time fell under each of a few bounds: a histogram as OpenMetrics has it.</summary>
internal sealed class Histogram
{
    private readonly long[] _counts = new long[Bounds.Length + 1];

    /// <summary>Upper bounds in seconds: what people notice, and what a client's own limits are.</summary>
    internal static IReadOnlyList<double> UpperBounds => Bounds;

    /// <summary>Sum of all times, in seconds.</summary>
    internal double Sum { get; private set; }

    /// <summary>All of them.</summary>
    internal long Count { get; private set; }

    private static readonly double[] Bounds = [0.01, 0.03, 0.1, 0.3, 1, 3, 10];

    internal void Observe(double seconds)
    {
        var at = 0;
        while (at < Bounds.Length && seconds > Bounds[at])
        {
            at++;
        }

        _counts[at]++;
        Sum += seconds;
        Count++;
    }

    /// <summary>How many were at most <see cref="UpperBounds"/>[<paramref name="bound"/>].</summary>
    internal long AtMost(int bound)
    {
        var sum = 0L;
        for (var i = 0; i <= bound; i++)
        {
            sum += _counts[i];
        }

        return sum;
    }
}
