using HostApd.Ieee80211;
using HostApd.P2p;
using NUnit.Framework;

namespace HostApd.Tests.P2p.Device;

/// <summary>Strangers fill the table, and what that may cost.</summary>
public sealed class PeerTableTests
{
    private static readonly MacAddress Peer = DeviceRig.Lower;

    [Test]
    public void A_hundred_peers_are_kept_and_the_one_not_heard_for_longest_makes_room()
    {
        var rig = DeviceRig.Started();
        for (var i = 0; i < 100; i++)
        {
            rig.Probe(Stranger(i));
            rig.Pass(1);
        }

        rig.Probe(Stranger(0));
        rig.Pass(1);
        rig.Probe(Stranger(100));
        Assert.That(rig.Device.Peers.All, Has.Count.EqualTo(100));
        Assert.That((rig.Device.Peers.Find(Stranger(0)), rig.Device.Peers.Find(Stranger(1))), Is.EqualTo((rig.Device.Peers.Find(Stranger(0)), (Peer?)null)));
        Assert.That(rig.Device.Peers.Find(Stranger(0)), Is.Not.Null);
    }

    [TestCase("negotiation")]
    [TestCase("invitation")]
    [TestCase("discovery")]
    [TestCase("group")]
    public void Whom_we_deal_with_stays_whatever_strangers_do_and_does_not_expire(string with)
    {
        var rig = DeviceRig.Started();
        rig.Find(Peer);
        rig.Do(d => _ = with switch
        {
            "invitation" => d.Invite(Peer, 0),
            "discovery" => d.Discover(Peer, HostApd.Wps.ConfigMethods.PushButton),
            _ => d.Connect(Peer, new PeerWish(ProvisionMethod.PushButton, null, 15, 0), onlyAllow: with == "group"),
        });
        if (with == "group")
        {
            rig.Hear(Peer, FramesOfPeer.Request(Peer));
            rig.Hear(Peer, FramesOfPeer.Confirmation(1));
            rig.Do(static d => d.OnGroupStarted());
        }

        for (var i = 0; i < 300; i++)
        {
            rig.Find(Stranger(i));
        }

        rig.Do(static d => d.OnTimer(DeviceTimer.Peers));
        Assert.That(rig.Device.Peers.Find(Peer), Is.Not.Null);
        Assert.That(rig.Device.Peers.All, Has.Count.EqualTo(100));
    }

    [Test]
    public void A_peer_that_is_not_heard_for_60_s_is_gone_and_only_one_that_was_told_of_is_lost()
    {
        var rig = DeviceRig.Started();
        rig.Find(Peer);
        rig.Probe(DeviceRig.Higher);
        rig.Clock.Advance(TimeSpan.FromSeconds(60) - new TimeSpan(1));
        Assert.That(rig.Device.Peers.All, Has.Count.EqualTo(2));
        Assert.That(rig.Take(), Is.All.StartsWith("listen"));
        rig.Clock.Advance(new TimeSpan(1));
        Assert.That(rig.Take(), Has.One.EqualTo("DeviceLost p2p_dev_addr=42:00:00:00:01:00"));
        Assert.That((rig.Device.Peers.All.Count, rig.Due(DeviceTimer.Peers)), Is.EqualTo((0, (double?)null)));
        rig.Find(Peer);
        Assert.That(rig.Due(DeviceTimer.Peers), Is.EqualTo(60_000), "and so it goes on");
    }

    [TestCase(99, 1)]
    [TestCase(100, 2)]
    public void A_peer_is_answered_once_in_100_ms(int milliseconds, int answers)
    {
        var rig = DeviceRig.Started();
        rig.Hear(Peer, FramesOfPeer.Request(Peer, 1));
        rig.Pass(milliseconds);
        rig.Hear(Peer, FramesOfPeer.Request(Peer, 2));
        Assert.That((rig.Frames.Count, rig.Device.Dropped(P2pDrop.TooSoon)), Is.EqualTo((answers, 2L - answers)));
    }

    [Test]
    public void Each_kind_of_request_is_counted_by_itself_and_so_is_each_peer()
    {
        var rig = DeviceRig.Started();
        rig.Hear(Peer, FramesOfPeer.Request(Peer, 1));
        rig.Hear(Peer, FramesOfPeer.Invite(Peer, 1, static (ref request) => request.GroupSsid = "DIRECT-xx"u8));
        rig.Hear(Peer, FramesOfPeer.Discovery(Peer, HostApd.Wps.ConfigMethods.PushButton));
        rig.Hear(DeviceRig.Higher, FramesOfPeer.Request(DeviceRig.Higher, 1));
        Assert.That(rig.Frames, Has.Count.EqualTo(4));
    }

    [Test]
    public void A_hundred_thousand_strangers_leave_a_hundred_peers_and_few_lines()
    {
        var rig = DeviceRig.Started();
        var told = new Dictionary<string, int>();
        for (var i = 0; i < 100_000; i++)
        {
            var stranger = Stranger(i);
            var lines = (i % 4) switch
            {
                0 => rig.Hear(stranger, FramesOfPeer.Request(stranger)),
                1 => rig.Find(stranger),
                2 => rig.Hear(stranger, FramesOfPeer.Invite(stranger, 1, static (ref request) => request.InvitationFlags = 0)),
                _ => rig.Hear(stranger, FramesOfPeer.Discovery(stranger, HostApd.Wps.ConfigMethods.PushButton)),
            };
            foreach (var line in lines)
            {
                var kind = line.Split(' ')[0];
                told[kind] = told.GetValueOrDefault(kind) + 1;
            }

            Assert.That(rig.Device.Peers.All, Has.Count.LessThanOrEqualTo(100));
            rig.Frames.Clear();
        }

        // No time has passed: what is told at once, and nothing more.
        Assert.That(rig.MostEffects, Is.LessThan(10));
        Assert.That(told.Where(static t => t.Key is not ("answer" or "log")).Sum(static t => t.Value), Is.LessThanOrEqualTo(40), string.Join(", ", told));
        Assert.That(told.GetValueOrDefault("DeviceLost"), Is.LessThanOrEqualTo(told.GetValueOrDefault("DeviceFound")));
        Assert.That(told.GetValueOrDefault("log"), Is.LessThanOrEqualTo(20));
        Assert.That(rig.Device.Untold, Is.GreaterThan(50_000));
    }

    [Test]
    public void Twenty_events_of_strangers_are_told_at_once_and_five_a_second()
    {
        var rig = DeviceRig.Started();
        Assert.That(Told(0, 1000), Is.EqualTo(20));
        rig.Pass(1000);
        Assert.That(Told(1000, 1000), Is.EqualTo(5));

        int Told(int first, int count) => Enumerable.Range(first, count).Sum(i => rig.Find(Stranger(i)).Count(static l => l.StartsWith("DeviceFound", StringComparison.Ordinal)));
    }

    [Test]
    public void A_peer_that_there_was_too_much_else_to_be_told_of_is_told_of_when_it_is_heard_again_and_can_be_asked_before()
    {
        var rig = DeviceRig.Started();
        for (var i = 0; i < 50; i++)
        {
            rig.Find(Stranger(i));
        }

        Assert.That(rig.Find(Peer), Is.Empty);
        Assert.That(rig.Device.Peers.Find(Peer)!.Renown, Is.EqualTo(PeerRenown.Described));
        rig.Pass(1000);
        Assert.That(rig.Find(Peer), Has.One.StartsWith("DeviceFound 42:00:00:00:01:00"));
        Assert.That(rig.Ask(Peer), Has.One.StartsWith("send Request"));
    }

    [Test]
    public void Who_has_only_probed_can_be_allowed_but_not_asked()
    {
        var rig = DeviceRig.Started();
        rig.Probe(Peer);
        var wish = new PeerWish(ProvisionMethod.PushButton, null, 15, 0);
        Assert.That((rig.Device.Connect(Peer, wish, onlyAllow: false), rig.Device.Connect(Peer, wish, onlyAllow: true)), Is.EqualTo((false, true)));
        Assert.That(rig.Device.Connect(DeviceRig.Higher, wish, onlyAllow: true), Is.False, "never heard of");
    }

    [Test]
    public void Flush_forgets_them_and_what_was_allowed()
    {
        var rig = DeviceRig.Started();
        rig.Find(Peer);
        rig.Allow(Peer);
        Assert.That(rig.Do(static d => d.Flush()), Does.Contain("DeviceLost p2p_dev_addr=42:00:00:00:01:00"));
        Assert.That(rig.Hear(Peer, FramesOfPeer.Request(Peer)), Has.One.StartsWith("answer Response 1"));
    }

    private static MacAddress Stranger(int i) => new([0x52, 0, (byte)(i >> 24), (byte)(i >> 16), (byte)(i >> 8), (byte)i]);
}
