using HostApd.Timeline.Readers;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>Each stripper by itself: what it takes, and the nearest that it does not.</summary>
public sealed class LogPrefixTests
{
    private const string Words = "wlan0: STA 02:00:00:00:01:00 IEEE 802.11: associated (aid 1)";

    [TestCase("1700000000.123456: ", "seconds.microseconds")]
    [TestCase("0.000000: ", "seconds.microseconds")]
    [TestCase("999999999999.999999: ", "seconds.microseconds")]
    [TestCase("1700000000.123456: 1700000000.123470: ", "seconds.microseconds,seconds.microseconds")]
    [TestCase("[  120.085650] ", "kernel ring")]
    [TestCase("[12345.000001] ", "kernel ring")]
    [TestCase("[  120.085650][ T1234] ", "kernel ring")]
    [TestCase("[Thu Oct 26 12:30:48 2023] ", "kernel ring")]
    [TestCase("<6>[  120.085650] ", "priority,kernel ring")]
    [TestCase("2023-10-26T12:30:48.123456+02:00 host hostapd[798]: ", "iso")]
    [TestCase("2023-10-26T12:30:48+0200 host hostapd[798]: ", "iso")]
    [TestCase("2023-10-26T12:30:48Z host hostapd: ", "iso")]
    [TestCase("2023-10-26T12:30:48-08:00 host daemon.info hostapd: ", "iso")]
    [TestCase("2023-10-26 12:30:48,123 ", "iso")]
    [TestCase("2023-10-26 12:30:48 hostapd: ", "iso,tag")]
    [TestCase("2023-10-26 12:30:48.123  1234  1240 D wpa_supplicant: ", "iso")]
    [TestCase("10-26 12:30:48.123  1234  1240 D wpa_supplicant: ", "logcat")]
    [TestCase("10-26 12:30:48.123 1 2 I wpa_supplicant  : ", "logcat")]
    [TestCase("10-26 12:30:48.123 D/wpa_supplicant( 1234): ", "logcat,logcat tag")]
    [TestCase("2019-05-18 19:41:26.492 2401-2401/? D/wpa_supplicant: ", "iso,logcat tag")]
    [TestCase("05-18 19:41:26.492 2401-2402/com.example I/wpa_supplicant: ", "logcat,logcat tag")]
    [TestCase("D/wpa_supplicant(  123): ", "logcat tag")]
    [TestCase("I/wpa_supplicant(1): ", "logcat tag")]
    [TestCase("Thu Oct 26 12:30:48 2023 daemon.debug hostapd: ", "weekday,facility")]
    [TestCase("Sun Jan  1 00:00:00 2023 daemon.notice wpa_supplicant[1234]: ", "weekday,facility")]
    [TestCase("Thu Oct 26 12:30:48 2023 kern.info kernel: [  120.085650] ", "weekday,facility,kernel ring")]
    [TestCase("Sep 28 14:39:54 host hostapd[798]: ", "syslog")]
    [TestCase("Jan  1 00:00:12 OpenWrt daemon.info hostapd: ", "syslog")]
    [TestCase("Jan  1 00:00:12 daemon.info hostapd: ", "syslog")]
    [TestCase("Feb 29 23:59:60 host hostapd: ", "syslog")]
    [TestCase("Sep 28 14:39:54.123456 host hostapd[798]: ", "syslog")]
    [TestCase("Sep 28 14:39:54 host hostapd[798]: 1664375994.123456: ", "syslog,seconds.microseconds")]
    [TestCase("Sep 28 14:39:54 host kernel: [  120.085650] ", "syslog,kernel ring")]
    [TestCase("daemon.debug hostapd: ", "facility")]
    [TestCase("hostapd[798]: ", "tag")]
    [TestCase("hostapd-net: ", "tag")]
    [TestCase("wpa_supplicant: ", "tag")]
    [TestCase("<3>", "priority")]
    [TestCase("> <3>", "quote,priority")]
    [TestCase(">Mar  1 23:25:48 box hostapd: ", "quote,syslog")]
    [TestCase("> > ", "quote,quote")]
    [TestCase("TRACE: wpa: raw message: IFNAME=wlan0 <3>", "miraclecast,interface name,priority")]
    [TestCase("[0017.689114] TRACE: wpa: raw message: <3>", "kernel ring,miraclecast,priority")]
    [TestCase("DEBUG: wpa: ", "miraclecast")]
    [TestCase("IFNAME=p2p-wlan0-0 ", "interface name")]
    [TestCase("", "")]
    public void A_prefix_is_taken_off(string prefix, string strippers)
    {
        var names = new List<string>();
        Assert.That(LogPrefix.Strip(prefix + Words, out _, names).ToString(), Is.EqualTo(Words));
        Assert.That(string.Join(',', names), Is.EqualTo(strippers));
    }

    [TestCase("1700000000.12345: x", TestName = "five digits")]
    [TestCase("1700000000.123456 x", TestName = "no colon")]
    [TestCase("1000000000000.123456: x", TestName = "thirteen digits")]
    [TestCase("[  120.085650 x", TestName = "no bracket")]
    [TestCase("[120] x", TestName = "no fraction")]
    [TestCase("[Thu Oct 26 12:30:48 2023 x", TestName = "no bracket behind a date")]
    [TestCase("2023-10-26T24:30:48Z x", TestName = "hour 24")]
    [TestCase("2023-13-26T12:30:48Z x", TestName = "month 13")]
    [TestCase("2023-02-29T12:30:48Z x", TestName = "no leap year")]
    [TestCase("1969-12-31T12:30:48Z x", TestName = "before all")]
    [TestCase("2023-10-26T12:30:4", TestName = "cut date")]
    [TestCase("2023-10-26T12:30:48", TestName = "nothing behind a date")]
    [TestCase("02-30 12:30:48.123 x", TestName = "no such day")]
    [TestCase("10-26 12:30:48.12 x", TestName = "two digits")]
    [TestCase("Thu Oct 26 12:30:48 203 x", TestName = "year of three digits")]
    [TestCase("Thx Oct 26 12:30:48 2023 x", TestName = "no weekday")]
    [TestCase("Oct 32 12:30:48 x", TestName = "day 32")]
    [TestCase("Oct 0 12:30:48 x", TestName = "day 0")]
    [TestCase("Oct 26 12:60:48 x", TestName = "minute 60")]
    [TestCase("Oct 26 12:30:61 x", TestName = "second 61")]
    [TestCase("Oct 26 12:30:48x", TestName = "no blank behind a time")]
    [TestCase("daemonx.debug x", TestName = "no facility")]
    [TestCase("wlan0: x", TestName = "an interface is no program")]
    [TestCase("nl80211: x", TestName = "nor is a part of one")]
    [TestCase("hostapd_logger: STA x", TestName = "nor what begins like one")]
    [TestCase("D/wpa_supplicant(123 x", TestName = "no bracket behind a process")]
    [TestCase("X/wpa_supplicant(123): x", TestName = "no level")]
    [TestCase("<>x", TestName = "no number")]
    [TestCase("TRACE: wpas: x", TestName = "another part of miraclecast")]
    [TestCase("IFNAME= x", TestName = "no name")]
    public void What_only_looks_like_one_stays(string line)
    {
        Assert.That(LogPrefix.Strip(line, out var stamp).ToString(), Is.EqualTo(line));
        Assert.That(stamp.IsEmpty);
    }

    [TestCase("1700000000.123456: x", LogClock.Epoch, 1_700_000_000_123_456)]
    [TestCase("[  120.085650] x", LogClock.Boot, 120_085_650)]
    [TestCase("[0017.689114] x", LogClock.Boot, 17_689_114)]
    [TestCase("2023-10-26T12:30:48.5+02:00 x", LogClock.Date, 1_698_316_248_500_000)]
    [TestCase("2023-10-26T10:30:48.123456789Z x", LogClock.Date, 1_698_316_248_123_456)]
    [TestCase("2023-10-26T02:30:48-0800 x", LogClock.Dated, 1_698_316_248_000_000)]
    [TestCase("Thu Oct 26 10:30:48 2023 x", LogClock.Dated, 1_698_316_248_000_000)]
    [TestCase("Jan  1 00:00:01 x", LogClock.Syslog, 946_684_801_000_000)]
    [TestCase("Jan 1 00:00:01.25 x", LogClock.Logcat, 946_684_801_250_000)]
    [TestCase("01-01 00:00:01.007 x", LogClock.Logcat, 946_684_801_007_000)]
    public void A_time_is_read_to_its_last_digit(string line, object clock, long microseconds)
    {
        LogPrefix.Strip(line, out var stamp);
        Assert.That(stamp.Has((LogClock)clock));
        Assert.That(stamp[(LogClock)clock], Is.EqualTo(microseconds));
    }

    [Test]
    public void Of_several_clocks_the_finest_that_most_lines_have_is_the_logs()
    {
        string[] lines =
        [
            "Sep 28 14:39:54 host hostapd: 1664375994.100000: wlan0: STA 02:00:00:00:01:00 IEEE 802.11: associated",
            "Sep 28 14:39:54 host kernel: [  120.085650] wlan0: something else",
            "Sep 28 14:39:54 host hostapd: 1664375994.200000: wlan0: STA 02:00:00:00:01:00 WPA: sending 1/4 msg of 4-Way Handshake",
            "Sep 28 14:39:54 host hostapd: wlan0: STA 02:00:00:00:01:00 WPA: received EAPOL-Key frame (2/4 Pairwise)",
        ];
        var source = LogReader.Read("log", lines);
        Assert.That(source.Slack, Is.Zero);
        Assert.That(source.Sightings.Select(static s => s.At % 1_000_000), Is.EqualTo(new[] { 100_000, 200_000, 200_000 }));
        source = LogReader.Read("log", [.. lines.Select(static l => l.Replace("1664375994.", "x", StringComparison.Ordinal))]);
        Assert.That((source.Slack, source.HasDate), Is.EqualTo((1_000_000L, false)));
    }

    [TestCase("\e[32mgreen\e[0m", "green")]
    [TestCase("a\e[1;31mb\e[Kc", "abc")]
    [TestCase("cut\e[3", "cut")]
    [TestCase("cut\e", "cut")]
    [TestCase("a\tb\r", "a b")]
    [TestCase("bell\a\0", "bell")]
    [TestCase("plain  ", "plain")]
    public void What_nobody_sees_is_taken_out(string line, string clean) =>
        Assert.That(LogLine.Clean(line).ToString(), Is.EqualTo(clean));

    [TestCase("02:00:00:00:01:00", true)]
    [TestCase("02:00:00:00:01:0", false)]
    [TestCase("xx:xx:xx:xx:xx:xx", true)]
    [TestCase("02:00:**:**:01:00 and more", true)]
    [TestCase("02-00-00-00-01-00", false)]
    [TestCase("not an address at all", false)]
    [TestCase("sm:ar:tp:ho:ne:07", true)]
    [TestCase("02:00:00:00:01:0 ", false)]
    [TestCase("02:00:00;00:01:00", false)]
    public void An_address_may_be_blotted_out_but_not_cut(string text, bool isOne) =>
        Assert.That(LogLine.TryAddress(text, out _), Is.EqualTo(isOne));

    [Test]
    public void Whoever_is_blotted_out_the_same_way_is_the_same_and_no_group()
    {
        string[] names = ["sm:ar:tp:ho:ne:07", "xx:xx:xx:xx:xx:xx", "XX:XX:XX:XX:XX:XX", "**:**:**:**:**:**", "x1:23:45:67:89:ab", "la:pt:op:00:00:01"];
        foreach (var name in names)
        {
            Assert.That(LogLine.TryAddress(name, out var address));
            Assert.That(LogLine.TryAddress(name + " again", out var again));
            Assert.That(again, Is.EqualTo(address));
            Assert.That((address.IsZero, address.IsMulticast), Is.EqualTo((false, false)), name);
        }
    }

    [TestCase("hexdump(len=3): 01 02 03", "010203")]
    [TestCase("hexdump(len=3): 01 02 0", "010200")]
    [TestCase("hexdump(len=3): 01", "010000")]
    [TestCase("hexdump(len=0): ", "")]
    [TestCase("hexdump(len=4): [REMOVED]", null)]
    [TestCase("hexdump(len=2): 01 zz", null)]
    [TestCase("hexdump(len=2)", null)]
    [TestCase("dump): 01 02", "0102")]
    public void A_dump_that_was_cut_is_completed(string text, string? bytes)
    {
        var result = LogLine.TryDump(text, out var found);
        Assert.That(result == DumpResult.Bytes ? Convert.ToHexStringLower(found) : null, Is.EqualTo(bytes));
    }
}
