using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Linux;
using HostApd.Tests.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Commands;

/// <summary>What whoever may use a control socket can say, and what only a file can.</summary>
public sealed class SettingPowerTests
{
    private static readonly string[] Powerful =
    [
        "interface", "beside", "phy", "wpa_psk_file", "sae_password_file", "radius_client_dev", "radius_das_port", "acct_queue_file", "vlan_file", "vlan_tagged_interface", "vlan_bridge", "accept_mac_file", "deny_mac_file", "extra_cred", "ap_settings", "wps_pin_requests", "ctrl_interface", "ctrl_interface_group", "on_event", "capabilities",
        "metrics_file", "button_input", "button_led", "log_file", "seed_file", "group_file",
    ];

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_table_says_which_keys_are_the_files_own() =>
        Assert.That(Settings.All.Where(static s => s.IsFromFilesOnly).Select(static s => s.FlatKey), Is.EquivalentTo(Powerful));

    /// <summary>A key whose meaning speaks of a file, a program, a device or a directory is one of them, also a new one.</summary>
    [Test]
    public void No_key_that_names_a_file_or_a_program_is_forgotten()
    {
        string[] words = ["file", "program", "directory", "input device", "/sys/", "/var/", "socket"];
        string[] harmless = ["seed_credit", "metrics_interval", "jitter", "bridge", "macaddr_acl", "config_id", "dynamic_vlan"];
        var named = Settings.All.Where(s => words.Any(w => s.Meaning.Contains(w, StringComparison.Ordinal)) && !harmless.Contains(s.Key));
        Assert.That(named.Where(static s => !s.IsFromFilesOnly).Select(static s => $"{s.Key}: {s.Meaning}"), Is.Empty);
    }

    [TestCase("on_event /tmp/evil")]
    [TestCase("metrics_file /etc/cron.d/x.prom")]
    [TestCase("wpa_psk_file /etc/shadow")]
    [TestCase("sae_password_file /etc/shadow")]
    [TestCase("accept_mac_file /etc/hostname")]
    [TestCase("deny_mac_file /etc/hostname")]
    [TestCase("group_file /etc/cron.d/x")]
    [TestCase("seed_file /etc/x")]
    [TestCase("log_file /etc/x")]
    [TestCase("button_input /dev/sda")]
    [TestCase("button_led ../../x")]
    [TestCase("ctrl_interface /etc")]
    [TestCase("ctrl_interface DIR=/etc GROUP=users")]
    [TestCase("ctrl_interface_group users")]
    [TestCase("capabilities all")]
    [TestCase("extra_cred /etc/shadow")]
    [TestCase("interface ../../x")]
    public void SET_of_a_key_with_power_is_refused(string setting)
    {
        using var scene = new Scene();
        Assert.That(scene.Ask("SET " + setting), Is.EqualTo("FAIL\n"));
        var c = scene.Configuration;
        Assert.That(new object?[] { c.EventProgram, c.MetricsFile, c.PskFile, c.AcceptFile, c.DenyFile, c.GroupOwner.StateFile, c.SeedFile, c.LogFile,
            c.ButtonInput, c.ButtonLed, c.ControlDirectory, c.ControlGroup, c.Wps.ExtraCredentials.Length }, Has.All.Null.Or.EqualTo(0));
        Assert.That(c.InterfaceName, Is.EqualTo("wlan0"));
    }

    [Test]
    public void For_tests_SET_may_name_anything()
    {
        using var scene = new Scene(testing: true);
        Assert.That(scene.Ask("SET on_event /tmp/evil"), Is.EqualTo("OK\n"));
        Assert.That(scene.Configuration.EventProgram, Is.EqualTo("/tmp/evil"));
        Assert.That(scene.Ask("SET interface ../../x"), Is.EqualTo("FAIL\n"), "but no name that is none");
    }

    /// <summary>Where DHCP's port was given up at the start, nobody is told OK.</summary>
    [Test]
    public void SET_dhcp_on_without_the_right_to_its_port_is_refused_with_a_way_out()
    {
        using var scene = new Scene();
        var (reply, why) = ("", "");
        ProcessRights.AskWithout(CapabilitySet.Of([Capability.NetBindService]), () =>
        {
            why = GroupNetwork.WhyPortIsClosed();
            reply = scene.Ask("SET dhcp on");
        });
        Assume.That(why, Is.Not.Null, "a kernel that lets anybody bind port 67");
        Assert.That(why, Does.Contain("CAP_NET_BIND_SERVICE").And.Contain("dhcp = on in its file").And.Contain("capabilities = all"));
        Assert.That((reply, scene.Configuration.GroupOwner.Dhcp), Is.EqualTo(("FAIL\n", false)));
        ProcessRights.AskWithout(CapabilitySet.Of([Capability.NetBindService]), () => reply = scene.Ask("SET dhcp off"));
        Assert.That(reply, Is.EqualTo("OK\n"));
    }

    [Test]
    public void SET_of_the_list_that_the_file_names_reads_it_again()
    {
        var list = Path.Combine(_folder, "deny");
        File.WriteAllText(list, "");
        using var scene = new Scene();
        scene.Configuration.DenyFile = list;
        scene.Rig.Connect(ApRig.First);
        File.WriteAllText(list, ApRig.First + "\n");
        Assert.That(scene.Ask("SET deny_mac_file " + list), Is.EqualTo("OK\n"));
        Assert.That(scene.Rig.Events, Has.Member("AP-STA-DISCONNECTED " + ApRig.First));
        Assert.That(scene.Ask("SET deny_mac_file " + list + "2"), Is.EqualTo("FAIL\n"));
        File.WriteAllText(list, "nonsense\n");
        Assert.That(scene.Ask("SET deny_mac_file " + list), Is.EqualTo("FAIL\n"));
        Assert.That(scene.Rig.Bss.Acl.Denied, Has.Count.EqualTo(1));
    }

    [TestCase(0b110_100_100, true)]
    [TestCase(0b110_110_100, false)]
    [TestCase(0b110_100_110, false)]
    public void A_file_that_a_client_names_counts_only_where_root_alone_can_have_written_it(int mode, bool expected)
    {
        var file = Path.Combine(_folder, "ap.conf");
        File.WriteAllText(file, "interface=wlan0\nchannel=6\nhw_mode=g\nssid=home\non_event=/bin/true\n");
        File.SetUnixFileMode(file, (UnixFileMode)mode);
        Assert.That(IsGood(new ReadOptions(false, NamedByClient: true), out var read), Is.EqualTo(expected));
        Assert.That(read.EventProgram, Is.EqualTo(expected ? "/bin/true" : null));
        Assert.That(IsGood(new ReadOptions(Testing: true, NamedByClient: true), out _), "--testing lifts it");
        Assert.That(IsGood(default, out read), "and it does not concern the command line");
        Assert.That(read.IsNamedByClient, Is.False);

        bool IsGood(ReadOptions options, out AccessPointConfiguration configuration)
        {
            var problems = new List<ConfigurationProblem>();
            configuration = ConfigurationFile.Read(file, options, problems);
            return problems.Count == 0;
        }
    }

    [TestCase("root:$y$j9T$secret:19000:0:99999:7:::\nkey=$secret\n")]
    [TestCase("root:$y$j9T$secret:19000=\n")]
    [TestCase("[secret]\nsecret=secret\nsecret\n")]
    [TestCase("secret")]
    public void What_stands_in_a_file_that_a_client_names_is_not_told(string content)
    {
        var file = Path.Combine(_folder, "shadow");
        File.WriteAllText(file, content);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var problems = new List<ConfigurationProblem>();
        ConfigurationFile.Read(file, new ReadOptions(false, NamedByClient: true), problems);
        Assert.That(problems, Is.Not.Empty);
        Assert.That(problems.Select(static p => p.ToString()), Has.None.Contains("secret").And.None.Contains("root"));
    }

    [Test]
    public void Sockets_that_a_client_asks_for_come_only_where_they_can_do_no_harm([Values] bool testing)
    {
        using var scene = new Scene();
        using var loop = new EventLoop();
        using var worker = new Worker(loop);
        using var roster = new Roster(new Surroundings(loop, scene.Rig.Pool, new LoopWorker(worker), new ProcessCommands(loop, scene.Rig.Pool, testing), testing));
        foreach (var directory in new[] { "/etc", "/run", "/run/../etc/x", "/etc/new", _folder, "/run/\0/etc" })
        {
            Assert.That(roster.MayHoldSockets(directory), Is.EqualTo(testing), directory);
        }

        Assert.That(roster.MayHoldSockets($"/run/{Guid.NewGuid()}"));
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("../x")]
    [TestCase("a/b")]
    [TestCase("a b")]
    [TestCase("a:b")]
    [TestCase("a\n")]
    [TestCase("a-name-of-16-byt")]
    public void What_is_no_name_of_an_interface_is_refused(string name) => Assert.That(InterfaceName.Problem(name), Is.Not.Null);

    [TestCase("wlan0")]
    [TestCase("wlan0_1-x.2")]
    [TestCase("a-name-of-15-by")]
    public void A_name_of_an_interface_is_taken(string name) => Assert.That(InterfaceName.Problem(name), Is.Null);

    private sealed class Scene : IDisposable
    {
        private readonly EventLoop _loop = new();
        private readonly BssCommands _commands;

        internal Scene(bool testing = false)
        {
            Rig = ApRig.Enabled();
            Configuration = AccessPointConfiguration.WithHostapdsDefaults(interfaceName: "wlan0");
            _commands = new BssCommands(Rig.Bss, Configuration, new ProcessCommands(_loop, Rig.Pool, testing)) { Testing = testing };
        }

        internal ApRig Rig { get; }

        internal AccessPointConfiguration Configuration { get; }

        public void Dispose()
        {
            Rig.Dispose();
            _loop.Dispose();
        }

        internal string? Ask(string command) => _commands.Handle(command);
    }
}
