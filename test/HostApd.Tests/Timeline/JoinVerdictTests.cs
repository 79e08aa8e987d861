using HostApd.Timeline;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>Each cause by the smallest trace that shows it.</summary>
public sealed class JoinVerdictTests
{
    [Test]
    public void A_plain_join_is_clean_and_says_that_dhcp_is_out_of_reach()
    {
        var finding = Only(new TraceBuilder().Client(0, TraceKind.ProbeRequest).Open().Handshake());
        Assert.That(finding.Cause, Is.EqualTo(JoinCause.Clean));
        Assert.That(finding.Advice, Does.Contain("DHCP"));
    }

    [Test]
    public void The_deauthentication_after_wps_is_no_fault() =>
        Assert.That(Only(new TraceBuilder().Open().Wps().Open().Handshake()).Cause, Is.EqualTo(JoinCause.Clean));

    [Test]
    public void Rejections_for_entropy_are_counted()
    {
        var finding = First(new TraceBuilder().P2p().Open().Wps()
            .Open().Ap(2, TraceKind.Message1).Client(8, TraceKind.Message2).Ap(0.5, TraceKind.EntropyRejection)
            .Ap(1, TraceKind.Deauthentication, 2)
            .Open().Ap(2, TraceKind.Message1).Client(8, TraceKind.Message2).Ap(0.5, TraceKind.EntropyRejection)
            .Ap(1, TraceKind.Deauthentication, 2));
        Assert.That(finding.Cause, Is.EqualTo(JoinCause.EntropyRejections));
        Assert.That(finding.Side, Is.EqualTo(JoinSide.AccessPoint));
        Assert.That(finding.Sentence,
            Is.EqualTo("GO: rejected the 4-way handshake twice to collect entropy; the client gave up"));
    }

    [Test]
    public void Two_deauthentications_right_after_message_2_are_judged_by_the_frames_alone()
    {
        var finding = First(new TraceBuilder()
            .Open().Ap(2, TraceKind.Message1).Client(8, TraceKind.Message2).Ap(1, TraceKind.Deauthentication, 2)
            .Open().Ap(2, TraceKind.Message1).Client(8, TraceKind.Message2).Ap(1, TraceKind.Deauthentication, 2)
            .Open().Handshake());
        Assert.That(finding.Cause, Is.EqualTo(JoinCause.EntropyRejections));
        Assert.That(finding.Sentence, Does.Contain("judged by the frames"));
    }

    [Test]
    public void Message_2_refused_over_and_over_is_a_wrong_key()
    {
        var trace = new TraceBuilder().Open();
        for (var i = 0; i < 4; i++)
        {
            trace.Ap(i == 0 ? 2 : 992, TraceKind.Message1).Client(8, TraceKind.Message2);
        }

        Assert.That(First(trace.Ap(992, TraceKind.Deauthentication, 15)).Cause, Is.EqualTo(JoinCause.WrongKey));
        Assert.That(First(new TraceBuilder().Open().Ap(2, TraceKind.Message1).Client(8, TraceKind.Message2)
            .Ap(1, TraceKind.PskMismatch)).Cause, Is.EqualTo(JoinCause.WrongKey));
    }

    [Test]
    public void Unanswered_provision_discovery_is_counted()
    {
        var trace = new TraceBuilder().P2p();
        for (var i = 0; i < 121; i++)
        {
            trace.Client(200, TraceKind.ProvisionDiscoveryRequest);
        }

        var finding = First(trace);
        Assert.That(finding.Cause, Is.EqualTo(JoinCause.ProvisionDiscoveryUnanswered));
        Assert.That(finding.Sentence, Is.EqualTo("GO: 121 Provision Discovery Requests unanswered, 24.0 s"));
        Assert.That(Only(new TraceBuilder().P2p().Client(0, TraceKind.ProvisionDiscoveryRequest)
            .Ap(4, TraceKind.ProvisionDiscoveryResponse).Open().Handshake()).Cause, Is.EqualTo(JoinCause.Clean));
    }

    [Test]
    public void A_full_scan_is_the_clients_with_the_channels_that_are_known()
    {
        var told = First(new TraceBuilder().Open().Wps().Client(1, TraceKind.ScanBegan, 13).Client(2_850, TraceKind.ScanEnded)
            .Client(40, TraceKind.ProbeRequest).Open().Handshake());
        Assert.That(told.Sentence, Is.EqualTo("client: full scan of 13 channels, 2.9 s"));
        Assert.That(told.Advice, Does.Contain("channel"));
        var seen = First(new TraceBuilder().Open().Wps().Client(900, TraceKind.ProbeRequest, 2437).Client(1900, TraceKind.AuthenticationRequest)
            .Ap(1, TraceKind.AuthenticationResponse));
        Assert.That(seen.Cause, Is.EqualTo(JoinCause.FullScan));
    }

    [Test]
    public void A_client_that_leaves_in_the_middle_did_it_itself()
    {
        var finding = First(new TraceBuilder().Open().Wps().Client(30, TraceKind.AuthenticationRequest)
            .Ap(2, TraceKind.AuthenticationResponse).Client(1, TraceKind.Deauthentication, 3).Client(4000, TraceKind.ProbeRequest)
            .Open().Handshake());
        Assert.That(finding.Cause, Is.EqualTo(JoinCause.ClientDisconnected));
        Assert.That(finding.Side, Is.EqualTo(JoinSide.Client));
        Assert.That(finding.LostMicroseconds, Is.EqualTo(4_002_000));
        Assert.That(finding.Sentence, Does.StartWith("client: authentication abandoned after a disconnect it caused itself"));
    }

    [Test]
    public void Silence_after_our_answer_and_a_fresh_start_is_the_same()
    {
        var finding = First(new TraceBuilder().Client(0, TraceKind.AuthenticationRequest).Ap(2, TraceKind.AuthenticationResponse)
            .Client(3000, TraceKind.ProbeRequest).Open().Handshake());
        Assert.That(finding.Cause, Is.EqualTo(JoinCause.ClientDisconnected));
        Assert.That(finding.Stage, Is.EqualTo(JoinStage.Authentication));
    }

    [Test]
    public void An_order_to_disconnect_names_another_program()
    {
        var finding = First(new TraceBuilder().Client(0, TraceKind.AuthenticationRequest).Client(1, TraceKind.DisconnectOrdered)
            .Client(1, TraceKind.Deauthentication, 3).Client(2000, TraceKind.AuthenticationRequest));
        Assert.That(finding.Cause, Is.EqualTo(JoinCause.OtherProgramDisconnected));
    }

    [Test]
    public void A_repeated_association_request_that_starts_the_handshake_anew_is_the_access_points()
    {
        var finding = First(new TraceBuilder().Open().Ap(60, TraceKind.Message1).Client(40, TraceKind.AssociationRequest)
            .Client(2, TraceKind.Message2).Ap(2, TraceKind.AssociationResponse).Ap(2, TraceKind.Message1)
            .Client(3, TraceKind.Message2).Ap(5000, TraceKind.Deauthentication, 15).Client(90, TraceKind.ProbeRequest).Open().Handshake());
        Assert.That(finding.Cause, Is.EqualTo(JoinCause.HandshakeRestarted));
        Assert.That(finding.LostMicroseconds, Is.GreaterThan(5_000_000));
    }

    [Test]
    public void A_repeated_association_request_that_is_only_answered_again_costs_nothing() =>
        Assert.That(Only(new TraceBuilder().Open().Client(40, TraceKind.AssociationRequest).Ap(2, TraceKind.AssociationResponse)
            .Handshake()).Cause, Is.EqualTo(JoinCause.Clean));

    [Test]
    public void Push_button_overlap_and_a_button_nobody_pressed()
    {
        Assert.That(First(new TraceBuilder().Open().Ap(5, TraceKind.PbcOverlap).Ap(5, TraceKind.EapFailure)).Cause,
            Is.EqualTo(JoinCause.PbcOverlap));
        Assert.That(First(new TraceBuilder().Open().Client(5, TraceKind.WscM1).Ap(5, TraceKind.WscM2D).Client(5, TraceKind.WscAck)
            .Ap(5, TraceKind.EapFailure).Client(3, TraceKind.Deauthentication, 3)).Cause, Is.EqualTo(JoinCause.PbcNotArmed));
        Assert.That(First(new TraceBuilder().Client(0, TraceKind.ScanBegan).Client(500, TraceKind.PbcNotArmed)
            .Client(5000, TraceKind.ScanBegan)).Cause, Is.EqualTo(JoinCause.PbcNotArmed));
    }

    [Test]
    public void Lost_frames_and_a_slow_client_are_told_apart_by_the_answers()
    {
        var lost = First(new TraceBuilder().Open().Ap(2, TraceKind.Message1).Ap(1000, TraceKind.Message1)
            .Client(8, TraceKind.Message2).Ap(3, TraceKind.Message3).Client(8, TraceKind.Message4).Ap(1, TraceKind.Authorized));
        Assert.That((lost.Cause, lost.Side), Is.EqualTo((JoinCause.LostFrames, JoinSide.Air)));
        var slow = First(new TraceBuilder().Open().Ap(2, TraceKind.Message1).Ap(1000, TraceKind.Message1)
            .Client(400, TraceKind.Message2).Client(3, TraceKind.Message2).Ap(3, TraceKind.Message3).Client(8, TraceKind.Message4)
            .Ap(1, TraceKind.Authorized));
        Assert.That((slow.Cause, slow.Side), Is.EqualTo((JoinCause.SlowClient, JoinSide.Client)));
    }

    [Test]
    public void A_slow_access_point_a_refusal_and_an_end_without_reason()
    {
        Assert.That(First(new TraceBuilder().Open().Ap(700, TraceKind.Message1).Client(5, TraceKind.Message2)
            .Ap(4, TraceKind.Message3).Client(4, TraceKind.Message4)).Cause, Is.EqualTo(JoinCause.SlowAccessPoint));
        Assert.That(First(new TraceBuilder().Client(0, TraceKind.AuthenticationRequest).Ap(2, TraceKind.AuthenticationResponse)
            .Client(2, TraceKind.AssociationRequest).Ap(2, TraceKind.AssociationResponse, 17)).Cause, Is.EqualTo(JoinCause.Refused));
        var cut = First(new TraceBuilder().Open().Ap(3, TraceKind.Message1));
        Assert.That((cut.Cause, cut.Side), Is.EqualTo((JoinCause.Unfinished, JoinSide.Client)));
    }

    [Test]
    public void A_name_alone_makes_no_group_owner() =>
        Assert.That(First(new TraceBuilder().P2p().Client(0, TraceKind.ScanBegan).Ap(60, TraceKind.NoP2pElement)
            .Client(60_000, TraceKind.ClientGaveUp)).Cause, Is.EqualTo(JoinCause.NotAGroupOwner));

    private static Finding First(TraceBuilder trace) => trace.Report().Findings[0];

    private static Finding Only(TraceBuilder trace) => trace.Report().Findings.Single();
}
