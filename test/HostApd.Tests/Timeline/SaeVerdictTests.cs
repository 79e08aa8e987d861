using HostApd.Timeline;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>What goes wrong with WPA3, each by its name: from the frames that show it.</summary>
public sealed class SaeVerdictTests
{
    [Test]
    public void A_confirm_that_is_refused_is_a_wrong_password()
    {
        var finding = Only(new TraceBuilder().Commits().Confirms(15).Client(400, TraceKind.SaeCommit, 19).Ap(4, TraceKind.SaeCommitResponse).Confirms(15));
        Assert.That((finding.Cause, finding.Side, finding.Stage), Is.EqualTo((JoinCause.WrongSaePassword, JoinSide.Client, JoinStage.Authentication)));
        Assert.That(finding.Sentence, Is.EqualTo("client: wrong password of SAE: a confirm did not verify, twice"));
        Assert.That(finding.LostMicroseconds, Is.EqualTo(6_000 + 400_000 + 6_000), "what was waited for the client");
        Assert.That(finding.Advice, Does.Contain("Compare the passwords"));
    }

    [Test]
    public void What_the_access_point_tells_of_and_its_refusal_are_one()
    {
        var told = Only(new TraceBuilder().Commits().Client(6, TraceKind.SaeConfirm).Ap(1, TraceKind.SaeMismatch).Ap(1, TraceKind.SaeConfirmResponse, 15));
        Assert.That(told.Sentence, Does.EndWith("did not verify, once"));
        Assert.That(Only(new TraceBuilder().Commits().Client(6, TraceKind.SaeConfirm).Ap(1, TraceKind.SaeMismatch)).Cause, Is.EqualTo(JoinCause.WrongSaePassword));
    }

    [Test]
    public void A_confirm_that_hostapd_2_10_refuses_has_the_status_of_anything()
    {
        Assert.That(Only(new TraceBuilder().Commits().Confirms(1)).Cause, Is.EqualTo(JoinCause.WrongSaePassword));
        Assert.That(Only(new TraceBuilder().Client(1, TraceKind.SaeCommit, 19).Confirms(1)).Cause, Is.EqualTo(JoinCause.Refused), "its commit was not answered");
        Assert.That(Only(new TraceBuilder().Client(1, TraceKind.SaeCommit, 19).Ap(1, TraceKind.SaeCommitResponse, 1)).Cause, Is.EqualTo(JoinCause.Refused));
    }

    [Test]
    public void The_client_may_refuse_ours()
    {
        var finding = Only(new TraceBuilder().Commits().Ap(3, TraceKind.SaeConfirmResponse).Client(5, TraceKind.SaeConfirm, 15));
        Assert.That((finding.Cause, finding.Side), Is.EqualTo((JoinCause.WrongSaePassword, JoinSide.Client)));
    }

    [Test]
    public void A_client_that_begins_anew_after_our_confirm_has_another_password_as_it_seems()
    {
        var finding = Only(new TraceBuilder().Commits().Ap(3, TraceKind.SaeConfirmResponse).Client(3000, TraceKind.SaeCommit, 19).Ap(4, TraceKind.SaeCommitResponse)
            .Ap(3, TraceKind.SaeConfirmResponse));
        Assert.That((finding.Cause, finding.Sentence), Is.EqualTo((JoinCause.WrongSaePassword,
            "client: wrong password of SAE, as it seems: it goes no further after the access point's confirm")));
    }

    [Test]
    public void Its_silence_alone_is_no_such_thing()
    {
        Assert.That(Only(new TraceBuilder().Commits().Ap(3, TraceKind.SaeConfirmResponse)).Cause, Is.EqualTo(JoinCause.Unfinished), "the trace may end there");
        var lost = new TraceBuilder().Commits().LostAp(3, TraceKind.SaeConfirmResponse).Client(3000, TraceKind.SaeCommit, 19).Report();
        Assert.That(lost.Findings.Select(static f => f.Cause), Has.None.EqualTo(JoinCause.WrongSaePassword), "it has not heard of it");
        var confirmed = new TraceBuilder().Commits().Confirms().Client(3000, TraceKind.SaeCommit, 19).Report();
        Assert.That(confirmed.Findings.Select(static f => f.Cause), Has.None.EqualTo(JoinCause.WrongSaePassword), "its own confirm did verify");
        Assert.That(Only(new TraceBuilder().Commits().Ap(3, TraceKind.SaeConfirmResponse).Client(5, TraceKind.SaeConfirm).Associate().Handshake()).Cause,
            Is.EqualTo(JoinCause.Clean));
    }

    [Test]
    public void Open_authentication_that_is_refused_has_no_password()
    {
        Assert.That(Only(new TraceBuilder().Client(1, TraceKind.AuthenticationRequest).Ap(1, TraceKind.AuthenticationResponse, 15)).Cause, Is.EqualTo(JoinCause.Refused));
    }

    [Test]
    public void Groups_that_are_all_refused_are_named()
    {
        var finding = Only(new TraceBuilder().Client(0, TraceKind.SaeCommit, 20).Ap(3, TraceKind.SaeCommitResponse, 77)
            .Client(5, TraceKind.SaeCommit, 21).Ap(3, TraceKind.SaeCommitResponse, 77).Client(5, TraceKind.SaeCommit, 20).Ap(3, TraceKind.SaeCommitResponse, 77));
        Assert.That((finding.Cause, finding.Side, finding.Stage), Is.EqualTo((JoinCause.NoCommonGroup, JoinSide.Client, JoinStage.Authentication)));
        Assert.That(finding.Sentence, Is.EqualTo("client: offers no group of SAE that the access point takes: 20, 21"));
        Assert.That(finding.Advice, Does.Contain("sae_groups"));
    }

    [Test]
    public void A_group_that_is_followed_by_another_commit_is_not_the_end()
    {
        Assert.That(new TraceBuilder().Client(0, TraceKind.SaeCommit, 20).Ap(3, TraceKind.SaeCommitResponse, 77).Client(5, TraceKind.SaeCommit, 19)
            .Report().Findings.Select(static f => f.Cause), Has.None.EqualTo(JoinCause.NoCommonGroup));
        Assert.That(Only(new TraceBuilder().Client(0, TraceKind.SaeCommit, 20).Ap(3, TraceKind.SaeCommitResponse, 77).Commits().Confirms().Associate().Handshake()).Cause,
            Is.EqualTo(JoinCause.Clean));
    }

    [Test]
    public void An_association_whose_group_is_refused_is_one_by_OWE()
    {
        var finding = Only(new TraceBuilder().Client(2, TraceKind.AuthenticationRequest).Ap(2, TraceKind.AuthenticationResponse).Associate(77));
        Assert.That((finding.Cause, finding.Stage), Is.EqualTo((JoinCause.NoCommonGroup, JoinStage.Association)));
        Assert.That(finding.Sentence, Does.StartWith("client: offers no group of OWE"));
        Assert.That(finding.Advice, Does.Contain("owe_groups"));
    }

    [Test]
    public void A_token_counts_where_it_cost_time()
    {
        var finding = Only(new TraceBuilder().Client(0, TraceKind.SaeCommit, 19).Ap(20, TraceKind.SaeCommitResponse, 76).Client(140, TraceKind.SaeCommit, 19)
            .Ap(4, TraceKind.SaeCommitResponse).Confirms().Associate().Handshake());
        Assert.That((finding.Cause, finding.Side), Is.EqualTo((JoinCause.TokenDemanded, JoinSide.AccessPoint)));
        Assert.That(finding.LostMicroseconds, Is.EqualTo(160_000));
        Assert.That(finding.Sentence, Is.EqualTo("AP: demanded a token for SAE, once, 160 ms"));
    }

    [TestCase(20, 129, false)]
    [TestCase(20, 130, true)]
    public void And_not_where_it_cost_none(int answer, int again, bool counts)
    {
        var causes = new TraceBuilder().Client(0, TraceKind.SaeCommit, 19).Ap(answer, TraceKind.SaeCommitResponse, 76).Client(again, TraceKind.SaeCommit, 19)
            .Ap(4, TraceKind.SaeCommitResponse).Confirms().Associate().Handshake().Report().Findings.Select(static f => f.Cause);
        Assert.That(causes.Contains(JoinCause.TokenDemanded), Is.EqualTo(counts));
    }

    [Test]
    public void A_token_that_does_not_come_is_the_end()
    {
        var finding = Only(new TraceBuilder().Client(0, TraceKind.SaeCommit, 19).Ap(20, TraceKind.SaeCommitResponse, 76));
        Assert.That((finding.Cause, finding.Sentence), Is.EqualTo((JoinCause.TokenDemanded, "AP: demanded a token for SAE, once, 20 ms; the client brought none")));
    }

    [TestCase(JoinCause.UnknownPasswordIdentifier, JoinSide.Client, "sae_password_id")]
    [TestCase(JoinCause.UnprotectedFrames, JoinSide.Client, "ieee80211w")]
    [TestCase(JoinCause.HashToElementNotUsed, JoinSide.Client, "sae_pwe")]
    [TestCase(JoinCause.CachedKeyUnknown, JoinSide.AccessPoint, "restart")]
    [TestCase(JoinCause.AssociationComeback, JoinSide.AccessPoint, "assoc_sa_query_max_timeout")]
    public void A_refusal_that_has_a_name_is_called_by_it(JoinCause cause, JoinSide side, string advice)
    {
        var trace = new TraceBuilder();
        trace = cause switch
        {
            JoinCause.UnknownPasswordIdentifier => trace.Client(1, TraceKind.SaeCommit, 19).Ap(2, TraceKind.SaeCommitResponse, 123),
            JoinCause.UnprotectedFrames => trace.Commits().Confirms().Associate(31),
            JoinCause.HashToElementNotUsed => trace.Commits().Confirms().Client(3, TraceKind.AssociationRequest).Ap(1, TraceKind.SaeDowngraded).Ap(1, TraceKind.AssociationResponse, 1),
            JoinCause.CachedKeyUnknown => trace.Client(1, TraceKind.AuthenticationRequest).Ap(1, TraceKind.AuthenticationResponse).Associate(53),
            _ => trace.Commits().Confirms().Associate(30),
        };
        var finding = Only(trace);
        Assert.That((finding.Cause, finding.Side), Is.EqualTo((cause, side)));
        Assert.That(finding.Advice, Does.Contain(advice));
    }

    [Test]
    public void Who_is_refused_searches_again_because_of_that()
    {
        var trace = new TraceBuilder().Commits().Confirms().Associate(31).Client(2500, TraceKind.ScanBegan, 11).Client(10, TraceKind.SaeCommit, 19).Ap(4, TraceKind.SaeCommitResponse)
            .Confirms().Associate(31);
        var finding = Only(trace);
        Assert.That((finding.Cause, finding.LostMicroseconds), Is.EqualTo((JoinCause.UnprotectedFrames, 6_000 + 3_000 + 2_510_000 + 6_000 + 3_000)));
    }

    [Test]
    public void A_status_1_without_that_word_is_a_refusal_like_any()
    {
        var finding = Only(new TraceBuilder().Commits().Confirms().Associate(1));
        Assert.That((finding.Cause, finding.Sentence), Is.EqualTo((JoinCause.Refused, "AP: refused, status 1")));
    }

    [Test]
    public void A_cached_key_that_is_gone_costs_until_the_client_authenticates_anew()
    {
        var report = new TraceBuilder().Client(0, TraceKind.AuthenticationRequest).Ap(1, TraceKind.AuthenticationResponse).Associate(53)
            .Client(2, TraceKind.Deauthentication, 3).Client(50, TraceKind.SaeCommit, 19).Ap(4, TraceKind.SaeCommitResponse).Confirms().Associate().Handshake().Report();
        var finding = report.Findings.Single();
        Assert.That(finding.Sentence, Is.EqualTo("AP: does not know the key that the client has cached (status 53); it authenticated by SAE again"));
        Assert.That(finding.LostMicroseconds, Is.EqualTo(1_000 + 2_000), "what was waited for the access point");
        Assert.That(report.Attempts, Has.Count.EqualTo(2));
    }

    [Test]
    public void An_association_that_was_put_off_is_the_access_points_time()
    {
        var report = new TraceBuilder().Commits().Confirms().Associate(30).Client(1030, TraceKind.AssociationRequest).Ap(2, TraceKind.AssociationResponse).Handshake().Report();
        var finding = report.Findings.Single();
        Assert.That((finding.Cause, finding.LostMicroseconds), Is.EqualTo((JoinCause.AssociationComeback, 1_032_000)));
        Assert.That(finding.Sentence, Is.EqualTo("AP: told the client to come back later (status 30), 1.0 s"));
        Assert.That(report.Phases.Single(static p => p.Stage == JoinStage.Association).AccessPoint, Is.EqualTo(2_000 + 1_030_000 + 2_000));
        var brief = new TraceBuilder().Commits().Confirms().Associate(30).Client(60, TraceKind.AssociationRequest).Ap(2, TraceKind.AssociationResponse).Handshake();
        Assert.That(Only(brief).Cause, Is.EqualTo(JoinCause.Clean));
    }

    private static Finding Only(TraceBuilder trace) => trace.Report().Findings.Single();
}
