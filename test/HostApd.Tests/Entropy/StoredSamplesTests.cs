using System.IO.Compression;
using System.Runtime.CompilerServices;
using HostApd.Entropy;
using NUnit.Framework;

namespace HostApd.Tests.Entropy;

/// <summary>
/// The estimators of SP 800-90B over kept raw samples of the timing source; Samples/README.md says how they were taken.
/// </summary>
public sealed class StoredSamplesTests
{
    private const int RowLength = 1000;

    [TestCase("host-million")]
    [TestCase("emulated-million")]
    public void The_credit_is_at_most_a_quarter_of_the_lowest_estimate(string name)
    {
        var samples = Read(name);
        Assert.That(samples, Has.Length.EqualTo(1_000_000));
        var lowest = Estimators.Lowest(samples);
        TestContext.Out.WriteLine($"{name}: {lowest:f3} bits a sample");
        Assert.That(lowest / 4, Is.GreaterThanOrEqualTo(1.0 / JitterSource.SamplesPerBit));
    }

    /// <summary>SP 800-90B 3.1.4: the first samples after a start are as good as later ones, along rows and along columns.</summary>
    [TestCase("host-restarts", "host-million", 1000)]
    [TestCase("emulated-restarts", "emulated-million", 1000)]
    [TestCase("emulated-boots", "emulated-million", 100)]
    public void A_restart_costs_nothing(string name, string million, int rows)
    {
        var samples = Read(name);
        Assert.That(samples, Has.Length.EqualTo(rows * RowLength));
        var columns = new byte[samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            columns[i % RowLength * rows + i / RowLength] = samples[i];
        }

        var (alongRows, alongColumns) = (Estimators.Lowest(samples), Estimators.Lowest(columns));
        TestContext.Out.WriteLine($"{name}: {alongRows:f3} bits along rows, {alongColumns:f3} along columns");
        var lowest = Math.Min(alongRows, alongColumns);
        Assert.That(lowest, Is.GreaterThanOrEqualTo(Estimators.Lowest(Read(million)) / 2));
        Assert.That(lowest / 4, Is.GreaterThanOrEqualTo(1.0 / JitterSource.SamplesPerBit));
        Assert.That(HighestCount(samples, rows), Is.LessThanOrEqualTo(Cutoff(RowLength)), "in one row");
        Assert.That(HighestCount(columns, RowLength), Is.LessThanOrEqualTo(Cutoff(rows)), "in one column");
    }

    private static int HighestCount(byte[] samples, int rows)
    {
        var highest = 0;
        foreach (var row in samples.Chunk(samples.Length / rows))
        {
            highest = Math.Max(highest, row.CountBy(static b => b).Max(static c => c.Value));
        }

        return highest;
    }

    /// <summary>3.1.4.3: what chance gives the likeliest value at most, at the entropy that the health tests assume.</summary>
    private static int Cutoff(int length)
    {
        var p = Math.Pow(2, -JitterSource.AssessedBits);
        var alpha = 0.01 / (2 * length);
        // The upper tail of the binomial distribution, summed from its end.
        var (tail, log) = (0.0, length * Math.Log(p));
        for (var k = length; k > 0; k--)
        {
            tail += Math.Exp(log);
            if (tail > alpha)
            {
                return k;
            }

            log += Math.Log(k) - Math.Log(length - k + 1) + Math.Log(1 - p) - Math.Log(p);
        }

        return 0;
    }

    private static byte[] Read(string name, [CallerFilePath] string here = "")
    {
        using var file = File.OpenRead(Path.Combine(Path.GetDirectoryName(here)!, "Samples", name + ".bin.gz"));
        using var stream = new GZipStream(file, CompressionMode.Decompress);
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }
}
