using HostApd.Ieee80211;
using HostApd.Timeline;
using HostApd.Timeline.Readers;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>A line that announces a frame is no frame on the air: the radio may be busy, and drop it.</summary>
public sealed class AnnouncedFrameTests
{
    private const string Header = "d0 00 00 00 {0} {1} 02 00 00 00 00 00 00 00 04 09 50 6f 9a 09 0{2} 01";
    private const string Client = "42 00 00 00 01 00";
    private const string Owner = "02 00 00 00 00 00";

    private static readonly string Request = string.Format(System.Globalization.CultureInfo.InvariantCulture, Header, Owner, Client, 7);
    private static readonly string Response = string.Format(System.Globalization.CultureInfo.InvariantCulture, Header, Client, Owner, 8);

    [Test]
    public void A_request_that_waits_for_the_clients_radio_is_the_clients_and_asked_once()
    {
        var report = Report(
            Announced(0.0), Announced(0.9), Status(1.3), Answered(1.307),
            "1700000001.400000: nl80211: Authentication request send successfully");
        Assert.That(report.Trace.Entries.ToArray().Count(static e => e.Kind == TraceKind.ProvisionDiscoveryRequest), Is.EqualTo(1));
        Assert.That(report.Findings.Select(static f => f.Cause), Does.Not.Contain(JoinCause.ProvisionDiscoveryUnanswered));
        var discovery = report.Phases.Single(static p => p.Stage == JoinStage.ProvisionDiscovery);
        Assert.That(discovery.AccessPoint, Is.EqualTo(7_000), "and the owner answered at once");
        Assert.That(report.Phases.Sum(static p => p.Client), Is.EqualTo(1_300_000 + 93_000));
    }

    [Test]
    public void Requests_that_left_and_were_not_answered_are_counted_one_by_one()
    {
        var report = Report(Announced(0.0), Status(0.002), Announced(0.2), Status(0.202), Status(0.203), Announced(0.4), Status(0.402));
        Assert.That(report.Findings[0].Cause, Is.EqualTo(JoinCause.ProvisionDiscoveryUnanswered));
        Assert.That(report.Findings[0].Sentence, Does.StartWith("GO: 3 Provision Discovery Requests unanswered"));
    }

    [Test]
    public void An_answer_proves_that_the_request_had_left()
    {
        var report = Report(Announced(0.0), Answered(0.02));
        Assert.That(report.Trace.Entries.ToArray().Select(static e => e.Kind), Is.EqualTo(new[]
        {
            TraceKind.ScanBegan, TraceKind.ProvisionDiscoveryRequest, TraceKind.ProvisionDiscoveryResponse,
        }));
    }

    [Test]
    public void A_log_that_never_tells_what_became_of_requests_has_only_their_announcements()
    {
        var report = Report(Announced(0.0), Announced(0.2));
        Assert.That(report.Trace.Entries.ToArray().Count(static e => e.Kind == TraceKind.ProvisionDiscoveryRequest), Is.EqualTo(2));
    }

    [Test]
    public void What_the_supplicant_tries_is_a_frame_only_where_the_log_never_says_that_one_was_sent()
    {
        string[] lines =
        [
            "1700000000.000000: wlan0: SME: Trying to authenticate with 02:00:00:00:00:00 (SSID='x' freq=2437 MHz)",
            "1700000000.700000: nl80211: Authentication request send successfully",
            "1700000000.702000: wlan0: SME: Authentication response: peer=02:00:00:00:00:00 auth_type=0 auth_transaction=2 status_code=0",
        ];
        var sightings = LogReader.Read("log", lines).Sightings;
        Assert.That(sightings.Select(static s => (s.Kind, s.At % 1_000_000)), Is.EqualTo(new[]
        {
            (TraceKind.AuthenticationRequest, 700_000L), (TraceKind.AuthenticationResponse, 702_000L),
        }));
        sightings = LogReader.Read("log", [lines[0], lines[2]]).Sightings;
        Assert.That(sightings.Select(static s => (s.Kind, (s.Marks & TraceMarks.Implied) != 0)), Is.EqualTo(new[]
        {
            (TraceKind.AuthenticationRequest, true), (TraceKind.AuthenticationResponse, false),
        }));
    }

    private static JoinReport Report(params string[] lines) => JoinReport.Of(TraceMerge.Merge([LogReader.Read("log",
        [
            "1700000000.000000: wlan0: Own MAC address: 02:00:00:00:01:00",
            "1700000000.000000: p2p-dev-wlan0: Own MAC address: 42:00:00:00:01:00",
            "1700000000.000000: wlan0: Control interface command 'P2P_CONNECT 02:00:00:00:00:00 pbc join'",
            "1700000000.000000: wlan0: nl80211: scan request",
            .. lines,
        ])]).Joins.Single(static j => j.Device == new MacAddress([0x42, 0, 0, 0, 1, 0])));

    private static string Announced(double seconds) => Line(seconds, "CMD_FRAME", Request);

    private static string Status(double seconds) => Line(seconds, "nl80211: MLME event frame", Request);

    private static string Answered(double seconds) => Line(seconds, "nl80211: MLME event frame", Response);

    private static string Line(double seconds, string words, string bytes) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{1_700_000_000 + (int)seconds}.{(int)Math.Round(seconds % 1 * 1_000_000):D6}: {words} - hexdump(len={(bytes.Length + 1) / 3}): {bytes}");
}
