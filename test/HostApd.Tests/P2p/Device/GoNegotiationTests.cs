using HostApd.Ieee80211;
using HostApd.P2p;
using NUnit.Framework;

namespace HostApd.Tests.P2p.Device;

/// <summary>How a negotiation goes on in time, at the exact edges, and what each exchange leaves behind.</summary>
public sealed class GoNegotiationTests
{
    private static readonly MacAddress Peer = DeviceRig.Lower;

    [Test]
    public void A_request_that_was_heard_is_waited_for_500_ms_and_one_that_was_not_100_ms()
    {
        var rig = DeviceRig.Started();
        Assert.That(rig.Ask(Peer), Is.EqualTo(new[] { "send Request #1 to 01 its 2412 500" }));
        Assert.That(rig.PassExactly(1 + 500)[0], Does.StartWith("listen 2437 "));
        rig.Fate = FrameFate.Lost;
        rig.Pass(rig.Due(DeviceTimer.Exchange)!.Value);
        Assert.That(rig.PassExactly(1 + 100)[0], Does.StartWith("listen 2437 "));
    }

    [Test]
    public void Between_two_requests_it_listens_for_one_or_two_units_of_100_TU()
    {
        var rig = DeviceRig.Started();
        rig.Fate = FrameFate.Lost;
        rig.Ask(Peer);
        for (var i = 0; i < 20; i++)
        {
            rig.Pass(101);
            Assert.That(rig.Due(DeviceTimer.Exchange), Is.EqualTo(102.4).Or.EqualTo(204.8));
            Assert.That(rig.PassExactly(rig.Due(DeviceTimer.Exchange)!.Value), Is.EqualTo(new[] { "send Request #1 to 01 its 2412 500" }));
        }
    }

    [TestCase(FrameFate.Acknowledged)]
    [TestCase(FrameFate.Lost)]
    [TestCase(FrameFate.Open)]
    public void After_120_requests_it_has_failed_and_listens_again(object fate)
    {
        var rig = DeviceRig.Started();
        rig.Fate = (FrameFate)fate;
        rig.Ask(Peer);
        rig.Clock.RunUntil(() => rig.Device.State == DeviceState.Listen, TimeSpan.FromMinutes(10));
        Assert.That(rig.Frames, Has.Count.EqualTo(120));
        Assert.That(rig.Take()[^3..], Is.EqualTo(new[] { "log 01 no group: it did not answer 120 requests", "NegotiationFailed status=-1", "listen 2437 5000" }));
        Assert.That((rig.Due(DeviceTimer.Exchange), rig.Device.Peers.Find(Peer)!.LastStatus), Is.EqualTo(((double?)null, -1)));
    }

    [Test]
    public void A_peer_that_is_not_ready_is_waited_for_120_s_and_can_find_us_meanwhile()
    {
        var rig = DeviceRig.Started();
        rig.Ask(Peer);
        rig.Pass(10);
        Assert.That(rig.Hear(Peer, FramesOfPeer.Response(Peer, 1, 1)), Is.EqualTo(new[] { "log 01 its user has not said yes yet: we wait for it", "listen 2437 5000" }));
        rig.Clock.Advance(TimeSpan.FromSeconds(120) - new TimeSpan(1));
        Assert.That(rig.Take(), Is.All.EqualTo("listen 2437 5000"));
        rig.Clock.Advance(new TimeSpan(1));
        Assert.That(rig.Take(), Does.Contain("NegotiationFailed status=-1"));
        Assert.That(rig.Device.State, Is.EqualTo(DeviceState.Listen));
    }

    [Test]
    public void A_peer_that_was_not_ready_is_asked_anew_when_it_probes_and_with_another_token()
    {
        var rig = DeviceRig.Started();
        rig.Ask(Peer);
        rig.Hear(Peer, FramesOfPeer.Response(Peer, 1, 1));
        Assert.That(rig.Probe(Peer), Does.Contain("send Request #2 to 01 its 2412 500").Or.Contain("send Request #2 to 01 its 2437 500"));
        Assert.That(rig.Hear(Peer, FramesOfPeer.Response(Peer, 1)), Is.Empty, "an old token");
        Assert.That(rig.Hear(Peer, FramesOfPeer.Response(Peer, 2)), Has.One.StartsWith("send Confirmation 0 #2"));
    }

    [TestCase(FrameFate.Open, 500)]
    [TestCase(FrameFate.Lost, 500)]
    [TestCase(FrameFate.Acknowledged, 1 + 2000)]
    public void Who_does_not_confirm_in_time_has_no_group_and_who_has_our_answer_has_2_s(object fate, int milliseconds)
    {
        var rig = DeviceRig.Started();
        rig.Fate = (FrameFate)fate;
        rig.Allow(Peer);
        Assert.That(rig.Hear(Peer, FramesOfPeer.Request(Peer, 33)), Has.One.EqualTo("send Response 0 #33 to 01 own 2437 500"));
        rig.Clock.Advance(TimeSpan.FromMilliseconds(milliseconds) - new TimeSpan(1));
        Assert.That(rig.Take(), Is.All.EqualTo("listen 2437 2000"));
        rig.Clock.Advance(new TimeSpan(1));
        Assert.That(rig.Take()[^3..], Is.EqualTo(new[]
        {
            "log 01 no group: it did not confirm what it had asked for", "NegotiationFailed status=-1", "listen 2437 5000",
        }));
    }

    [Test]
    public void A_request_that_comes_again_with_its_token_gets_the_same_answer_and_its_time_begins_anew()
    {
        var rig = DeviceRig.Started();
        rig.Fate = FrameFate.Lost;
        rig.Allow(Peer);
        rig.Hear(Peer, FramesOfPeer.Request(Peer, 33));
        rig.Pass(300);
        Assert.That(rig.Hear(Peer, FramesOfPeer.Request(Peer, 33)), Is.EqualTo(new[] { "send Response 0 #33 to 01 own 2437 500" }));
        Assert.That(rig.Frames[^1], Is.EqualTo(rig.Frames[^2]));
        Assert.That(rig.PassExactly(500), Does.Contain("NegotiationFailed status=-1"));
    }

    [Test]
    public void An_agreement_becomes_a_group_with_all_that_was_agreed_on()
    {
        var rig = DeviceRig.Started();
        rig.Allow(Peer);
        rig.Hear(Peer, FramesOfPeer.Request(Peer, 33));
        Assert.That(rig.Hear(Peer, FramesOfPeer.Confirmation(33)), Is.EqualTo(new[]
        {
            "NegotiationSucceeded role=GO freq=2437 ht40=0 peer_dev=42:00:00:00:01:00 peer_iface=46:00:00:00:01:00 wps_method=PBC",
            "rest", "start for 01 2437 PushButton",
        }));
        Assert.That((rig.Device.State, rig.Device.Phase, rig.Device.Partner), Is.EqualTo((DeviceState.Group, GroupPhase.Starting, Peer)));
        Assert.That(rig.Device.Peers.Find(Peer)!.Wish, Is.Null, "for one group");
    }

    [Test]
    public void A_confirmation_that_was_not_heard_is_sent_once_more_as_it_was_and_then_counts()
    {
        var rig = DeviceRig.Started();
        rig.Fate = FrameFate.Lost;
        rig.Ask(Peer);
        rig.Pass(1);
        Assert.That(rig.Hear(Peer, FramesOfPeer.Response(Peer, 1), 2412), Is.EqualTo(new[] { "send Confirmation 0 #1 to 01 its 2412 50" }));
        Assert.That(rig.Pass(1), Is.EqualTo(new[] { "send Confirmation 0 #1 to 01 its 2412 50" }));
        Assert.That(rig.Frames[^1], Is.EqualTo(rig.Frames[^2]));
        Assert.That(rig.Pass(1), Has.One.StartsWith("start for 01"));
    }

    [Test]
    public void The_tie_breaker_is_another_in_each_negotiation_and_the_answer_inverts_what_was_asked()
    {
        var rig = DeviceRig.Started(static o => o with { FirstTieBreaker = true });
        var ties = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            rig.Ask(Peer, intent: 7);
            ties.Add(IntentOf(rig.Frames[^1]) & 1);
            rig.Do(static d => d.Cancel());
        }

        Assert.That(ties, Is.EqualTo(new[] { 1, 0, 1, 0 }));
        rig.Allow(Peer, intent: 7);
        rig.Hear(Peer, FramesOfPeer.Request(Peer, 3, static (ref request) => (request.Intent, request.TieBreaker) = (7, false)));
        Assert.That(IntentOf(rig.Frames[^1]), Is.EqualTo(7 << 1 | 1));
    }

    [Test]
    public void Tokens_are_never_0()
    {
        var rig = DeviceRig.Started();
        for (var i = 0; i < 300; i++)
        {
            rig.Ask(Peer);
            rig.Do(static d => d.Cancel());
        }

        Assert.That(rig.Frames.Select(FramesOfPeer.TokenOf), Has.None.EqualTo(0).And.Some.EqualTo(255));
        Assert.That(FramesOfPeer.TokenOf(rig.Frames[255]), Is.EqualTo(1));
    }

    [Test]
    public void Of_two_who_ask_at_once_the_higher_answers_and_there_is_one_group()
    {
        var rig = DeviceRig.Started();
        rig.Find(DeviceRig.Higher);
        rig.Ask(DeviceRig.Higher);
        Assert.That(rig.Hear(DeviceRig.Higher, FramesOfPeer.Request(DeviceRig.Higher, 5)), Is.Empty, "it answers ours");
        Assert.That(rig.Hear(DeviceRig.Higher, FramesOfPeer.Response(DeviceRig.Higher, 1)), Has.One.StartsWith("send Confirmation 0"));
        var other = DeviceRig.Started();
        other.Ask(Peer);
        Assert.That(other.Hear(Peer, FramesOfPeer.Request(Peer, 5)), Has.One.StartsWith("send Response 0 #5"));
        Assert.That(other.Hear(Peer, FramesOfPeer.Response(Peer, 1)), Is.Empty, "late");
        Assert.That(other.Hear(Peer, FramesOfPeer.Confirmation(5)), Has.One.StartsWith("start for 01"));
    }

    [Test]
    public void A_request_that_says_no_ends_ours()
    {
        var rig = DeviceRig.Started();
        rig.Ask(Peer);
        Assert.That(rig.Hear(Peer, FramesOfPeer.Request(Peer, 5, static (ref request) => request.Status = 11)), Is.EqualTo(new[]
        {
            "log 01 no group: its user said no", "NegotiationFailed status=11", "listen 2437 5000",
        }));
    }

    [Test]
    public void Without_entropy_it_says_not_yet_and_asks_as_soon_as_there_is()
    {
        var rig = DeviceRig.Started();
        rig.IsReady = false;
        rig.Allow(Peer);
        Assert.That(rig.Hear(Peer, FramesOfPeer.Request(Peer, 5)), Has.One.StartsWith("answer Response 1 #5 to 01 own").And.None.StartsWith("NegotiationRequested"));
        rig.Pass(20_000);
        rig.IsReady = true;
        Assert.That(rig.Do(static d => d.OnEntropyReady()), Is.EqualTo(new[] { "send Request #1 to 01 its 2412 500" }));
        Assert.That(rig.Do(static d => d.OnEntropyReady()), Is.Empty, "once");
    }

    [Test]
    public void Who_is_connected_to_without_entropy_is_asked_later_and_we_are_found_meanwhile()
    {
        var rig = DeviceRig.Started();
        rig.IsReady = false;
        rig.Find(Peer);
        rig.Do(static d => d.Find(SearchScope.Social, TimeSpan.Zero));
        Assert.That(rig.Do(static d => d.Connect(Peer, new PeerWish(ProvisionMethod.PushButton, null, 15, 0), onlyAllow: false)), Is.EqualTo(new[]
        {
            "FindStopped", "log 01 there is not enough entropy for the keys of a group yet: it is asked as soon as there is", "listen 2437 5000",
        }));
        rig.IsReady = true;
        Assert.That(rig.Do(static d => d.OnEntropyReady()), Has.One.StartsWith("send Request"));
    }

    [Test]
    public void What_is_cancelled_does_not_begin_anew_though_the_peer_had_waited_for_us()
    {
        var rig = DeviceRig.Started();
        rig.Hear(Peer, FramesOfPeer.Request(Peer));
        Assert.That(rig.Ask(Peer), Has.One.StartsWith("send Request"));
        Assert.That(rig.Do(static d => d.Cancel()), Is.EqualTo(new[] { "listen 2437 5000" }));
        Assert.That(rig.Pass(30_000), Is.All.EqualTo("listen 2437 5000"));
        rig.Pass(10);
        Assert.That(rig.Hear(Peer, FramesOfPeer.Request(Peer, 2)), Has.One.StartsWith("answer Response 1"), "nobody allows it any more");
    }

    [Test]
    public void A_stranger_who_asks_again_and_again_does_not_keep_our_own_from_failing()
    {
        var rig = DeviceRig.Started();
        rig.Ask(Peer);
        for (var i = 0; i < 600 && rig.Device.State == DeviceState.Negotiation; i++)
        {
            rig.Hear(DeviceRig.Higher, FramesOfPeer.Request(DeviceRig.Higher, (byte)(i + 1)));
            rig.Pass(150);
        }

        Assert.That(rig.Device.State, Is.EqualTo(DeviceState.Listen), "90 s are enough for 120 requests");
    }

    [Test]
    public void A_press_is_for_the_first_who_asks_properly_and_for_one_alone()
    {
        var rig = DeviceRig.Started();
        rig.Do(static d => d.PushButton());
        rig.Hear(DeviceRig.Higher, FramesOfPeer.Request(DeviceRig.Higher, 1, static (ref request) => request.ListenChannel = default));
        Assert.That(rig.Hear(Peer, FramesOfPeer.Request(Peer)), Has.One.StartsWith("send Response 0"));
        rig.Hear(Peer, FramesOfPeer.Confirmation(1, 4));
        rig.Pass(200);
        Assert.That(rig.Hear(Peer, FramesOfPeer.Request(Peer, 2)), Has.One.StartsWith("answer Response 1"));
    }

    [TestCase(120_000 - 1, "send Response 0")]
    [TestCase(120_000, "answer Response 1")]
    public void A_press_counts_for_120_s(int milliseconds, string answer)
    {
        var rig = DeviceRig.Started();
        rig.Do(static d => d.PushButton());
        rig.Pass(milliseconds);
        Assert.That(rig.Hear(Peer, FramesOfPeer.Request(Peer)), Has.One.StartsWith(answer));
    }

    private static int IntentOf(byte[] body)
    {
        HostApd.P2p.Frames.P2pActionFrame.TryParse(body, out var frame);
        return new P2pAttributeList(ActionElements.Parse(frame.Elements)!.P2p).Byte(P2pAttributeId.GroupOwnerIntent);
    }
}
