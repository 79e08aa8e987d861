using HostApd.Entropy;
using NUnit.Framework;

namespace HostApd.Tests.Entropy;

public sealed class HealthTestsTests
{
    /// <summary>Cutoffs of SP 800-90B for a false alarm in 2^20: 1 + 20/H, and the binomial bound over 512 samples.</summary>
    [TestCase(1, 21, 311)]
    [TestCase(2, 11, 177)]
    [TestCase(4, 6, 62)]
    [TestCase(8, 4, 13)]
    public void The_cutoffs_are_those_of_the_standard(double bits, int repetition, int proportion)
    {
        var tests = new HealthTests(bits);
        Assert.That(tests.RepetitionCutoff, Is.EqualTo(repetition));
        Assert.That(tests.ProportionCutoff, Is.EqualTo(proportion));
    }

    [Test]
    public void A_repetition_fails_at_its_cutoff_and_not_before()
    {
        var tests = new HealthTests(1);
        Assert.That(tests.Test(new byte[20]), Is.True);
        Assert.That(tests.Test(0), Is.False);
        Assert.That(tests.Failure, Does.StartWith("repetition count test"));
        Assert.That(tests.Test(1), Is.False, "a failure is for good");
    }

    [Test]
    public void A_value_too_frequent_fails_the_proportion_test_though_it_never_repeats_for_long()
    {
        var tests = new HealthTests(1);
        var fed = 0;
        while (tests.Test((byte)(fed % 3 == 2 ? fed : 7)) && fed < 5000)
        {
            fed++;
        }

        Assert.That(tests.Failure, Does.StartWith("adaptive proportion test"));
        Assert.That(fed, Is.LessThan(HealthTests.Window));
    }

    [Test]
    public void Nothing_is_credited_before_the_start_up_test_is_passed()
    {
        var tests = new HealthTests(1);
        for (var i = 0; i < HealthTests.StartUpSamples; i++)
        {
            Assert.That(tests.MayCredit, Is.False);
            tests.Test((byte)i);
        }

        Assert.That(tests.MayCredit, Is.True);
    }

    [Test]
    public void Even_bytes_pass_for_long()
    {
        using var drbg = new HmacDrbg(new byte[48]);
        var samples = new byte[50_000];
        drbg.Generate(default, samples);
        Assert.That(new HealthTests(4).Test(samples), Is.True);
    }
}
