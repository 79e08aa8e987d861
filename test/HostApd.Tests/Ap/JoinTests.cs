using HostApd.Driver;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>A station joins, as a replay in virtual time.</summary>
public sealed class JoinTests
{
    [Test]
    public void A_join_makes_exactly_these_calls_in_this_order()
    {
        using var rig = ApRig.Enabled();
        rig.Connect(ApRig.First);
        Assert.That(rig.Radio.Calls, Is.EqualTo(new[]
        {
            "SendFrame ProbeResponse 02:00:00:00:01:00",
            "AddStation 02:00:00:00:01:00 Authenticated",
            "SendFrame AuthenticationResponse 02:00:00:00:01:00",
            "UpdateStation 02:00:00:00:01:00 Associated aid=1",
            "SendFrame AssociationResponse 02:00:00:00:01:00",
            "SendEapol M1 02:00:00:00:01:00",
            "ReadKeySequence 1",
            "SendEapol M3 02:00:00:00:01:00",
            "InstallKey pairwise 02:00:00:00:01:00",
            "Authorize 02:00:00:00:01:00",
            "! AP-STA-CONNECTED 02:00:00:00:01:00",
            "! EAPOL-4WAY-HS-COMPLETED 02:00:00:00:01:00",
        }));
    }

    [Test]
    public void Both_sides_hold_the_same_keys_afterwards()
    {
        using var rig = new ApRig();
        rig.Bss.Enable();
        var station = rig.Connect(ApRig.First);
        var pairwise = rig.Radio.InstalledKeys.Single(k => k.Station == ApRig.First).Key;
        var group = rig.Radio.InstalledKeys.Single(k => k.Station.IsZero).Key;
        Assert.That(station.InstalledKeys, Is.EqualTo(new[] { pairwise }));
        Assert.That(station.GroupKeys, Is.EqualTo(new[] { "1:" + group }));
        Assert.That(station.Aid, Is.EqualTo(1));
    }

    [Test]
    public void An_open_network_opens_the_port_at_association()
    {
        using var rig = ApRig.Enabled(change: static o => o with { Security = null });
        var station = rig.Connect(ApRig.First, static o => o with { Passphrase = null });
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Count("SendEapol"), Is.Zero);
        Assert.That(rig.Events, Is.EqualTo(new[] { "AP-STA-CONNECTED 02:00:00:00:01:00" }));
    }

    [Test]
    public void Two_stations_at_once_each_get_their_own()
    {
        using var rig = ApRig.Enabled();
        var first = rig.Station(ApRig.First);
        var second = rig.Station(ApRig.Second);
        first.Join();
        second.Join();
        rig.Run(1);
        Assert.That(new[] { first.State, second.State }, Is.All.EqualTo(StationState.Connected));
        Assert.That(new[] { first.Aid, second.Aid }, Is.EqualTo(new[] { 1, 2 }));
        Assert.That(first.InstalledKeys[0], Is.Not.EqualTo(second.InstalledKeys[0]));
        Assert.That(first.GroupKeys, Is.EqualTo(second.GroupKeys));
    }

    [Test]
    public void A_station_that_leaves_is_forgotten_with_its_timers()
    {
        using var rig = ApRig.Enabled();
        var before = rig.Clock.ArmedTimers;
        var station = rig.Connect(ApRig.First);
        station.Leave();
        rig.Run(0.1);
        Assert.That(rig.Bss.Stations, Is.Empty);
        Assert.That(rig.Radio.Knows(ApRig.First), Is.False);
        Assert.That(rig.Events[^1], Is.EqualTo("AP-STA-DISCONNECTED 02:00:00:00:01:00"));
        Assert.That(rig.Clock.ArmedTimers, Is.EqualTo(before));
    }

    [Test]
    public void A_wrong_passphrase_is_named_and_the_station_can_try_again()
    {
        using var rig = ApRig.Enabled();
        var station = rig.Station(ApRig.First, static o => o with { Passphrase = "wrong-one" });
        station.Join();
        rig.Run(10);
        Assert.That(rig.Events, Is.All.EqualTo("AP-STA-POSSIBLE-PSK-MISMATCH 02:00:00:00:01:00").And.Not.Empty);
        Assert.That(station.Ended, Is.EqualTo(15));
        Assert.That(rig.Count("InstallKey pairwise"), Is.Zero);
        Assert.That(rig.Count("Authorize"), Is.Zero);
        rig.Connect(ApRig.First);
        Assert.That(rig.Sta(ApRig.First)!.IsAuthorized);
    }

    [Test]
    public void A_station_silent_after_M1_is_sent_away_after_four_tries()
    {
        using var rig = ApRig.Enabled();
        var station = rig.Station(ApRig.First, static o => o with { IgnoresMessage1 = true });
        station.Join();
        rig.Run(10);
        Assert.That(rig.Air.Count("M1"), Is.EqualTo(4));
        Assert.That(station.Ended, Is.EqualTo(15));
        Assert.That(rig.Bss.Stations, Is.Empty);
    }

    [Test]
    public void A_station_silent_after_M3_never_gets_its_port_opened()
    {
        using var rig = ApRig.Enabled();
        var station = rig.Station(ApRig.First, static o => o with { IgnoresMessage3 = true });
        station.Join();
        rig.Run(10);
        Assert.That(rig.Air.Count("M3"), Is.EqualTo(4));
        Assert.That(rig.Count("InstallKey pairwise") + rig.Count("Authorize"), Is.Zero);
        Assert.That(station.Ended, Is.EqualTo(15));
    }

    [Test]
    public void Another_RSNE_in_M2_than_in_the_request_ends_with_reason_17()
    {
        using var rig = ApRig.Enabled();
        var station = rig.Station(ApRig.First, static o => o with { LiesInMessage2 = true });
        station.Join();
        rig.Run(1);
        Assert.That(station.Ended, Is.EqualTo(17));
        Assert.That(rig.Bss.Stations, Is.Empty);
    }

    [Test]
    public void A_station_without_transmit_status_joins_as_well()
    {
        using var rig = ApRig.Enabled(new SimulatedRadioOptions
        {
            Capabilities = SimulatedRadioOptions.Hwsim with { EapolOverControlPort = false },
        });
        Assert.That(rig.Connect(ApRig.First).State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void M1_waits_for_entropy_and_nobody_is_sent_away()
    {
        using var rig = new ApRig();
        var gate = rig.Pool.CreateTestGate(rig.Clock);
        gate.Block(TimeSpan.FromSeconds(2));
        rig.Bss.Enable();
        var station = rig.Station(ApRig.First);
        station.Join();
        rig.Run(1.9);
        Assert.That(station.State, Is.EqualTo(StationState.Associated));
        Assert.That(rig.Air.Count("M1"), Is.Zero);
        Assert.That(rig.Events, Does.Contain("EAPOL-HELD 02:00:00:00:01:00"));
        rig.Run(0.2);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Air.Count("AssociationRequest"), Is.EqualTo(1), "one association");
        Assert.That(rig.Air.Sent.Count(f => f.Name == "Deauthentication" && !f.Station.IsBroadcast), Is.Zero);
        Assert.That(rig.Events.Find(e => e.StartsWith("EAPOL-RELEASED", StringComparison.Ordinal)),
            Does.Match("EAPOL-RELEASED 02:00:00:00:01:00 19[0-9][0-9]"));
        Assert.That(rig.Radio.Calls.IndexOf("InstallKey group 1 default"),
            Is.LessThan(rig.Radio.Calls.FindIndex(c => c.StartsWith("SendEapol M1", StringComparison.Ordinal))));
    }

    [Test]
    public void A_key_that_the_driver_refuses_opens_no_port_and_announces_nobody()
    {
        using var rig = ApRig.Enabled();
        rig.Radio.Refuse("InstallKey pairwise", new DriverResult("installing a key", 22, "Invalid argument", null));
        var station = rig.Station(ApRig.First);
        station.Join();
        rig.Run(1);
        Assert.That(rig.Count("Authorize"), Is.Zero);
        Assert.That(rig.Events, Has.None.StartWith("AP-STA-CONNECTED"));
        Assert.That(station.Ended, Is.EqualTo(2));
        Assert.That(rig.Bss.Stations, Is.Empty);
    }

    [Test]
    public void A_port_that_the_driver_does_not_open_announces_nobody()
    {
        using var rig = ApRig.Enabled();
        rig.Radio.Refuse("Authorize", new DriverResult("authorizing a station", 22, "Invalid argument", null));
        var station = rig.Station(ApRig.First);
        station.Join();
        rig.Run(1);
        Assert.That(rig.Events, Is.Empty);
        Assert.That(station.Ended, Is.EqualTo(2));
    }

    [Test]
    public void A_station_that_the_kernel_cannot_add_is_refused_with_a_status()
    {
        using var rig = ApRig.Enabled();
        rig.Radio.Refuse("AddStation", new DriverResult("adding a station", 28, "No space left on device", null));
        var station = rig.Station(ApRig.First, static o => o with { Tries = 1 });
        station.Join();
        rig.Run(1);
        Assert.That(station.Ended, Is.EqualTo(1));
        Assert.That(rig.Bss.Stations, Is.Empty);
    }
}
