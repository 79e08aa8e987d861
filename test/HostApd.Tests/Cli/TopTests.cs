using System.Globalization;
using System.Text.Json;
using HostApd.Cli;
using HostApd.Cli.Watching;
using HostApd.Control;
using HostApd.Linux;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace HostApd.Tests.Cli;

/// <summary>The stations as a table: what is read of them, and how it finds room.</summary>
public sealed class TopTests
{
    private const string Station = "02:00:00:00:01:00";

    private static readonly TerminalSize Ordinary = new(80, 24);

    [TestCase("flags=[AUTH][ASSOC][AUTHORIZED]\nhostapdWPAPTKState=11\n", ExpectedResult = "authorized")]
    [TestCase("flags=[AUTH][ASSOC][AUTHORIZED]\nhostapdWPAPTKState=7\n", ExpectedResult = "authorized", Description = "its next key")]
    [TestCase("flags=[AUTH][ASSOC]\nhostapdWPAPTKState=4\n", ExpectedResult = "4-way held")]
    [TestCase("flags=[AUTH][ASSOC]\nhostapdWPAPTKState=7\n", ExpectedResult = "4-way M1")]
    [TestCase("flags=[AUTH][ASSOC]\nhostapdWPAPTKState=8\n", ExpectedResult = "4-way M2")]
    [TestCase("flags=[AUTH][ASSOC]\nhostapdWPAPTKState=9\n", ExpectedResult = "4-way M2")]
    [TestCase("flags=[AUTH][ASSOC]\nhostapdWPAPTKState=10\n", ExpectedResult = "4-way M3")]
    [TestCase("flags=[AUTH][ASSOC]\nhostapdWPAPTKState=2\n", ExpectedResult = "4-way")]
    [TestCase("flags=[AUTH][ASSOC]\n", ExpectedResult = "associated")]
    [TestCase("flags=[AUTH][ASSOC]\nwpsUuid=00\n", ExpectedResult = "WPS")]
    [TestCase("flags=[AUTH][ASSOC][WPS]\n", ExpectedResult = "WPS", Description = "hostapd's")]
    [TestCase("flags=[AUTH]\n", ExpectedResult = "authenticated")]
    [TestCase("flags=\n", ExpectedResult = "leaving")]
    [TestCase("", ExpectedResult = "leaving")]
    public string The_state_in_a_word(string lines) => StationReading.Read(Station + "\n" + lines).State;

    [Test]
    public void A_reply_is_read_and_what_is_missing_is_not_known()
    {
        Assert.That(StationReading.Read(Station + "\nflags=[AUTH][ASSOC][AUTHORIZED]\nrx_bytes=723\ntx_bytes=524\nsignal=-30\n"
            + "rx_rate_info=650 mcs 7 shortGI\ntx_rate_info=10\nconnected_time=17\nwpsDeviceName=Phone\n"), Is.EqualTo(new StationReading
            {
                Address = Station,
                State = "authorized",
                DeviceName = "Phone",
                Signal = -30,
                ReceiveRate = 65,
                SendRate = 1,
                Received = 723,
                Sent = 524,
                Seconds = 17,
            }));
        Assert.That(StationReading.Read(Station + "\nsignal=strong\nrx_rate_info=\nwpsDeviceName=\n"),
            Is.EqualTo(new StationReading { Address = Station, State = "leaving" }));
    }

    [Test]
    public void The_head_names_our_network_among_those_of_the_radio()
    {
        const string status = "state=ENABLED\nfreq=2437\nchannel=6\nbss[0]=wlan0\nssid[0]=one\nnum_sta[0]=5\nbss[1]=wlan0_1\nssid[1]=Caf\\xc3\\xa9\nnum_sta[1]=1\n"
            + "chan_util_avg=51\nentropy_state=READY\nentropy_bits=256\n";
        var network = NetworkState.Read(status, "wlan0_1");
        Assert.That(network.Place, Is.EqualTo("Café  wlan0_1  channel 6, 2437 MHz  1 station"));
        Assert.That(network.Condition, Is.EqualTo("airtime 20 %  entropy READY, 256 bits"));
        Assert.That(NetworkState.Read("state=DISABLED\nfreq=0\nchannel=0\nbss[0]=x\nssid[0]=one\nnum_sta[0]=0\n", "wlan0"),
            Has.Property(nameof(NetworkState.Place)).EqualTo("one  wlan0  channel 0, 0 MHz  0 stations  DISABLED").And.Property(nameof(NetworkState.Condition)).Empty);
    }

    [Test]
    public void The_newest_join_of_each_station_counts()
    {
        var joins = LastJoin.ReadAll("1 02:00:00:00:01:00 2026-11-27 04:00:01.000 failed 9 ms, a wrong key\n"
            + "2 02:00:00:00:02:00 2026-11-27 04:00:02.000 connected 85 ms, good\n3 02:00:00:00:01:00 2026-11-27 04:00:03.500 connected 90 ms, better\n");
        Assert.That(joins[Station], Is.EqualTo(new LastJoin(new DateTimeOffset(2026, 11, 27, 4, 0, 3, 500, TimeSpan.Zero), "connected 90 ms, better")));
    }

    [TestCase("no joins yet")]
    [TestCase("UNKNOWN COMMAND")]
    [TestCase("1 02:00:00:00:01:00 2026-02-29 04:00:01.000 connected")]
    [TestCase("1 02:00:00:00:01:00 2026-13-01 04:00:01.000 connected")]
    [TestCase("1 02:00:00:00:01:00 0000-01-01 04:00:01.000 connected")]
    [TestCase("1 02:00:00:00:01:00 2026-01-01 24:00:01.000 connected")]
    [TestCase("1 02:00:00:00:01:00 2026-01-01 04:00:01 connected")]
    [TestCase("1 02:00:00:00:01:00 2026-01-01 04:00:+1.000 connected")]
    public void What_is_no_line_of_a_join_is_none(string line) => Assert.That(LastJoin.ReadAll(line + "\n"), Is.Empty);

    [TestCase(null, ExpectedResult = "")]
    [TestCase(0.0, ExpectedResult = "0 B")]
    [TestCase(999.4, ExpectedResult = "999 B")]
    [TestCase(999.5, ExpectedResult = "1.0 kB")]
    [TestCase(9940.0, ExpectedResult = "9.9 kB")]
    [TestCase(9950.0, ExpectedResult = "10 kB")]
    [TestCase(999_499.0, ExpectedResult = "999 kB")]
    [TestCase(999_500.0, ExpectedResult = "1.0 MB")]
    [TestCase(1.7e18, ExpectedResult = "1700000 TB")]
    public string Bytes_in_six_characters(double? bytes) => CellText.Bytes(bytes);

    [TestCase(null, ExpectedResult = "")]
    [TestCase(-1L, ExpectedResult = "")]
    [TestCase(0L, ExpectedResult = "00:00:00")]
    [TestCase(86399L, ExpectedResult = "23:59:59")]
    [TestCase(86400L, ExpectedResult = "1d 00:00")]
    [TestCase(86400L * 10 - 1, ExpectedResult = "9d 23:59")]
    [TestCase(86400L * 10, ExpectedResult = "10d 00h")]
    [TestCase(86400L * 1000 - 1, ExpectedResult = "999d 23h")]
    [TestCase(long.MaxValue, ExpectedResult = "")]
    public string Durations(long? seconds) => CellText.Duration(seconds);

    [TestCase("abc", 3, ExpectedResult = "abc")]
    [TestCase("abcd", 3, ExpectedResult = "ab…")]
    [TestCase("日本語", 6, ExpectedResult = "日本語")]
    [TestCase("日本語", 5, ExpectedResult = "日本…")]
    [TestCase("日本語", 4, ExpectedResult = "日…", Description = "half a character is none")]
    [TestCase("a", 0, ExpectedResult = "")]
    public string A_text_is_cut_by_its_columns(string text, int width) => CellText.Cut(text, width);

    [Test]
    public void At_40_columns_station_state_and_signal_are_left()
    {
        Assert.That(StationTable.Write(Rows, 40), Is.EqualTo(new[]
        {
            "STATION            STATE            dBm",
            "02:00:00:00:01:00  authorized       -30",
            "Phone of the cook  authorized, P2P  -71",
            "02:00:00:00:03:00  4-way M1",
        }));
    }

    [Test]
    public void At_80_columns_traffic_and_time_come_in()
    {
        Assert.That(StationTable.Write(Rows, 80), Is.EqualTo(new[]
        {
            "STATION            STATE            dBm     TX/RX  DOWN/s    UP/s      TIME",
            "02:00:00:00:01:00  authorized       -30      65/1  1.5 MB   12 kB  01:00:00",
            "Phone of the cook  authorized, P2P  -71    867/52     0 B     0 B  2d 03:04",
            "02:00:00:00:03:00  4-way M1",
        }));
    }

    [Test]
    public void At_80_columns_without_P2P_the_time_of_the_last_join_fits_too()
    {
        var time = Began.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        Assert.That(StationTable.Write([Rows[0]], 80), Is.EqualTo(new[]
        {
            "STATION            STATE       dBm     TX/RX  DOWN/s    UP/s      TIME  JOINED",
            $"02:00:00:00:01:00  authorized  -30      65/1  1.5 MB   12 kB  01:00:00  {time}",
        }));
    }

    [Test]
    public void At_200_columns_there_is_all_of_it()
    {
        var time = Began.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        Assert.That(StationTable.Write(Rows, 200), Is.EqualTo(new[]
        {
            "STATION            ADDRESS            STATE            dBm     TX/RX  DOWN/s    UP/s      TIME  JOINED    LAST JOIN",
            $"02:00:00:00:01:00                     authorized       -30      65/1  1.5 MB   12 kB  01:00:00  {time}  connected 85 ms, nothing in the way",
            "Phone of the cook  02:00:00:00:02:00  authorized, P2P  -71    867/52     0 B     0 B  2d 03:04",
            "02:00:00:00:03:00                     4-way M1",
        }));
    }

    [Test]
    public void No_line_is_wider_than_the_terminal_whatever_its_width()
    {
        for (var width = 1; width < 250; width++)
        {
            Assert.That(StationTable.Write(Rows, width).Select(CellText.Width), Is.All.LessThanOrEqualTo(width), $"{width} columns");
            Assert.That(Screen(new TerminalSize(width, 24)).Select(CellText.Width), Is.All.LessThanOrEqualTo(width), $"{width} columns");
        }
    }

    [Test]
    public void The_screen_has_as_many_rows_as_the_terminal_whatever_its_height()
    {
        for (var height = 1; height < 40; height++)
        {
            Assert.That(Screen(new TerminalSize(80, height)), Has.Count.EqualTo(height));
        }

        Assert.That(Screen(new TerminalSize(80, 8)), Has.Some.EqualTo("… 2 more"));
        Assert.That(Screen(new TerminalSize(80, 3))[^1], Is.EqualTo("… 3 more"), "the titles, and who finds no room");
        Assert.That(Screen(Ordinary), Has.None.StartsWith("…"));
        Assert.That(Screen(Ordinary)[^1], Is.EqualTo("q quit   sorted by: [t traffic]  s signal  j join time"));
    }

    [Test]
    public void Where_nobody_answers_that_is_said() =>
        Assert.That(StationScreen.Rows(null, StationOrder.Traffic, Ordinary, "lost\e")[0], Is.EqualTo("lost\\x1b"));

    [Test]
    public void A_row_is_erased_before_it_is_written_and_the_last_one_ends_no_line() =>
        Assert.That(StationScreen.Draw(["a", "b"]), Is.EqualTo("\e[H\e[2Ka\r\n\e[2Kb\e[H"));

    [TestCase(nameof(StationOrder.Traffic), ExpectedResult = "1 2 3")]
    [TestCase(nameof(StationOrder.Signal), ExpectedResult = "1 2 3", Description = "who is not heard comes last")]
    [TestCase(nameof(StationOrder.JoinTime), ExpectedResult = "3 1 2", Description = "who is not in yet came last")]
    public string They_are_sorted(string order) =>
        string.Join(' ', StationTable.Sort(Rows, Enum.Parse<StationOrder>(order)).Select(static r => r.Reading.Address[13]));

    [Test]
    public void Equal_ones_stand_by_their_addresses()
    {
        var rows = new[] { Row("02:00:00:00:03:00"), Row("02:00:00:00:01:00"), Row("02:00:00:00:02:00") };
        foreach (var order in Enum.GetValues<StationOrder>())
        {
            Assert.That(StationTable.Sort(rows, order).Select(static r => r.Reading.Address[13]), Is.EqualTo("123"));
        }
    }

    [TestCase("Evil\e[2J", "Evil\\x1b[2J")]
    [TestCase("a\nb", "a\\x0ab")]
    [TestCase("\u202egnihsihp", "\\u202egnihsihp")]
    public void What_strangers_call_themselves_steers_no_terminal(string name, string shown)
    {
        var line = StationTable.Write([Row(Station) with { Name = name }], 200)[1];
        Assert.That(line, Does.StartWith(shown).And.Contains(Station));
    }

    [Test]
    public void A_name_takes_no_more_than_its_share() =>
        Assert.That(StationTable.Write([Row(Station) with { Name = new string('x', 200) }], 200)[1], Does.StartWith(new string('x', 31) + "…  " + Station));

    [TestCase("", ExpectedResult = "1 False")]
    [TestCase("-n 2.5", ExpectedResult = "2.5 False")]
    [TestCase("--interval 0.1 --json", ExpectedResult = "0.1 True")]
    [TestCase("-n", ExpectedResult = null)]
    [TestCase("-n 0", ExpectedResult = null)]
    [TestCase("-n 3601", ExpectedResult = null)]
    [TestCase("-n x", ExpectedResult = null)]
    [TestCase("wlan0", ExpectedResult = null)]
    public string? The_words_behind_it(string words) =>
        TopOptions.Read(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), json: false) is { } options
            ? string.Create(CultureInfo.InvariantCulture, $"{options.Interval.TotalSeconds} {options.Json}") : null;

    [Test]
    public void Traffic_is_what_came_between_two_looks()
    {
        var bytes = 1000;
        var time = new FakeTimeProvider();
        using var daemon = new PlayedDaemon(request => Reply(request, $"rx_bytes={bytes}\ntx_bytes={10 * bytes}\nconnected_time=5\n"));
        var watch = new StationWatch(daemon.Client, "wlan0", time);
        Assert.That(watch.Take()!.Stations, Is.All.Property(nameof(StationRow.Up)).Null, "there is nothing to compare with");
        bytes = 4000;
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(watch.Take()!.Stations.Select(static r => (r.Up, r.Down)), Is.EqualTo(new[] { (1500.0, 15000.0) }));
        bytes = 10;
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(watch.Take()!.Stations[0].Up, Is.Null, "it has come anew");
    }

    [Test]
    public void Names_and_joins_are_asked_for_where_something_has_changed()
    {
        var lines = "flags=[AUTH][ASSOC][AUTHORIZED]\nconnected_time=5\n";
        using var daemon = new PlayedDaemon(request => request switch
        {
            "P2P_PEER " + Station => Station + "\ndevice_name=Phone\ninterface_addr=x\n",
            "TIMELINE" => $"1 {Station} 2026-11-27 04:00:01.000 connected 85 ms, good\n",
            _ => Reply(request, lines),
        });
        var watch = new StationWatch(daemon.Client, "wlan0", new FakeTimeProvider());
        var row = watch.Take()!.Stations.Single();
        Assert.That((row.Name, row.State, row.Join?.Verdict), Is.EqualTo(("Phone", "authorized, P2P", "connected 85 ms, good")));
        Look(10);
        Assert.That(Count("P2P_PEER " + Station), Is.EqualTo(1));
        Assert.That(Count("TIMELINE"), Is.EqualTo(3), "a join is over a little later");
        lines = "flags=[AUTH][ASSOC][AUTHORIZED]\nconnected_time=0\n";
        Look(10);
        Assert.That((Count("P2P_PEER " + Station), Count("TIMELINE")), Is.EqualTo((2, 6)), "it has come anew");

        void Look(int times)
        {
            for (var i = 0; i < times; i++)
            {
                Assert.That(watch.Take()!.Stations.Single().Name, Is.EqualTo("Phone"));
            }
        }

        int Count(string request) => daemon.Asked.Count(a => a == request);
    }

    [Test]
    public void Who_is_gone_is_not_shown()
    {
        var isHere = true;
        using var daemon = new PlayedDaemon(request => request == "STA-FIRST" && !isHere ? "" : Reply(request, "flags=[AUTH]\n"));
        var watch = new StationWatch(daemon.Client, "wlan0", new FakeTimeProvider());
        Assert.That(watch.Take()!.Stations, Has.Count.EqualTo(1));
        isHere = false;
        Assert.That(watch.Take()!.Stations, Is.Empty);
    }

    [Test]
    public void A_daemon_that_lists_nothing_gives_no_table()
    {
        using var daemon = new PlayedDaemon(static _ => "UNKNOWN COMMAND\n");
        Assert.That(new StationWatch(daemon.Client, "wlan0", new FakeTimeProvider()).Take(), Is.Null);
    }

    [Test]
    public void Without_a_terminal_it_is_one_table()
    {
        var time = new FakeTimeProvider();
        var bytes = 0;
        using var daemon = new PlayedDaemon(request => Reply(request, $"flags=[AUTH][ASSOC][AUTHORIZED]\nrx_bytes={bytes}\ntx_bytes=0\nconnected_time=61\n"));
        var output = Path.Combine(daemon.Folder, "output");
        Assert.That(Report(json: false), Is.EqualTo("labtest  wlan0  channel 6, 2437 MHz  1 station\n\n"
            + "STATION            STATE       dBm     TX/RX  DOWN/s    UP/s      TIME  JOINED\n"
            + "02:00:00:00:01:00  authorized                    0 B  1.0 kB  00:01:01\n"));
        using var array = JsonDocument.Parse(Report(json: true));
        var station = array.RootElement.EnumerateArray().Single();
        Assert.That(station.EnumerateObject().Select(static p => p.Name),
            Is.EqualTo(new[] { "address", "state", "p2p", "down_bytes_per_second", "up_bytes_per_second", "connected_time" }), "what is not known is left out");
        Assert.That((station.GetProperty("address").GetString(), station.GetProperty("up_bytes_per_second").GetDouble()), Is.EqualTo((Station, 1000.0)));

        string Report(bool json)
        {
            using (var file = File.OpenHandle(output, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite))
            {
                var printer = new Printer((int)file.DangerousGetHandle(), (int)file.DangerousGetHandle());
                Assert.That(StationReport.Run(daemon.Client, "wlan0", json, Wait, time, printer), Is.EqualTo(SessionResult.Done));
            }

            return File.ReadAllText(output);
        }

        void Wait()
        {
            bytes += 2000;
            time.Advance(TimeSpan.FromSeconds(2));
        }
    }

    private static readonly DateTimeOffset Began = new(2026, 11, 27, 4, 0, 1, TimeSpan.Zero);

    private static readonly StationRow[] Rows =
    [
        Row("02:00:00:00:01:00") with
        {
            Reading = new StationReading { Address = "02:00:00:00:01:00", State = "authorized", Signal = -30, SendRate = 65, ReceiveRate = 1, Seconds = 3600 },
            Up = 12_000,
            Down = 1_500_000,
            Join = new LastJoin(Began, "connected 85 ms, nothing in the way"),
        },
        Row("02:00:00:00:02:00") with
        {
            Reading = new StationReading { Address = "02:00:00:00:02:00", State = "authorized", Signal = -71, SendRate = 866.7, ReceiveRate = 52, Seconds = 2 * 86400 + 3 * 3600 + 4 * 60 },
            Name = "Phone of the cook",
            IsP2p = true,
            Up = 0,
            Down = 0,
        },
        Row("02:00:00:00:03:00") with { Reading = new StationReading { Address = "02:00:00:00:03:00", State = "4-way M1" } },
    ];

    private static StationRow Row(string address) =>
        new(new StationReading { Address = address, State = "authorized", Seconds = 1 }, null, false, null, null, null);

    private static IReadOnlyList<string> Screen(TerminalSize size) => StationScreen.Rows(
        new Snapshot(NetworkState.Read("freq=2437\nchannel=6\nbss[0]=wlan0\nssid[0]=labtest\nnum_sta[0]=3\nentropy_state=READY\nentropy_bits=256\n", "wlan0"), Rows),
        StationOrder.Traffic, size, "");

    /// <summary>A daemon with one station.</summary>
    private static string Reply(string request, string station) => request switch
    {
        "STATUS" => "freq=2437\nchannel=6\nbss[0]=wlan0\nssid[0]=labtest\nnum_sta[0]=1\n",
        "STA-FIRST" => Station + "\n" + station,
        "STA-NEXT " + Station => "",
        _ => ControlReplies.Fail,
    };
}
