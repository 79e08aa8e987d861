using System.Net;
using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Linux;
using HostApd.Linux.Netlink;
using HostApd.Tests.Ap;
using HostApd.Tests.P2p;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Commands;

/// <summary>P2P and WPS commands on an interface's socket, and what of the configuration they bring into force.</summary>
public sealed class P2pCommandsTests
{
    [Test]
    public void A_group_is_added_by_the_way_that_ENABLE_goes_and_no_other()
    {
        using var rig = new ApRig(change: static o => new BssOptions { InterfaceName = o.InterfaceName, Ssid = [] });
        var configuration = Group();
        var enabled = 0;
        var commands = new P2pCommands(rig.Bss, configuration, () => ++enabled > 0);
        Assert.That(commands.Handle("P2P_GROUP_ADD", "persistent"), Is.EqualTo("OK\n"));
        Assert.That((enabled, rig.Bss.State), Is.EqualTo((1, BssState.Uninitialized)), "nothing goes on the air beside it");
        Assert.That(new P2pCommands(rig.Bss, configuration, static () => false).Handle("P2P_GROUP_ADD", ""), Is.EqualTo("FAIL\n"));
    }

    [TestCase("0", false)]
    [TestCase("1", true)]
    public void Per_sta_psk_of_P2P_SET_is_in_force_when_the_configuration_is_taken(string value, bool expected)
    {
        using var rig = new ApRig();
        var configuration = Group();
        configuration.GroupOwner.PerStationPsk = !expected;
        configuration.GroupOwner.SetDefaults(configuration);
        var commands = new P2pCommands(rig.Bss, configuration, static () => true);
        Assert.That(commands.Handle("P2P_SET", "per_sta_psk " + value), Is.EqualTo("OK\n"));
        Assert.That(configuration.ToOptions().Wps!.PerDevicePsk, Is.EqualTo(expected));
    }

    [TestCase(false, false, false)]
    [TestCase(false, true, true)]
    [TestCase(true, false, true)]
    public void Where_devices_have_keys_of_their_own_WPS_makes_more_of_them(bool file, bool asked, bool expected)
    {
        var configuration = AccessPointConfiguration.WithHostapdsDefaults("wlan0");
        configuration.Wpa = 2;
        configuration.WpsState = 2;
        configuration.PskFile = file ? "/etc/hostapd.psk" : null;
        configuration.Wps = configuration.Wps with { PerDevicePsk = asked };
        Assert.That(configuration.ToOptions().Wps!.PerDevicePsk, Is.EqualTo(expected));
    }

    [Test]
    public void Removing_a_client_sends_all_away_who_say_that_they_are_it()
    {
        using var rig = GroupTests.Group();
        rig.Connect(ApRig.First, GroupTests.Member);
        rig.Connect(ApRig.Second, GroupTests.Member);
        rig.Connect(ApRig.Third, static o => GroupTests.Member(o) with { ExtraElements = [] });
        var settled = 0;
        var commands = new P2pCommands(rig.Bss, Group(), static () => true, () => settled++);
        Assert.That(commands.Handle("P2P_REMOVE_CLIENT", "42:00:00:00:01:00"), Does.StartWith("OK"));
        Assert.That(settled, Is.EqualTo(1), "on the disk before the answer");
        rig.Run(1);
        Assert.That(rig.Bss.Stations.Select(static s => s.Address), Is.EqualTo(new[] { ApRig.Third }));
        rig.Connect(ApRig.First, GroupTests.Member);
        Assert.That(commands.Handle("P2P_REMOVE_CLIENT", "iface=" + ApRig.First), Does.StartWith("OK"));
        rig.Run(1);
        Assert.That(rig.Bss.Stations.Count, Is.EqualTo(1));
    }

    [TestCase("61 WPA2PSK CCMP 3132333435363738", true)]
    [TestCase("000aff WPA2PSK CCMP 3132333435363738", true, Description = "any bytes are an SSID")]
    [TestCase("61 WPA2PSK CCMP 31323334353637380a6374726c3d78", false, Description = "a line feed in the key")]
    [TestCase("61 WPA2PSK CCMP 31323334353637", false, Description = "too short")]
    [TestCase("61 WPA2PSK CCMP c3bc323334353637c3", false, Description = "not ASCII")]
    [TestCase(" WPA2PSK CCMP 3132333435363738", false)]
    [TestCase("61 OPEN NONE", true)]
    [TestCase("61 OPEN NONE 3132333435363738", false, Description = "a key for an open network")]
    [TestCase("61 OPEN CCMP", false)]
    [TestCase("61 WPAPSK TKIP 3132333435363738", false)]
    [TestCase(" OPEN NONE", false)]
    [TestCase("616161616161616161616161616161616161616161616161616161616161616161 WPA2PSK CCMP 3132333435363738", false)]
    public void Settings_by_command_pass_the_checks_of_those_by_WPS(string arguments, bool accepted)
    {
        using var rig = ApRig.Enabled(change: static o => o with { Wps = new WpsOptions() });
        ApSettings? offered = null;
        rig.Bss.Provisioning.SettingsOffered += s => offered = s;
        Assert.That(new WpsCommands(rig.Bss).Handle("WPS_CONFIG", arguments), Is.EqualTo(accepted ? "OK\n" : "FAIL\n"));
        Assert.That(offered, accepted ? Is.Not.Null : Is.Null);
        Assert.That(rig.Events.Any(static e => e.StartsWith("WPS-NEW-AP-SETTINGS", StringComparison.Ordinal)), Is.EqualTo(accepted));
    }

    [Test]
    public void Devices_find_their_addresses_again_after_DISABLE_and_ENABLE_unless_the_addresses_are_others()
    {
        var configuration = Group();
        var first = Taken(configuration)!;
        first.Lease(ApRig.First, static _ => false);
        var address = first.Lease(ApRig.Second, static _ => false);
        Assert.That(Taken(configuration)!.Lease(ApRig.Second, static _ => false), Is.EqualTo(address));
        configuration.GroupOwner.End = IPAddress.Parse("10.0.0.99");
        Assert.That(Taken(configuration), Is.Not.SameAs(first));
        (configuration.GroupOwner.Owner, configuration.GroupOwner.Mask, configuration.GroupOwner.Start, configuration.GroupOwner.End) =
            (null, null, null, null);
        Assert.That(Taken(configuration), Is.Null);
    }

    [Test]
    public void Our_address_is_on_the_interface_while_the_group_is_on_the_air_and_is_that_of_the_present_pool()
    {
        using var loop = new EventLoop();
        var kernel = new Kernel();
        var configuration = Group();
        using var rig = new ApRig(change: o => o with { InterfaceName = "lo", IpAddresses = Taken(configuration) });
        using var network = new GroupNetwork(loop, rig.Bss, configuration.GroupOwner, () => new RouteSocket(kernel, kernel));
        rig.Bss.Enable();
        rig.Bss.Disable();
        Assert.That(kernel.Done, Is.EqualTo(new[] { "giving the interface 10.0.0.1", "taking 10.0.0.1 off the interface" }));
        configuration.GroupOwner.Owner = IPAddress.Parse("10.0.0.200");
        rig.Bss.Configure(rig.Bss.Options with { IpAddresses = Taken(configuration) });
        rig.Bss.Enable();
        Assert.That(kernel.Done[2], Is.EqualTo("giving the interface 10.0.0.200"));
        kernel.Errno = 17;
        rig.Bss.Disable();
        rig.Bss.Enable();
        rig.Bss.Disable();
        Assert.That(kernel.Done, Has.Count.EqualTo(5), "what was there before us stays");
    }

    private static HostApd.P2p.IpAddressPool? Taken(AccessPointConfiguration configuration)
    {
        Assert.That(configuration.Check(false), Is.Empty);
        return configuration.ToOptions().IpAddresses;
    }

    private static AccessPointConfiguration Group()
    {
        var configuration = new AccessPointConfiguration { InterfaceName = "wlan0", Ssid = "DIRECT-ab"u8.ToArray(), Wpa = 2, Passphrase = "12345678" };
        configuration.Radio.Channel = 6;
        configuration.WpsState = 2;
        var group = configuration.GroupOwner;
        group.Enabled = true;
        (group.Owner, group.Mask) = (IPAddress.Parse("10.0.0.1"), IPAddress.Parse("255.255.255.0"));
        (group.Start, group.End) = (IPAddress.Parse("10.0.0.2"), IPAddress.Parse("10.0.0.9"));
        return configuration;
    }

    private sealed class Kernel : INetlinkChannel
    {
        internal List<string> Done { get; } = [];

        internal int Errno { get; set; }

        public OsResult Request(string operation, Span<byte> request, NetlinkHandler? onReply = null)
        {
            Done.Add(operation);
            return Errno == 0 ? OsResult.Ok : OsResult.Failure(operation, Errno);
        }

        public OsResult Join(uint group) => OsResult.Ok;

        public void Listen(EventLoop loop, NetlinkHandler onEvent, Action onOverflow)
        {
        }

        public void Dispose()
        {
        }
    }
}
