using HostApd.Timeline;
using HostApd.Timeline.Readers;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>What one line tells by itself: extracts of logs are often no longer.</summary>
public sealed class SingleLineTests
{
    private const string Station = "wlan0: STA 02:00:00:00:01:00 ";

    [TestCase("hostapd: " + Station + "WPA: invalid MIC in msg 2/4 of 4-Way Handshake", JoinCause.WrongKey, JoinSide.Client)]
    [TestCase("hostapd: wlan0: AP-STA-POSSIBLE-PSK-MISMATCH 02:00:00:00:01:00", JoinCause.WrongKey, JoinSide.Client)]
    [TestCase("wlan0: CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid=\"x\" auth_failures=1 duration=10 reason=WRONG_KEY", JoinCause.WrongKey, JoinSide.Client)]
    [TestCase("wlan0: WPA: 4-Way Handshake failed - pre-shared key may be incorrect", JoinCause.WrongKey, JoinSide.Client)]
    [TestCase("hostapd: WPA: Not enough entropy in random pool to proceed - reject first 4-way handshake", JoinCause.EntropyRejections, JoinSide.AccessPoint)]
    [TestCase("hostapd: wlan0: WPS-OVERLAP-DETECTED ", JoinCause.PbcOverlap, JoinSide.Client)]
    [TestCase("hostapd: " + Station + "WPA: PTKSTART: Retry limit 4 reached", JoinCause.HandshakeStalled, JoinSide.Client)]
    [TestCase("hostapd: " + Station + "WPA: PTKINITNEGOTIATING: Retry limit 4 reached", JoinCause.HandshakeStalled, JoinSide.Air)]
    [TestCase("hostapd: " + Station + "IEEE 802.11: did not acknowledge association response", JoinCause.LostFrames, JoinSide.Air)]
    [TestCase("hostapd: " + Station + "IEEE 802.11: did not acknowledge authentication response", JoinCause.LostFrames, JoinSide.Air)]
    [TestCase("hostapd: " + Station + "WPA: pairwise key handshake completed (RSN)", JoinCause.Clean, JoinSide.Nobody)]
    [TestCase("hostapd: wlan0: AP-STA-CONNECTED 02:00:00:00:01:00", JoinCause.Clean, JoinSide.Nobody)]
    [TestCase("hostapd: wlan0: EAPOL-4WAY-HS-COMPLETED 02:00:00:00:01:00", JoinCause.Clean, JoinSide.Nobody)]
    [TestCase("wlan0: CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:00:00 completed [id=0 id_str=]", JoinCause.Clean, JoinSide.Nobody)]
    [TestCase("wlan0: CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:00:00 status_code=17", JoinCause.Refused, JoinSide.AccessPoint)]
    [TestCase("wlan0: CTRL-EVENT-AUTH-REJECT 02:00:00:00:00:00 auth_type=0 auth_transaction=2 status_code=15", JoinCause.Refused, JoinSide.AccessPoint)]
    [TestCase("wlan0: WPS-FAIL msg=5 config_error=12", JoinCause.PbcOverlap, JoinSide.Client)]
    [TestCase("[  120.085650] wlan1: association with 02:00:00:00:00:00 timed out", JoinCause.LostFrames, JoinSide.Air)]
    [TestCase("[  120.085650] wlan1: 02:00:00:00:00:00 denied association (code=17)", JoinCause.Refused, JoinSide.AccessPoint)]
    [TestCase("[  120.085650] wlan1: RX AssocResp from 02:00:00:00:00:00 (capab=0x411 status=17 aid=0)", JoinCause.Refused, JoinSide.AccessPoint)]
    public void A_line_alone_carries_a_verdict(string line, JoinCause cause, JoinSide side)
    {
        var report = Reports(line).Single();
        Assert.That((report.Findings[0].Cause, report.Findings[0].Side), Is.EqualTo((cause, side)), report.Findings[0].Sentence);
    }

    [TestCase("hostapd: " + Station + "IEEE 802.11: associated (aid 1)", JoinSide.Client)]
    [TestCase("hostapd: " + Station + "WPA: received EAPOL-Key frame (2/4 Pairwise)", JoinSide.AccessPoint)]
    [TestCase("wlan0: Trying to associate with 02:00:00:00:00:00 (SSID='x' freq=2437 MHz)", JoinSide.AccessPoint)]
    [TestCase("wlan0: Authentication with 02:00:00:00:00:00 timed out.", JoinSide.AccessPoint)]
    public void Or_says_where_the_join_stood(string line, JoinSide side)
    {
        var report = Reports(line).Single();
        Assert.That((report.Findings[0].Cause, report.Findings[0].Side), Is.EqualTo((JoinCause.Unfinished, side)), report.Findings[0].Sentence);
    }

    [TestCase("hostapd: " + Station + "IEEE 802.11: deauthenticated due to local deauth request")]
    [TestCase("hostapd: " + Station + "IEEE 802.11: deauthenticated due to inactivity (timer DEAUTH/REMOVE)")]
    [TestCase("hostapd: wlan0: AP-STA-DISCONNECTED 02:00:00:00:01:00")]
    [TestCase("hostapd: " + Station + "WPA: group key handshake completed (RSN)")]
    [TestCase("hostapd: wlan0: AP-STA-CONNECTED 02:00:00:00:01")]
    [TestCase("hostapd: wlan0: STA 02:00:00:00:01:00 IEEE 802.11: assoc")]
    [TestCase("wlan0: CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid=\"x\" auth_failures=1 duration=10 reason=CONN_FAILED")]
    [TestCase("wlan0: CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:00 reason=3 locally_generated=1")]
    [TestCase("hostapd: MISTA 02:00:00:00:01:00 IEEE 802.11: associated (aid 1)")]
    public void The_life_of_a_member_and_what_was_cut_are_no_join(string line) => Assert.That(Reports(line), Is.Empty);

    private static IEnumerable<JoinReport> Reports(string line) =>
        TraceMerge.Merge([LogReader.Read("log", [line])]).Joins.Select(JoinReport.Of);
}
