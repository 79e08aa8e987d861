using HostApd.Ap;
using HostApd.Driver;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>Stations that fall silent, group keys that change, events that are lost, and firmware that does the rest.</summary>
public sealed class StationCareTests
{
    private static readonly SimulatedRadioOptions Firmware = new()
    {
        Capabilities = SimulatedRadioOptions.Hwsim with { FramesHandledByFirmware = true, FullStationState = false },
    };

    [Test]
    public void A_silent_station_is_polled_and_stays_when_it_answers()
    {
        using var rig = ApRig.Enabled(change: static o => o with { MaxInactivity = TimeSpan.FromSeconds(10) });
        rig.Connect(ApRig.First);
        rig.Radio.Counters[ApRig.First] = new() { InactiveMilliseconds = 10_000 };
        rig.Run(10.5);
        Assert.That(rig.Count("ProbeStation"), Is.EqualTo(1));
        Assert.That(rig.Events[^1], Is.EqualTo("AP-STA-POLL-OK 02:00:00:00:01:00"));
        Assert.That(rig.Sta(ApRig.First)!.IsAuthorized);
    }

    [Test]
    public void A_station_that_answers_no_poll_is_sent_away_with_reason_4()
    {
        using var rig = ApRig.Enabled(change: static o => o with { MaxInactivity = TimeSpan.FromSeconds(10) });
        var armed = rig.Clock.ArmedTimers;
        var station = rig.Connect(ApRig.First);
        station.Vanish();
        rig.Radio.Counters[ApRig.First] = new() { InactiveMilliseconds = 10_000 };
        rig.Run(20);
        Assert.That(rig.Air.Sent[^1].Bytes[24], Is.EqualTo(4), "reason");
        Assert.That(rig.Bss.Stations.Count, Is.Zero);
        Assert.That(rig.Clock.ArmedTimers, Is.EqualTo(armed));
    }

    [Test]
    public void A_station_that_spoke_lately_is_not_polled()
    {
        using var rig = ApRig.Enabled(change: static o => o with { MaxInactivity = TimeSpan.FromSeconds(10) });
        rig.Connect(ApRig.First);
        rig.Radio.Counters[ApRig.First] = new() { InactiveMilliseconds = 4_000 };
        rig.Run(15);
        Assert.That(rig.Count("ReadStation"), Is.EqualTo(1));
        Assert.That(rig.Count("ProbeStation"), Is.Zero);
    }

    [Test]
    public void Without_polling_a_silent_station_is_sent_away_at_once()
    {
        using var rig = ApRig.Enabled(change: static o => o with
        {
            MaxInactivity = TimeSpan.FromSeconds(10),
            SkipInactivityPoll = true,
        });
        var station = rig.Connect(ApRig.First);
        rig.Radio.Counters[ApRig.First] = new() { InactiveMilliseconds = 10_000 };
        rig.Run(10.1);
        Assert.That(rig.Count("ProbeStation"), Is.Zero);
        Assert.That(station.Ended, Is.EqualTo(4));
    }

    [TestCase(false)]
    [TestCase(true, Description = "skip_inactivity_poll")]
    public void A_driver_that_knows_nothing_of_its_stations_keeps_them(bool skipsPoll)
    {
        using var rig = ApRig.Enabled(change: o => o with { MaxInactivity = TimeSpan.FromSeconds(10), SkipInactivityPoll = skipsPoll });
        rig.Connect(ApRig.First);
        var cannot = new DriverResult("asking", 95, "Operation not supported", null);
        rig.Radio.Refuse("ReadStation", cannot, times: 1000);
        rig.Radio.Refuse("ProbeStation", cannot, times: 1000);
        rig.Run(600);
        Assert.That(rig.Sta(ApRig.First)!.IsAuthorized);
        Assert.That(rig.Count("ReadStation"), Is.InRange(20, 60), "looked at again and again, and not all in one moment");
    }

    [Test]
    public void A_driver_without_statistics_that_can_ask_sends_away_who_does_not_answer()
    {
        using var rig = ApRig.Enabled(change: static o => o with { MaxInactivity = TimeSpan.FromSeconds(10) });
        var station = rig.Connect(ApRig.First);
        rig.Radio.Refuse("ReadStation", new DriverResult("asking", 95, "Operation not supported", null), times: 1000);
        rig.Run(100);
        Assert.That(rig.Sta(ApRig.First)!.IsAuthorized, "it answers");
        station.Vanish();
        rig.Run(30);
        Assert.That(rig.Bss.Stations.Count, Is.Zero);
    }

    [Test]
    public void Who_is_in_elsewhere_is_gone_here()
    {
        using var rig = ApRig.Enabled();
        rig.Connect(ApRig.First);
        var sent = rig.Air.Sent.Count;
        rig.Bss.Prune(ApRig.First, isProven: false);
        Assert.That(rig.Sta(ApRig.First)!.IsAuthorized, "an open network proves nobody's address");
        rig.Bss.Prune(ApRig.First, isProven: true);
        Assert.That(rig.Bss.Stations.Count, Is.Zero);
        Assert.That(rig.Events[^1], Is.EqualTo("AP-STA-DISCONNECTED 02:00:00:00:01:00"));
        Assert.That(rig.Air.Sent, Has.Count.EqualTo(sent), "nothing is sent to a station that is busy elsewhere");
        rig.Bss.Prune(ApRig.First, isProven: true);
    }

    [Test]
    public void A_deauthentication_by_command_sends_the_station_away_and_it_returns()
    {
        using var rig = ApRig.Enabled();
        var station = rig.Connect(ApRig.First, static o => o with { ReturnsAfter = TimeSpan.FromMilliseconds(100) });
        Assert.That(rig.Bss.SendAway(ApRig.First, HostApd.Ieee80211.ReasonCode.InvalidAuthentication, disassociate: false));
        rig.Run(1);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Events, Is.EqualTo(new[]
        {
            "AP-STA-CONNECTED 02:00:00:00:01:00", "EAPOL-4WAY-HS-COMPLETED 02:00:00:00:01:00",
            "AP-STA-DISCONNECTED 02:00:00:00:01:00",
            "AP-STA-CONNECTED 02:00:00:00:01:00", "EAPOL-4WAY-HS-COMPLETED 02:00:00:00:01:00",
        }));
    }

    [Test]
    public void A_periodic_rekey_reaches_every_station_before_the_new_key_is_used()
    {
        using var rig = ApRig.WithRsn(static o => o with { GroupRekey = TimeSpan.FromSeconds(60) });
        var stations = ConnectThree(rig);
        rig.Radio.Calls.Clear();
        rig.Run(60.5);
        Assert.That(stations.Select(static s => s.GroupKeys.Count), Is.All.EqualTo(2));
        Assert.That(stations.Select(static s => s.GroupKeys[^1]).Distinct().Single(), Does.StartWith("2:"));
        Assert.That(rig.Count("SendEapol Group1"), Is.EqualTo(3));
        Assert.That(rig.Radio.Calls.Count(static c => c.EndsWith("encrypted", StringComparison.Ordinal)), Is.EqualTo(3));
        Assert.That(rig.Radio.Calls[^1], Is.EqualTo("InstallKey group 2 default"), "last, when all have it");
    }

    [Test]
    public void With_strict_rekey_the_key_changes_once_when_a_station_leaves()
    {
        using var rig = ApRig.WithRsn(static o => o with { StrictRekey = true });
        var stations = ConnectThree(rig);
        stations[0].Leave();
        rig.Run(2);
        Assert.That(stations[1].GroupKeys, Has.Count.EqualTo(2));
        Assert.That(stations[2].GroupKeys, Has.Count.EqualTo(2));
        Assert.That(rig.Count("InstallKey group"), Is.EqualTo(1));
    }

    [Test]
    public void A_station_that_does_not_take_the_new_key_is_sent_away_and_the_others_get_it()
    {
        using var rig = ApRig.Enabled();
        var good = rig.Connect(ApRig.First);
        var bad = rig.Connect(ApRig.Second, static o => o with { IgnoresGroupMessage = true });
        rig.Bss.GroupKeys.Rekey();
        rig.Run(10);
        Assert.That(bad.Ended, Is.EqualTo(16));
        Assert.That(good.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Count("InstallKey group 2"), Is.EqualTo(1));
    }

    [Test]
    public void A_station_whose_transmit_status_was_lost_goes_on_when_the_kernel_says_it_dropped_events()
    {
        using var rig = ApRig.Enabled();
        rig.Air.When("AssociationResponse").LoseStatus();
        var station = rig.Station(ApRig.First);
        station.Join();
        rig.Clock.RunUntil(() => station.IsAssociated, TimeSpan.FromSeconds(1));
        Assert.That(rig.Sta(ApRig.First)!.State, Is.EqualTo(StaState.AwaitingAssociationAck));
        rig.Radio.EventsAreLost();
        rig.Run(0.1);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void Firmware_that_answers_by_itself_leaves_us_the_handshake()
    {
        using var rig = ApRig.Enabled(Firmware);
        var station = rig.Connect(ApRig.First);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Count("AddStation") + rig.Count("UpdateStation"), Is.Zero);
        Assert.That(rig.Count("InstallKey pairwise"), Is.EqualTo(1));
        Assert.That(rig.Events[0], Is.EqualTo("AP-STA-CONNECTED 02:00:00:00:01:00"));
        station.Leave();
        rig.Run(0.1);
        Assert.That(rig.Events[^1], Is.EqualTo("AP-STA-DISCONNECTED 02:00:00:00:01:00"));
        Assert.That(rig.Bss.Stations.Count, Is.Zero);
    }

    [Test]
    public void Firmware_sends_a_station_away_when_its_passphrase_is_wrong()
    {
        using var rig = ApRig.Enabled(Firmware);
        var station = rig.Station(ApRig.First, static o => o with { Passphrase = "wrong-one" });
        station.Join();
        rig.Run(10);
        Assert.That(station.Ended, Is.EqualTo(15));
        Assert.That(rig.Events, Has.Some.StartsWith("AP-STA-POSSIBLE-PSK-MISMATCH"));
        Assert.That(rig.Bss.Stations.Count, Is.Zero);
    }

    [Test]
    public void A_station_that_firmware_reports_without_RSNE_is_sent_away()
    {
        using var rig = ApRig.Enabled(Firmware);
        rig.Radio.StationArrives(ApRig.First, [0, 7, .. "labtest"u8]);
        Assert.That(rig.Radio.Calls, Is.EqualTo(new[] { "RemoveStation 02:00:00:00:01:00" }));
        Assert.That(rig.Bss.Stations.Count, Is.Zero);
    }

    private static SimulatedStation[] ConnectThree(ApRig rig)
    {
        SimulatedStation[] stations = [rig.Connect(ApRig.First), rig.Connect(ApRig.Second), rig.Connect(ApRig.Third)];
        Assert.That(stations.Select(static s => s.State), Is.All.EqualTo(StationState.Connected));
        return stations;
    }

    [Test]
    public void A_station_that_has_spoken_since_the_poll_stays_when_the_polls_status_is_lost()
    {
        using var rig = ApRig.Enabled(change: static o => o with { MaxInactivity = TimeSpan.FromSeconds(10) });
        var station = rig.Connect(ApRig.First, static o => o);
        rig.Radio.Counters[ApRig.First] = new() { InactiveMilliseconds = 10_000 };
        station.Vanish();
        rig.Run(11);
        Assert.That(rig.Count("ProbeStation"), Is.EqualTo(1), "polled");

        // It sends data again; only the null frame's status never came (ENOBUFS, deep sleep, a driver that reports none).
        rig.Radio.Counters[ApRig.First] = new() { InactiveMilliseconds = 500 };
        rig.Run(5);
        Assert.That(rig.Sta(ApRig.First)?.IsAuthorized, Is.True);
    }

    [Test]
    public void A_response_that_could_not_be_sent_is_not_an_association()
    {
        using var rig = ApRig.Enabled();
        rig.Radio.Refuse("SendFrame AssociationResponse", new DriverResult("sending a frame", 105, "No buffer space available", null), 10);
        rig.Station(ApRig.First, static o => o with { Tries = 1 }).Join();
        rig.Run(2);
        Assert.That(rig.Count("SendEapol"), Is.Zero, "M1 to a station that was never answered");
    }

    [Test]
    public void A_denied_station_does_not_come_in_through_firmware_either()
    {
        using var rig = ApRig.Enabled(new SimulatedRadioOptions
        {
            Capabilities = SimulatedRadioOptions.Hwsim with { FramesHandledByFirmware = true, FullStationState = false },
        });
        rig.Bss.Acl.Denied[ApRig.First] = 0;
        rig.Connect(ApRig.First);
        Assert.That(rig.Events, Is.Empty);
    }
}
