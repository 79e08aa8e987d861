using HostApd.Tests.Architecture;
using HostApd.Timeline;
using HostApd.Timeline.Readers;
using HostApd.Workbench;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>A join by SAE: two exchanges that are one authentication, and what can come between.</summary>
public sealed class SaeTimelineTests
{
    private static readonly TraceKind[] WholeJoin =
    [
        TraceKind.SaeCommit, TraceKind.SaeCommitResponse, TraceKind.SaeConfirm, TraceKind.SaeConfirmResponse,
        TraceKind.AssociationRequest, TraceKind.AssociationResponse, TraceKind.Message1, TraceKind.Message2, TraceKind.Message3, TraceKind.Message4,
    ];

    [Test]
    public void A_captured_join_is_one_whose_phases_add_up()
    {
        var report = Captured("sae-loop.air.pcapng.gz").Single();
        Assert.That(Steps(report), Is.EqualTo(WholeJoin));
        Assert.That(report.Attempts, Has.Count.EqualTo(1));
        Assert.That(report.Phases.Select(static p => p.Stage), Is.EqualTo(new[]
        {
            JoinStage.Search, JoinStage.Authentication, JoinStage.Association, JoinStage.Handshake, JoinStage.Opening,
        }));
        Assert.That(report.Phases.Sum(static p => p.AccessPoint + p.Client + p.Entropy + p.Air), Is.EqualTo(report.Total));
        var authentication = report.Phases[1];
        Assert.That((authentication.Frames, authentication.Repetitions), Is.EqualTo((3, 0)));
        var times = Steps(report).Zip(report.Trace.Entries.ToArray().Where(static e => e.Kind.IsStep()), static (_, e) => e.At).ToArray();
        Assert.That(authentication.AccessPoint, Is.EqualTo(times[1] - times[0] + times[3] - times[2]));
        Assert.That(authentication.Client, Is.EqualTo(times[2] - times[1]));
        Assert.That(report.Trace.Entries.ToArray().Single(static e => e.Kind == TraceKind.SaeCommit).Code, Is.EqualTo(19));
    }

    [Test]
    public void Who_comes_again_with_a_cached_key_speaks_no_SAE()
    {
        var reports = Captured("sae-h2e.air.pcapng.gz").ToArray();
        Assert.That(Steps(reports[0]), Is.EqualTo(WholeJoin));
        Assert.That(Steps(reports[1]), Is.EqualTo((TraceKind[])[TraceKind.AuthenticationRequest, TraceKind.AuthenticationResponse, .. WholeJoin[4..]]));
        Assert.That(reports, Has.Length.EqualTo(2));
    }

    [Test]
    public void A_join_by_OWE_shows_in_its_association()
    {
        var report = Captured("owe.air.pcapng.gz").First();
        Assert.That(Steps(report), Is.EqualTo((TraceKind[])[TraceKind.AuthenticationRequest, TraceKind.AuthenticationResponse, .. WholeJoin[4..]]));
        Assert.That((report.KeyAgreement, report.Trace.Entries.ToArray().Single(static e => e.Kind == TraceKind.AssociationRequest).Group), Is.EqualTo(("OWE", 19)));
        Assert.That(report.Findings.Single().Cause, Is.EqualTo(JoinCause.Clean));
        var text = TimelineText.Write(report, null, isVerbose: true);
        Assert.That(text, Does.Contain(", by OWE: connected").And.Contain("association-request in group 19\n"));
        Assert.That(TimelineSvg.Write(report, ""), Does.Contain("association-request in group 19"));
        Assert.That(TimelineJson.Write(report, null, withFrames: false), Does.Contain("\"key_agreement\":\"OWE\""));
    }

    [Test]
    public void How_the_key_was_agreed_on_is_told_where_frames_show_it()
    {
        Assert.That(new TraceBuilder().Commits().Confirms().Associate().Handshake().Report().KeyAgreement, Is.EqualTo("SAE"));
        var cached = new TraceBuilder().Open().Handshake().Report();
        Assert.That(cached.KeyAgreement, Is.Empty);
        Assert.That(TimelineJson.Write(cached, null, withFrames: false), Does.Not.Contain("key_agreement"));
        Assert.That(TimelineText.Write(cached, null, isVerbose: true), Does.Not.Contain(", by "));
    }

    [Test]
    public void Asking_the_old_association_repeats_nothing_and_loses_nothing()
    {
        var report = new TraceBuilder().Client(0, TraceKind.AuthenticationRequest).Ap(1, TraceKind.AuthenticationResponse).Associate(30)
            .Ap(1, TraceKind.SaQueryRequest, 1).Ap(206, TraceKind.SaQueryRequest, 2).Ap(206, TraceKind.SaQueryRequest, 3)
            .Client(620, TraceKind.AssociationRequest).Ap(2, TraceKind.AssociationResponse).Handshake().Report();
        Assert.That(report.Phases.Sum(static p => p.Repetitions), Is.Zero);
        Assert.That(report.Phases.Sum(static p => p.Air), Is.Zero);
        Assert.That(report.Phases.Single(static p => p.Stage == JoinStage.Association).AccessPoint, Is.EqualTo(2_000 + 1_000 + 2 * 206_000 + 620_000 + 2_000));
        Assert.That(report.Findings.Single().Sentence, Is.EqualTo("AP: told the client to come back later (status 30), 1.0 s: the old association in its name was asked first (SA Query)"));
    }

    [TestCase(76)]
    [TestCase(77)]
    public void A_commit_that_was_asked_for_goes_on_in_the_same_attempt(int status)
    {
        var report = new TraceBuilder().Client(0, TraceKind.SaeCommit, 20).Ap(3, TraceKind.SaeCommitResponse, (ushort)status)
            .Commits().Confirms().Associate().Handshake().Report();
        Assert.That(report.Attempts, Has.Count.EqualTo(1));
        Assert.That(report.Findings.Single().Cause, Is.EqualTo(JoinCause.Clean));
        var authentication = report.Phases.Single(static p => p.Stage == JoinStage.Authentication);
        Assert.That(authentication.Frames, Is.EqualTo(5), "it ends no search");
        Assert.That((authentication.AccessPoint, authentication.Client), Is.EqualTo((3_000 + 5_000 + 4_000 + 2_000, 6_000)), "the access point made it come again");
    }

    [TestCase(TraceKind.SaeCommitResponse, 1)]
    [TestCase(TraceKind.SaeCommitResponse, 0)]
    [TestCase(TraceKind.SaeConfirmResponse, 15)]
    [TestCase(TraceKind.SaeConfirmResponse, 0)]
    public void Any_other_commit_begins_another(TraceKind answer, int status)
    {
        var trace = new TraceBuilder().Client(0, TraceKind.SaeCommit, 19);
        trace = answer == TraceKind.SaeConfirmResponse ? trace.Ap(3, TraceKind.SaeCommitResponse).Confirms((ushort)status) : trace.Ap(3, answer, (ushort)status);
        Assert.That(trace.Commits().Report().Attempts, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_commit_that_nobody_answers_is_repeated_in_the_same_attempt_and_lost_on_the_air()
    {
        var report = new TraceBuilder().Client(0, TraceKind.SaeCommit, 19).Client(2000, TraceKind.SaeCommit, 19).Ap(4, TraceKind.SaeCommitResponse)
            .Confirms().Associate().Handshake().Report();
        Assert.That(report.Attempts, Has.Count.EqualTo(1));
        Assert.That(report.Phases.Sum(static p => p.Air), Is.EqualTo(2_000_000));
        Assert.That((report.Findings[0].Cause, report.Findings[0].Stage), Is.EqualTo((JoinCause.LostFrames, JoinStage.Authentication)));
    }

    [TestCase(TraceKind.SaeConfirm)]
    [TestCase(TraceKind.SaeCommit)]
    public void A_request_that_is_never_answered_ends_lost(TraceKind request)
    {
        var trace = request == TraceKind.SaeConfirm ? new TraceBuilder().Commits() : new TraceBuilder();
        var finding = trace.Client(3, request).Client(2000, request).Client(2000, request).Report().Findings.Single();
        Assert.That((finding.Cause, finding.Side, finding.Stage), Is.EqualTo((JoinCause.LostFrames, JoinSide.Air, JoinStage.Authentication)));
    }

    [Test]
    public void A_confirm_that_follows_an_answer_nobody_acknowledged_is_its_loss()
    {
        var report = new TraceBuilder().Commits().Client(6, TraceKind.SaeConfirm).LostAp(2, TraceKind.SaeConfirmResponse)
            .Client(2000, TraceKind.SaeConfirm).Ap(2, TraceKind.SaeConfirmResponse).Associate().Handshake().Report();
        Assert.That(report.Phases.Sum(static p => p.Air), Is.EqualTo(2_000_000));
        Assert.That(report.Attempts, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_commit_that_is_held_is_the_pools_time_however_often_it_is_sent_meanwhile()
    {
        var report = new TraceBuilder().Client(0, TraceKind.SaeCommit, 19).Ap(1, TraceKind.HoldBegan).Client(2000, TraceKind.SaeCommit, 19)
            .Ap(500, TraceKind.HoldEnded).Ap(3, TraceKind.SaeCommitResponse).Confirms().Associate().Handshake().Report();
        Assert.That(report.Phases.Sum(static p => p.Entropy), Is.EqualTo(2_500_000));
        Assert.That(report.Phases.Sum(static p => p.Air), Is.Zero);
        Assert.That(report.Findings.Single().Sentence, Is.EqualTo("AP: commit held 2.5 s for entropy"));
        Assert.That(report.Findings[0].Stage, Is.EqualTo(JoinStage.Authentication));
    }

    [Test]
    public void A_hold_that_ends_with_a_demand_for_a_token_is_the_pools_time_all_the_same()
    {
        var report = new TraceBuilder().Client(0, TraceKind.SaeCommit, 19).Ap(1, TraceKind.HoldBegan).Ap(4000, TraceKind.SaeCommitResponse, 76)
            .Client(3, TraceKind.SaeCommit, 19).Ap(1, TraceKind.HoldBegan).Ap(200, TraceKind.HoldEnded).Ap(3, TraceKind.SaeCommitResponse)
            .Confirms().Associate().Ap(400, TraceKind.Message1).Client(8, TraceKind.Message2).Ap(3, TraceKind.Message3).Client(8, TraceKind.Message4)
            .Ap(1, TraceKind.Authorized).Report();
        Assert.That(report.Phases.Sum(static p => p.Entropy), Is.EqualTo(4_200_000));
        Assert.That(report.Findings[0].Sentence, Is.EqualTo("AP: commit held 4.2 s for entropy"));
    }

    private static TraceKind[] Steps(JoinReport report) => [.. report.Trace.Entries.ToArray().Select(static e => e.Kind).Where(static k => k.IsStep())];

    private static IEnumerable<JoinReport> Captured(string file)
    {
        var path = Path.Combine(SourceTree.Root, "test", "HostApd.Tests", "Timeline", "Traces", file);
        return TraceMerge.Merge([TraceInput.Read(path, out _)!]).Joins.Select(JoinReport.Of);
    }
}
