using HostApd.Tests.Architecture;
using HostApd.Timeline;
using HostApd.Timeline.Readers;
using HostApd.Workbench;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>What stock programs and ours write of SAE and OWE: see Traces/README.md.</summary>
public sealed class SaeLogTests
{
    private const string Station = "STA 02:00:00:00:01:00 IEEE 802.11: ";

    [TestCase("clean.debug.client.log.gz", JoinCause.Clean)]
    [TestCase("clean.debug.ap.log.gz", JoinCause.Clean)]
    [TestCase("clean.info.client.log", JoinCause.Clean)]
    [TestCase("clean.info.ap.log", JoinCause.Clean)]
    [TestCase("wrong.debug.client.log.gz", JoinCause.WrongSaePassword)]
    [TestCase("wrong.debug.ap.log.gz", JoinCause.WrongSaePassword)]
    [TestCase("wrong.info.client.log", JoinCause.WrongSaePassword)]
    [TestCase("cached.debug.client.log.gz", JoinCause.CachedKeyUnknown)]
    [TestCase("cached.debug.ap.log.gz", JoinCause.CachedKeyUnknown)]
    [TestCase("cached.info.client.log", JoinCause.CachedKeyUnknown)]
    [TestCase("groups.debug.client.log.gz", JoinCause.NoCommonGroup)]
    [TestCase("groups.debug.ap.log.gz", JoinCause.NoCommonGroup)]
    [TestCase("nopmf.debug.client.log.gz", JoinCause.UnprotectedFrames)]
    [TestCase("nopmf.info.client.log", JoinCause.UnprotectedFrames)]
    [TestCase("owegroup.debug.client.log.gz", JoinCause.NoCommonGroup)]
    [TestCase("owegroup.info.client.log", JoinCause.NoCommonGroup)]
    [TestCase("owe.debug.client.log.gz", JoinCause.Clean)]
    [TestCase("owe.debug.ap.log.gz", JoinCause.Clean)]
    [TestCase("owe.info.client.log", JoinCause.Clean)]
    [TestCase("owe.info.ap.log", JoinCause.Clean)]
    public void A_log_of_stock_programs_tells_the_cause(string file, JoinCause cause)
    {
        var report = Logged(file).First();
        Assert.That(report.Findings[0].Cause, Is.EqualTo(cause), TimelineText.Write(report, null, isVerbose: true));
    }

    [TestCase("clean.debug.client.log.gz", 19)]
    [TestCase("clean.info.client.log", 0)]
    [TestCase("clean.debug.ap.log.gz", 0)]
    public void Its_frames_of_SAE_have_their_names(string file, int group)
    {
        var entries = Logged(file).First().Trace.Entries.ToArray();
        TraceKind[] expected =
        [
            TraceKind.SaeCommit, TraceKind.SaeCommitResponse, TraceKind.SaeConfirm, TraceKind.SaeConfirmResponse, TraceKind.AssociationRequest, TraceKind.AssociationResponse,
        ];
        Assert.That(entries.Select(static e => e.Kind).Where(static k => k.IsStep()).Take(6), Is.EqualTo(expected));
        Assert.That(entries.First(static e => e.Kind == TraceKind.SaeCommit).Group, Is.EqualTo(group));
    }

    [TestCase("wlan1: CTRL-EVENT-AUTH-REJECT 02:00:00:00:00:00 auth_type=3 auth_transaction=2 status_code=15", JoinCause.WrongSaePassword)]
    [TestCase("wlan1: CTRL-EVENT-AUTH-REJECT 02:00:00:00:00:00 auth_type=3 auth_transaction=1 status_code=77", JoinCause.NoCommonGroup)]
    [TestCase("wlan1: SME: Authentication response: peer=02:00:00:00:00:00 auth_type=3 auth_transaction=2 status_code=15", JoinCause.WrongSaePassword)]
    [TestCase("wlan1: SME: Trying to authenticate with 02:00:00:00:00:00 (SSID='x')\nwlan1: CTRL-EVENT-SAE-UNKNOWN-PASSWORD-IDENTIFIER 02:00:00:00:00:00", JoinCause.UnknownPasswordIdentifier)]
    [TestCase("wlan1: CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:00:00 status_code=31", JoinCause.UnprotectedFrames)]
    [TestCase("wlan1: CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:00:00 status_code=53", JoinCause.CachedKeyUnknown)]
    [TestCase("wlan1: CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:00:00 status_code=30", JoinCause.AssociationComeback)]
    [TestCase("hostapd-net: wlan0: AP-STA-POSSIBLE-SAE-MISMATCH 02:00:00:00:01:00", JoinCause.WrongSaePassword)]
    [TestCase("hostapd-net: wlan0: CTRL-EVENT-SAE-UNKNOWN-PASSWORD-IDENTIFIER 02:00:00:00:01:00", JoinCause.UnknownPasswordIdentifier)]
    [TestCase("hostapd-net: wlan0: " + Station + "start SAE authentication (RX commit, status=126, group 19)\nhostapd-net: wlan0: AP-STA-SAE-H2E-NOT-USED 02:00:00:00:01:00", JoinCause.HashToElementNotUsed)]
    [TestCase("hostapd-net: wlan0: " + Station + "SAE authentication refused, status 15 (its confirm does not verify: it has another password)", JoinCause.WrongSaePassword)]
    [TestCase("hostapd-net: wlan0: " + Station + "SAE authentication refused, status 123 (no password has the identifier that it uses)", JoinCause.UnknownPasswordIdentifier)]
    [TestCase("hostapd: wlan0: " + Station + "start SAE authentication (RX commit, status=0 (SUCCESS))\nhostapd: authentication reply: STA=02:00:00:00:01:00 auth_alg=3 auth_transaction=1 resp=77 (IE len=2) (dbg=auth-sae)", JoinCause.NoCommonGroup)]
    public void So_do_single_lines(string lines, JoinCause cause)
    {
        var report = Reports(lines.Split('\n')).Single();
        Assert.That(report.Findings[0].Cause, Is.EqualTo(cause), TimelineText.Write(report, null, isVerbose: true));
    }

    [Test]
    public void Our_own_log_tells_a_join_by_SAE()
    {
        // Of the scene sae-passwords, the program's name put before by hand.
        string[] lines =
        [
            "1795798993.376636: hostapd-net: wlan0: " + Station + "start SAE authentication (RX commit, status=126, group 19)",
            "1795798993.404517: hostapd-net: wlan0: " + Station + "SAE authentication (group 19, hash-to-element)",
            "1795798993.406028: hostapd-net: wlan0: " + Station + "authenticated",
            "1795798993.416402: hostapd-net: wlan0: " + Station + "associated (aid 1)",
            "1795798993.433829: hostapd-net: wlan0: AP-STA-CONNECTED 02:00:00:00:01:00",
        ];
        var report = Reports(lines).Single();
        Assert.That((report.IsConnected, report.KeyAgreement, report.Findings[0].Cause), Is.EqualTo((true, "SAE", JoinCause.Clean)));
        Assert.That(report.Trace.Entries.ToArray().Select(static e => e.Kind), Is.EqualTo(new[]
        {
            TraceKind.SaeCommit, TraceKind.SaeCommitResponse, TraceKind.SaeConfirm, TraceKind.SaeConfirmResponse, TraceKind.AssociationResponse, TraceKind.Authorized,
        }));
        Assert.That(report.Trace.Entries[0].Group, Is.EqualTo(19));
    }

    private static IEnumerable<JoinReport> Reports(IReadOnlyList<string> lines) => TraceMerge.Merge([LogReader.Read("log", lines)]).Joins.Select(JoinReport.Of);

    private static IEnumerable<JoinReport> Logged(string file) =>
        TraceMerge.Merge([TraceInput.Read(Path.Combine(SourceTree.Root, "test", "HostApd.Tests", "Timeline", "Traces", "wpa3", file), out _)!]).Joins.Select(JoinReport.Of);
}
