using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Tests.Ap.Planning;
using NUnit.Framework;
using static HostApd.Tests.Simulation.PhoneRig;

namespace HostApd.Tests.Ap.OnDemand;

/// <summary>A device without a group beside another program's station on the same radio.</summary>
public sealed class RadioShareTests
{
    [TestCase(1, 2462, ExpectedResult = 2462, Description = "there or nowhere")]
    [TestCase(1, 2412, ExpectedResult = 2412)]
    [TestCase(1, 2422, ExpectedResult = 2422, Description = "no channel where it is found")]
    [TestCase(0, 2462, ExpectedResult = 2462, Description = "the driver does not say: as one")]
    [TestCase(2, 2462, ExpectedResult = 2462, Description = "there rather")]
    [TestCase(1, 0, ExpectedResult = 2437, Description = "it is nowhere")]
    public int The_group_goes_where_the_station_is(int channels, int stationMhz)
    {
        using var rig = Beside(channels, stationMhz);
        Assert.That(rig.Bss.OnDemand.PushButton(), Is.True);
        var phone = Peer(rig);
        phone.Start();
        rig.Run(20);
        Assert.That((phone.IsConnected, phone.Agreed.FrequencyMhz), Is.EqualTo((true, rig.Bss.Options.Channel.PrimaryMhz)));
        return rig.Bss.Options.Channel.PrimaryMhz;
    }

    [Test]
    public void Where_it_is_is_asked_at_each_request()
    {
        using var rig = Beside(1, 2462);
        Assert.That(Wish(rig).ForcedMhz, Is.EqualTo(2462));
        Put(rig, 2412);
        Assert.That(Wish(rig).ForcedMhz, Is.EqualTo(2412));
        rig.Radio.Neighbours = [];
        Assert.That((Wish(rig).ForcedMhz, Wish(rig).PreferredMhz, Wish(rig).ListenMhz), Is.EqualTo((0, 2437, 2437)));
    }

    [TestCase("monitor")]
    [TestCase("AP/VLAN")]
    public void What_only_names_the_channel_of_others_binds_nobody(string type)
    {
        using var rig = Beside(1, 0);
        rig.Radio.Neighbours = [new RadioInterface("mon0", type, 2462)];
        Assert.That(Wish(rig).ForcedMhz, Is.Zero);
    }

    [TestCase(1, 2462, "", "2462")]
    [TestCase(1, 2462, "2412", "FAIL-CHANNEL-UNAVAILABLE")]
    [TestCase(1, 2462, "2462", "2462")]
    [TestCase(2, 2462, "2412", "2412")]
    [TestCase(1, 2462, "5180", "FAIL-CHANNEL-UNSUPPORTED")] // the radio cannot tune to it
    [TestCase(1, 2484, "", "FAIL-CHANNEL-UNSUPPORTED")] // where the station is nobody may start a group
    [TestCase(1, 2484, "2437", "FAIL-CHANNEL-UNAVAILABLE")]
    [TestCase(1, 0, "2412", "2412")]
    public void A_channel_that_the_radio_cannot_have_is_refused_as_wpa_supplicant_does(int channels, int stationMhz, string wanted, string expected)
    {
        using var rig = Beside(channels, stationMhz);
        var commands = new DeviceCommands(rig.Bss, OnDemand());
        Peer(rig).Start();
        rig.Run(4);
        var reply = commands.Handle("P2P_CONNECT", $"{Phone} pbc{(wanted.Length == 0 ? "" : $" freq={wanted}")}");
        if (expected.StartsWith("FAIL", StringComparison.Ordinal))
        {
            Assert.That(reply, Is.EqualTo(expected + "\n"));
            return;
        }

        Assert.That(reply, Is.EqualTo("OK\n"));
        rig.Run(20);
        Assert.That(rig.Bss.Options.Channel.PrimaryMhz.ToString(), Is.EqualTo(expected));
    }

    // The station is on channel 11, and somebody wants the group on channel 1: by the combinations that radios have.
    [TestCase("hwsim", "", "FAIL-CHANNEL-UNAVAILABLE")]
    [TestCase("mt76", "", "FAIL-CHANNEL-UNAVAILABLE")]
    [TestCase("brcmfmac", "", "FAIL-CHANNEL-UNAVAILABLE")]
    [TestCase("iwlwifi", "", "FAIL-CHANNEL-UNAVAILABLE")] // since Linux 6.11
    [TestCase("iwlwifi", "combination 3 2 1:station 1:AP/P2P-client/P2P-GO 1:P2P-device", "OK")] // before
    public void Radios_of_today_refuse_a_group_elsewhere(string wiphy, string combination, string expected)
    {
        using var rig = Beside(1, 2462);
        rig.Radio.Capabilities = rig.Radio.Capabilities with { Combinations = WrittenWiphy.Read(wiphy, combination.Length == 0 ? [] : [combination]).Combinations };
        Peer(rig).Start();
        rig.Run(4);
        Assert.That(new DeviceCommands(rig.Bss, OnDemand()).Handle("P2P_CONNECT", $"{Phone} pbc freq=2412"), Is.EqualTo(expected + "\n"));
    }

    [Test]
    public void The_group_follows_the_station_and_the_next_one_is_where_its_owner_wishes()
    {
        using var rig = Beside(1, 2462);
        Grow(rig);
        rig.Radio.NeighbourMoves(rig.Radio.Neighbours[0], OperatingChannel.Of(2412, ht: true), 5);
        rig.Run(2);
        Assert.That((rig.Bss.State, rig.Bss.Options.Channel.PrimaryMhz, rig.Bss.OnDemand.HasChannelOfGroup), Is.EqualTo((BssState.Enabled, 2412, true)));
        Assert.That(rig.Bss.OnDemand.Device!.Phase, Is.EqualTo(GroupPhase.Running));
        rig.Radio.Neighbours = [];
        rig.Bss.OnDemand.Tell(static device => device.EndGroup());
        rig.Run(2);
        Assert.That((rig.Bss.State, Wish(rig).PreferredMhz, rig.Bss.Options.Channel.PrimaryMhz), Is.EqualTo((BssState.Silent, 2437, 2437)));
    }

    [TestCase("disallowed")]
    [TestCase("refused by the kernel")]
    public void A_group_that_cannot_follow_makes_room_and_the_device_is_found_again(string why)
    {
        using var rig = Beside(1, 2462);
        if (why == "disallowed")
        {
            rig.Bss.OnDemand.Take(rig.Bss.Options.Device! with { DisallowedMhz = [2412] });
        }
        else
        {
            rig.Radio.Refuse("SwitchChannel", new DriverResult("switching the channel", 95, "Operation not supported", null));
        }

        Grow(rig);
        var told = new List<string>();
        rig.Bss.Event += e => told.Add(ApEventText.Write(e, EventAudience.Control).TrimEnd());
        rig.Radio.NeighbourMoves(rig.Radio.Neighbours[0], OperatingChannel.Of(2412, ht: true), 5);
        rig.Run(2);
        Assert.That(told, Has.Exactly(1).EqualTo("P2P-GROUP-REMOVED wlan0 GO reason=FREQ_CONFLICT"));
        Assert.That((rig.Bss.State, rig.Bss.OnDemand.Device!.Phase), Is.EqualTo((BssState.Silent, GroupPhase.None)));
        Put(rig, 2412);
        rig.Run(6);
        Assert.That(rig.Bss.OnDemand.Device!.State, Is.EqualTo(DeviceState.Listen));
    }

    /// <summary>A phone has a group with us.</summary>
    private static void Grow(ApRig rig)
    {
        Assert.That(rig.Bss.OnDemand.PushButton(), Is.True);
        Peer(rig).Start();
        rig.Run(20);
        Assert.That(rig.Bss.OnDemand.Device!.Phase, Is.EqualTo(GroupPhase.Running));
    }

    [TestCase("", "OK\n", 2462)]
    [TestCase("freq=2462", "OK\n", 2462)]
    [TestCase("freq=2437", "FAIL-CHANNEL-UNAVAILABLE\n", 0)]
    public void A_group_that_a_person_begins_goes_there_too_and_the_next_one_is_free_again(string arguments, string expected, int mhz)
    {
        using var rig = Beside(1, 2462);
        var commands = new P2pCommands(rig.Bss, OnDemand(), rig.Bss.OnDemand.BeginGroup);
        Assert.That(commands.Handle("P2P_GROUP_ADD", arguments), Is.EqualTo(expected));
        rig.Run(2);
        Assert.That(rig.Bss.State == BssState.Enabled ? rig.Bss.Options.Channel.PrimaryMhz : 0, Is.EqualTo(mhz));
        if (mhz != 0)
        {
            rig.Radio.Neighbours = [];
            Assert.That(commands.Handle("P2P_GROUP_REMOVE", ""), Is.EqualTo("OK\n"));
            rig.Run(2);
            Assert.That((rig.Bss.State, Wish(rig).PreferredMhz, Wish(rig).ForcedMhz), Is.EqualTo((BssState.Silent, 2437, 0)));
        }
    }

    [Test]
    public void Beside_a_station_on_another_channel_it_listens_a_fifth_of_the_time()
    {
        using var rig = Beside(1, 2422);
        rig.Run(6);
        var (away, steps) = (0, 0);
        for (; steps < 1000; steps++)
        {
            rig.Run(0.01);
            away += rig.Radio.Stay.FrequencyMhz == 2437 ? 1 : 0;
        }

        Assert.That(away, Is.InRange(150, 250), $"of {steps}");
        Assert.That(rig.Bss.OnDemand.Device!.State, Is.EqualTo(DeviceState.Listen));
    }

    [Test]
    public void It_listens_always_again_when_the_station_has_left_also_after_it_was_off()
    {
        using var rig = Beside(1, 2422);
        rig.Run(5.4);
        rig.Bss.Disable();
        rig.Bss.Enable();
        rig.Run(1.5);
        rig.Radio.Neighbours = [];
        rig.Run(2);
        Assert.That(Listened(rig, 2437), Is.GreaterThan(95));
    }

    [TestCase(1, 2462, ExpectedResult = 2462)]
    [TestCase(2, 2462, ExpectedResult = 2462)]
    [TestCase(2, 2422, ExpectedResult = 2437)] // the radio can be on both
    public int It_listens_where_the_station_is_if_peers_look_there(int channels, int stationMhz)
    {
        using var rig = Beside(channels, stationMhz);
        rig.Run(6);
        var there = Wish(rig).ListenMhz;
        Assert.That(Listened(rig, there), Is.GreaterThan(95));
        return there;
    }

    /// <summary>Of a hundred looks those that find it there.</summary>
    private static int Listened(ApRig rig, int frequencyMhz)
    {
        var there = 0;
        for (var i = 0; i < 100; i++)
        {
            rig.Run(0.017);
            there += rig.Radio.Stay.FrequencyMhz == frequencyMhz ? 1 : 0;
        }

        return there;
    }

    private static AccessPointConfiguration OnDemand()
    {
        var configuration = AccessPointConfiguration.WithHostapdsDefaults("wlan0");
        Assert.That(Settings.Apply(configuration, "p2p_go", "1"), Is.Null);
        Assert.That(Settings.Apply(configuration, "p2p_mode", "on-demand"), Is.Null);
        return configuration;
    }

    private static ApRig Beside(int channels, int stationMhz)
    {
        var rig = Rig();
        rig.Radio.Capabilities = rig.Radio.Capabilities with
        {
            Combinations = channels == 0 ? [] : [new InterfaceCombination(2, channels, [new(1, ["station"]), new(1, ["AP"])])],
        };
        Put(rig, stationMhz);
        return rig;
    }

    private static void Put(ApRig rig, int stationMhz) => rig.Radio.Neighbours = [new RadioInterface("wlan0", "station", stationMhz)];

    private static P2pDeviceOptions Wish(ApRig rig) => rig.Bss.OnDemand.Ask(static device => device.Options, otherwise: null!);
}
