using System.Text;
using HostApd.Configuration;
using HostApd.Linux;
using HostApd.Privileges;
using NUnit.Framework;

namespace HostApd.Tests.Privileges;

/// <summary>Which of root's capabilities the settings take.</summary>
public sealed class NeededCapabilitiesTests
{
    private const string Plain = "[radio]\ninterface = wlan0\nchannel = 6\n[bss]\nssid = DIRECT-ab\n";

    private static readonly DaemonOptions NoOptions = new() { Files = [] };

    [TestCase("", "NET_ADMIN NET_RAW")]
    [TestCase("[p2p]\np2p_go = 1\nip_addr_go = 10.0.0.1\nip_addr_mask = 255.255.255.0\nip_addr_start = 10.0.0.2\nip_addr_end = 10.0.0.9\ndhcp = off\n",
        "NET_ADMIN NET_RAW")]
    [TestCase("[p2p]\np2p_go = 1\nip_addr_go = 10.0.0.1\nip_addr_mask = 255.255.255.0\nip_addr_start = 10.0.0.2\nip_addr_end = 10.0.0.9\ndhcp = on\n",
        "NET_ADMIN NET_RAW NET_BIND_SERVICE (dhcp = on)")]
    [TestCase("[control]\nctrl_interface = /run/x\nctrl_interface_group = 27\n",
        "NET_ADMIN NET_RAW CHOWN (ctrl_interface_group) DAC_OVERRIDE (ctrl_interface_group)")]
    [TestCase("[control]\nctrl_interface = DIR=/run/x GROUP=27\n",
        "NET_ADMIN NET_RAW CHOWN (ctrl_interface_group) DAC_OVERRIDE (ctrl_interface_group)")]
    [TestCase("[radius]\nradius_das_port = 1023\nradius_das_client = 192.0.2.1 sixteen and more\n", "NET_ADMIN NET_RAW NET_BIND_SERVICE (radius_das_port)")]
    [TestCase("[radius]\nradius_das_port = 1024\nradius_das_client = 192.0.2.1 sixteen and more\n", "NET_ADMIN NET_RAW")]
    [TestCase("[control]\nctrl_interface = /run/x\n", "NET_ADMIN NET_RAW")]
    [TestCase("[entropy]\ncredit_kernel = 1\n", "NET_ADMIN NET_RAW SYS_ADMIN (credit_kernel = 1)")]
    [TestCase("[button]\ninput = /dev/input/event0\nled = wps\n", "NET_ADMIN NET_RAW")]
    [TestCase("[control]\non_event = /bin/true\nmetrics_file = /tmp/x.prom\n", "NET_ADMIN NET_RAW")]
    [TestCase("[log]\nfile = /var/log/x\n", "NET_ADMIN NET_RAW")]
    [TestCase("[wps]\nwps_state = 2\n", "NET_ADMIN NET_RAW")]
    public void Each_setting_has_its_own(string more, string expected) =>
        Assert.That(Describe(NeededCapabilities.Of(NoOptions, [Read(Plain + more)], [])), Is.EqualTo(expected));

    [Test]
    public void The_command_line_has_its_own()
    {
        Assert.That(Describe(NeededCapabilities.Of(NoOptions with { GlobalSocket = "/run/x/global" }, [], [])),
            Is.EqualTo("NET_ADMIN NET_RAW NET_BIND_SERVICE (-g)"));
        Assert.That(Describe(NeededCapabilities.Of(NoOptions with { Group = "27" }, [Read(Plain)], [])),
            Is.EqualTo("NET_ADMIN NET_RAW CHOWN (-G) DAC_OVERRIDE (-G)"));
        Assert.That(Describe(NeededCapabilities.Of(NoOptions with { PidFile = "/run/x.pid", LogFile = "/tmp/x", SeedFile = "/tmp/y", Background = true }, [Read(Plain)], [])),
            Is.EqualTo("NET_ADMIN NET_RAW"));
    }

    [Test]
    public void What_several_settings_take_is_one_with_all_its_reasons()
    {
        var read = Read(Plain + "[control]\nctrl_interface = /run/x\nctrl_interface_group = 27\n");
        NamedPlace[] closed = [new("log file", "/home/x/log", FileUse.Write), new("on_event", "/home/x/tell", FileUse.Execute), new("the file", "/home/x/a.ini", FileUse.Read)];
        Assert.That(Describe(NeededCapabilities.Of(NoOptions, [read, Read(Plain)], closed)), Is.EqualTo(
            "NET_ADMIN NET_RAW CHOWN (ctrl_interface_group) "
            + "DAC_OVERRIDE (ctrl_interface_group, log file: /home/x/log is another user's, on_event: /home/x/tell is another user's) "
            + "DAC_READ_SEARCH (the file: /home/x/a.ini is another user's)"));
    }

    [Test]
    public void A_further_BSS_counts_as_well() =>
        Assert.That(Describe(NeededCapabilities.Of(NoOptions, [Read(
            "interface=wlan0\nchannel=6\nssid=a\nctrl_interface=/run/x\nbss=wlan0_1\nssid=b\nctrl_interface_group=27\n")], [])), Does.Contain("CHOWN"));

    [Test]
    public void Where_nothing_is_held_it_is_said_and_what_has_no_name_here_is_counted()
    {
        Assert.That(NeededCapabilities.Describe(default, []), Is.EqualTo("none"));
        Assert.That(NeededCapabilities.Describe(new CapabilitySet(0x1FFFFFFFFFF), []),
            Is.EqualTo("NET_ADMIN NET_RAW NET_BIND_SERVICE CHOWN DAC_OVERRIDE DAC_READ_SEARCH SYS_ADMIN SETPCAP and 33 more"));
    }

    /// <summary>A key that names a file, a program or a device has its line among the places, also a new one.</summary>
    [Test]
    public void Every_key_that_names_a_place_is_among_the_places()
    {
        string[] noPlaces = ["interface", "beside", "phy", "ctrl_interface_group", "capabilities", "radius_client_dev", "radius_das_port", "vlan_tagged_interface", "vlan_bridge"];
        var bss = new AccessPointConfiguration
        {
            File = "/1",
            AcceptFile = "/2",
            DenyFile = "/3",
            PskFile = "/4",
            ControlDirectory = "/5",
            EventProgram = "/6",
            MetricsFile = "/7",
            PinRequestsFile = "/8",
            ButtonInput = "/9",
            ButtonLed = "10",
            LogFile = "/11",
            SeedFile = "/12",
            ExtraCredentialFile = "/13",
            ToldSettingsFile = "/14",
        };
        bss.GroupOwner.StateFile = "/15";
        bss.Sae.PasswordFile = "/16";
        bss.Vlan.NetworksFile = "/17";
        bss.Radius.QueueFile = "/18";
        var named = NamedPlaces.Of(NoOptions, [bss]).Select(static p => p.Key).ToList();
        var keys = Settings.All.Where(s => s.IsFromFilesOnly && !noPlaces.Contains(s.Key)).Select(static s => s.Section == "log" ? "log file" : s.Key);
        Assert.That(named, Is.EquivalentTo(keys.Append("the file")));
        Assert.That(NamedPlaces.Of(NoOptions with { LogFile = "/a", PidFile = "/b", GlobalSocket = "/c", SeedFile = "/d" }, []).Select(static p => p.Key),
            Is.EqualTo(new[] { "-f", "-P", "-g", "-e" }));
    }

    [Test]
    public void A_file_that_an_external_registrar_may_change_is_written()
    {
        var read = Read(Plain + "[wps]\nwps_state = 2\n[security]\nwpa = 2\nwpa_passphrase = 12345678\n");
        Assert.That(NamedPlaces.Of(NoOptions, [read]), Does.Contain(new NamedPlace("wps_state", "a.ini", FileUse.Write)));
        Assert.That(NamedPlaces.Of(NoOptions, [Read(Plain)]).Select(static p => p.Use), Is.EqualTo(new[] { FileUse.Read }));
    }

    private static string Describe(IReadOnlyList<CapabilityNeed> needs) => NeededCapabilities.Describe(NeededCapabilities.Set(needs), needs);

    private static AccessPointConfiguration Read(string text)
    {
        var problems = new List<ConfigurationProblem>();
        var read = ConfigurationFile.Read("a.ini", Encoding.UTF8.GetBytes(text), default, problems);
        Assert.That(problems.Where(static p => !p.IsWarning), Is.Empty);
        return read;
    }
}
