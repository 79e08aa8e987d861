using HostApd.Ap;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using HostApd.Tests.Simulation;
using HostApd.Timeline;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>Groups on demand as the daemon records them, from the first question to the handshake.</summary>
public sealed class GroupTimelineTests
{
    [Test]
    public void From_the_question_to_the_handshake_it_is_one_join()
    {
        using var rig = PhoneRig.Rig();
        var phone = PhoneRig.Peer(rig, static o => o with { DiscoversFirst = true });
        phone.Start();
        rig.Run(4);
        rig.Run(50);
        rig.Bss.OnDemand.PushButton();
        rig.Run(5);
        Assert.That(rig.Timeline.Joins.Joins, Has.Count.EqualTo(1));
        var join = rig.Timeline.Joins.Find(PhoneRig.Phone)!;
        Assert.That((join.Station, join.Device, join.IsP2p), Is.EqualTo((ApRig.First, PhoneRig.Phone, true)));
        var report = JoinReport.Of(join);
        Assert.That(report.IsConnected, Is.True);
        Assert.That(report.Phases.Select(static p => p.Stage), Is.EqualTo(new[]
        {
            JoinStage.Search, JoinStage.ProvisionDiscovery, JoinStage.Negotiation, JoinStage.GroupStart, JoinStage.Authentication, JoinStage.Association,
            JoinStage.EapStart, JoinStage.Wps, JoinStage.WpsEnd, JoinStage.Search, JoinStage.Authentication, JoinStage.Association, JoinStage.Handshake,
        }));
        Assert.That(report.Findings.Single().Sentence, Does.StartWith("GO: asked for 5").And.EndsWith(" s before somebody pressed the button"));
        var negotiation = report.Phases.Single(static p => p.Stage == JoinStage.Negotiation);
        Assert.That(negotiation.AccessPoint, Is.GreaterThan(50_000_000), "our person was waited for");
    }

    [Test]
    public void Table_picture_and_json_have_the_phases()
    {
        using var rig = PhoneRig.Rig();
        var phone = PhoneRig.Peer(rig);
        phone.Start();
        rig.Run(4);
        rig.Bss.OnDemand.PushButton();
        rig.Run(5);
        var report = JoinReport.Of(rig.Timeline.Joins.Last()!);
        var text = TimelineText.Write(report, null, isVerbose: true);
        Assert.That(text, Does.Contain("\nGO negotiation ").And.Contain("\ngroup start ").And.Contain("--> go-negotiation-request\n")
            .And.Contain("<-- go-negotiation-response (1)").And.Contain("<-- go-negotiation-confirmation\n"));
        Assert.That(TimelineSvg.Write(report, ""), Does.Contain(">go-negotiation-response (1)<").And.Contain(">GO<"));
        Assert.That(TimelineJson.Write([report], static _ => null, true), Does.Contain("\"GO negotiation\"").And.Contain("\"group start\"")
            .And.Contain("go-negotiation-request").And.Contain("asked-a-person"));
    }

    [Test]
    public void An_invitation_has_a_phase_of_its_own()
    {
        using var rig = PhoneRig.Rig();
        var phone = PhoneRig.Peer(rig, static o => o with { Group = new RememberedGroup("DIRECT-ab"u8.ToArray(), "12345678") });
        phone.Start();
        rig.Run(5);
        var report = JoinReport.Of(rig.Timeline.Joins.Last()!);
        Assert.That(report.Phases.Select(static p => p.Stage), Is.EqualTo(new[]
        {
            JoinStage.Search, JoinStage.Invitation, JoinStage.GroupStart, JoinStage.Authentication, JoinStage.Association, JoinStage.Handshake,
        }));
        Assert.That(report.Findings.Single().Cause, Is.EqualTo(JoinCause.Clean));
    }

    [TestCase(15, 15, 2412, JoinCause.BothWantToOwn, "the peer wants to own too (intent 15 on both sides)")]
    [TestCase(9, 7, 2412, JoinCause.BothWantToOwn, "the peer wants to own (intent 9), and this device is never a client")]
    [TestCase(1, 7, 5180, JoinCause.NoCommonChannel, "no common channel")]
    public void What_cannot_be_agreed_on_is_said(int theirs, int ours, int channel, JoinCause cause, string sentence)
    {
        foreach (var isPressedBefore in (bool[])[true, false])
        {
            using var rig = PhoneRig.Rig(o => o with { Intent = ours });
            var phone = PhoneRig.Peer(rig, o => o with { Intent = theirs, ChannelsMhz = [channel] });
            phone.Start();
            if (!isPressedBefore)
            {
                rig.Run(4);
            }

            rig.Bss.OnDemand.PushButton();
            rig.Run(4);
            var finding = JoinReport.Of(rig.Timeline.Joins.Last()!).Findings[0];
            Assert.That((finding.Cause, finding.Sentence), Is.EqualTo((cause, sentence)), $"pressed before: {isPressedBefore}");
        }
    }

    [TestCase(PeerStep.Asked, JoinCause.NegotiationUnanswered, "client: 120 GO Negotiation Requests unanswered")]
    [TestCase(PeerStep.ToldToWait, JoinCause.NegotiationUnanswered, "client: 120 GO Negotiation Requests unanswered")]
    [TestCase(PeerStep.Agreed, JoinCause.GroupNotFormed, "the group did not form: the client did not come")]
    [TestCase(PeerStep.Confirmed, JoinCause.GroupNotFormed, "the group did not form: the client did not come")]
    public void Who_vanishes_is_told_from_who_says_no(PeerStep step, JoinCause cause, string sentence)
    {
        using var rig = PhoneRig.Rig();
        var phone = PhoneRig.Peer(rig, o => o with { VanishesAfter = step });
        phone.Start();
        rig.Run(2);
        rig.Bss.OnDemand.PushButton();
        rig.Run(100);
        var finding = JoinReport.Of(rig.Timeline.Joins.Find(PhoneRig.Phone)!).Findings[0];
        Assert.That(finding.Cause, Is.EqualTo(cause));
        Assert.That(finding.Sentence, Does.StartWith(sentence));
    }

    [Test]
    public void A_question_that_nobody_answers_is_the_owners()
    {
        using var rig = PhoneRig.Rig();
        rig.Air.When(static f => f is { FromAp: false, Bytes: [0xD0, ..] }).After(1).Times(-1).Drop();
        rig.Air.When(static f => f is { FromAp: true, Bytes: [0xD0, ..] }).Times(-1).Drop();
        var phone = PhoneRig.Peer(rig);
        phone.Start();
        rig.Run(4);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Silent));
        Assert.That(JoinReport.Of(rig.Timeline.Joins.Last()!).Findings[0].Sentence, Is.EqualTo("GO: asked: nobody pressed the button"));
    }

    private static TraceBuilder Asked() => new TraceBuilder().P2p().Client(0, TraceKind.ProbeRequest).Client(50, TraceKind.NegotiationRequest, 6);

    [Test]
    public void Every_no_has_its_words()
    {
        foreach (var (code, words) in ((ushort, string)[])
            [(5, "GO: said no to the group: it is busy with another"), (8, "GO: said no to the group: it does not know that group"),
             (10, "GO: said no to the group: it wants another way to get the key"), (11, "GO: said no to the group: its user did"),
             (4, "GO: said no to the group: status 4")])
        {
            var report = Asked().Ap(2, TraceKind.NegotiationResponse, code).Report();
            Assert.That(report.Findings.Single().Sentence, Is.EqualTo(words));
        }

        var theirs = Asked().Ap(2, TraceKind.NegotiationResponse, 1).Ap(9000, TraceKind.NegotiationRequest, 15)
            .Client(2, TraceKind.NegotiationResponse, 11).Report();
        Assert.That(theirs.Findings.Select(static f => f.Sentence), Does.Contain("client: said no to the group: its user did"));
    }

    [Test]
    public void A_group_that_does_not_form_says_how_far_it_came()
    {
        TraceBuilder Agreed() => Asked().Ap(2, TraceKind.NegotiationResponse).Client(2, TraceKind.NegotiationConfirmation);
        Assert.That(Sentence(Agreed()), Is.EqualTo("the group did not form: the client did not come"));
        Assert.That(Sentence(Agreed().Open().Ap(3, TraceKind.IdentityRequest)),
            Is.EqualTo("the group did not form: the client was not given its key, and the last seen of it is identity-request"));
        Assert.That(Sentence(Agreed().Open().Wps()), Is.EqualTo("the group did not form: the client has its key and did not come back"));
        Assert.That(Sentence(Agreed().Open().Wps().Client(30, TraceKind.AuthenticationRequest)),
            Is.EqualTo("the group did not form: the client came back with its key, and did not get in"));
        Assert.That(Sentence(Agreed().Open().Wps().Open().Handshake()), Does.StartWith("nothing wrong: connected"));

        static string Sentence(TraceBuilder trace) => trace.Report().Findings[0].Sentence;
    }

    [Test]
    public void Requests_that_get_no_answer_are_counted()
    {
        var report = Asked().Client(600, TraceKind.NegotiationRequest, 6).Client(600, TraceKind.NegotiationRequest, 6).Report();
        Assert.That(report.Findings.Single().Sentence, Is.EqualTo("GO: 3 GO Negotiation Requests unanswered, 1.2 s"));
    }
}
