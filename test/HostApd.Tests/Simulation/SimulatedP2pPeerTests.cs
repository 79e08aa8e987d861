using HostApd.Ap;
using HostApd.P2p;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using NUnit.Framework;
using static HostApd.Tests.Simulation.PhoneRig;

namespace HostApd.Tests.Simulation;

/// <summary>A phone that was written from the standard, against the daemon's own core.</summary>
public sealed class SimulatedP2pPeerTests
{
    private const int Subtype = 24 + 6;

    [Test]
    public void It_asks_waits_is_asked_and_joins()
    {
        using var rig = Rig();
        var phone = Peer(rig);
        phone.Start();
        rig.Run(4);
        Assert.That((phone.State, phone.Status, phone.Requests), Is.EqualTo((PeerState.Waiting, 1, 1)));
        Assert.That(rig.Events.Last(), Is.EqualTo($"P2P-GO-NEG-REQUEST {Phone} dev_passwd_id=4 go_intent=1"));
        Assert.That(rig.Bss.OnDemand.PushButton(), Is.True);
        rig.Run(5);
        Assert.That((phone.State, phone.Status, phone.IsConnected), Is.EqualTo((PeerState.Joining, 0, true)));
        Assert.That(phone.Agreed, Is.EqualTo(("DIRECT-ab"u8.ToArray(), 2437)));
        Assert.That(Events(rig, "P2P-DEVICE-FOUND", "P2P-GO-NEG", "P2P-GROUP", "AP-STA-CONNECTED"), Is.EqualTo(new[]
        {
            "P2P-DEVICE-FOUND", "P2P-GO-NEG-REQUEST", "P2P-GO-NEG-SUCCESS", "P2P-GROUP-FORMATION-SUCCESS", "P2P-GROUP-STARTED", "AP-STA-CONNECTED",
        }));
        Assert.That(rig.Events, Has.Some.Contains($"peer_dev={Phone} peer_iface={ApRig.First}"));
    }

    [Test]
    public void Pressed_before_it_is_told_yes_at_once()
    {
        using var rig = Rig();
        rig.Bss.OnDemand.PushButton();
        var phone = Peer(rig);
        var states = new List<PeerState>();
        phone.Changed += states.Add;
        phone.Start();
        rig.Run(4);
        Assert.That(phone.IsConnected, Is.True);
        Assert.That(states, Is.EqualTo(new[] { PeerState.Searching, PeerState.Asking, PeerState.Confirming, PeerState.Joining }));
    }

    [Test]
    public void It_may_ask_for_the_button_first()
    {
        using var rig = Rig();
        var phone = Peer(rig, o => o with { DiscoversFirst = true });
        phone.Start();
        rig.Run(4);
        Assert.That(Events(rig, "P2P-PROV-DISC", "P2P-GO-NEG"), Is.EqualTo(new[] { "P2P-PROV-DISC-PBC-REQ", "P2P-GO-NEG-REQUEST" }));
        Assert.That(phone.State, Is.EqualTo(PeerState.Waiting));
    }

    [Test]
    public void Not_tapped_it_only_searches()
    {
        using var rig = Rig();
        var phone = Peer(rig, static o => o with { TapsAfter = null });
        phone.Start();
        phone.Tap();
        rig.Run(20);
        Assert.That((phone.State, phone.Requests, rig.Events.Count), Is.EqualTo((PeerState.Searching, 0, 0)), "what has not been found cannot be tapped");
        phone.Tap();
        rig.Run(1);
        Assert.That(phone.State, Is.EqualTo(PeerState.Waiting));
    }

    [TestCase(15, 15, 2437, 9)]
    [TestCase(15, 7, 2437, 2)]
    [TestCase(8, 7, 2437, 2)]
    [TestCase(1, 7, 5180, 7)]
    public void What_cannot_be_agreed_on_ends_with_its_status(int theirs, int ours, int channel, int status)
    {
        foreach (var isPressedBefore in (bool[])[true, false])
        {
            using var rig = Rig(o => o with { Intent = ours });
            if (isPressedBefore)
            {
                rig.Bss.OnDemand.PushButton();
            }

            var phone = Peer(rig, o => o with { Intent = theirs, ChannelsMhz = [channel] });
            phone.Start();
            rig.Run(4);
            if (!isPressedBefore)
            {
                Assert.That(phone.State, Is.EqualTo(PeerState.Waiting));
                rig.Bss.OnDemand.PushButton();
                rig.Run(4);
            }

            Assert.That((phone.State, phone.Status), Is.EqualTo((PeerState.Over, status)), $"pressed before: {isPressedBefore}");
            Assert.That(rig.Events, Has.Some.EqualTo($"P2P-GO-NEG-FAILURE status={status}"));
            Assert.That(rig.Bss.State, Is.EqualTo(BssState.Silent));
        }
    }

    [TestCase(true, 602.4)]
    [TestCase(false, 202.4)]
    public void Unanswered_it_asks_again_as_a_stock_peer(bool isHeard, double milliseconds)
    {
        using var rig = Rig();
        rig.Air.When(f => isHeard ? IsAction(f, fromAp: true, 1) : IsAction(f, fromAp: false, 0)).Times(-1).Drop();
        var phone = Peer(rig);
        phone.Start();
        rig.Clock.RunUntil(() => phone.Requests == 1, TimeSpan.FromSeconds(10));
        var first = rig.Clock.Elapsed;
        rig.Clock.RunUntil(() => phone.Requests == 2, TimeSpan.FromSeconds(10));
        Assert.That((rig.Clock.Elapsed - first).TotalMilliseconds, Is.EqualTo(milliseconds + 1).Within(0.1), "and a millisecond of flight");
        rig.Run(120);
        Assert.That((phone.State, phone.Requests), Is.EqualTo((PeerState.Over, 120)));
    }

    [Test]
    public void It_waits_two_minutes_for_its_answer()
    {
        using var rig = Rig();
        var phone = Peer(rig);
        phone.Start();
        rig.Clock.RunUntil(() => phone.State == PeerState.Waiting, TimeSpan.FromSeconds(10));
        rig.Run(119);
        Assert.That(phone.State, Is.EqualTo(PeerState.Waiting));
        rig.Run(2);
        Assert.That((phone.State, phone.HasGivenUp), Is.EqualTo((PeerState.Over, true)));
    }

    [TestCase(PeerStep.Found, "")]
    [TestCase(PeerStep.Asked, "P2P-GO-NEG-REQUEST P2P-GO-NEG-FAILURE")]
    [TestCase(PeerStep.ToldToWait, "P2P-GO-NEG-REQUEST P2P-GO-NEG-FAILURE")]
    [TestCase(PeerStep.Agreed, "P2P-GO-NEG-REQUEST P2P-GO-NEG-SUCCESS P2P-GROUP-FORMATION-FAILURE")]
    [TestCase(PeerStep.Confirmed, "P2P-GO-NEG-REQUEST P2P-GO-NEG-SUCCESS P2P-GROUP-FORMATION-FAILURE")]
    public void Gone_in_the_midst_it_leaves_us_where_we_were(PeerStep step, string events)
    {
        using var rig = Rig();
        var phone = Peer(rig, o => o with { VanishesAfter = step });
        phone.Start();
        rig.Run(4);
        rig.Bss.OnDemand.PushButton();
        rig.Run(100);
        Assert.That(string.Join(' ', Events(rig, "P2P-GO-NEG", "P2P-GROUP-F")), Is.EqualTo(events));
        Assert.That((rig.Bss.State, rig.Bss.OnDemand.Device!.State), Is.EqualTo((BssState.Silent, DeviceState.Listen)));
        Assert.That(phone.HasGivenUp, Is.True);
    }

    [Test]
    public void A_group_that_it_remembers_comes_back_unasked()
    {
        using var rig = Rig();
        var phone = Peer(rig, static o => o with { Group = new RememberedGroup("DIRECT-ab"u8.ToArray(), "12345678") });
        phone.Start();
        rig.Run(4);
        Assert.That(phone.IsConnected, Is.True);
        Assert.That(Events(rig, "P2P-INV", "P2P-GO-NEG", "P2P-GROUP-STARTED", "WPS", "AP-STA-CONNECTED"),
            Is.EqualTo(new[] { "P2P-INVITATION-ACCEPTED", "P2P-GROUP-STARTED", "AP-STA-CONNECTED" }));
        Assert.That(phone.Client!.Station.History, Is.Not.Empty);
    }

    [TestCase("DIRECT-zz", true, 8)]
    [TestCase("DIRECT-ab", false, 1)]
    public void A_group_that_is_none_or_not_wanted_is_asked_for_anew(string ssid, bool isResumed, int status)
    {
        using var rig = Rig(o => o with { PersistentReconnect = isResumed });
        var phone = Peer(rig, o => o with { Group = new RememberedGroup(System.Text.Encoding.ASCII.GetBytes(ssid), "12345678") });
        var statuses = new List<int>();
        phone.Changed += _ => statuses.Add(phone.Status);
        phone.Start();
        rig.Run(4);
        Assert.That(statuses, Does.Contain(status));
        Assert.That(phone.State, Is.EqualTo(PeerState.Waiting));
        rig.Bss.OnDemand.PushButton();
        rig.Run(5);
        Assert.That(phone.IsConnected, Is.True);
    }

    private static bool IsAction(AirFrame frame, bool fromAp, byte subtype) =>
        frame is { IsEapol: false, Bytes: [0xD0, ..] } && frame.FromAp == fromAp && frame.Bytes.Length > Subtype && frame.Bytes[Subtype] == subtype;

    private static string[] Events(ApRig rig, params string[] starts) =>
        [.. rig.Events.Where(e => starts.Any(s => e.StartsWith(s, StringComparison.Ordinal))).Select(static e => e.Split(' ')[0])];
}
