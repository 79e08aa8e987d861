using System.Text;
using HostApd.Ieee80211;
using HostApd.Timeline;
using HostApd.Timeline.Readers;

namespace HostApd.Fuzz;

/// <summary>Whatever passes the tap is recorded or not, judged, and drawn.</summary>
public static class TimelineFrameTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        var recorder = new LiveRecorder(TimeProvider.System, 2, 8);
        foreach (var isEapol in (bool[])[false, true])
        {
            foreach (var moment in Enum.GetValues<FrameMoment>())
            {
                recorder.OnFrame(new SeenFrame
                {
                    Moment = moment,
                    Timestamp = 0,
                    Station = new MacAddress([2, 0, 0, 0, 1, 0]),
                    IsEapol = isEapol,
                    Bytes = data,
                });
            }
        }

        if (recorder.Joins.Last() is { } join)
        {
            Check.That(join.Entries.Length <= 8);
            Check.That(JoinReport.Of(join).Findings.Count > 0);
        }
    }
}

/// <summary>A reply of a daemon that may be another's: read or refused, and what was read can be drawn.</summary>
public static class TraceLineTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        var line = Encoding.Latin1.GetString(data);
        if (TraceLines.TryReadHead(line, out var trace, out _, out var began))
        {
            Check.That(TraceLines.Write(trace, began, 0, 8000).StartsWith("join ", StringComparison.Ordinal));
        }

        if (TraceLines.TryReadEntry(line, out var entry))
        {
            trace.AddAsIs(entry);
            var report = JoinReport.Of(trace);
            Check.That(TimelineText.Write(report, null, isVerbose: true).Contains("verdict", StringComparison.Ordinal));
            Check.That(TimelineSvg.Write(report, "").EndsWith("</svg>\n", StringComparison.Ordinal));
        }
    }
}

/// <summary>Captures: cut, foreign, lying.</summary>
public static class CaptureTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        var source = AirReader.Read("fuzz", data);
        Check.That(source.Problems.Count <= 21);
        foreach (var join in TraceMerge.Merge([source]).Joins)
        {
            Check.That(JoinReport.Of(join).Findings.Count > 0);
        }
    }
}

/// <summary>Logs: cut, foreign, lying. Whatever stands in them, they are read, judged and drawn, and no line gives more than it can.</summary>
public static class LogTarget
{
    private const int MostSightingsOfLine = 3;

    public static void Run(ReadOnlySpan<byte> data)
    {
        var lines = Encoding.Latin1.GetString(data).Split('\n');
        var source = LogReader.Read("fuzz", lines);
        Check.That(source.Sightings.Count <= MostSightingsOfLine * lines.Length);
        Check.That(source.Problems.Count <= 21);
        lines.ToList().ForEach(TakePrefix);
        foreach (var join in TraceMerge.Merge([source]).Joins)
        {
            var report = JoinReport.Of(join);
            Check.That(report.Findings.Count > 0);
            Check.That(TimelineText.Write(report, null, isVerbose: true).Contains("verdict", StringComparison.Ordinal));
            Check.That(TimelineSvg.Write(report, "").EndsWith("</svg>\n", StringComparison.Ordinal));
        }
    }

    /// <summary>What stands before a line is taken off or left: never more than there is, and no time from before all times.</summary>
    private static void TakePrefix(string line)
    {
        const long day = 86_400_000_000;
        var clean = LogLine.Clean(line);
        Check.That(clean.Length <= line.Length);
        var rest = LogPrefix.Strip(clean, out var stamp);
        Check.That(clean.EndsWith(rest, StringComparison.Ordinal));
        foreach (var clock in Enum.GetValues<LogClock>())
        {
            Check.That(!stamp.Has(clock) || stamp[clock] > -day);
        }
    }
}

/// <summary>Seeds.</summary>
public static class TimelineCorpus
{
    public static IEnumerable<byte[]> Lines =>
    [
        .. new[]
        {
            "join 7 02:00:00:00:01:00 42:00:00:00:01:00 00:00:00:00:00:00 1 0 26 1795573827000000",
            "0 probe-request 0 -30 2437 0 -1", "59012 1/4 3 0 0 0 412", "200 deauthentication 0 -30 3 0 -1",
            "412 sae-commit-response 3 0 77 0 300", "9 sae-confirm 0 -30 0 0 -1",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>A commit, and a confirm, by their fixed fields and one more.</summary>
    public static IEnumerable<byte[]> Authentications =>
    [
        Convert.FromHexString("b0003a01" + "020000000000" + "020000000100" + "020000000000" + "2000" + "030001007e001300"),
        Convert.FromHexString("b0003a01" + "020000000000" + "020000000100" + "020000000000" + "3000" + "0300020000000100"),
    ];

    /// <summary>A capture in each format: one Authentication, with radiotap and without.</summary>
    public static IEnumerable<byte[]> Captures
    {
        get
        {
            byte[] frame = [0xb0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0];
            byte[] radiotap = [0, 0, 14, 0, 0x2a, 0, 0, 0, 0, 0, 0x85, 9, 0, 0xe2, .. frame[..30]];
            yield return
            [
                0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, .. new byte[8], 0, 0, 4, 0, 105, 0, 0, 0,
                1, 0, 0, 0, 2, 0, 0, 0, 32, 0, 0, 0, 32, 0, 0, 0, .. frame,
            ];
            yield return
            [
                0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, .. Enumerable.Repeat((byte)0xff, 8), 28, 0, 0, 0,
                1, 0, 0, 0, 20, 0, 0, 0, 127, 0, 0, 0, 0, 0, 4, 0, 20, 0, 0, 0,
                6, 0, 0, 0, 76, 0, 0, 0, .. new byte[12], 44, 0, 0, 0, 44, 0, 0, 0, .. radiotap, 76, 0, 0, 0,
            ];
        }
    }

    public static IEnumerable<byte[]> Logs =>
    [
        Encoding.ASCII.GetBytes("""
            Thu Oct 26 12:30:48 2023 daemon.info hostapd: wlan0: STA 02:00:00:00:01:00 IEEE 802.11: associated (aid 1)
            Thu Oct 26 12:30:48 2023 daemon.debug hostapd: wlan0: STA 02:00:00:00:01:00 WPA: sending 1/4 msg of 4-Way Handshake
            Thu Oct 26 12:30:48 2023 daemon.debug hostapd: wlan0: STA 02:00:00:00:01:00 WPA: received EAPOL-Key frame (2/4 Pairwise)
            Thu Oct 26 12:30:48 2023 daemon.debug hostapd: wlan0: STA 02:00:00:00:01:00 WPA: invalid MIC in msg 2/4 of 4-Way Handshake
            Thu Oct 26 12:30:48 2023 daemon.notice hostapd: wlan0: AP-STA-POSSIBLE-PSK-MISMATCH 02:00:00:00:01:00
            Thu Oct 26 12:30:52 2023 daemon.debug hostapd: wlan0: STA 02:00:00:00:01:00 WPA: PTKSTART: Retry limit 4 reached
            Thu Oct 26 12:30:57 2023 daemon.info hostapd: wlan0: STA 02:00:00:00:01:00 IEEE 802.11: deauthenticated due to local deauth request
            """),
        Encoding.ASCII.GetBytes("""
            <6>[   10.589571] wlan1: send auth to 02:00:00:00:00:00 (try 1/3)
            <6>[   10.600358] wlan1: authenticated
            <6>[   10.637754] wlan1: RX AssocResp from 02:00:00:00:00:00 (capab=0x411 status=0 aid=1)
            <6>[   14.767172] wlan1: deauthenticated from 02:00:00:00:00:00 (Reason: 15=4WAY_HANDSHAKE_TIMEOUT)
            1700000000.123456: 1700000000.123470: wlan0: AP-ENABLED
            [  120.085650][ T1234] wlan1: associated
            [Thu Oct 26 12:30:48 2023] wlan1: authenticated
            2023-10-26T12:30:48.123456+02:00 host hostapd[798]: wlan0: AP-STA-CONNECTED xx:xx:xx:xx:xx:xx
            10-26 12:30:48.123  1234  1240 D wpa_supplicant: wlan0: Associated with 02:00:00:00:00:00
            D/wpa_supplicant( 123): wlan0: WPS-OVERLAP-DETECTED
            Sep 28 14:39:54.123456 host hostapd[798]: wlan0: CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:00 reason=2
            [0017.689114] TRACE: wpa: raw message: IFNAME=wlan0 <3>CTRL-EVENT-CONNECTED
            <3>CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="x" auth_failures=1 duration=10 reason=WRONG_KEY
            """),
        Encoding.ASCII.GetBytes("""
            1700000000.000000: wlan1: Own MAC address: 02:00:00:00:01:00
            1700000000.000000: wlan1: nl80211: scan request
            1700000000.010000: nl80211: Scan included frequencies: 2437 2412
            1700000000.100000: nl80211: Authentication request send successfully
            1700000000.200000: RX EAPOL - hexdump(len=9): 02 00 00 05 01 b8 00 05 01
            1700000000.300000: wlan1: CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:00 reason=3 locally_generated=1
            """),
        Encoding.ASCII.GetBytes("""
            1700000000.000000: wlan0: AP-ENABLED
            1700000000.000000: nl80211: MLME event frame - hexdump(len=30): b0 00 00 00 02 00 00 00 00 00 02 00 00 00 01 00 02 00 00 00 00 00 10 00 00 00 01 00 00 00
            1700000000.000000: nl80211: RX frame da=02:00:00:00:00:00 sa=02:00:00:00:01:00 bssid=02:00:00:00:00:00 freq=2437 ssi_signal=-20 fc=0xb0 seq_ctrl=0x30 stype=11 (WLAN_FC_STYPE_AUTH) len=30
            1700000000.010000: 1700000000.010001: wlan0: STA 02:00:00:00:01:00 WPA: sending 1/4 msg of 4-Way Handshake
            1700000000.020000: IEEE 802.1X: 121 bytes from 02:00:00:00:01:00
            1700000000.030000: WPA: Reject 4-way handshake to collect more entropy for random number generation
            """),
    ];
}
