using HostApd.Entropy;
using NUnit.Framework;

namespace HostApd.Tests.Entropy;

/// <summary>Clocks that carry no entropy earn no credit.</summary>
public sealed class JitterSourceTests
{
    [Test]
    public void A_clock_that_stands_still_is_refused()
    {
        var source = new JitterSource(static () => 42);
        Assert.That(source.Refusal, Is.Not.Null);
        Assert.That(source.Collect(new byte[5000]), Is.Zero);
    }

    [TestCase(1_001)]
    [TestCase(1_000_000)]
    [TestCase(4_000_000)]
    public void A_clock_coarser_than_a_microsecond_is_refused(int step)
    {
        long reads = 0;
        var source = new JitterSource(() => ++reads / 3 * step);
        Assert.That(source.Resolution, Is.EqualTo(step));
        Assert.That(source.Refusal, Is.Not.Null);
        Assert.That(source.Collect(new byte[5000]), Is.Zero);
    }

    [TestCase(1)]
    [TestCase(1_000)]
    public void A_clock_whose_steps_never_vary_starts_but_earns_nothing_and_fails(int step)
    {
        long now = 0;
        var source = new JitterSource(() => now += step);
        Assert.That(source.Refusal, Is.Null);
        Assert.That(source.Collect(new byte[5000]), Is.Zero);
        Assert.That(source.Failure, Is.Not.Null);
    }

    [Test]
    public void A_clock_that_drifts_evenly_earns_nothing()
    {
        long now = 0;
        long step = 0;
        var source = new JitterSource(() => now += ++step);
        Assert.That(source.Refusal, Is.Null);
        Assert.That(source.Collect(new byte[20_000]), Is.Zero);
    }

    [Test]
    public void A_clock_that_gets_stuck_stops_earning()
    {
        using var drbg = new HmacDrbg(new byte[48]);
        var noise = new byte[60_000];
        drbg.Generate(default, noise);
        long now = 0;
        var reads = 0;
        var stuck = false;
        var source = new JitterSource(() => now += stuck ? 100 : 100 + noise[reads++ % noise.Length]);
        Assert.That(source.Collect(new byte[HealthTests.StartUpSamples]), Is.Zero, "the start-up test earns nothing");
        Assert.That(source.Collect(new byte[1000]), Is.GreaterThan(900));
        stuck = true;
        Assert.That(source.Collect(new byte[1000]), Is.Zero);
        Assert.That(source.Failure, Does.StartWith("repetition count test"));
        stuck = false;
        Assert.That(source.Collect(new byte[1000]), Is.Zero, "a failure is for good");
    }
}
