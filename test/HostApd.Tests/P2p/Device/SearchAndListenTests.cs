using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.P2p.Device;

/// <summary>P2P_FIND, P2P_LISTEN, P2P_EXT_LISTEN and P2P_PROV_DISC in time, and how they give way to each other.</summary>
public sealed class SearchAndListenTests
{
    private static readonly MacAddress Peer = DeviceRig.Lower;

    [Test]
    public void A_device_that_always_listens_is_asked_to_again_and_again()
    {
        var rig = new DeviceRig();
        Assert.That(rig.Do(static d => d.Start()), Is.EqualTo(new[] { "listen 2437 5000" }));
        Assert.That(rig.PassExactly(5000), Is.EqualTo(new[] { "listen 2437 5000" }));
        Assert.That(rig.Do(static d => d.Stop()), Is.EqualTo(new[] { "rest" }));
        Assert.That(rig.Pass(60_000), Is.Empty);
    }

    [Test]
    public void Another_listens_when_it_is_told_to_and_for_as_long()
    {
        var rig = new DeviceRig(static o => o with { Listens = ListenHabit.WhenAsked });
        Assert.That(rig.Do(static d => d.Start()), Is.EqualTo(new[] { "rest" }));
        Assert.That(rig.Do(static d => d.Listen(TimeSpan.FromSeconds(3))), Is.EqualTo(new[] { "listen 2437 5000" }));
        Assert.That(rig.PassExactly(3000), Is.EqualTo(new[] { "rest" }));
        Assert.That(rig.Device.State, Is.EqualTo(DeviceState.Idle));
        rig.Do(static d => d.Listen(TimeSpan.Zero));
        Assert.That(rig.Due(DeviceTimer.ListenEnd), Is.EqualTo(3_600_000));
    }

    [Test]
    public void Extended_listening_is_a_period_of_each_interval_and_is_announced()
    {
        var rig = new DeviceRig(static o => o with { Listens = ListenHabit.WhenAsked });
        rig.Do(static d => d.Start());
        rig.Do(static d => d.ExtendListen(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(1000)));
        Assert.That(Convert.ToHexStringLower(rig.Device.ProbeElements()), Does.Contain("080400" + "6400e803"));
        for (var i = 0; i < 3; i++)
        {
            Assert.That(rig.PassExactly(i == 0 ? 1000 : 900), Is.EqualTo(new[] { "listen 2437 100" }));
            Assert.That(rig.PassExactly(100), Is.EqualTo(new[] { "rest" }));
        }

        rig.Do(static d => d.ExtendListen(TimeSpan.Zero, TimeSpan.Zero));
        Assert.That(rig.Pass(10_000), Is.Empty);
        Assert.That(rig.Do(static d => d.OnTimer(DeviceTimer.ExtendedListen)), Is.EqualTo(new[] { "rest" }), "a timer that was too late to be forgotten");
        Assert.That(rig.Due(DeviceTimer.ExtendedListen), Is.Null);
    }

    [Test]
    public void A_search_listens_by_turns_for_1_to_3_units_of_100_TU_and_20_ms()
    {
        var rig = DeviceRig.Started();
        Assert.That(rig.Do(static d => d.Find(SearchScope.Full, TimeSpan.FromSeconds(10))), Is.EqualTo(new[] { "search Full" }));
        var times = new HashSet<double>();
        for (var i = 0; i < 50; i++)
        {
            var listen = rig.Do(static d => d.OnSearched())[0].Split(' ');
            times.Add(Math.Round((double.Parse(listen[2], System.Globalization.CultureInfo.InvariantCulture) - 20) / 102.4, 6));
            rig.Do(static d => d.OnListenEnded());
        }

        Assert.That(times, Is.SubsetOf(new[] { 1.0, 2, 3 }).And.Count.GreaterThan(1));
        Assert.That(rig.PassExactly(10_000), Is.EqualTo(new[] { "FindStopped", "listen 2437 5000" }));
    }

    [TestCase(SearchScope.Full, "Full,Social,Social")]
    [TestCase(SearchScope.Social, "Social,Social,Social")]
    [TestCase(SearchScope.Progressive, "Progressive,Progressive,Progressive")]
    public void Full_is_full_once(SearchScope scope, string expected)
    {
        var rig = DeviceRig.Started();
        var scopes = new List<string>();
        var lines = rig.Do(d => d.Find(scope, TimeSpan.Zero));
        for (var i = 0; i < 3; i++)
        {
            scopes.Add(lines.Single(static l => l.StartsWith("search", StringComparison.Ordinal))[7..]);
            rig.Do(static d => d.OnSearched());
            lines = rig.Do(static d => d.OnListenEnded());
        }

        Assert.That(string.Join(',', scopes), Is.EqualTo(expected));
        Assert.That(rig.Due(DeviceTimer.FindEnd), Is.Null, "until it is ended");
    }

    [TestCase(DeviceTimer.ListenEnd)]
    [TestCase(DeviceTimer.ExtendedListen)]
    public void A_search_that_is_under_way_is_left_alone_by_timers_of_the_listen(DeviceTimer timer)
    {
        var rig = DeviceRig.Started();
        rig.Do(static d => d.ExtendListen(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(50)));
        rig.Do(static d => d.Find(SearchScope.Social, TimeSpan.Zero));
        Assert.That(rig.Do(d => d.OnTimer(timer)), Is.Empty);
        Assert.That(rig.Do(static d => d.OnSearched()), Has.One.StartsWith("listen 2437"));
    }

    [Test]
    public void A_search_that_was_interrupted_by_a_negotiation_goes_on_after_it()
    {
        var rig = DeviceRig.Started();
        rig.Allow(Peer);
        rig.Do(static d => d.Find(SearchScope.Social, TimeSpan.Zero));
        rig.Hear(Peer, FramesOfPeer.Request(Peer));
        Assert.That(rig.Do(static d => d.OnSearched()), Is.Empty);
        Assert.That(rig.Pass(2001), Does.Contain("search Social"));
    }

    [Test]
    public void Stop_find_ends_all_but_a_group()
    {
        var rig = DeviceRig.Started();
        rig.Do(static d => d.Find(SearchScope.Social, TimeSpan.FromSeconds(10)));
        Assert.That(rig.Do(static d => d.StopFind()), Is.EqualTo(new[] { "FindStopped", "listen 2437 5000" }));
        Assert.That(rig.Do(static d => d.OnSearched()), Is.Empty);
        Assert.That(rig.Due(DeviceTimer.FindEnd), Is.Null);
        rig.Ask(Peer);
        Assert.That(rig.Do(static d => d.StopFind()), Is.EqualTo(new[] { "listen 2437 5000" }));
        Assert.That(rig.Device.State, Is.EqualTo(DeviceState.Listen));
    }

    [Test]
    public void A_discovery_is_repeated_until_it_is_answered_200_ms_after_one_that_was_heard_and_300_ms_after_one_that_was_not()
    {
        var rig = DeviceRig.Started();
        rig.Find(Peer);
        Assert.That(rig.Do(static d => d.Discover(Peer, ConfigMethods.PushButton)), Is.EqualTo(new[] { "send ProvisionDiscoveryRequest #1 to 01 its 2412 200" }));
        Assert.That(rig.PassExactly(1 + 200), Has.One.StartsWith("send ProvisionDiscoveryRequest #1"));
        rig.Fate = FrameFate.Lost;
        rig.Pass(201);
        Assert.That(rig.PassExactly(1 + 300), Has.One.StartsWith("send ProvisionDiscoveryRequest #1"));
        Assert.That(rig.Hear(Peer, FramesOfPeer.DiscoveryResponse(2, ConfigMethods.PushButton)), Is.Empty, "another token");
        Assert.That(rig.Hear(Peer, FramesOfPeer.DiscoveryResponse(1, ConfigMethods.PushButton)), Is.EqualTo(new[] { "PushButtonAnswered 42:00:00:00:01:00", "listen 2437 5000" }));
    }

    [Test]
    public void After_120_requests_a_discovery_has_failed()
    {
        var rig = DeviceRig.Started();
        rig.Find(Peer);
        rig.Do(static d => d.Discover(Peer, ConfigMethods.PushButton));
        rig.Clock.RunUntil(() => rig.Device.State == DeviceState.Listen, TimeSpan.FromMinutes(10));
        Assert.That((rig.Frames.Count, string.Join(" | ", rig.Take()[^2..])),
            Is.EqualTo((120, "DiscoveryFailed p2p_dev_addr=42:00:00:00:01:00 status=1 | listen 2437 5000")));
    }

    [TestCase(ConfigMethods.Display, ConfigMethods.Display, "EnterPin 42:00:00:00:01:00")]
    [TestCase(ConfigMethods.Keypad, ConfigMethods.Keypad, "ShowPin 42:00:00:00:01:00 12345670")]
    [TestCase(ConfigMethods.Keypad, ConfigMethods.None, "DiscoveryFailed p2p_dev_addr=42:00:00:00:01:00 status=1")]
    public void What_a_discovery_comes_to_is_told(ConfigMethods asked, ConfigMethods granted, string expected)
    {
        var rig = DeviceRig.Started();
        rig.Find(Peer);
        rig.Do(d => d.Discover(Peer, asked));
        Assert.That(rig.Hear(Peer, FramesOfPeer.DiscoveryResponse(1, granted))[0], Is.EqualTo(expected));
    }

    [Test]
    public void A_discovery_gives_way_to_a_negotiation_which_then_fails_in_its_own_time()
    {
        var rig = DeviceRig.Started();
        rig.Allow(DeviceRig.Higher);
        rig.Find(Peer);
        rig.Do(static d => d.Discover(Peer, ConfigMethods.PushButton));
        rig.Pass(10);
        rig.Hear(DeviceRig.Higher, FramesOfPeer.Request(DeviceRig.Higher));
        Assert.That(rig.Device.State, Is.EqualTo(DeviceState.Negotiation));
        Assert.That(rig.Hear(Peer, FramesOfPeer.DiscoveryResponse(1, ConfigMethods.PushButton)), Is.Empty);
        Assert.That(rig.Pass(2001), Does.Contain("NegotiationFailed status=-1").And.Contain("listen 2437 5000"));
    }

    [Test]
    public void An_answer_that_nobody_asked_for_says_nothing_whoever_claims_to_send_it()
    {
        var rig = DeviceRig.Started();
        foreach (var source in (MacAddress[])[MacAddress.Zero, Peer])
        {
            Assert.That(rig.Hear(source, FramesOfPeer.DiscoveryResponse(0, ConfigMethods.PushButton)), Is.Empty);
            Assert.That(rig.Hear(source, FramesOfPeer.Response(Peer, 0)), Is.Empty);
            Assert.That(rig.Hear(source, FramesOfPeer.Confirmation(0)), Is.Empty);
            Assert.That(rig.Hear(source, FramesOfPeer.InvitationResponse(0, 0)), Is.Empty);
        }
    }
}
