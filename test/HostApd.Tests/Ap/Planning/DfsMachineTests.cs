using System.Globalization;
using HostApd.Ap;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;
using HostApd.Tests.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ap.Planning;

/// <summary>Radar detection of one radio, every event in every state. The ladder is not shuffled: the lowest channel is the first.</summary>
public sealed class DfsMachineTests
{
    private static readonly OperatingChannel Wish = Block(52, 40);

    private readonly List<string> _lines = [];
    private VirtualClock _clock = null!;
    private RadioCapabilities _radio = null!;
    private DfsMachine _machine = null!;
    private DriverResult? _refusal;
    private Action? _onRead;
    private bool _isIdle;

    [SetUp]
    public void SetUp() => Make("US", RadarRegion.Fcc);

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void What_needs_no_check_begins_at_once([Values(36, 149)] int number)
    {
        Begin(Block(number, 40));
        Expect(DfsState.OnAir, $"Proceed {number}/40");
    }

    [Test]
    public void Who_was_listened_to_begins_after_it()
    {
        Begin(Wish);
        Expect(DfsState.Checking, "StartCheck 52/40", "CheckStarted 52/40");
        Pass(60);
        Hear(RadarNews.CheckFinished, Wish);
        Expect(DfsState.OnAir, "CheckCompleted 52/40", "Proceed 52/40");
        Begin(Wish);
        Expect(DfsState.OnAir, "Proceed 52/40");
    }

    [Test]
    public void A_driver_that_looks_itself_is_believed_and_its_news_are_told_on()
    {
        _radio = _radio with { DetectsRadarItself = true };
        Begin(Wish);
        Expect(DfsState.OnAir, "Proceed 52/40");
        foreach (var news in Enum.GetValues<RadarNews>())
        {
            Hear(news, Wish);
        }

        Expect(DfsState.OnAir, "RadarDetected 52/40", "CheckCompleted 52/40", "CheckFailed 52/40", "OccupancyEnded 52/40", "CheckExpired 52/40", "CheckStarted 52/40");
        Pass(3600);
        Expect(DfsState.OnAir);
    }

    [Test]
    public void Half_of_a_check_is_none()
    {
        Begin(Wish);
        _lines.Clear();
        Hear(RadarNews.CheckFinished, Block(52, 20));
        Expect(DfsState.Checking);
        Hear(RadarNews.CheckFinished, Block(56, 20));
        Expect(DfsState.OnAir, "CheckCompleted 52/40", "Proceed 52/40");
    }

    [Test]
    public void Radar_in_the_check_leads_to_the_next_place()
    {
        Begin(Wish);
        _lines.Clear();
        Hear(RadarNews.CheckAborted, Wish);
        Expect(DfsState.Retrying, "CheckFailed 52/40");
        Hear(RadarNews.Detected, Wish);
        Expect(DfsState.OnAir, "RadarDetected 52/40", "NewChannel 36/40", "Proceed 36/40");
        Assert.That((_machine.Wish, _machine.IsAway), Is.EqualTo((Wish, true)));
    }

    [Test]
    public void A_place_that_has_to_be_listened_to_is()
    {
        Begin(Block(100, 160));
        Hear(RadarNews.Detected, Block(36, 160), mark: false);
        _lines.Clear();
        Hear(RadarNews.Detected, Block(100, 160));
        Expect(DfsState.Checking, "RadarDetected 100/160", "NewChannel 36/160", "StartCheck 36/160", "CheckStarted 36/160");
        Hear(RadarNews.Detected, Block(36, 160));
        Expect(DfsState.OnAir, "RadarDetected 36/160", "NewChannel 36/80", "Proceed 36/80");
    }

    [Test]
    public void A_check_that_breaks_off_is_begun_anew_where_it_was()
    {
        Begin(Wish);
        Hear(RadarNews.CheckAborted, Wish);
        Hear(RadarNews.Detected, Wish);
        Make("US", RadarRegion.Fcc, noFree: true);
        Begin(Wish);
        Hear(RadarNews.Detected, Wish);
        Assert.That(_machine.Channel, Is.EqualTo(Block(60, 40)));
        Hear(RadarNews.CheckAborted, Block(60, 40));
        _lines.Clear();
        Pass(1);
        Expect(DfsState.Checking, "StartCheck 60/40", "CheckStarted 60/40");
    }

    [Test]
    public void A_check_whose_end_nobody_tells_is_ended_and_begun_anew()
    {
        Begin(Wish);
        _lines.Clear();
        Pass(64.9);
        Expect(DfsState.Checking);
        Pass(0.1);
        Expect(DfsState.Retrying, "Read", "CheckFailed 52/40", "EndCheck 52/40");
        Hear(RadarNews.CheckAborted, Wish);
        Expect(DfsState.Retrying);
        Pass(1);
        Expect(DfsState.Checking, "StartCheck 52/40", "CheckStarted 52/40");
        _onRead = () => _radio = _radio.After(RadarNews.CheckFinished, Wish);
        Pass(65);
        Expect(DfsState.OnAir, "Read", "CheckCompleted 52/40", "Proceed 52/40");
    }

    [Test]
    public void A_busy_radio_is_asked_again_and_then_does_without()
    {
        _refusal = new DriverResult("listening", ErrorNumber.Busy, "busy", null);
        Begin(Wish);
        Expect(DfsState.Retrying, "StartCheck 52/40");
        Pass(2);
        Pass(4);
        Expect(DfsState.Retrying, "StartCheck 52/40", "StartCheck 52/40");
        Pass(8);
        Expect(DfsState.OnAir, "StartCheck 52/40", "Proceed 36/40");
    }

    [Test]
    public void A_radio_that_cannot_listen_says_why_where_there_is_no_other_place()
    {
        _refusal = new DriverResult("listening", ErrorNumber.NotSupported, "it cannot", null);
        _machine.Options = new DfsOptions { FallsBack = false };
        Begin(Wish);
        Expect(DfsState.Idle, "StartCheck 52/40", "Refuse it cannot");
    }

    [Test]
    public void Radar_on_the_running_channel_moves_it_to_the_first_free_place()
    {
        Run(Wish);
        Hear(RadarNews.Detected, Block(56, 20));
        Expect(DfsState.Moving, "RadarDetected 56/20", "NewChannel 36/40", "Switch 36/40");
        _machine.OnMoved(Block(36, 40));
        Expect(DfsState.OnAir);
        Pass(1800);
        Hear(RadarNews.OccupancyEnded, Block(56, 20));
        Pass(3600);
        Expect(DfsState.OnAir, "OccupancyEnded 56/20");
        Assert.That(_machine.Channel, Is.EqualTo(Block(36, 40)), "it stays");
    }

    [Test]
    public void Radar_elsewhere_is_only_told()
    {
        Run(Wish);
        Hear(RadarNews.Detected, Block(100, 40));
        Expect(DfsState.OnAir, "RadarDetected 100/40");
    }

    [Test]
    public void A_refused_move_leads_to_the_next_and_then_off_the_air()
    {
        Make("US", RadarRegion.Fcc, allowed: [36, 40, 44, 48, 52, 56, 60, 64]);
        Run(Wish);
        Hear(RadarNews.Detected, Wish);
        var no = new DriverResult("switching", ErrorNumber.Invalid, "no", null);
        var tried = new List<OperatingChannel>();
        while (_machine.State == DfsState.Moving)
        {
            tried.Add(_machine.Channel);
            _machine.OnSwitchRefused(no);
            Drain();
        }

        Assert.That(tried, Is.EqualTo(new[] { Block(36, 40), Block(44, 40), Block(36, 20), Block(40, 20), Block(44, 20), Block(48, 20) }));
        Assert.That((_machine.State, _lines[^1]), Is.EqualTo((DfsState.Idle, "TakeDown 48/20")));
        _lines.Clear();
        Begin(Wish);
        Expect(DfsState.OnAir, "NewChannel 36/40", "Proceed 36/40");
    }

    [Test]
    public void Where_all_places_have_to_be_listened_to_it_leaves_the_air_first()
    {
        Make("US", RadarRegion.Fcc, noFree: true);
        Run(Wish);
        Hear(RadarNews.Detected, Wish);
        Expect(DfsState.Idle, "RadarDetected 52/40", "TakeDown 52/40");
        Begin(Wish);
        Expect(DfsState.Checking, "NewChannel 60/40", "StartCheck 60/40", "CheckStarted 60/40");
    }

    [Test]
    public void A_move_that_is_not_made_in_time_takes_it_down()
    {
        Run(Wish);
        Hear(RadarNews.Detected, Wish);
        _lines.Clear();
        Pass(9.9);
        Expect(DfsState.Moving);
        Pass(0.1);
        Expect(DfsState.Idle, "TakeDown 36/40");
        Begin(Wish);
        Assert.That(_machine.Wish, Is.EqualTo(Wish));
    }

    [Test]
    public void Radar_where_it_moves_to_takes_it_down()
    {
        Run(Wish);
        _radio = _radio.After(RadarNews.CheckFinished, Block(100, 40));
        _machine.Begin(Wish, [5260, 5500]);
        _lines.Clear();
        Hear(RadarNews.Detected, Wish);
        Hear(RadarNews.Detected, Block(100, 20));
        Expect(DfsState.Idle, "Proceed 52/40", "RadarDetected 52/40", "NewChannel 100/40", "Switch 100/40", "RadarDetected 100/20", "TakeDown 100/40");
    }

    [Test]
    public void Without_a_fallback_it_waits_for_the_end_of_the_half_hour([Values] bool isTold)
    {
        _machine.Options = new DfsOptions { FallsBack = false };
        Run(Wish);
        Hear(RadarNews.Detected, Wish);
        Begin(Wish);
        Expect(DfsState.OffByRadar, "RadarDetected 52/40", "TakeDown 52/40");
        Pass(1800);
        _lines.RemoveAll(static l => l == "Read");
        Expect(DfsState.OffByRadar);
        if (isTold)
        {
            Hear(RadarNews.OccupancyEnded, Block(52, 20));
            Expect(DfsState.OffByRadar, "OccupancyEnded 52/20");
            Hear(RadarNews.OccupancyEnded, Block(56, 20));
            Expect(DfsState.Checking, "OccupancyEnded 56/20", "StartCheck 52/40", "CheckStarted 52/40");
        }
        else
        {
            _onRead = () => _radio = _radio.After(RadarNews.OccupancyEnded, Wish);
            Pass(5);
            Expect(DfsState.Checking, "Read", "OccupancyEnded 52/20", "OccupancyEnded 56/20", "StartCheck 52/40", "CheckStarted 52/40");
        }
    }

    [Test]
    public void A_kernel_that_keeps_a_channel_longer_is_asked_again_and_again()
    {
        _machine.Options = new DfsOptions { FallsBack = false };
        Run(Wish);
        Hear(RadarNews.Detected, Wish);
        Pass(1805);
        _lines.Clear();
        Pass(60);
        Expect(DfsState.Idle, "Read");
        _onRead = () => _radio = _radio.After(RadarNews.OccupancyEnded, Wish);
        Pass(60);
        Expect(DfsState.Idle, "Read", "OccupancyEnded 52/20", "OccupancyEnded 56/20");
        Pass(600);
        Expect(DfsState.Idle);
    }

    [TestCase(DfsReturn.No, true, ExpectedResult = "OccupancyEnded 52/20 OccupancyEnded 56/20")]
    [TestCase(DfsReturn.Yes, false, ExpectedResult = "OccupancyEnded 52/20 OccupancyEnded 56/20 NewChannel 52/40 TakeDown 36/40")]
    [TestCase(DfsReturn.Idle, true, ExpectedResult = "OccupancyEnded 52/20 OccupancyEnded 56/20 NewChannel 52/40 TakeDown 36/40")]
    [TestCase(DfsReturn.Idle, false, ExpectedResult = "OccupancyEnded 52/20 OccupancyEnded 56/20")]
    public string It_goes_back_where_it_is_to(DfsReturn wanted, bool isIdle)
    {
        _machine.Options = new DfsOptions { Return = wanted };
        _isIdle = isIdle;
        Run(Wish);
        Hear(RadarNews.Detected, Wish);
        _machine.OnMoved(Block(36, 40));
        Drain();
        _lines.Clear();
        Hear(RadarNews.OccupancyEnded, Block(52, 20));
        Hear(RadarNews.OccupancyEnded, Block(56, 20));
        return string.Join(' ', _lines);
    }

    [Test]
    public void It_goes_back_when_the_last_station_has_gone_and_without_a_gap_where_it_was_listened_to()
    {
        _machine.Options = new DfsOptions { Return = DfsReturn.Idle };
        _isIdle = false;
        Run(Wish);
        Hear(RadarNews.Detected, Wish);
        _machine.OnMoved(Block(36, 40));
        Hear(RadarNews.OccupancyEnded, Wish);
        _radio = _radio.After(RadarNews.CheckFinished, Wish);
        _lines.Clear();
        Pass(600);
        Expect(DfsState.OnAir);
        _isIdle = true;
        Pass(60);
        Expect(DfsState.Moving, "NewChannel 52/40", "Switch 52/40");
        _machine.OnMoved(Wish);
        Pass(600);
        Expect(DfsState.OnAir);
        Assert.That(_machine.IsAway, Is.False);
    }

    [Test]
    public void Falling_back_again_is_reckoned_from_the_wish_and_loses_no_width()
    {
        Make("US", RadarRegion.Fcc, allowed: [36, 52, 60, 100]);
        _radio = _radio with
        {
            Bands =
            [
                _radio.Bands[1] with
                {
                    Channels = [.. _radio.Bands[1].Channels.Select(static c => c.FrequencyMhz == 5180 ? c with { Limits = ChannelLimits.NoFortyAbove } : c)],
                },
            ],
        };
        Run(Wish);
        _radio = _radio.After(RadarNews.Detected, Block(60, 40)).After(RadarNews.Detected, Block(100, 40));
        Hear(RadarNews.Detected, Wish);
        Expect(DfsState.Moving, "RadarDetected 52/40", "NewChannel 36/20", "Switch 36/20");
        _machine.OnMoved(Block(36, 20));
        Hear(RadarNews.OccupancyEnded, Block(100, 40));
        _machine.Stop();
        _lines.Clear();
        Begin(Block(36, 20));
        Expect(DfsState.Checking, "NewChannel 100/40", "StartCheck 100/40", "CheckStarted 100/40");
        Assert.That(_machine.Wish, Is.EqualTo(Wish));
    }

    [Test]
    public void Whoever_else_moves_it_has_another_wish()
    {
        Run(Wish);
        _machine.OnMoved(Block(149, 40));
        Assert.That((_machine.Wish, _machine.IsAway, _machine.State), Is.EqualTo((Block(149, 40), false, DfsState.OnAir)));
        _machine.Stop();
        Begin(Block(44, 40));
        Assert.That(_machine.Wish, Is.EqualTo(Block(44, 40)), "another configuration");
    }

    [Test]
    public void A_check_that_nobody_waits_for_is_ended()
    {
        Begin(Wish);
        _lines.Clear();
        _machine.Stop();
        Drain();
        Expect(DfsState.Idle, "EndCheck 52/40");
        Hear(RadarNews.CheckAborted, Wish);
        Pass(3600);
        Expect(DfsState.Idle);
        Begin(Wish);
        Expect(DfsState.Checking, "StartCheck 52/40", "CheckStarted 52/40");
    }

    [Test]
    public void Another_wish_in_the_middle_of_a_check_begins_another([Values(36, 100)] int number)
    {
        Begin(Wish);
        _lines.Clear();
        Begin(Block(number, 40));
        Assert.That(_lines, Is.EqualTo(number == 36 ? ["EndCheck 52/40", "Proceed 36/40"]
            : new[] { "EndCheck 52/40", "StartCheck 100/40", "CheckStarted 100/40" }));
    }

    /// <summary>
    /// Scripts in the manner of hostapd's test_dfs.py, and further. Country and what is special about it; the primary channels that are allowed;
    /// what happens: begin CHANNEL[/WIDTH | -], done, abort, radar [CHANNEL/WIDTH], nop CHANNEL/WIDTH, expired CHANNEL/WIDTH, moved, stop, wait SECONDS.
    /// </summary>
    [TestCase("US", "", "begin 52; wait 60; done", "StartCheck 52/20, CheckStarted 52/20; CheckCompleted 52/20, Proceed 52/20", "OnAir 52/20", Description = "a check")]
    [TestCase("US", "", "begin 36/40; radar 52/20", "Proceed 36/40; RadarDetected 52/20", "OnAir 36/40", Description = "radar where nobody is")]
    [TestCase("US", "", "begin 52; abort; radar", "StartCheck 52/20, CheckStarted 52/20; CheckFailed 52/20; RadarDetected 52/20, NewChannel 36/20, Proceed 36/20", "OnAir 36/20", Description = "radar in the check")]
    [TestCase("US", "", "begin 52; radar", "StartCheck 52/20, CheckStarted 52/20; RadarDetected 52/20, NewChannel 36/20, Proceed 36/20", "OnAir 36/20", Description = "and nobody says that it broke off")]
    [TestCase("US", "", "begin 52/40; done; radar 52/40; moved", "StartCheck 52/40, CheckStarted 52/40; CheckCompleted 52/40, Proceed 52/40; RadarDetected 52/40, NewChannel 36/40, Switch 36/40", "OnAir 36/40", Description = "radar while it beacons")]
    [TestCase("US", "40 44", "begin 52; radar", "StartCheck 52/20, CheckStarted 52/20; RadarDetected 52/20, NewChannel 40/20, Proceed 40/20", "OnAir 40/20", Description = "chanlist")]
    [TestCase("US", "36", "begin 52/80; radar", "StartCheck 52/80, CheckStarted 52/80; RadarDetected 52/80, NewChannel 36/80, Proceed 36/80", "OnAir 36/80", Description = "chanlist at 80 MHz")]
    [TestCase("US", "36", "begin 56/40; radar", "StartCheck 56/40, CheckStarted 56/40; RadarDetected 56/40, NewChannel 36/40, Proceed 36/40", "OnAir 36/40", Description = "the second channel below")]
    [TestCase("US", "36", "begin 52-; radar", "StartCheck 52-, CheckStarted 52/20; RadarDetected 52/20, NewChannel 36/20, Proceed 36-", "OnAir 36-", Description = "without HT")]
    [TestCase("US", "", "begin 104/40; wait 60; done", "StartCheck 104/40, CheckStarted 104/40; CheckCompleted 104/40, Proceed 104/40", "OnAir 104/40")]
    [TestCase("US", "", "begin 52; stop; abort; begin 52", "StartCheck 52/20, CheckStarted 52/20; EndCheck 52/20; StartCheck 52/20, CheckStarted 52/20", "Checking 52/20", Description = "taken off in the check, and begun anew")]
    [TestCase("US without 144", "100 104 108 112 116 120 124 128 132 136 140", "begin 100/80; abort; radar; abort; radar; done",
        "StartCheck 100/80, CheckStarted 100/80; CheckFailed 100/80; RadarDetected 100/80, NewChannel 116/80, StartCheck 116/80, CheckStarted 116/80; CheckFailed 116/80; "
        + "RadarDetected 116/80, NewChannel 132/40, StartCheck 132/40, CheckStarted 132/40; CheckCompleted 132/40, Proceed 132/40", "OnAir 132/40", Description = "narrower, where nothing is as wide")]
    [TestCase("US without 144", "100 104 108 112 116 120 124 128 132 136 140", "begin 100/80; radar; radar; done; nop 100/80; radar 132/40; begin 132/40",
        "StartCheck 100/80, CheckStarted 100/80; RadarDetected 100/80, NewChannel 116/80, StartCheck 116/80, CheckStarted 116/80; "
        + "RadarDetected 116/80, NewChannel 132/40, StartCheck 132/40, CheckStarted 132/40; CheckCompleted 132/40, Proceed 132/40; OccupancyEnded 100/80; "
        + "RadarDetected 132/40, TakeDown 132/40; StartCheck 100/80, CheckStarted 100/80", "Checking 100/80", Description = "and as wide as was wished for as soon as that can be, around its own centre")]
    [TestCase("US without free", "52 56", "begin 52/40; radar; nop 52/20; nop 56/20; done",
        "StartCheck 52/40, CheckStarted 52/40; RadarDetected 52/40; OccupancyEnded 52/20, NewChannel 52/20, StartCheck 52/20, CheckStarted 52/20; OccupancyEnded 56/20; CheckCompleted 52/20, Proceed 52/20",
        "OnAir 52/20", Description = "radar has all; the first half that is free again is taken")]
    [TestCase("US without free", "52", "begin 52; radar; wait 1800; nop 52/20; done", "StartCheck 52/20, CheckStarted 52/20; RadarDetected 52/20; OccupancyEnded 52/20, StartCheck 52/20, CheckStarted 52/20; CheckCompleted 52/20, Proceed 52/20",
        "OnAir 52/20", Description = "half an hour off the air")]
    [TestCase("US without free", "52 60", "begin 52; radar; radar", "StartCheck 52/20, CheckStarted 52/20; RadarDetected 52/20, NewChannel 60/20, StartCheck 60/20, CheckStarted 60/20; RadarDetected 60/20", "OffByRadar 52/20")]
    [TestCase("US without free", "", "begin 100/80; done; radar; begin 100/80", "StartCheck 100/80, CheckStarted 100/80; CheckCompleted 100/80, Proceed 100/80; RadarDetected 100/80, TakeDown 100/80; NewChannel 52/80, StartCheck 52/80, CheckStarted 52/80",
        "Checking 52/80", Description = "nobody moves to where has not been listened")]
    [TestCase("US without free", "100 116 132", "begin 100/80; radar", "StartCheck 100/80, CheckStarted 100/80; RadarDetected 100/80, NewChannel 116/80, StartCheck 116/80, CheckStarted 116/80", "Checking 116/80", Description = "120 to 128 are as all others in FCC")]
    [TestCase("DE without free", "100 116 132", "begin 100/80; radar", "StartCheck 100/80, CheckStarted 100/80; RadarDetected 100/80, NewChannel 132/80, StartCheck 132/80, CheckStarted 132/80", "Checking 132/80", Description = "and never chosen in ETSI")]
    [TestCase("DE without free", "116 120 124 128", "begin 116/80; radar 120/20", "StartCheck 116/80, CheckStarted 116/80; RadarDetected 120/20, NewChannel 116/20, StartCheck 116/20, CheckStarted 116/20", "Checking 116/20", Description = "but for what has none of them")]
    [TestCase("DE weather", "", "begin 120; wait 604; done", "StartCheck 120/20, CheckStarted 120/20; CheckCompleted 120/20, Proceed 120/20", "OnAir 120/20", Description = "by hand: ten minutes, where the kernel has them")]
    [TestCase("DE weather", "", "begin 116/80; wait 604; done", "StartCheck 116/80, CheckStarted 116/80; CheckCompleted 116/80, Proceed 116/80", "OnAir 116/80", Description = "for any part of it")]
    [TestCase("DE weather", "", "begin 100/80; wait 65", "StartCheck 100/80, CheckStarted 100/80; Read, CheckFailed 100/80, EndCheck 100/80", "Retrying 100/80", Description = "one minute elsewhere")]
    [TestCase("DE", "", "begin 52; done; stop; begin 52", "StartCheck 52/20, CheckStarted 52/20; CheckCompleted 52/20, Proceed 52/20; Proceed 52/20", "OnAir 52/20", Description = "in ETSI what was listened to stays so")]
    [TestCase("US", "", "begin 52; done; stop; expired 52/20; begin 52", "StartCheck 52/20, CheckStarted 52/20; CheckCompleted 52/20, Proceed 52/20; CheckExpired 52/20; StartCheck 52/20, CheckStarted 52/20", "Checking 52/20", Description = "in FCC not when nobody is there")]
    public void Scripts(string country, string allowed, string script, string effects, string end)
    {
        var isEtsi = country.StartsWith("DE", StringComparison.Ordinal);
        Make(country[..2], isEtsi ? RadarRegion.Etsi : RadarRegion.Fcc, country.EndsWith("without free", StringComparison.Ordinal),
            [.. allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static w => int.Parse(w, CultureInfo.InvariantCulture))]);
        _radio = _radio with
        {
            Bands = [.. _radio.Bands.Select(b => b with
            {
                Channels = [.. b.Channels.Where(c => c.FrequencyMhz != 5720 || !country.EndsWith("without 144", StringComparison.Ordinal))
                    .Select(c => country.EndsWith("weather", StringComparison.Ordinal) && c.FrequencyMhz is >= 5600 and <= 5640 ? c with { RadarCheck = TimeSpan.FromMinutes(10) } : c)],
            })],
        };
        var told = new List<string>();
        foreach (var line in script.Split("; "))
        {
            var words = line.Split(' ');
            var where = words.Length == 1 ? _machine.Channel : words[0] == "wait" ? default : Written(words[1]);
            switch (words[0])
            {
                case "begin":
                    Begin(where);
                    break;
                case "wait":
                    Pass(int.Parse(words[1], CultureInfo.InvariantCulture));
                    _lines.RemoveAll(l => l == "Read" && _machine.State == DfsState.OffByRadar);
                    break;
                case "moved":
                    _machine.OnMoved(where);
                    Drain();
                    break;
                case "stop":
                    _machine.Stop();
                    Drain();
                    break;
                default:
                    Hear(words[0] switch
                    {
                        "radar" => RadarNews.Detected,
                        "done" => RadarNews.CheckFinished,
                        "abort" => RadarNews.CheckAborted,
                        "nop" => RadarNews.OccupancyEnded,
                        "expired" => RadarNews.CheckExpired,
                        _ => throw new InvalidDataException(line),
                    }, where);
                    break;
            }

            if (_lines.Count > 0)
            {
                told.Add(string.Join(", ", _lines));
                _lines.Clear();
            }
        }

        Assert.That(string.Join("; ", told), Is.EqualTo(effects));
        Assert.That($"{_machine.State} {Where(_machine.Channel)}", Is.EqualTo(end));
        Assert.That(KernelRule.Takes(_machine.Channel));
    }

    private static OperatingChannel Written(string word)
    {
        var parts = word.TrimEnd('-').Split('/');
        var block = Block(int.Parse(parts[0], CultureInfo.InvariantCulture), parts.Length == 1 ? 20 : int.Parse(parts[1], CultureInfo.InvariantCulture));
        return word.EndsWith('-') ? block.WithoutHt : block;
    }

    private static string Where(OperatingChannel channel) => channel.Ht ? $"{channel.Number}/{channel.WidthMhz}" : $"{channel.Number}-";

    [Test]
    public void What_expires_is_told_and_listened_to_before_the_next_beginning()
    {
        Run(Wish);
        _machine.Stop();
        Hear(RadarNews.CheckExpired, Block(52, 20));
        Begin(Wish);
        Expect(DfsState.Checking, "CheckExpired 52/20", "StartCheck 52/40", "CheckStarted 52/40");
    }

    [Test]
    public void No_order_of_news_leaves_it_waiting_for_ever_or_throws()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            Make(random.Next(2) == 0 ? "US" : "DE", random.Next(2) == 0 ? RadarRegion.Fcc : RadarRegion.Etsi, noFree: random.Next(2) == 0);
            _machine.Options = new DfsOptions { FallsBack = random.Next(3) > 0, Return = (DfsReturn)random.Next(3) };
            for (var step = 0; step < 40; step++)
            {
                var channel = Block(new[] { 36, 52, 60, 100, 149 }[random.Next(5)], new[] { 20, 40, 80 }[random.Next(3)]);
                switch (random.Next(6))
                {
                    case 0:
                        Begin(channel);
                        break;
                    case 1:
                        Hear((RadarNews)random.Next(6), channel);
                        break;
                    case 2:
                        Hear((RadarNews)random.Next(6), _machine.Channel.PrimaryMhz == 0 ? channel : _machine.Channel);
                        break;
                    case 3 when _machine.State == DfsState.Moving:
                        _machine.OnMoved(random.Next(2) == 0 ? _machine.Channel : channel);
                        break;
                    case 4 when _machine.State == DfsState.Moving:
                        _machine.OnSwitchRefused(new DriverResult("switching", ErrorNumber.Invalid, "no", null));
                        break;
                    default:
                        Pass(random.Next(100));
                        break;
                }

                Drain();
            }

            // Nobody answers any more: by its own clock, and with what can be read, it comes to rest on the air or off it.
            _onRead = () => _radio = _radio.After(RadarNews.CheckFinished, Block(36, 160)).After(RadarNews.CheckFinished, Block(100, 160))
                .After(RadarNews.CheckFinished, Block(132, 80));
            Pass(3600);
            Assert.That(_machine.State, Is.EqualTo(DfsState.OnAir).Or.EqualTo(DfsState.Idle), $"round {round}");
            _onRead = null;
        }
    }

    private static OperatingChannel Block(int number, int width) => OperatingChannel.Of(ChannelGrid.Blocks(5000 + 5 * number, width).First());

    private void Make(string country, RadarRegion region, bool noFree = false, IReadOnlyList<int>? allowed = null)
    {
        _machine?.Dispose();
        _clock = new VirtualClock();
        _radio = SimulatedRadioOptions.WithFiveGhz(country, region);
        if (noFree)
        {
            _radio = _radio with
            {
                Bands = [_radio.Bands[1] with { Channels = [.. _radio.Bands[1].Channels.Where(static c => c.Radar)] }],
            };
        }

        _allowed = [.. (allowed ?? []).Select(static number => 5000 + 5 * number)];
        _isIdle = true;
        _refusal = null;
        _onRead = null;
        _lines.Clear();
        _machine = new DfsMachine(_clock, () => _radio, static below => below - 1) { IsIdle = () => _isIdle };
        _machine.Due += Drain;
    }

    private IReadOnlyList<int> _allowed = [];

    private void Begin(OperatingChannel channel)
    {
        _machine.Begin(channel, _allowed);
        Drain();
    }

    /// <summary>It beacons there after a check.</summary>
    private void Run(OperatingChannel channel)
    {
        Begin(channel);
        Hear(RadarNews.CheckFinished, channel);
        Assert.That(_machine.State, Is.EqualTo(DfsState.OnAir));
        _lines.Clear();
    }

    private void Hear(RadarNews news, OperatingChannel channel, bool mark = true)
    {
        _radio = mark ? _radio.After(news, channel) : _radio;
        _machine.OnRadar(news, channel);
        Drain();
    }

    private void Pass(double seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));

    private void Expect(DfsState state, params string[] lines)
    {
        Assert.That(_lines, Is.EqualTo(lines));
        Assert.That(_machine.State, Is.EqualTo(state));
        _lines.Clear();
    }

    private void Drain()
    {
        while (_machine.TryNextEffect(out var effect))
        {
            var where = effect.Kind == DfsEffectKind.Raise ? $"{effect.Channel.Number}/{effect.Channel.WidthMhz}" : Where(effect.Channel);
            _lines.Add(effect.Kind switch
            {
                DfsEffectKind.Raise => $"{effect.News} {where}",
                DfsEffectKind.Read => "Read",
                DfsEffectKind.Refuse => $"Refuse {effect.Refusal!.Problem}",
                DfsEffectKind.StartCheck or DfsEffectKind.EndCheck or DfsEffectKind.Proceed or DfsEffectKind.Switch or DfsEffectKind.TakeDown => $"{effect.Kind} {where}",
            });
            switch (effect.Kind)
            {
                case DfsEffectKind.StartCheck when _refusal is { } refusal:
                    _machine.OnCheckRefused(refusal);
                    break;
                case DfsEffectKind.StartCheck:
                    _machine.OnCheckBegun();
                    break;
                case DfsEffectKind.Read:
                    _onRead?.Invoke();
                    _machine.OnRead();
                    break;
                default:
                    break;
            }
        }
    }
}
