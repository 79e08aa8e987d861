using HostApd.Wps;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace HostApd.Tests.Wps;

public sealed class RateLimiterTests
{
    [Test]
    public void A_burst_passes_then_so_many_a_second_and_the_rest_is_counted()
    {
        var time = new FakeTimeProvider();
        var limiter = new RateLimiter(time, perSecond: 10, burst: 20);
        Assert.That(Passing(limiter, 100), Is.EqualTo(20));
        Assert.That(limiter.TakeLeftOut(), Is.EqualTo(80));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Passing(limiter, 100), Is.EqualTo(10));
        time.Advance(TimeSpan.FromHours(1));
        Assert.That(Passing(limiter, 100), Is.EqualTo(20), "a quiet hour is worth one burst");
        Assert.That((limiter.TakeLeftOut(), limiter.LeftOut), Is.EqualTo((170L, 0L)));
    }

    private static int Passing(RateLimiter limiter, int tries) => Enumerable.Range(0, tries).Count(_ => limiter.TryTake());
}
