using HostApd.Ap;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>Networks of their own for some stations, by the word of a service or of a list.</summary>
public sealed class StationVlansTests
{
    private static readonly byte[] Rsne = [48, 20, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 1, 0, 0];

    public static IEnumerable<TestCaseData> Plans =>
    [
        new(new VlanOptions(), 10, "wlan0.10 brvlan10", null),
        new(new VlanOptions { TaggedInterface = "eth0" }, 10, "wlan0.10 breth0.10 vlan10@eth0", null),
        new(new VlanOptions { TaggedInterface = "eth0", NamesLinksByInterface = true, Bridge = "br-v" }, 10, "wlan0.10 br-v10 eth0.10@eth0", null),
        new(new VlanOptions { Lines = [new(10, "guests", "br-guests"), new(0, "v#", null)] }, 10, "guests br-guests", null),
        new(new VlanOptions { Lines = [new(0, "v#", "all"), new(10, "guests", null)] }, 10, "guests brvlan10", null),
        new(new VlanOptions { Lines = [new(10, "guests", null), new(0, "v#", null)] }, 4094, "v4094 brvlan4094", null),
        new(new VlanOptions { Lines = [new(10, "guests", null)] }, 11, null, "VLAN 11 is not in vlan_file"),
        new(new VlanOptions(), 0, null, "0 is no VLAN"),
        new(new VlanOptions(), 4095, null, "4095 is no VLAN"),
        new(new VlanOptions { Lines = [new(0, "fifteen-bytes-#", null)] }, 1, "fifteen-bytes-1 brvlan1", null),
        new(new VlanOptions { Lines = [new(0, "fifteen-bytes-#", null)] }, 10, null,
            "'fifteen-bytes-10' is longer than the 15 bytes that the name of an interface may have; give VLAN 10 shorter names in vlan_file"),
        new(new VlanOptions { TaggedInterface = "enp0s31f6.7" }, 4000, null,
            "'brenp0s31f6.7.4000' is longer than the 15 bytes that the name of an interface may have; give VLAN 4000 shorter names in vlan_file"),
    ];

    [TestCaseSource(nameof(Plans))]
    public void What_a_number_comes_to(VlanOptions options, int id, string? expected, string? why)
    {
        var plan = options.Plan(id, "wlan0", out var problem);
        Assert.That(problem, Is.EqualTo(why));
        Assert.That(plan is null ? null : $"{plan.Name} {plan.Bridge}{(plan.Trunk is { } t ? $" {t.Name}@{t.Parent}" : "")}", Is.EqualTo(expected));
    }

    [Test]
    public void A_station_is_moved_before_its_handshake_and_has_the_key_of_its_network()
    {
        using var rig = Rig(out var service, new VlanOptions { Mode = DynamicVlan.Optional });
        service.Grant = In(10);
        var first = Connect(rig, ApRig.First);
        Assert.That(rig.Radio.Calls.Where(static c => !c.StartsWith('!')).Where(static c => c.Contains("lan", StringComparison.Ordinal) || c.StartsWith("Move", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "AddVlan 10 wlan0.10 brvlan10", "InstallKey vlan 10 group 1 default", "MoveStation 02:00:00:00:01:00 10", "ReadKeySequence vlan 10 1",
        }));
        Assert.That(first.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Events, Has.Member("AP-STA-CONNECTED 02:00:00:00:01:00 vlanid=10"));
        Assert.That(rig.Radio.Networks.Keys, Is.EqualTo(new[] { "10 " + first.GroupKeys[0] }));
        Assert.That(Before(rig, "MoveStation", "InstallKey pairwise"));

        service.Grant = In(20);
        var second = Connect(rig, ApRig.Second);
        service.Grant = new SessionGrant();
        var third = Connect(rig, ApRig.Third);
        Assert.That(new[] { first.GroupKeys[^1], second.GroupKeys[^1], third.GroupKeys[^1] }, Is.Unique);
        Assert.That(rig.Radio.Networks.Places.GetValueOrDefault(ApRig.Third), Is.Zero);
    }

    [Test]
    public void A_network_goes_with_its_last_station()
    {
        using var rig = Rig(out var service, new VlanOptions { Mode = DynamicVlan.Optional });
        service.Grant = In(10);
        var first = Connect(rig, ApRig.First);
        var second = Connect(rig, ApRig.Second);
        Assert.That(rig.Count("AddVlan"), Is.EqualTo(1));
        first.Leave();
        rig.Run(0.1);
        Assert.That(rig.Count("RemoveVlan"), Is.Zero);
        second.Leave();
        rig.Run(0.1);
        Assert.That(rig.Count("RemoveVlan 10"), Is.EqualTo(1));
        Assert.That(rig.Radio.Networks.Networks, Is.Empty);
        rig.Run(1);
        first.Join();
        rig.Run(1);
        Assert.That(first.State, Is.EqualTo(StationState.Connected), "and comes again");
        rig.Bss.Disable();
        Assert.That(rig.Radio.Networks.Networks, Is.Empty);
    }

    [Test]
    public void What_the_file_names_is_there_from_the_start_and_stays()
    {
        using var rig = Rig(out var service, new VlanOptions { Mode = DynamicVlan.Optional, Lines = [new(10, "guests", null), new(0, "v#", null)] });
        Assert.That(rig.Radio.Networks.Networks.Keys, Is.EqualTo(new[] { 10 }));
        service.Grant = In(10);
        Connect(rig, ApRig.First).Leave();
        rig.Run(1);
        Assert.That(rig.Radio.Networks.Networks.Keys, Is.EqualTo(new[] { 10 }));
        rig.Bss.Disable();
        Assert.That(rig.Radio.Networks.Networks, Is.Empty);
    }

    public static IEnumerable<TestCaseData> Refusals =>
    [
        new(DynamicVlan.Optional, In(11), false),
        new(DynamicVlan.Optional, new SessionGrant { Vlan = VlanWish.Unusable }, false),
        new(DynamicVlan.Optional, new SessionGrant(), true),
        new(DynamicVlan.Required, new SessionGrant(), false),
        new(DynamicVlan.Required, In(10), true),
        new(DynamicVlan.Off, In(11), true),
        new(DynamicVlan.Off, new SessionGrant { Vlan = VlanWish.Unusable }, true),
    ];

    [TestCaseSource(nameof(Refusals))]
    public void A_bad_number_is_nobodys_way_into_the_network_of_the_others(DynamicVlan mode, SessionGrant grant, bool isIn)
    {
        using var rig = Rig(out var service, new VlanOptions { Mode = mode, Lines = [new(10, "guests", null)] });
        service.Grant = grant;
        var station = rig.Station(ApRig.First, Options);
        station.Join();
        rig.Run(1);
        Assert.That(station.State == StationState.Connected, Is.EqualTo(isIn));
        Assert.That(station.Ended, Is.EqualTo(isIn ? null : (int?)23));
        Assert.That(rig.Air.Sent.Any(static f => f.Name == "M1"), Is.EqualTo(isIn));
    }

    [Test]
    public void What_the_kernel_refuses_lets_nobody_in_and_leaves_nothing([Values("AddVlan", "MoveStation")] string refused)
    {
        using var rig = Rig(out var service, new VlanOptions { Mode = DynamicVlan.Optional });
        service.Grant = In(10);
        rig.Radio.Refuse(refused, new DriverResult(refused, 95, "Operation not supported", null));
        var station = rig.Station(ApRig.First, Options);
        station.Join();
        rig.Run(1);
        Assert.That(station.Ended, Is.EqualTo(23));
        Assert.That(rig.Radio.Networks.Networks, Is.Empty);
    }

    [Test]
    public void Another_network_at_the_next_question_sends_the_station_away()
    {
        using var rig = Rig(out var service, new VlanOptions { Mode = DynamicVlan.Optional }, new EnterpriseOptions { Reauthentication = TimeSpan.FromSeconds(10) });
        service.Grant = In(10);
        var station = Connect(rig, ApRig.First);
        rig.Run(11);
        Assert.That(station.State, Is.EqualTo(StationState.Connected), "the same as before");
        service.Grant = In(20);
        rig.Run(11);
        Assert.That(station.Ended, Is.EqualTo(23));
    }

    [Test]
    public void The_key_of_before_brings_the_network_of_before()
    {
        using var rig = Rig(out var service, new VlanOptions { Mode = DynamicVlan.Optional });
        service.Grant = In(10);
        Connect(rig, ApRig.First).Leave();
        rig.Run(1.5);
        var id = rig.Bss.Agreed.All.Single().Id.ToArray();
        var again = rig.Station(ApRig.First, o => o with { Passphrase = null, Pmk = StationEap.KeyOf(ApRig.First, 1)[..32], Rsne = [48, 38, .. Rsne[2..], 1, 0, .. id] });
        again.Join();
        rig.Run(1);
        Assert.That(again.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Radio.Networks.Places[ApRig.First], Is.EqualTo(10));
        Assert.That(rig.Radio.Networks.Keys[^1], Is.EqualTo("10 " + again.GroupKeys[^1]));
    }

    [Test]
    public void Accepted_addresses_have_their_networks_with_a_passphrase_too([Values] bool isRequired)
    {
        using var rig = new ApRig(change: o => o with { Vlans = new VlanOptions { Mode = isRequired ? DynamicVlan.Required : DynamicVlan.Optional } });
        rig.Bss.Acl.Accepted[ApRig.First] = 30;
        rig.Bss.Enable();
        var first = rig.Connect(ApRig.First);
        Assert.That(first.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Radio.Networks.Keys, Is.EqualTo(new[] { "30 " + first.GroupKeys[0] }));
        Assert.That(rig.Connect(ApRig.Second).State == StationState.Connected, Is.EqualTo(!isRequired));
    }

    [TestCase("for ten 1", 10)]
    [TestCase("for twenty", 20)]
    [TestCase("everybody", 0)]
    public void The_key_that_a_station_proves_says_where_it_belongs(string passphrase, int vlan)
    {
        using var rig = Keys(DynamicVlan.Optional);
        var station = rig.Connect(ApRig.First, o => o with { Passphrase = passphrase });
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Radio.Networks.Places.GetValueOrDefault(ApRig.First), Is.EqualTo(vlan));
        Assert.That(rig.Radio.Networks.Keys, Is.EqualTo(vlan == 0 ? Array.Empty<string>() : [$"{vlan} {station.GroupKeys[0]}"]));
        Assert.That(rig.Air.Sent.Count(static f => f.Name == "M1"), Is.EqualTo(1), "M3 follows the M2 that has proven it");
        Assert.That(rig.Events, Has.Member("AP-STA-CONNECTED 02:00:00:00:01:00" + (vlan == 0 ? "" : $" vlanid={vlan}")));
        var groupKeys = station.GroupKeys.Count;
        rig.Bss.GroupKeys.Rekey();
        rig.Run(1);
        Assert.That(station.GroupKeys, Has.Count.EqualTo(groupKeys + 1).And.Unique);
        station.Leave();
        rig.Run(1);
        Assert.That(rig.Radio.Networks.Networks, Is.Empty);
    }

    [Test]
    public void A_key_of_its_own_goes_before_the_same_for_anybody()
    {
        using var rig = Keys(DynamicVlan.Optional);
        Assert.That(rig.Connect(ApRig.Second, static o => o with { Passphrase = "for ten 1" }).State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Radio.Networks.Places[ApRig.Second], Is.EqualTo(30));
    }

    [Test]
    public void A_key_without_a_network_lets_nobody_in_where_one_is_required()
    {
        using var rig = Keys(DynamicVlan.Required);
        var station = rig.Station(ApRig.First, static o => o with { Passphrase = "everybody" });
        station.Join();
        rig.Run(0.5);
        Assert.That(station.Ended, Is.EqualTo(1));
        Assert.That(rig.Air.Sent.Count(static f => f.Name == "M3"), Is.Zero);
        Assert.That(rig.Connect(ApRig.First, static o => o with { Passphrase = "for twenty" }).State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Radio.Networks.Places[ApRig.First], Is.EqualTo(20));
    }

    [Test]
    public void What_the_list_of_addresses_says_counts_where_the_key_says_nothing()
    {
        using var rig = Keys(DynamicVlan.Required);
        rig.Bss.Acl.Accepted[ApRig.First] = 40;
        Assert.That(rig.Connect(ApRig.First, static o => o with { Passphrase = "everybody" }).State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Radio.Networks.Places[ApRig.First], Is.EqualTo(40));
    }

    [Test]
    public void A_network_that_cannot_be_had_by_a_key_lets_nobody_in()
    {
        using var rig = Keys(DynamicVlan.Optional);
        rig.Radio.Refuse("AddVlan", new DriverResult("AddVlan", 95, "Operation not supported", null));
        var station = rig.Station(ApRig.First, static o => o with { Passphrase = "for ten 1" });
        station.Join();
        rig.Run(0.5);
        Assert.That(station.Ended, Is.EqualTo(1));
        Assert.That(rig.Events, Has.None.Contains("AP-STA-CONNECTED"));
    }

    [Test]
    public void A_key_that_names_another_network_is_no_longer_good_for_who_is_in()
    {
        using var rig = Keys(DynamicVlan.Optional);
        rig.Connect(ApRig.First, static o => o with { Passphrase = "for ten 1" });
        var sta = rig.Sta(ApRig.First)!;
        using var key = Pmk.FromPassphrase("labtest"u8, "for ten 1"u8);
        Assert.That(rig.Bss.DeviceKeys.MayUse(sta, key.Span));
        rig.Bss.DeviceKeys.Replace([Key(default, "for ten 1", 11)]);
        Assert.That(rig.Bss.DeviceKeys.MayUse(sta, key.Span), Is.False);
    }

    [Test]
    public void Another_group_key_comes_to_all_networks()
    {
        using var rig = Rig(out var service, new VlanOptions { Mode = DynamicVlan.Optional });
        service.Grant = In(10);
        var first = Connect(rig, ApRig.First);
        service.Grant = new SessionGrant();
        var second = Connect(rig, ApRig.Second);
        Assert.That(rig.Bss.GroupKeys.Rekey());
        rig.Run(1);
        Assert.That(first.GroupKeys, Has.Count.EqualTo(2).And.Unique);
        Assert.That(second.GroupKeys, Has.Count.EqualTo(2).And.Unique);
        Assert.That(rig.Radio.Networks.Keys, Is.EqualTo(first.GroupKeys.Select(static k => "10 " + k)));
    }

    [Test]
    public void A_network_that_is_behind_gets_the_next_key_after_the_one_that_is_on_its_way()
    {
        using var rig = Rig(out var service, new VlanOptions { Mode = DynamicVlan.Optional }, protects: true);
        service.Grant = In(10);
        var slow = rig.Connect(ApRig.First, o => Options(o) with { ProtectsFrames = true });
        slow.IsDeaf = true;
        Assert.That(rig.Bss.GroupKeys.Rekey());
        rig.Run(0.01);
        Assert.That(rig.Bss.GroupKeys.Rekey(), "nobody in the access point's own network has to answer");
        rig.Run(0.01);
        slow.IsDeaf = false;
        rig.Run(5);
        Assert.That(slow.State, Is.EqualTo(StationState.Connected));
        Assert.That(slow.GroupKeys, Has.Count.EqualTo(3).And.Unique);
        Assert.That(slow.IntegrityKeys[^1], Does.EndWith(Convert.ToHexStringLower(rig.Bss.GroupKeys.Machine!.Key(rig.Bss.GroupKeys.Machine.KeyIndex + 3))));
    }

    [Test]
    public void Keys_of_management_frames_are_the_access_points_own_in_all_networks()
    {
        using var rig = Rig(out var service, new VlanOptions { Mode = DynamicVlan.Optional }, protects: true);
        service.Grant = In(10);
        var first = Connect(rig, ApRig.First, protects: true);
        service.Grant = new SessionGrant();
        var second = Connect(rig, ApRig.Second, protects: true);
        Assert.That(first.IntegrityKeys, Has.Count.EqualTo(1).And.EqualTo(second.IntegrityKeys));
        Assert.That(rig.Radio.Networks.Keys, Has.Count.EqualTo(1), "a group key, and no other");
        Assert.That(rig.Bss.GroupKeys.Rekey());
        rig.Run(1);
        Assert.That(first.IntegrityKeys, Has.Count.EqualTo(2).And.EqualTo(second.IntegrityKeys));
    }

    private static DevicePmk Key(MacAddress station, string passphrase, int vlan) =>
        new(station, Pmk.FromPassphrase("labtest"u8, passphrase)) { VlanId = vlan };

    private static ApRig Keys(DynamicVlan mode)
    {
        var rig = ApRig.Enabled(change: o => o with { Vlans = new VlanOptions { Mode = mode } });
        rig.Bss.DeviceKeys.Replace([
            Key(default, "for ten 1", 10), Key(default, "for twenty", 20), Key(default, "everybody", 0), Key(ApRig.Second, "for ten 1", 30),
        ]);
        return rig;
    }

    private static bool Before(ApRig rig, string first, string second) =>
        rig.Radio.Calls.FindIndex(c => c.StartsWith(first, StringComparison.Ordinal)) < rig.Radio.Calls.FindIndex(c => c.StartsWith(second, StringComparison.Ordinal));

    private static SessionGrant In(int id) => new() { Vlan = VlanWish.Assigned, VlanId = id };

    private static SimulatedStationOptions Options(SimulatedStationOptions given) => given with { Passphrase = null, Identity = "alice", Rsne = Rsne };

    private static SimulatedStation Connect(ApRig rig, MacAddress address, bool protects = false) =>
        rig.Connect(address, o => Options(o) with { ProtectsFrames = protects });

    private static ApRig Rig(out ScriptedService service, VlanOptions vlans, EnterpriseOptions? enterprise = null, bool protects = false)
    {
        var offer = new KeySuiteOffer(DataCipher.Ccmp, KeySuite.EapCcmp);
        var rig = new ApRig(change: o => o with
        {
            Vlans = vlans,
            Security = new SecurityOptions
            {
                Pmks = [],
                Enterprise = enterprise ?? new EnterpriseOptions(),
                Rsn = new RsnOptions { Offer = protects ? offer.Protecting(FrameProtection.Allowed, ManagementCipher.BipCmac128) : offer },
            },
        });
        service = new ScriptedService(rig.Clock);
        rig.Bss.Service = service;
        rig.Bss.Enable();
        rig.Run(0.01);
        return rig;
    }
}
