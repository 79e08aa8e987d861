using HostApd.Timeline;
using HostApd.Timeline.Readers;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>
/// hostapd from 0.7 to 2.12. What differs between them: the reason of a handshake that ran out (2 until 2.9, 15 since 2.10), the
/// pause before the first repetition, whether an event names the wrong key, and what the log says at which level. None but 2.10
/// can be installed here: the lines are written by hand, after the sources of the programs.
/// </summary>
public sealed class OlderVersionTests
{
    private const string Station = "wlan0: STA 02:00:00:00:01:00";

    private delegate string Writer(double seconds, string text);

    private static readonly (string Name, Writer Write)[] Formats =
    [
        ("-t", static (s, t) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{1_700_000_000 + (long)s}.{(int)(s % 1 * 1_000_000):D6}: {t}")),
        ("syslog", static (s, t) => $"Nov 14 22:13:{20 + (int)s:D2} router hostapd: {t}"),
        ("none", static (_, t) => t),
    ];

    [TestCase(2, 1.0, TestName = "hostapd 0.7 to 2.9: reason 2")]
    [TestCase(2, 0.1, TestName = "hostapd 0.7 to 2.8: reason 2, the first repetition after 100 ms")]
    [TestCase(15, 1.0, TestName = "hostapd 2.10 to 2.12: reason 15")]
    public void A_wrong_key_is_three_or_four_rounds_whatever_the_reason(int reason, double firstPause)
    {
        foreach (var isNamed in (bool[])[true, false])
        {
            foreach (var rounds in (int[])[3, 4])
            {
                foreach (var (name, write) in Formats)
                {
                    List<string> lines = [];
                    for (var visit = 0; visit < 2; visit++)
                    {
                        var at = visit * 20.0;
                        lines.Add(write(at, $"{Station} IEEE 802.11: associated (aid 1)"));
                        for (var i = 0; i < rounds; i++)
                        {
                            at += i == 0 ? 0.01 : i == 1 ? firstPause : 1.0;
                            lines.Add(write(at, $"{Station} WPA: sending 1/4 msg of 4-Way Handshake"));
                            lines.Add(write(at + 0.008, $"{Station} WPA: received EAPOL-Key frame (2/4 Pairwise)"));
                            if (isNamed)
                            {
                                lines.Add(write(at + 0.009, $"{Station} WPA: invalid MIC in msg 2/4 of 4-Way Handshake"));
                            }
                        }

                        lines.Add(write(at + 1.0, $"{Station} WPA: PTKSTART: Retry limit 4 reached"));
                        lines.Add(write(at + 1.0, $"{Station} WPA: event 3 notification"));
                        lines.Add(write(at + 1.0, $"{Station} MLME: MLME-DEAUTHENTICATE.indication(02:00:00:00:01:00, {reason})"));
                    }

                    var finding = Judge(lines);
                    Assert.That((finding.Cause, finding.Side), Is.EqualTo((JoinCause.WrongKey, JoinSide.Client)),
                        $"{name}, {rounds} rounds, named {isNamed}: {finding.Sentence}");
                }
            }
        }
    }

    [Test]
    public void An_entropy_rejection_is_one_round_and_the_end_at_once()
    {
        foreach (var (name, write) in Formats)
        {
            List<string> lines = [];
            for (var visit = 0; visit < 2; visit++)
            {
                var at = visit * 3.0;
                lines.Add(write(at, $"{Station} IEEE 802.11: associated (aid 1)"));
                lines.Add(write(at + 0.01, $"{Station} WPA: sending 1/4 msg of 4-Way Handshake"));
                lines.Add(write(at + 0.02, $"{Station} WPA: received EAPOL-Key frame (2/4 Pairwise)"));
                lines.Add(write(at + 0.03, $"{Station} WPA: event 3 notification"));
                lines.Add(write(at + 0.03, $"{Station} MLME: MLME-DEAUTHENTICATE.indication(02:00:00:00:01:00, 2)"));
            }

            var finding = Judge(lines);
            Assert.That((finding.Cause, finding.Side), Is.EqualTo((JoinCause.EntropyRejections, JoinSide.AccessPoint)), $"{name}: {finding.Sentence}");
        }
    }

    [TestCase("WPA: Not enough entropy in random pool to proceed - reject first 4-way handshake")]
    [TestCase("WPA: Reject 4-way handshake to collect more entropy for random number generation")]
    public void A_line_that_names_the_want_of_entropy_is_enough(string words)
    {
        foreach (var (name, write) in Formats)
        {
            var finding = Judge([write(0, $"{Station} IEEE 802.11: associated (aid 1)"), write(0.01, words)]);
            Assert.That(finding.Cause, Is.EqualTo(JoinCause.EntropyRejections), name);
            Assert.That(finding.Sentence, Does.Contain("rejected the 4-way handshake once"));
        }
    }

    [Test]
    public void A_line_that_names_the_key_wins_over_what_the_frames_look_like()
    {
        var write = Formats[0].Write;
        List<string> lines = [];
        for (var visit = 0; visit < 2; visit++)
        {
            var at = visit * 3.0;
            lines.Add(write(at, $"{Station} IEEE 802.11: associated (aid 1)"));
            lines.Add(write(at + 0.01, $"{Station} WPA: sending 1/4 msg of 4-Way Handshake"));
            lines.Add(write(at + 0.02, $"{Station} WPA: received EAPOL-Key frame (2/4 Pairwise)"));
            if (visit == 1)
            {
                lines.Add(write(at + 0.021, $"{Station} WPA: invalid MIC in msg 2/4 of 4-Way Handshake"));
            }

            lines.Add(write(at + 0.03, $"{Station} WPA: event 3 notification"));
            lines.Add(write(at + 0.03, $"{Station} MLME: MLME-DEAUTHENTICATE.indication(02:00:00:00:01:00, 2)"));
        }

        Assert.That(Judge(lines).Cause, Is.EqualTo(JoinCause.WrongKey));
    }

    /// <summary>Before there was an event for it, hostapd said at its usual level that it has sent the client away, 5 s later.</summary>
    [Test]
    public void At_its_usual_level_an_old_hostapd_shows_that_the_handshake_ran_out()
    {
        foreach (var (name, write) in Formats)
        {
            var finding = Judge([write(0, $"{Station} IEEE 802.11: associated (aid 1)"),
                write(9.05, $"{Station} IEEE 802.11: deauthenticated due to local deauth request")]);
            Assert.That((finding.Cause, finding.Side), Is.EqualTo((JoinCause.HandshakeStalled, JoinSide.Client)), name);
            Assert.That(finding.Sentence, Does.Contain("did not come, or did not fit"));
        }
    }

    /// <summary>wpa_supplicant before 2.0 has no event that disables a network, before 1.0 it calls the key wrong in words only.</summary>
    [TestCase(2, 4.0, JoinCause.WrongKey)]
    [TestCase(15, 4.0, JoinCause.WrongKey)]
    [TestCase(2, 0.05, JoinCause.EntropyRejections)]
    public void A_clients_word_is_weighed_by_how_long_it_took(int reason, double seconds, JoinCause cause)
    {
        var write = Formats[0].Write;
        var finding = Judge([
            write(0, "wlan0: Trying to associate with 02:00:00:00:00:00 (SSID='x' freq=2437 MHz)"),
            write(0.02, "wlan0: Associated with 02:00:00:00:00:00"),
            write(0.02 + seconds, $"wlan0: CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:00 reason={reason}"),
            write(0.02 + seconds, "wlan0: WPA: 4-Way Handshake failed - pre-shared key may be incorrect")]);
        Assert.That(finding.Cause, Is.EqualTo(cause), finding.Sentence);
    }

    [Test]
    public void Old_kernels_have_another_wording()
    {
        // Linux 2.6.38 and before: the try stands behind "authenticate with".
        var finding = Judge([
            "[  120.085650] wlan0: authenticate with 02:00:00:00:00:00 (try 1)",
            "[  120.287650] wlan0: authenticate with 02:00:00:00:00:00 (try 2)",
            "[  120.487650] wlan0: authenticate with 02:00:00:00:00:00 (try 3)",
            "[  120.687650] wlan0: authentication with 02:00:00:00:00:00 timed out"]);
        Assert.That((finding.Cause, finding.Side), Is.EqualTo((JoinCause.LostFrames, JoinSide.Air)));
    }

    private static Finding Judge(IReadOnlyList<string> lines) =>
        JoinReport.Of(TraceMerge.Merge([LogReader.Read("log", lines)]).Joins.First()).Findings[0];
}
