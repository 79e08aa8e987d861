using System.Diagnostics;
using HostApd.Entropy;
using NUnit.Framework;

namespace HostApd.Tests.Entropy;

/// <summary>The estimators on inputs whose entropy is known, then on this machine's raw jitter.</summary>
public sealed class EstimatorTests
{
    [Test]
    public void A_constant_has_none()
    {
        Assert.That(Estimators.Lowest(new byte[10_000]), Is.Zero);
        var ones = new byte[10_000];
        ones.AsSpan().Fill(1);
        Assert.That(Estimators.Collision(ones), Is.Zero);
        Assert.That(Estimators.Markov(ones), Is.Zero);
    }

    [Test]
    public void An_alternation_looks_fair_to_counting_but_not_to_markov()
    {
        var bits = Enumerable.Range(0, 100_000).Select(i => (byte)(i & 1)).ToArray();
        Assert.That(Estimators.MostCommonValue(bits), Is.GreaterThan(0.98));
        Assert.That(Estimators.Markov(bits), Is.LessThan(0.01));
    }

    [Test]
    public void A_fair_generator_has_nearly_all()
    {
        using var drbg = new HmacDrbg(new byte[48]);
        var samples = new byte[60_000];
        drbg.Generate(default, samples);
        var bits = Estimators.Bits(samples);
        Assert.That(Estimators.MostCommonValue(samples), Is.InRange(7.5, 8));
        Assert.That(Estimators.MostCommonValue(bits), Is.InRange(0.98, 1));
        Assert.That(Estimators.Collision(bits), Is.InRange(0.85, 1));
        Assert.That(Estimators.Markov(bits), Is.InRange(0.97, 1));
    }

    [TestCase(192, 0.415)]
    [TestCase(230, 0.1536)]
    public void Biased_bits_have_what_their_bias_leaves(int threshold, double expected)
    {
        using var drbg = new HmacDrbg(new byte[48]);
        var bits = new byte[60_000];
        drbg.Generate(default, bits);
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = (byte)(bits[i] < threshold ? 1 : 0);
        }

        Assert.That(Estimators.MostCommonValue(bits), Is.EqualTo(expected).Within(0.03));
        Assert.That(Estimators.Collision(bits), Is.EqualTo(expected).Within(0.06));
        Assert.That(Estimators.Markov(bits), Is.EqualTo(expected).Within(0.03));
    }

    [Test]
    public void The_credit_for_jitter_is_at_most_a_quarter_of_the_lowest_estimate()
    {
        var source = new JitterSource(Nanoseconds);
        Assert.That(source.Refusal, Is.Null);
        var samples = new byte[100_000];
        Assert.That(source.Collect(samples), Is.GreaterThan(samples.Length / 2));
        Assert.That(source.Failure, Is.Null);
        Assert.That(Estimators.Lowest(samples) / 4, Is.GreaterThanOrEqualTo(1.0 / JitterSource.SamplesPerBit), Describe(samples));
    }

    /// <summary>For scripts/entropy-estimate.sh: a million raw samples, and what the estimators say of them.</summary>
    [Test]
    [Explicit("takes a while and asserts nothing that the test above does not")]
    public void Estimate_a_million_samples()
    {
        var source = new JitterSource(Nanoseconds);
        var samples = new byte[1_000_000];
        var time = Stopwatch.GetTimestamp();
        source.Collect(samples);
        var seconds = Stopwatch.GetElapsedTime(time).TotalSeconds;
        var report = $"{samples.Length} samples in {seconds:f2} s, clock step {source.Resolution} ns\n{Describe(samples)}\n";
        TestContext.Out.WriteLine(report);
        if (Environment.GetEnvironmentVariable("ENTROPY_FOLDER") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, "report.txt"), report);
            File.WriteAllBytes(Path.Combine(folder, "samples.bin"), samples);
        }

        Assert.That(source.Failure, Is.Null);
        Assert.That(Estimators.Lowest(samples) / 4, Is.GreaterThanOrEqualTo(1.0 / JitterSource.SamplesPerBit));
    }

    private static long Nanoseconds() => Stopwatch.GetTimestamp() * (1_000_000_000 / Stopwatch.Frequency);

    private static string Describe(byte[] samples)
    {
        var bits = Estimators.Bits(samples);
        return $"""
            most common value, samples: {Estimators.MostCommonValue(samples):f4} bits a sample
            most common value, bits:    {8 * Estimators.MostCommonValue(bits):f4}
            collision, bits:            {8 * Estimators.Collision(bits):f4}
            Markov, bits:               {8 * Estimators.Markov(bits):f4}
            lowest:                     {Estimators.Lowest(samples):f4}
            credited:                   {1.0 / JitterSource.SamplesPerBit:f4}
            """;
    }
}
