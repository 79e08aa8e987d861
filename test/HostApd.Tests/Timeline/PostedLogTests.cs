using HostApd.Timeline;
using HostApd.Timeline.Readers;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>The table: how a log was posted, times what happened. In every cell the side and the cause are right.</summary>
public sealed class PostedLogTests
{
    /// <summary>What happened, by the logs of those whom it happened to.</summary>
    private static readonly (string Log, JoinCause Cause, JoinSide Side)[] Causes =
    [
        ("clean.debug.ap.log.gz", JoinCause.Clean, JoinSide.Nobody),
        ("clean.debug.client.log.gz", JoinCause.Clean, JoinSide.Nobody),
        ("clean.info.ap.log", JoinCause.Clean, JoinSide.Nobody),
        ("clean.info.client.log", JoinCause.Clean, JoinSide.Nobody),
        ("wrongkey.debug.ap.log.gz", JoinCause.WrongKey, JoinSide.Client),
        ("wrongkey.debug.client.log.gz", JoinCause.WrongKey, JoinSide.Client),
        ("wrongkey.info.ap.log", JoinCause.WrongKey, JoinSide.Client),
        ("wrongkey.info.client.log", JoinCause.WrongKey, JoinSide.Client),
        ("starved.debug.ap.log.gz", JoinCause.EntropyRejections, JoinSide.AccessPoint),
        ("starved.debug.client.log.gz", JoinCause.EntropyRejections, JoinSide.AccessPoint),
        ("starved.info.ap.log", JoinCause.EntropyRejections, JoinSide.AccessPoint),
        ("starved.info.client.log", JoinCause.EntropyRejections, JoinSide.AccessPoint),
        ("unanswered.debug.ap.log.gz", JoinCause.HandshakeStalled, JoinSide.Client),
        ("unanswered.info.ap.log", JoinCause.HandshakeStalled, JoinSide.Client),
        ("unheard.info.client.log", JoinCause.HandshakeStalled, JoinSide.AccessPoint),
        ("lost.debug.ap.log.gz", JoinCause.LostFrames, JoinSide.Air),
        ("noassoc.debug.client.log.gz", JoinCause.LostFrames, JoinSide.Air),
        ("noauth.info.client.log", JoinCause.LostFrames, JoinSide.Air),
        ("overlap.debug.ap.log.gz", JoinCause.PbcOverlap, JoinSide.Client),
        ("overlap.info.ap.log", JoinCause.PbcOverlap, JoinSide.Client),
    ];

    /// <summary>Of these the access point's control interface says nothing: only its log does.</summary>
    private static readonly string[] WithoutEvents = ["starved.debug.ap", "starved.info.ap", "unanswered.", "lost.", "noassoc."];

    /// <summary>
    /// To a client every end of a handshake is a wrong key. How long it took tells that from an access point short of entropy;
    /// where no times are, the client's word is all there is.
    /// </summary>
    private static bool IsClientsWordAlone(string log, string format) =>
        log.StartsWith("starved.info.client", StringComparison.Ordinal) && PostedLogs.IsWithoutTimes(format)
        || log.StartsWith("starved.debug.client", StringComparison.Ordinal) && PostedLogs.IsOfEvents(format)
            && PostedLogs.IsWithoutTimes(format);

    private static IEnumerable<TestCaseData> Cells()
    {
        foreach (var (log, known, whose) in Causes)
        {
            foreach (var (format, _) in PostedLogs.Formats)
            {
                if (PostedLogs.IsOfEvents(format) && WithoutEvents.Any(log.StartsWith))
                {
                    continue;
                }

                var (cause, side) = IsClientsWordAlone(log, format) ? (JoinCause.WrongKey, JoinSide.Client) : (known, whose);
                yield return new TestCaseData(log, format, cause, side).SetName($"{cause} by {log} as {format}");
            }
        }
    }

    [TestCaseSource(nameof(Cells))]
    public void Side_and_cause_are_right(string log, string format, JoinCause cause, JoinSide side)
    {
        var finding = Judge(Posted(log, format));
        Assert.That((finding?.Cause, finding?.Side), Is.EqualTo(((JoinCause?)cause, (JoinSide?)side)), finding?.Sentence);
    }

    /// <summary>
    /// With less in it: a driver that authenticates by itself shows no frames, hostapd's logger and the control interface
    /// know no bytes, the control interface alone has events.
    /// </summary>
    [TestCase("clean.debug.ap.log.gz", "frames", JoinCause.Clean, JoinSide.Nobody)]
    [TestCase("clean.debug.ap.log.gz", "logger", JoinCause.Clean, JoinSide.Nobody)]
    [TestCase("clean.debug.ap.log.gz", "events", JoinCause.Clean, JoinSide.Nobody)]
    [TestCase("clean.debug.client.log.gz", "frames", JoinCause.Clean, JoinSide.Nobody)]
    [TestCase("clean.debug.client.log.gz", "events", JoinCause.Clean, JoinSide.Nobody)]
    [TestCase("wrongkey.debug.ap.log.gz", "frames", JoinCause.WrongKey, JoinSide.Client)]
    [TestCase("wrongkey.debug.ap.log.gz", "logger", JoinCause.WrongKey, JoinSide.Client)]
    [TestCase("wrongkey.debug.ap.log.gz", "events", JoinCause.WrongKey, JoinSide.Client)]
    [TestCase("wrongkey.debug.client.log.gz", "frames", JoinCause.WrongKey, JoinSide.Client)]
    [TestCase("wrongkey.debug.client.log.gz", "events", JoinCause.WrongKey, JoinSide.Client)]
    [TestCase("starved.debug.ap.log.gz", "frames", JoinCause.EntropyRejections, JoinSide.AccessPoint)]
    [TestCase("starved.debug.ap.log.gz", "logger", JoinCause.EntropyRejections, JoinSide.AccessPoint)]
    [TestCase("starved.debug.client.log.gz", "frames", JoinCause.EntropyRejections, JoinSide.AccessPoint)]
    [TestCase("starved.debug.client.log.gz", "events", JoinCause.EntropyRejections, JoinSide.AccessPoint)]
    [TestCase("unanswered.debug.ap.log.gz", "frames", JoinCause.HandshakeStalled, JoinSide.Client)]
    [TestCase("unanswered.debug.ap.log.gz", "logger", JoinCause.HandshakeStalled, JoinSide.Client)]
    [TestCase("lost.debug.ap.log.gz", "logger", JoinCause.LostFrames, JoinSide.Air)]
    [TestCase("overlap.debug.ap.log.gz", "frames", JoinCause.PbcOverlap, JoinSide.Client)]
    [TestCase("overlap.debug.ap.log.gz", "events", JoinCause.PbcOverlap, JoinSide.Client)]
    public void The_same_with_less_in_it(string log, string less, JoinCause cause, JoinSide side)
    {
        Func<PostedLine, bool> isIn = less switch
        {
            "frames" => PostedLogs.IsWithoutFrames,
            "logger" => PostedLogs.IsOfLogger,
            _ => PostedLogs.IsEvent,
        };
        foreach (var format in (string[])["-t", "logread", "syslog", "no times"])
        {
            if (format == "no times" && cause == JoinCause.EntropyRejections && less != "frames")
            {
                // A rejection is told from anything else by how quick it is, or by a line that is none of these.
                continue;
            }

            var write = PostedLogs.Formats.Single(f => f.Name == format).Write;
            var finding = Judge([.. PostedLogs.Load(log).Where(isIn).Select(l => write(l)!)]);
            Assert.That((finding?.Cause, finding?.Side), Is.EqualTo(((JoinCause?)cause, (JoinSide?)side)), $"{format}: {finding?.Sentence}");
        }
    }

    /// <summary>The kernel sees no message of the handshake: a wrong key and a client that stays silent look the same to it.</summary>
    [TestCase("clean", JoinCause.Clean, JoinSide.Nobody)]
    [TestCase("wrongkey", JoinCause.HandshakeStalled, JoinSide.Client)]
    [TestCase("unanswered", JoinCause.HandshakeStalled, JoinSide.Client)]
    [TestCase("unheard", JoinCause.HandshakeStalled, JoinSide.AccessPoint)]
    [TestCase("starved", JoinCause.EntropyRejections, JoinSide.AccessPoint)]
    [TestCase("noassoc", JoinCause.LostFrames, JoinSide.Air)]
    public void The_kernels_ring_tells_what_it_can(string scene, JoinCause cause, JoinSide side)
    {
        var lines = PostedLogs.Text($"{scene}.kernel.log").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var write in (Func<string, string>[])
            [static l => l, static l => "<6>" + l, static l => "Sep 28 14:39:54 host kernel: " + l, static l => l.Replace("] ", "][ T1234] ", StringComparison.Ordinal)])
        {
            var finding = Judge([.. lines.Select(write)]);
            Assert.That((finding?.Cause, finding?.Side), Is.EqualTo(((JoinCause?)cause, (JoinSide?)side)), finding?.Sentence);
        }
    }

    [Test]
    public void Less_than_that_is_not_guessed()
    {
        // At its usual level hostapd says that it has authenticated the client, and never that nobody heard the rest.
        var finding = Judge(PostedLogs.Text("lost.info.ap.log").Split('\n'));
        Assert.That((finding?.Cause, finding?.Side), Is.EqualTo(((JoinCause?)JoinCause.Unfinished, (JoinSide?)JoinSide.Client)));
        finding = Judge(PostedLogs.Text("noassoc.info.client.log").Split('\n'));
        Assert.That((finding?.Cause, finding?.Side), Is.EqualTo(((JoinCause?)JoinCause.Unfinished, (JoinSide?)JoinSide.AccessPoint)));
    }

    [TestCaseSource(nameof(Cells))]
    public void Lines_that_were_cut_do_no_harm(string log, string format, JoinCause cause, JoinSide side)
    {
        const int widths = 8;
        var lines = Posted(log, format);
        for (var width = 1; width <= widths; width++)
        {
            Judge([.. lines.Select((l, i) => l[..Math.Min(l.Length, 17 * width + i % 7)])]);
        }

        var finding = Judge([.. lines.Select(static l => l[..Math.Min(l.Length, 400)])]);
        Assert.That((finding?.Cause, finding?.Side), Is.EqualTo(((JoinCause?)cause, (JoinSide?)side)), finding?.Sentence);
    }

    [Test]
    public void Times_are_kept_as_far_as_a_format_has_them()
    {
        var exact = Report("wrongkey.info.ap.log", "-t");
        Assert.That(exact.Trace.Slack, Is.Zero);
        Assert.That(Report("wrongkey.info.ap.log", "logcat threadtime").Total, Is.EqualTo(exact.Total).Within(1_000));
        Assert.That(Report("wrongkey.info.ap.log", "miraclecast with times").Total, Is.EqualTo(Report("wrongkey.info.ap.log", "journald precise").Total).Within(100_000));
        var seconds = Report("wrongkey.info.ap.log", "syslog");
        Assert.That((seconds.Trace.Slack, seconds.Total), Is.EqualTo((1_000_000L, exact.Total)).Using<(long, long)>(
            static (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1_000_000));
        var none = Report("wrongkey.info.ap.log", "no times");
        Assert.That(none.Trace.IsTimed, Is.False);
        var text = TimelineText.Write(none, null, isVerbose: true);
        Assert.That(text, Does.StartWith("join 1 of 02:00:00:00:01:00: not connected\n(no times in it"));
        Assert.That(text, Does.Contain("verdict: client: wrong passphrase").And.Not.Contain(" ms"));
        Assert.That(text, Does.Contain("--> 2/4, as another line implies\n"));
        Assert.That(TimelineSvg.Write(none, ""), Does.Not.Contain(" ms<"));
    }

    [Test]
    public void A_log_without_times_is_left_out_where_others_have_them()
    {
        var timed = LogReader.Read("timed", Posted("wrongkey.info.ap.log", "-t"));
        var untimed = LogReader.Read("untimed", Posted("wrongkey.info.client.log", "no times"));
        var join = TraceMerge.Merge([untimed, timed]).Joins.Single();
        Assert.That(join.IsTimed);
        Assert.That(untimed.Problems.Single(), Does.StartWith("has no times"));
        Assert.That(timed.Problems, Is.Empty);
        var other = LogReader.Read("other", Posted("wrongkey.info.ap.log", "no times"));
        Assert.That(TraceMerge.Merge([other, LogReader.Read("untimed", Posted("wrongkey.info.client.log", "no times"))]).Joins, Has.Count.EqualTo(1));
    }

    [TestCase("wrongkey.info.ap.log", "wrongkey.info.client.log", JoinCause.WrongKey)]
    [TestCase("starved.info.ap.log", "starved.info.client.log", JoinCause.EntropyRejections)]
    [TestCase("clean.info.ap.log", "clean.info.client.log", JoinCause.Clean)]
    [TestCase("wrongkey.debug.ap.log.gz", "wrongkey.debug.client.log.gz", JoinCause.WrongKey)]
    [TestCase("starved.debug.ap.log.gz", "starved.debug.client.log.gz", JoinCause.EntropyRejections)]
    public void Both_sides_together_say_the_same(string ap, string client, JoinCause cause)
    {
        foreach (var format in (string[])["-t", "journald precise", "logcat threadtime"])
        {
            var sources = new[] { LogReader.Read("ap", Posted(ap, format)), LogReader.Read("client", Posted(client, format)) };
            Assert.That(sources.Select(static s => s.Origin), Is.EqualTo(new[] { TraceOrigin.AccessPoint, TraceOrigin.Client }));
            var joins = TraceMerge.Merge(sources).Joins;
            Assert.That(JoinReport.Of(joins.First()).Findings[0].Cause, Is.EqualTo(cause), format);
        }
    }

    [Test]
    public void Whose_address_is_blotted_out_or_missing_is_judged_all_the_same()
    {
        string[] blotted =
        [
            "daemon.info hostapd: wlan0: STA xx:xx:xx:xx:xx:0a IEEE 802.11: associated (aid 1)",
            "daemon.notice hostapd: wlan0: AP-STA-POSSIBLE-PSK-MISMATCH xx:xx:xx:xx:xx:0a",
        ];
        Assert.That(Judge(blotted)?.Cause, Is.EqualTo(JoinCause.WrongKey));
        string[] missing = ["hostapd: WPA: Not enough entropy in random pool to proceed - reject first 4-way handshake"];
        Assert.That(Judge(missing)?.Cause, Is.EqualTo(JoinCause.EntropyRejections));
        var report = Reports(missing).Single();
        Assert.That(TimelineText.Write(report, null, false), Does.StartWith("join 1 of a client whose address is not told"));
    }

    /// <summary>Drivers that authenticate and associate by themselves; by hand, after the words of nl80211's events.</summary>
    [Test]
    public void Events_of_the_kernel_begin_a_join_where_no_frame_does()
    {
        string[] ap =
        [
            "1700000000.000000: nl80211: Drv Event 19 (NL80211_CMD_NEW_STATION) received for wlan0",
            "1700000000.000100: nl80211: New station ph:on:e0:00:00:07",
            "1700000000.000200: wlan0: Event ASSOC (0) received",
            "1700000000.004000: wlan0: STA ph:on:e0:00:00:07 WPA: sending 1/4 msg of 4-Way Handshake",
            "1700000001.104000: wlan0: STA ph:on:e0:00:00:07 WPA: sending 1/4 msg of 4-Way Handshake",
        ];
        var report = Reports(ap).Single();
        Assert.That(report.Findings[0].Cause, Is.EqualTo(JoinCause.HandshakeStalled));
        Assert.That(report.Trace.Entries[0].Kind, Is.EqualTo(TraceKind.AssociationResponse));
        string[] client =
        [
            "D/wpa_supplicant( 1324): wlan0: Trying to associate with SSID 'x'",
            "D/wpa_supplicant( 1324): nl80211: Connect request send successfully",
            "D/wpa_supplicant( 1324): nl80211: Connect event (status=17 ignore_next_local_disconnect=0)",
            "I/wpa_supplicant( 1324): wlan0: CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:00:00 status_code=17",
            "V/WifiMonitor(  964): Event [Trying to associate with SSID 'x']",
        ];
        report = Reports(client).Single();
        Assert.That(report.Findings[0].Sentence, Is.EqualTo("AP: refused, status 17"));
        Assert.That(report.Trace.Entries.Length, Is.EqualTo(2), "each told once");
    }

    [Test]
    public void NetworkManagers_states_are_read_where_the_supplicant_is_silent()
    {
        string[] lines =
        [
            "Apr 04 23:37:24 pi NetworkManager[709]: <info>  [1554421044.6282] device (wlan0): supplicant interface state: scanning -> authenticating",
            "Apr 04 23:37:25 pi NetworkManager[709]: <info>  [1554421045.1282] device (wlan0): supplicant interface state: authenticating -> associating",
            "Apr 04 23:37:25 pi NetworkManager[709]: <info>  [1554421045.2282] device (wlan0): supplicant interface state: associating -> associated",
            "Apr 04 23:37:25 pi NetworkManager[709]: <info>  [1554421045.3282] device (wlan0): supplicant interface state: 4-way handshake -> completed",
        ];
        Assert.That(Judge(lines)?.Cause, Is.EqualTo(JoinCause.Clean));
    }

    private static JoinReport Report(string log, string format) => Reports(Posted(log, format)).First();

    private static IEnumerable<JoinReport> Reports(IReadOnlyList<string> lines) =>
        TraceMerge.Merge([LogReader.Read("posted", lines)]).Joins.Select(JoinReport.Of);

    private static Finding? Judge(IReadOnlyList<string> lines)
    {
        var source = LogReader.Read("posted", lines);
        var joins = TraceMerge.Merge([source]).Joins;
        return joins.Count == 0 ? null : JoinReport.Of(joins.First()).Findings[0];
    }

    private static List<string> Posted(string log, string format)
    {
        var write = PostedLogs.Formats.Single(f => f.Name == format).Write;
        return [.. PostedLogs.Load(log).Select(l => write(l)).OfType<string>()];
    }
}
