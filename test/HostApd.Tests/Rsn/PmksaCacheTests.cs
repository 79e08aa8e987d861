using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

/// <summary>What was agreed on with stations, and for how long it is good.</summary>
public sealed class PmksaCacheTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];

    private readonly VirtualClock _clock = new();

    private static MacAddress Station(int number) => new([2, 0, 0, 0, (byte)(number >> 8), (byte)number]);

    private static byte[] Id(byte number) => [.. Enumerable.Repeat(number, 16)];

    [Test]
    public void The_newest_of_a_station_counts_for_its_key_management_alone()
    {
        using var cache = new PmksaCache(_clock);
        cache.Add(Station(1), AkmSuite.Sae, Key, Id(1));
        cache.Add(Station(1), AkmSuite.Sae, Key, Id(2));
        cache.Add(Station(2), AkmSuite.SaeExtKey, [.. Key, .. Key[..16]], Id(3));
        Assert.Multiple(() =>
        {
            Assert.That(cache.All.Count(), Is.EqualTo(2));
            Assert.That(cache.Find(Station(1), AkmSuite.Sae)!.Id.ToArray(), Is.EqualTo(Id(2)));
            Assert.That(cache.Find(Station(1), AkmSuite.Psk), Is.Null);
            Assert.That(cache.Find(Station(2), AkmSuite.Sae), Is.Null);
            Assert.That(cache.Has(Station(2)));
            Assert.That(cache.Find(Station(2), AkmSuite.SaeExtKey)!.Key.Length, Is.EqualTo(48));
            Assert.That(cache.Has(Station(3)), Is.False);
        });
    }

    [Test]
    public void A_station_that_names_it_among_others_has_it_and_nobody_else()
    {
        using var cache = new PmksaCache(_clock);
        cache.Add(Station(1), AkmSuite.Sae, Key, Id(1));
        Assert.Multiple(() =>
        {
            Assert.That(cache.FindNamed(Station(1), AkmSuite.Sae, [.. Id(7), .. Id(1)]), Is.Not.Null);
            Assert.That(cache.FindNamed(Station(1), AkmSuite.Sae, Id(7)), Is.Null);
            Assert.That(cache.FindNamed(Station(1), AkmSuite.Sae, default), Is.Null);
            Assert.That(cache.FindNamed(Station(1), AkmSuite.Sae, Id(1).AsSpan(1)), Is.Null, "cut off");
            Assert.That(cache.FindNamed(Station(2), AkmSuite.Sae, Id(1)), Is.Null, "another station's");
        });
    }

    [Test]
    public void It_ends_with_its_life_and_its_key_is_wiped()
    {
        using var cache = new PmksaCache(_clock);
        cache.Add(Station(1), AkmSuite.Sae, Key, Id(1), TimeSpan.FromSeconds(10));
        cache.Add(Station(2), AkmSuite.Sae, Key, Id(2));
        var first = cache.Find(Station(1), AkmSuite.Sae)!;
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.That(cache.Left(first).TotalSeconds, Is.EqualTo(1));
        Assert.That(cache.Has(Station(1)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(cache.Has(Station(1)), Is.False);
        Assert.That(cache.Find(Station(1), AkmSuite.Sae), Is.Null);
        Assert.That(first.Key.Span.ToArray(), Is.All.Zero);
        _clock.Advance(PmksaCache.Life);
        Assert.That(cache.All, Is.Empty);
    }

    [TestCase(1000, 10)]
    [TestCase(10, 1000)]
    public void Its_terms_and_its_life_may_be_others(int life, int left)
    {
        using var cache = new PmksaCache(_clock);
        cache.Add(Station(1), AkmSuite.Ieee8021X, Key, Id(1), TimeSpan.FromSeconds(life), grant: "first");
        _clock.Advance(TimeSpan.FromSeconds(5));
        cache.Change(Station(1), "second", null);
        Assert.That((cache.GrantOf(Station(1)), cache.Left(cache.Find(Station(1), AkmSuite.Ieee8021X)!)), Is.EqualTo(((object?)"second", TimeSpan.FromSeconds(life - 5))));
        cache.Change(Station(1), "third", TimeSpan.FromSeconds(left));
        cache.Change(Station(2), "of nobody", TimeSpan.FromSeconds(left));
        _clock.Advance(TimeSpan.FromSeconds(left - 1));
        Assert.That((cache.GrantOf(Station(1)), cache.Has(Station(1)), cache.Has(Station(2)), cache.GrantOf(Station(2))), Is.EqualTo(((object?)"third", true, false, (object?)null)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(cache.Has(Station(1)), Is.False);
    }

    [Test]
    public void Of_too_many_the_oldest_goes()
    {
        using var cache = new PmksaCache(_clock, most: 3);
        for (var i = 0; i < 5; i++)
        {
            cache.Add(Station(i), AkmSuite.Sae, Key, Id((byte)i));
        }

        Assert.That(cache.All.Select(static p => p.Station), Is.EqualTo(new[] { Station(2), Station(3), Station(4) }));
        cache.Add(Station(2), AkmSuite.Sae, Key, Id(9));
        Assert.That(cache.All.Select(static p => p.Station), Is.EqualTo(new[] { Station(3), Station(4), Station(2) }), "a new one of the same takes no place of another's");
    }

    [Test]
    public void A_flush_wipes_all()
    {
        using var cache = new PmksaCache(_clock);
        cache.Add(Station(1), AkmSuite.Sae, Key, Id(1));
        var known = cache.Find(Station(1), AkmSuite.Sae)!;
        cache.Flush();
        Assert.That((cache.All.Any(), cache.Has(Station(1))), Is.EqualTo((false, false)));
        Assert.That(known.Key.Span.ToArray(), Is.All.Zero);
    }
}
