using HostApd.Ap;
using HostApd.Crypto;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;
using HostApd.Tests.P2p;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>Keys that belong to single devices: whose they are, what replaces them, and who goes when one is removed.</summary>
public sealed class DeviceKeyTests
{
    private static readonly MacAddress Device = new([0x42, 0, 0, 0, 1, 0]);

    [Test]
    public void A_device_that_claims_anothers_name_takes_no_key_away()
    {
        using var rig = ApRig.Enabled();
        rig.Bss.DeviceKeys.Add(Key(ApRig.First, 1, Device));
        rig.Bss.DeviceKeys.Add(Key(ApRig.Second, 2, Device));
        rig.Bss.DeviceKeys.Add(Key(ApRig.Third, 3));
        Assert.That(Held(rig), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(Connects(rig, ApRig.First, 1), "the old key works on");
    }

    [Test]
    public void A_device_that_enrols_again_has_its_new_key_and_the_old_one_is_wiped()
    {
        using var rig = ApRig.Enabled();
        var old = Key(ApRig.First, 1, Device);
        rig.Bss.DeviceKeys.Add(old);
        rig.Bss.DeviceKeys.Add(Key(ApRig.First, 2, Device));
        Assert.That(Held(rig), Is.EqualTo(new[] { 2 }));
        Assert.That(old.Key.Span.ToArray(), Is.All.Zero);
    }

    [Test]
    public void A_device_that_joins_from_ever_new_addresses_keeps_its_newest_keys()
    {
        using var rig = ApRig.Enabled();
        for (byte i = 1; i <= 20; i++)
        {
            rig.Bss.DeviceKeys.Add(Key(new MacAddress([2, 0, 0, 0, 9, i]), i, Device));
        }

        Assert.That(Held(rig), Is.EqualTo(Enumerable.Range(13, 8)));
    }

    [Test]
    public void Who_came_in_with_a_removed_key_goes_whatever_address_it_has()
    {
        using var rig = GroupTests.Group();
        rig.Bss.DeviceKeys.Add(Key(ApRig.Third, 7, Device));
        var station = rig.Connect(ApRig.First, static o => GroupTests.Member(o) with { Pmk = Bytes(7) });
        Assert.That(rig.Sta(ApRig.First)!.IsAuthorized);
        rig.Radio.Calls.Clear();
        Assert.That(rig.Bss.RemoveDevicePsk(ApRig.Third));
        rig.Run(1);
        Assert.That(rig.Sta(ApRig.First), Is.Null);
        Assert.That(station.State, Is.Not.EqualTo(StationState.Connected));
        var sentAway = rig.Radio.Calls.FindIndex(static c => c.StartsWith("SendFrame Deauthentication", StringComparison.Ordinal));
        var renewed = rig.Radio.Calls.FindIndex(static c => c.StartsWith("InstallKey group", StringComparison.Ordinal));
        Assert.That(sentAway, Is.Not.Negative.And.LessThan(renewed), string.Join('\n', rig.Radio.Calls));
    }

    [Test]
    public void Who_is_about_to_prove_a_removed_key_goes_too()
    {
        using var rig = GroupTests.Group();
        rig.Bss.DeviceKeys.Add(Key(ApRig.Third, 7, Device));
        rig.Station(ApRig.First, static o => GroupTests.Member(o) with { Pmk = Bytes(7), IgnoresMessage1 = true }).Join();
        rig.Run(0.05);
        Assert.That(rig.Sta(ApRig.First)!.State, Is.EqualTo(StaState.Associated));
        rig.Bss.RemoveDevicePsk(Device);
        rig.Run(1);
        Assert.That(rig.Sta(ApRig.First), Is.Null);
    }

    [Test]
    public void Copies_of_keys_are_wiped_with_the_station_and_when_asked_in_passing()
    {
        using var rig = ApRig.Enabled();
        rig.Bss.DeviceKeys.Add(Key(ApRig.First, 7));
        var station = rig.Connect(ApRig.First, static o => o with { Pmk = Bytes(7) });
        var sta = rig.Sta(ApRig.First)!;
        var offered = ((RsnAccess)sta.Access!).Offered[0];
        Assert.That(rig.Bss.DeviceKeys.MayUse(sta, Bytes(7)));
        Assert.That(((RsnAccess)sta.Access!).ProvenKey.ToArray(), Is.EqualTo(Bytes(7)));
        station.Leave();
        rig.Run(1);
        Assert.That(offered.Span.ToArray(), Is.All.Zero);
        Assert.That(rig.Bss.DeviceKeys.All[0].Key.Span.ToArray(), Is.EqualTo(Bytes(7)), "the key itself is kept");
        Assert.That(rig.Bss.Options.Security!.Pmks[0].Span.ToArray(), Is.Not.All.Zero, "the network's is lent");
    }

    [Test]
    public void After_a_refused_start_WPS_hands_out_the_network_that_is_on_the_air()
    {
        using var rig = new ApRig(change: static o => o with { Wps = new WpsOptions() });
        rig.Radio.Refuse("Start", new DriverResult("starting the access point", 16, "Device or resource busy", null));
        Assert.That(rig.Bss.Enable().Succeeded, Is.False);
        var security = new SecurityOptions { Pmks = [new Pmk(Bytes(9))], Passphrase = new SecretBytes("87654321"u8) };
        rig.Bss.Configure(rig.Bss.Options with { Ssid = "renamed"u8.ToArray(), Security = security });
        Assert.That(rig.Bss.Enable().Succeeded);
        rig.Bss.Provisioning.Registrar!.SetApPin("12345670", TimeSpan.Zero);
        using var told = rig.Bss.Provisioning.Registrar.Network.BuildSettings(new byte[16], out var problem);
        Assert.That(Convert.ToHexStringLower(told!.Span), Does.Contain(Convert.ToHexStringLower("renamed"u8))
            .And.Contain(Convert.ToHexStringLower("87654321"u8)), problem);
    }

    [Test]
    public void A_network_of_device_keys_only_does_not_say_that_it_is_open()
    {
        using var rig = ApRig.Enabled(change: static o => o with { Wps = new WpsOptions(), Security = new SecurityOptions { Pmks = [] } });
        Assert.That(rig.Bss.Provisioning.Registrar!.Network.BuildSettings(new byte[16], out var problem), Is.Null);
        Assert.That(problem, Does.Contain("a protected network is open"));
    }

    private static bool Connects(ApRig rig, MacAddress address, byte key)
    {
        rig.Connect(address, o => o with { Pmk = Bytes(key) });
        return rig.Sta(address) is { IsAuthorized: true };
    }

    private static IEnumerable<int> Held(ApRig rig) => rig.Bss.DeviceKeys.All.Select(static p => (int)p.Key.Span[0]);

    private static DevicePmk Key(MacAddress station, byte key, MacAddress device = default) =>
        new(station, new Pmk(Bytes(key))) { Uuid = new Guid(key, 0, 0, new byte[8]), P2pDevice = device };

    private static byte[] Bytes(byte value) => [.. Enumerable.Repeat(value, 32)];
}
