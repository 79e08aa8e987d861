using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Rsn.Sae;

/// <summary>How many peers are kept, and how many commits wait.</summary>
public sealed class SaePeersTests
{
    private readonly VirtualClock _clock = new();

    private static MacAddress Peer(int number) => new([2, 0, 0, 0, (byte)(number >> 8), (byte)number]);

    [Test]
    public void Of_too_many_the_one_goes_that_has_been_silent_for_longest()
    {
        using var peers = new SaePeers(_clock);
        for (var i = 0; i < SaePeers.Most; i++)
        {
            peers.FindOrAdd(Peer(i));
        }

        var first = peers.FindOrAdd(Peer(0));
        peers.FindOrAdd(Peer(1000));
        Assert.Multiple(() =>
        {
            Assert.That(peers.Count, Is.EqualTo(SaePeers.Most));
            Assert.That(peers.Find(Peer(0)), Is.SameAs(first), "it has spoken again");
            Assert.That(peers.Find(Peer(1)), Is.Null);
            Assert.That(peers.Find(Peer(2)), Is.Not.Null);
            Assert.That(peers.Open, Is.Zero);
        });
    }

    [Test]
    public void Who_is_silent_for_too_long_is_forgotten()
    {
        using var peers = new SaePeers(_clock);
        peers.FindOrAdd(Peer(1));
        _clock.Advance(SaePeers.Patience - TimeSpan.FromSeconds(1));
        peers.FindOrAdd(Peer(2));
        peers.DropSilent();
        Assert.That(peers.Count, Is.EqualTo(2));
        _clock.Advance(TimeSpan.FromSeconds(1));
        peers.DropSilent();
        Assert.That((peers.Find(Peer(1)), peers.Count), Is.EqualTo(((SaePeer?)null, 1)));
    }

    [Test]
    public void Of_each_peer_the_newest_commit_waits_in_the_place_of_the_one_before()
    {
        var queue = new SaeQueue();
        for (var i = 0; i < SaeQueue.Most; i++)
        {
            Assert.That(queue.TryPut(new WaitingCommit(Peer(i), SaeMethod.Loop, [(byte)i], 0)));
        }

        Assert.Multiple(() =>
        {
            Assert.That(queue.TryPut(new WaitingCommit(Peer(99), SaeMethod.Loop, [], 0)), Is.False);
            Assert.That(queue.TryPut(new WaitingCommit(Peer(0), SaeMethod.HashToElement, [9], 0)));
            Assert.That(queue.Count, Is.EqualTo(SaeQueue.Most));
            Assert.That(queue.First!.Fields, Is.EqualTo(new byte[] { 9 }));
            Assert.That(queue.Holds(Peer(0), SaeMethod.HashToElement, [9]));
            Assert.That(queue.Holds(Peer(0), SaeMethod.Loop, [9]), Is.False);
            Assert.That(queue.Holds(Peer(0), SaeMethod.HashToElement, [8]), Is.False);
        });
        queue.RemoveFirst();
        Assert.That(queue.First!.Peer, Is.EqualTo(Peer(1)));
    }
}
