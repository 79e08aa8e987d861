namespace HostApd.Tests.Entropy;

/// <summary>
/// Estimators of NIST SP 800-90B 6.3 for sources that are not IID, in bits of min-entropy. Most common value works on
/// symbols of any size; collision and Markov are defined for bits, of which a byte sample gives eight, the first bit first.
/// </summary>
internal static class Estimators
{
    /// <summary>Normal quantile of the upper 99 % bound that the standard uses throughout.</summary>
    private const double Quantile = 2.5758293035489008;

    /// <summary>The lowest of all for byte samples, in bits a sample (3.1.3: the lower of symbols and eight times bits).</summary>
    public static double Lowest(ReadOnlySpan<byte> samples)
    {
        var bits = Bits(samples);
        return Math.Min(MostCommonValue(samples), 8 * Math.Min(MostCommonValue(bits), Math.Min(Collision(bits), Markov(bits))));
    }

    public static byte[] Bits(ReadOnlySpan<byte> samples)
    {
        var bits = new byte[8 * samples.Length];
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = (byte)(samples[i / 8] >> (7 - i % 8) & 1);
        }

        return bits;
    }

    /// <summary>6.3.1.</summary>
    public static double MostCommonValue(ReadOnlySpan<byte> symbols)
    {
        var counts = new int[256];
        foreach (var symbol in symbols)
        {
            counts[symbol]++;
        }

        var p = (double)counts.Max() / symbols.Length;
        return -Math.Log2(Math.Min(1, p + Quantile * Math.Sqrt(p * (1 - p) / (symbols.Length - 1))));
    }

    /// <summary>
    /// 6.3.2. Two bits collide after two, else after three: the mean of these times falls as bias grows. For bits the
    /// standard's equation for the mean reduces to 2 + 2p(1-p), which is solved here in closed form.
    /// </summary>
    public static double Collision(ReadOnlySpan<byte> bits)
    {
        double sum = 0, squares = 0;
        var count = 0;
        for (var i = 0; i + 2 < bits.Length;)
        {
            var time = bits[i] == bits[i + 1] ? 2 : 3;
            i += time;
            sum += time;
            squares += time * time;
            count++;
        }

        var mean = sum / count;
        var deviation = Math.Sqrt(Math.Max(0, squares / count - mean * mean) * count / (count - 1));
        var low = mean - Quantile * deviation / Math.Sqrt(count);
        var p = low >= 2.5 ? 0.5 : low <= 2 ? 1 : 0.5 + Math.Sqrt(1.25 - 0.5 * low);
        return -Math.Log2(p);
    }

    /// <summary>6.3.3: the likeliest of the six kinds of path through 128 bits.</summary>
    public static double Markov(ReadOnlySpan<byte> bits)
    {
        var counts = new double[2, 2];
        var ones = 0;
        for (var i = 0; i < bits.Length; i++)
        {
            ones += bits[i];
            if (i > 0)
            {
                counts[bits[i - 1], bits[i]]++;
            }
        }

        var p1 = (double)ones / bits.Length;
        double Step(int from, int to)
        {
            var all = counts[from, 0] + counts[from, 1];
            return all == 0 ? double.NegativeInfinity : Math.Log2(counts[from, to] / all);
        }

        // A path that is not taken at all has probability 0; 0 times minus infinity must not become "not a number".
        static double Times(int n, double log) => n == 0 ? 0 : n * log;
        var start = new[] { Math.Log2(1 - p1), Math.Log2(p1) };
        var likeliest = new[]
        {
            start[0] + Times(127, Step(0, 0)),
            start[0] + Times(64, Step(0, 1)) + Times(63, Step(1, 0)),
            start[0] + Step(0, 1) + Times(126, Step(1, 1)),
            start[1] + Step(1, 0) + Times(126, Step(0, 0)),
            start[1] + Times(64, Step(1, 0)) + Times(63, Step(0, 1)),
            start[1] + Times(127, Step(1, 1)),
        }.Max();
        return Math.Min(-likeliest / 128, 1);
    }
}
