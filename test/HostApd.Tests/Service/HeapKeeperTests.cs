using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace HostApd.Tests.Service;

/// <summary>When the heap is collected without need: after events, in quiet moments, where it is worth it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class HeapKeeperTests
{
    private readonly FakeTimeProvider _time = new();
    private long _allocated = HeapKeeper.Worth;
    private int _collections;
    private bool _busy;

    [Test]
    public void Without_an_event_nothing_ever_happens()
    {
        using var keeper = NewKeeper();

        _time.Advance(TimeSpan.FromDays(1));

        Assert.That(_collections, Is.Zero);
    }

    [Test]
    public void Many_events_make_one_collection()
    {
        using var keeper = NewKeeper();
        for (var i = 0; i < 100; i++)
        {
            keeper.Note();
            _time.Advance(HeapKeeper.Delay / 200);
        }

        _time.Advance(HeapKeeper.Delay);

        Assert.That(_collections, Is.EqualTo(1));
    }

    [Test]
    public void Little_garbage_is_left_lying_until_it_is_more()
    {
        using var keeper = NewKeeper();
        Quiet(keeper);
        _allocated += HeapKeeper.Worth - 1;
        Quiet(keeper);
        Assert.That(_collections, Is.EqualTo(1));

        _allocated++;
        Quiet(keeper);

        Assert.That(_collections, Is.EqualTo(2));
    }

    [Test]
    public void A_join_under_way_is_waited_for_but_not_for_ever()
    {
        using var keeper = NewKeeper();
        _busy = true;
        keeper.Note();
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(HeapKeeper.Delay);
        }

        Assert.That(_collections, Is.Zero);

        _time.Advance(HeapKeeper.Delay);

        Assert.That(_collections, Is.EqualTo(1), "strangers who never finish must not keep the heap full");
    }

    [Test]
    public void The_real_heap_shrinks()
    {
        using var keeper = new HeapKeeper(_time, static () => false);
        Leave();
        var before = GC.CollectionCount(GC.MaxGeneration);

        Quiet(keeper);

        Assert.That(GC.CollectionCount(GC.MaxGeneration), Is.GreaterThan(before));

        static void Leave() => GC.KeepAlive(new byte[HeapKeeper.Worth]);
    }

    private HeapKeeper NewKeeper() => new(_time, () => _busy, () => _allocated, () => _collections++);

    private void Quiet(HeapKeeper keeper)
    {
        keeper.Note();
        _time.Advance(HeapKeeper.Delay);
    }
}
