using HostApd.Ap;
using HostApd.Commands;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Metrics;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap.Radios;

/// <summary>An access point on channels with radar, over a radio that hears it (52 with 56, in the United States; the first of equal places is taken).</summary>
public sealed class RadarWatchTests
{
    private static readonly OperatingChannel Wish = OperatingChannel.Of(5260, ht: true, 1);

    [Test]
    public void It_listens_for_a_minute_and_begins()
    {
        using var rig = Make();
        Assert.That(rig.Bss.Enable().Succeeded);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.RadarCheck));
        Assert.That(rig.Events, Is.EqualTo(new[] { "DFS-CAC-START freq=5260 chan=52 sec_chan=1, width=0, seg0=0, seg1=0, cac_time=60s" }));
        rig.Run(20);
        Assert.That((rig.Bss.Radio.Radar.CheckTime, rig.Bss.Radio.Radar.CheckLeft), Is.EqualTo((TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(40))));
        rig.Run(39.9);
        Assert.That(rig.Radio.IsOnAir, Is.False);
        rig.Run(0.1);
        Assert.That(rig.Events.Skip(1), Is.EqualTo(new[]
        {
            "DFS-CAC-COMPLETED success=1 freq=5260 ht_enabled=1 chan_offset=1 chan_width=2 cf1=5270 cf2=0 radar_detected=0", "AP-ENABLED",
        }));
        Assert.That((rig.Radio.FrequencyMhz, rig.Bss.Radio.Radar.Listened, rig.Bss.Radio.Radar.CheckLeft),
            Is.EqualTo((5260, TimeSpan.FromSeconds(60), (TimeSpan?)null)));
        Assert.That(rig.Radio.Calls.Where(static c => !c.StartsWith('!')).Take(3), Is.EqualTo(new[] { "Prepare", "StartRadarDetection 5260 width=40", "Start 5260 rsn" }));
    }

    [Test]
    public void Without_ieee80211h_it_says_what_is_missing()
    {
        using var rig = Make(static r => r with { LooksForRadar = false });
        var result = rig.Bss.Enable();
        Assert.That(result.Problem, Does.EndWith("ieee80211h is off"));
        Assert.That(result.Advice, Does.StartWith("set ieee80211h = 1"));
        Assert.That(rig.Radio.Calls, Has.None.StartsWith("Start"));
    }

    [Test]
    public void Another_channel_is_none_of_its_business()
    {
        using var rig = Make(static r => r.At(OperatingChannel.Of(5180, ht: true, 1)));
        Assert.That(rig.Bss.Enable().Succeeded);
        Assert.That((rig.Radio.FrequencyMhz, rig.Bss.Radio.Radar), Is.EqualTo((5180, default(RadarCount))));
    }

    [Test]
    public void Radar_while_it_listens_has_it_begin_elsewhere()
    {
        using var rig = Make();
        rig.Bss.Enable();
        rig.Run(30);
        rig.Events.Clear();
        rig.Radio.Radar.Appears(Wish);
        rig.Run(0.1);
        Assert.That(rig.Events, Is.EqualTo(new[]
        {
            "DFS-CAC-COMPLETED success=0 freq=5260 ht_enabled=1 chan_offset=1 chan_width=2 cf1=5270 cf2=0 radar_detected=0",
            "DFS-RADAR-DETECTED freq=5260 ht_enabled=1 chan_offset=1 chan_width=2 cf1=5270 cf2=0",
            "DFS-NEW-CHANNEL freq=5180 chan=36 sec_chan=1",
            "AP-ENABLED",
        }));
        Assert.That((rig.Radio.FrequencyMhz, rig.Bss.Options.Channel, rig.Bss.Radio.Radar.Heard), Is.EqualTo((5180, OperatingChannel.Of(5180, ht: true, 1), 1L)));
    }

    [Test]
    public void Radar_on_the_air_takes_the_stations_along()
    {
        using var rig = OnAir();
        var station = rig.Connect(ApRig.First);
        rig.Events.Clear();
        rig.Radio.Radar.Appears(OperatingChannel.Of(5280, ht: false));
        Assert.That(rig.Radio.Calls[^1], Does.StartWith("! CTRL-EVENT-STARTED-CHANNEL-SWITCH freq=5180"));
        Assert.That(rig.Radio.Calls, Does.Contain("SwitchChannel 5180 count=5"));
        rig.Run(0.1);
        Assert.That(rig.Events.Select(static e => e.Split(' ')[0]), Is.EqualTo(new[]
        {
            "DFS-RADAR-DETECTED", "DFS-NEW-CHANNEL", "CTRL-EVENT-STARTED-CHANNEL-SWITCH", "CTRL-EVENT-CHANNEL-SWITCH", "AP-CSA-FINISHED",
        }));
        Assert.That(rig.Events[2..4], Is.All.Contains(" is_dfs0=1 dfs=0 "));
        Assert.That(rig.Events[4], Is.EqualTo("AP-CSA-FINISHED freq=5180 dfs=0"));
        Assert.That((rig.Radio.FrequencyMhz, rig.Sta(station.Address)!.IsAuthorized), Is.EqualTo((5180, true)));
        rig.Run(3600);
        Assert.That(rig.Radio.FrequencyMhz, Is.EqualTo(5180), "it stays");
    }

    [Test]
    public void A_move_that_is_refused_leads_to_the_next_place()
    {
        using var rig = OnAir();
        rig.Radio.Refuse("SwitchChannel 5180", new DriverResult("switching the channel", ErrorNumber.Invalid, "Invalid argument", null));
        rig.Radio.Radar.Appears(Wish);
        rig.Run(0.1);
        Assert.That(rig.Radio.FrequencyMhz, Is.EqualTo(5220));
    }

    [Test]
    public void Where_every_place_has_to_be_listened_to_the_stations_are_sent_away_first()
    {
        using var rig = OnAir(static r => r with { LooksForRadar = true }, NoFree);
        rig.Connect(ApRig.First);
        rig.Events.Clear();
        rig.Radio.Radar.Appears(Wish);
        Assert.That(rig.Events.Select(static e => e.Split(' ')[0]), Is.EqualTo(new[]
        {
            "DFS-RADAR-DETECTED", "AP-STA-DISCONNECTED", "AP-DISABLED", "DFS-NEW-CHANNEL", "DFS-CAC-START",
        }));
        rig.Run(60);
        Assert.That(rig.Radio.FrequencyMhz, Is.EqualTo(5300));
    }

    [Test]
    public void Where_there_is_no_place_it_waits_for_the_half_hour_and_comes_back()
    {
        using var rig = OnAir(static r => r with { Dfs = new DfsOptions { FallsBack = false } });
        rig.Radio.Radar.Appears(Wish);
        rig.Run(1);
        Assert.That((rig.Bss.State, rig.Radio.IsOnAir, rig.Bss.Radio.Radar.IsOff), Is.EqualTo((BssState.RadarCheck, false, true)));
        rig.Run(1798);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.RadarCheck));
        rig.Run(61.1);
        Assert.That((rig.Bss.State, rig.Radio.FrequencyMhz, rig.Bss.Radio.Radar.IsOff), Is.EqualTo((BssState.Enabled, 5260, false)));
    }

    [Test]
    public void So_it_does_where_nobody_says_that_it_is_over()
    {
        using var rig = OnAir(static r => r with { Dfs = new DfsOptions { FallsBack = false } });
        rig.Radio.Radar.TellsOccupancy = false;
        rig.Radio.Radar.Appears(Wish);
        rig.Run(1800 + 60 + 70);
        Assert.That((rig.Bss.State, rig.Radio.FrequencyMhz), Is.EqualTo((BssState.Enabled, 5260)));
    }

    [Test]
    public void It_returns_where_it_is_to()
    {
        using var rig = OnAir(static r => r with { Dfs = new DfsOptions { Return = DfsReturn.Yes } });
        rig.Radio.Radar.Appears(Wish);
        rig.Run(1799);
        Assert.That(rig.Radio.FrequencyMhz, Is.EqualTo(5180));
        rig.Run(2);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.RadarCheck));
        rig.Run(60);
        Assert.That(rig.Radio.FrequencyMhz, Is.EqualTo(5260));
    }

    [Test]
    public void When_it_is_switched_off_it_listens_no_more_and_begins_anew_later()
    {
        using var rig = Make();
        rig.Bss.Enable();
        rig.Run(30);
        rig.Bss.Disable();
        Assert.That((rig.Bss.State, rig.Radio.Radar.Listening), Is.EqualTo((BssState.Disabled, (OperatingChannel?)null)));
        rig.Run(300);
        Assert.That(rig.Radio.IsOnAir, Is.False);
        rig.Bss.Enable();
        rig.Run(60);
        Assert.That(rig.Radio.FrequencyMhz, Is.EqualTo(5260));
    }

    [Test]
    public void An_interface_that_goes_meanwhile_is_waited_for()
    {
        using var rig = Make();
        rig.Bss.Enable();
        rig.Run(30);
        rig.Radio.InterfaceChanges(InterfaceChange.Down);
        rig.Run(100);
        Assert.That((rig.Bss.State, rig.Radio.IsOnAir), Is.EqualTo((BssState.Disabled, false)));
        rig.Radio.InterfaceChanges(InterfaceChange.Up);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.RadarCheck));
        rig.Run(62);
        Assert.That(rig.Radio.FrequencyMhz, Is.EqualTo(5260));
    }

    [Test]
    public void A_move_by_hand_to_where_radar_may_be_listens_there_first()
    {
        using var rig = OnAir();
        rig.Connect(ApRig.First);
        rig.Events.Clear();
        var wishes = new List<OperatingChannel>();
        rig.Bss.ChannelChanged += () => wishes.Add(rig.Bss.Options.Channel);
        Assert.That(rig.Bss.SwitchChannel(new ChannelSwitch(OperatingChannel.Of(5500, ht: true), 5, false)).Succeeded);
        Assert.That(rig.Events.Select(static e => e.Split(' ')[0]), Is.EqualTo(new[] { "AP-STA-DISCONNECTED", "AP-DISABLED", "DFS-CAC-START" }));
        Assert.That(wishes, Is.EqualTo(new[] { OperatingChannel.Of(5500, ht: true) }), "the configuration follows whoever moves it by hand");
        rig.Run(60);
        Assert.That(rig.Radio.FrequencyMhz, Is.EqualTo(5500));
        rig.Radio.Radar.Appears(OperatingChannel.Of(5500, ht: true));
        rig.Run(0.1);
        Assert.That(rig.Bss.Options.Channel, Is.EqualTo(OperatingChannel.Of(5180, ht: true)), "what was wished for last is 20 MHz wide");
    }

    [Test]
    public void A_move_by_hand_while_it_listens_is_a_beginning_there([Values(5180, 5500)] int mhz)
    {
        using var rig = Make();
        rig.Bss.Enable();
        rig.Run(30);
        Assert.That(rig.Bss.SwitchChannel(new ChannelSwitch(OperatingChannel.Of(mhz, ht: true), 5, false)).Succeeded);
        rig.Run(mhz == 5180 ? 0.1 : 60);
        Assert.That(rig.Radio.FrequencyMhz, Is.EqualTo(mhz));
    }

    [Test]
    public void Nobody_is_moved_by_hand_to_where_radar_was()
    {
        using var rig = OnAir();
        rig.Radio.Radar.Appears(Wish);
        rig.Run(1);
        Assert.That(rig.Bss.SwitchChannel(new ChannelSwitch(Wish, 5, false)).Problem, Does.StartWith("radar was heard on channel 52"));
        Assert.That(rig.Radio.FrequencyMhz, Is.EqualTo(5180));
    }

    [Test]
    public void All_networks_of_the_radio_wait_and_move_together()
    {
        using var rig = Make();
        using var link = new SimulatedRadio(rig.Clock, new SimulatedRadioOptions
        {
            Address = new MacAddress([2, 0, 0, 0, 0, 9]),
            Capabilities = rig.Radio.Capabilities with { DetectsRadarItself = true },
        });
        using var second = new Bss(rig.Bss.Options with { InterfaceName = "wlan1", Security = null }, link, rig.Bss.Radio, rig.Pool, rig.Clock);
        var events = new List<string>();
        second.Event += told => events.Add(ApEventText.Write(told, EventAudience.Control));
        rig.Bss.Enable();
        rig.Run(1);
        second.Enable();
        Assert.That(second.State, Is.EqualTo(BssState.RadarCheck));
        rig.Run(59.1);
        Assert.That((rig.Bss.State, second.State), Is.EqualTo((BssState.Enabled, BssState.Enabled)));
        Assert.That(events, Is.EqualTo(new[] { "AP-ENABLED " }), "the first tells of radar");
        rig.Radio.Radar.Appears(Wish);
        rig.Run(0.1);
        Assert.That((rig.Radio.FrequencyMhz, link.FrequencyMhz), Is.EqualTo((5180, 5180)));
        Assert.That(link.Calls, Has.None.StartsWith("StartRadarDetection"));
    }

    [Test]
    public void Who_is_off_hears_of_radar_and_does_nothing()
    {
        using var rig = OnAir();
        rig.Bss.Disable();
        rig.Radio.Calls.Clear();
        rig.Radio.Radar.Appears(Wish);
        rig.Run(1700);
        Assert.That(rig.Radio.Calls.Where(static c => !c.StartsWith('!')), Is.Empty);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Disabled));
    }

    [Test]
    public void A_start_that_fails_behind_the_check_leaves_nobody_to_be_moved()
    {
        using var rig = Make();
        rig.Radio.Refuse("Start 5260", new DriverResult("starting", ErrorNumber.Invalid, "Invalid argument", null), times: 3);
        rig.Bss.Enable();
        rig.Run(60.5);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Disabled));
        rig.Radio.Radar.Appears(Wish);
        Assert.That(rig.Radio.Calls, Has.None.StartsWith("SwitchChannel"));
        rig.Run(30);
        Assert.That(rig.Radio.FrequencyMhz, Is.EqualTo(5180), "the next try begins elsewhere");
    }

    // Channel, what is set, whether the driver looks itself; the Power Constraint element (802.11-2020 9.4.2.13), and the bit of spectrum management.
    [TestCase(5260, true, null, false, false, ExpectedResult = "200103 True")]
    [TestCase(5260, true, 0, false, false, ExpectedResult = "200100 True")]
    [TestCase(5260, true, 7, false, false, ExpectedResult = "200107 True")]
    [TestCase(5260, true, null, false, true, ExpectedResult = " True")]
    [TestCase(5180, true, null, false, false, ExpectedResult = " False")]
    [TestCase(5180, false, 5, true, false, ExpectedResult = "200105 True")]
    [TestCase(5180, false, 5, false, false, ExpectedResult = "200105 False")]
    [TestCase(2437, true, 5, true, false, ExpectedResult = " False")]
    public string What_it_says_of_spectrum_and_power(int mhz, bool looks, int? constraint, bool required, bool itself)
    {
        using var rig = Make(r => r.At(OperatingChannel.Of(mhz, ht: true)) with
        {
            LooksForRadar = looks,
            PowerConstraint = constraint,
            RequiresSpectrumManagement = required,
        }, r => r with { DetectsRadarItself = itself });
        rig.Bss.Enable();
        rig.Run(61);
        rig.Connect(ApRig.First);
        var response = rig.Air.Sent.Last(static f => f.Name == "ProbeResponse").Bytes.AsSpan(ManagementFrame.HeaderLength);
        var element = "";
        for (var rest = response[12..]; rest.Length > 1; rest = rest[(2 + rest[1])..])
        {
            element += rest[0] == 32 ? Convert.ToHexStringLower(rest[..(2 + rest[1])]) : "";
        }

        Assert.That(Convert.ToHexStringLower(rig.Radio.BeaconTail).Contains(element, StringComparison.Ordinal));
        return $"{element} {(response[11] & 1) != 0}";
    }

    [Test]
    public void STATUS_and_monitoring_tell_of_it()
    {
        using var rig = Make(static r => r with { Dfs = new DfsOptions { FallsBack = false } });
        rig.Bss.Enable();
        rig.Run(20.5);
        Assert.That(StatusText.Write(rig.Bss), Does.StartWith("state=DFS\n").And.Contain("\ncac_time_seconds=60\ncac_time_left_seconds=39\n"));
        rig.Run(40);
        Assert.That(StatusText.Write(rig.Bss), Does.StartWith("state=ENABLED\n").And.Contain("\ncac_time_seconds=60\ncac_time_left_seconds=N/A\n"));
        rig.Radio.Radar.Appears(Wish);
        rig.Run(1);
        var metrics = new MetricsText(rig.Pool, () => [new MonitoredBss("wlan0", rig.Bss, new JoinStatistics(rig.Timeline), new FrameStatistics(rig.Tap))], rig.Clock).Write();
        Assert.That(metrics, Does.Contain("radar_detected_total{interface=\"wlan0\"} 1\n").And.Contain("radar_check_seconds_total{interface=\"wlan0\"} 60\n")
            .And.Contain("off_by_radar{interface=\"wlan0\"} 1\n"));
        Assert.That(StatusText.Write(rig.Bss), Does.StartWith("state=DFS\n").And.Contain("\ncac_time_left_seconds=N/A\n"));
    }

    [Test]
    public void The_driver_flags_are_hostapds()
    {
        var radio = SimulatedRadioOptions.WithFiveGhz("US", RadarRegion.Fcc);
        Assert.That(DriverText.WriteFlags(radio), Does.Contain("\nRADAR\nAP_CSA\n").And.Not.Contain("DFS_OFFLOAD"));
        Assert.That(DriverText.WriteFlags(radio with { DetectsRadarItself = true, Combinations = [], CanSwitchChannel = false }),
            Does.Contain("\nDFS_OFFLOAD\n").And.Not.Contain("RADAR").And.Not.Contain("AP_CSA"));
        Assert.That(Convert.ToUInt64(DriverText.WriteFlags(radio)[..16], 16) & 0x90000004, Is.EqualTo(0x90000000));
    }

    [Test]
    public void Where_no_move_is_made_it_starts_anew_elsewhere()
    {
        using var rig = OnAir();
        rig.Radio.Refuse("SwitchChannel", new DriverResult("switching", ErrorNumber.Invalid, "no", null), times: 100);
        rig.Radio.Radar.Appears(Wish);
        Assert.That(rig.Radio.FrequencyMhz, Is.EqualTo(5180));
    }

    private static RadioCapabilities NoFree(RadioCapabilities radio) => radio with
    {
        Bands = [radio.Bands[1] with { Channels = [.. radio.Bands[1].Channels.Where(static c => c.Radar)] }],
    };

    private static ApRig Make(Func<RadioOptions, RadioOptions>? change = null, Func<RadioCapabilities, RadioCapabilities>? radio = null)
    {
        var capabilities = SimulatedRadioOptions.WithFiveGhz("US", RadarRegion.Fcc);
        var options = new RadioOptions { LooksForRadar = true, IgnoresCoexistence = true }.At(Wish);
        return new ApRig(new SimulatedRadioOptions { Capabilities = radio is null ? capabilities : radio(capabilities) },
            o => o with { Radio = change is null ? options : change(options) });
    }

    private static ApRig OnAir(Func<RadioOptions, RadioOptions>? change = null, Func<RadioCapabilities, RadioCapabilities>? radio = null)
    {
        var rig = Make(change, radio);
        rig.Bss.Enable();
        rig.Run(60.1);
        Assert.That(rig.Radio.FrequencyMhz, Is.EqualTo(5260));
        rig.Radio.Calls.Clear();
        rig.Events.Clear();
        return rig;
    }
}
