using System.Reflection;
using System.Text;
using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using NLog;
using NLog.Config;
using NLog.Targets;
using NUnit.Framework;

namespace HostApd.Tests.Commands;

/// <summary>A BSS on the air and what it is told: what binds at once, what waits for which command, and whom it costs.</summary>
public sealed class ObedienceTests
{
    private const string First = "02:00:00:00:01:00";

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("ENABLE")]
    [TestCase("RELOAD")]
    [TestCase("UPDATE_BEACON")]
    public void With_start_disabled_it_is_enabled_and_beacons_when_told(string command)
    {
        using var scene = new Scene(static c => c.StartDisabled = true);
        Assert.That(scene.Events, Is.EqualTo(new[] { "AP-ENABLED" }));
        Assert.That(scene.Ask("STATUS"), Does.StartWith("state=ENABLED\n"));
        Assert.That(scene.Radio.Calls, Has.None.StartsWith("Start"));
        Assert.That(scene.Ask("SET ssid later"), Is.EqualTo("OK\n"));
        Assert.That(scene.Ask(command), Does.StartWith("OK"));
        Assert.That(scene.Radio.Calls, Has.Some.StartsWith("Start"));
        Assert.That(scene.Events, Is.EqualTo(new[] { "AP-ENABLED" }), "and not told twice");
        Assert.That(Encoding.ASCII.GetString(scene.Bss.Options.Ssid), Is.EqualTo("later"));
    }

    [Test]
    public void A_policy_binds_the_running_BSS()
    {
        using var scene = new Scene();
        scene.Connect(ApRig.First);
        scene.Radio.Calls.Clear();
        Assert.That(scene.Ask("SET macaddr_acl 1"), Is.EqualTo("OK\n"));
        Assert.That(scene.Events[^1], Is.EqualTo("AP-STA-DISCONNECTED " + First));
        Assert.That(scene.Radio.Calls, Has.None.StartsWith("Stop").And.None.StartsWith("Start"));
        scene.Join(ApRig.Second);
        Assert.That(scene.Bss.Stations.Find(ApRig.Second), Is.Null);
        Assert.That(scene.Ask("ACCEPT_ACL ADD_MAC " + ApRig.Second + " VLAN_ID=7x"), Is.EqualTo("OK\n"));
        Assert.That(scene.Ask("RELOAD"), Does.StartWith("OK"));
        Assert.That(scene.Ask("ACCEPT_ACL SHOW"), Is.EqualTo(ApRig.Second + " VLAN_ID=7\n"), "what a command said outlives a reload");
        scene.Connect(ApRig.Second);
        Assert.That(scene.Ask("ACCEPT_ACL DEL_MAC " + First), Is.EqualTo("OK\n"), "who is not in it is out of it");
    }

    [Test]
    public void A_list_that_is_read_again_leaves_the_other_alone()
    {
        var file = Write("accept", First + "\n");
        using var scene = new Scene(c => c.AcceptFile = file);
        Assert.That(scene.Ask("DENY_ACL ADD_MAC " + ApRig.Second), Is.EqualTo("OK\n"));
        Assert.That(scene.Ask("ACCEPT_ACL ADD_MAC " + ApRig.Third), Is.EqualTo("OK\n"));
        Assert.That(scene.Ask("DISABLE") + scene.Ask("ENABLE"), Is.EqualTo("OK\nOK\n"));
        Assert.That(scene.Bss.Acl.Accepted.Keys, Is.EquivalentTo(new[] { ApRig.First, ApRig.Third }));
        Write("accept", ApRig.Second + "\n");
        Assert.That(scene.Ask("SET accept_mac_file " + file), Is.EqualTo("OK\n"));
        Assert.That(scene.Bss.Acl.Accepted.Keys, Is.EquivalentTo(new[] { ApRig.Second }));
        Assert.That(scene.Bss.Acl.Denied.Keys, Is.EquivalentTo(new[] { ApRig.Second }));
    }

    [Test]
    public void A_list_that_a_reload_reads_again_shuts_out_who_is_in_it_now()
    {
        var file = Write("deny", "");
        using var scene = new Scene(c => c.DenyFile = file);
        scene.Connect(ApRig.First);
        Write("deny", ApRig.First + "\n");
        Assert.That(scene.Main.Reload(isFileNew: true), Does.Contain("nothing changed, 1 stations shut out"));
        Assert.That(scene.Events, Has.Some.StartsWith("AP-STA-DISCONNECTED"));
        Write("deny", "nobody\n");
        Assert.That(scene.Main.Reload(isFileNew: true), Does.Contain("an access list stays:"));
    }

    [Test]
    public void UPDATE_BEACON_takes_a_name_and_its_key_and_no_station_is_lost()
    {
        using var scene = new Scene();
        scene.Connect(ApRig.First);
        Assert.That(scene.Ask("SET ssid renamed") + scene.Ask("SET vendor_elements dd0411223344") + scene.Ask("SET dtim_period 3"), Is.EqualTo("OK\nOK\nOK\n"));
        scene.Radio.Calls.Clear();
        Assert.That(scene.Ask("UPDATE_BEACON"), Is.EqualTo("OK\n"));
        Assert.That(scene.Radio.Calls, Has.Exactly(1).StartsWith("UpdateBeacon"));
        Assert.That(scene.Bss.Options.DtimPeriod, Is.EqualTo(2), "waits for RELOAD");
        Assert.That(scene.Events, Has.None.StartsWith("AP-STA-DISCONNECTED"));
        scene.Radio.Air.Sent.Clear();
        scene.Connect(ApRig.Second, "renamed");
        var answer = Convert.ToHexString(scene.Radio.Air.Sent.First(static f => f.Name == "ProbeResponse").Bytes);
        Assert.That(answer, Does.Contain("000772656E616D6564").And.Contain("DD0411223344"));
        scene.Join(ApRig.Third);
        Assert.That(scene.Bss.Stations.Find(ApRig.Third) is { IsAuthorized: true }, Is.False, "the old name is nobody's");
        Assert.That(scene.Bss.Stations.Find(ApRig.First)!.IsAuthorized);
        Assert.That(((RsnAccess)scene.Bss.Stations.Find(ApRig.First)!.Access!).ProvenKey.ContainsAnyExcept((byte)0), "a key that is in use is not wiped");
    }

    [Test]
    public void A_name_that_was_set_comes_with_a_reload_of_what_has_no_file([Values("RELOAD", "RELOAD_BSS", "RELOAD_CONFIG", "SIGHUP")] string way)
    {
        using var scene = new Scene();
        scene.Connect(ApRig.First);
        scene.Ask("SET ssid renamed");
        Assert.That(way == "SIGHUP" ? "OK " + scene.Interface.ReloadFile(isAnswered: false) : scene.Ask(way), Does.StartWith("OK wlan0: restarted"));
        Assert.That(scene.Events, Has.Member("AP-STA-DISCONNECTED " + First));
        scene.Connect(ApRig.Second, "renamed");
    }

    [Test]
    public void What_a_change_costs_is_told_before_it_is_made()
    {
        using var scene = new Scene();
        scene.Connect(ApRig.First);
        using var log = new KeptLog();
        foreach (var setting in new[] { "isolate 1", "ap_isolate 1", "ssid other", "dtim_period 3", "beacon_int 200" })
        {
            scene.Ask("SET " + setting);
        }

        scene.Ask("RELOAD");
        Assert.That(log.Lines, Has.Member("wlan0: SET ap_isolate: comes with UPDATE_BEACON or RELOAD, and costs no station")
            .And.Member("wlan0: SET ssid: comes with UPDATE_BEACON, which costs no station, or with RELOAD, which costs 1")
            .And.Member("wlan0: SET dtim_period: comes with RELOAD, which costs 1 stations: the BSS starts anew")
            .And.Member("wlan0: SET beacon_int: comes with RELOAD, which costs 1 stations: all BSSes of the radio start anew")
            .And.Member("wlan0: the reload starts it anew and costs 1 stations: " + First));
    }

    [Test]
    public void STOP_AP_tells_no_station_and_is_no_end()
    {
        using var scene = new Scene();
        scene.Connect(ApRig.First);
        scene.Radio.Air.Sent.Clear();
        scene.Events.Clear();
        Assert.That(scene.Ask("STOP_AP"), Is.EqualTo("OK\n"));
        Assert.That(scene.Radio.Air.Sent, Is.Empty);
        Assert.That(scene.Events, Is.EqualTo(new[] { "AP-STA-DISCONNECTED " + First }));
        Assert.That(scene.Ask("STATUS"), Does.StartWith("state=ENABLED\n"));
        Assert.That(scene.Ask("DISABLE"), Is.EqualTo("OK\n"));
        Assert.That(scene.Events[^1], Is.EqualTo("AP-DISABLED"));
        Assert.That(scene.Ask("UPDATE_BEACON"), Is.EqualTo("FAIL\n"));
        Assert.That(scene.Ask("STOP_AP"), Is.EqualTo("OK\n"), "as hostapd");
    }

    [TestCase("DEAUTHENTICATE", "Deauthentication")]
    [TestCase("DISASSOCIATE", "Disassociation")]
    public void A_station_is_forgotten_in_silence_or_told_without_being_forgotten(string command, string frame)
    {
        using var scene = new Scene();
        scene.Connect(ApRig.First);
        scene.Radio.Air.Sent.Clear();
        Assert.That(scene.Ask($"{command} {First} reason=None test=0"), Is.EqualTo("OK\n"));
        Assert.That(scene.Radio.Air.Sent.Single(static f => f.FromAp).Name, Is.EqualTo(frame));
        Assert.That(scene.Radio.Air.Sent[0].Bytes[24..26], Is.EqualTo(new byte[] { 0, 0 }), "None is 0");
        Assert.That(scene.Bss.Stations.Find(ApRig.First)!.IsAuthorized);
        scene.Radio.Air.Sent.Clear();
        Assert.That(scene.Ask($"{command} {First} tx=0 reason=3x"), Is.EqualTo("OK\n"));
        Assert.That(scene.Radio.Air.Sent, Is.Empty);
        Assert.That(scene.Bss.Stations.Find(ApRig.First), Is.Null);
        Assert.That(scene.Events[^1], Is.EqualTo("AP-STA-DISCONNECTED " + First));
    }

    [Test]
    public void A_key_that_only_got_another_name_has_it_after_a_reload()
    {
        var file = Write("psk", "keyid=one 00:00:00:00:00:00 12345678\n");
        using var scene = new Scene(c => (c.PskFile, c.Passphrase) = (file, null));
        scene.Connect(ApRig.First);
        Assert.That(scene.Events, Has.Member($"AP-STA-CONNECTED {First} keyid=one"));
        Write("psk", "keyid=two 00:00:00:00:00:00 12345678\n");
        Assert.That(scene.Ask("RELOAD_WPA_PSK"), Is.EqualTo("OK\n"));
        Assert.That(scene.Ask("STA " + First), Does.EndWith("keyid=two\n"));
        scene.Connect(ApRig.Second);
        Assert.That(scene.Events, Has.Member($"AP-STA-CONNECTED {ApRig.Second} keyid=two"));
    }

    [Test]
    public void Contention_windows_that_shrink_are_refused_and_forgotten()
    {
        using var scene = new Scene();
        foreach (var (setting, reply) in new[]
        {
            ("tx_queue_data2_cwmin 15", "OK\n"), ("tx_queue_data2_cwmax 7", "FAIL\n"), ("ssid obeys", "OK\n"), ("tx_queue_data2_cwmin 127", "FAIL\n"),
            ("wmm_ac_vo_cwmin 5", "FAIL\n"), ("wmm_ac_vo_cwmax 5", "OK\n"), ("wmm_ac_vo_cwmin 5", "OK\n"), ("wmm_ac_vo_cwmax 4", "FAIL\n"),
        })
        {
            Assert.That(scene.Ask("SET " + setting), Is.EqualTo(reply), setting);
        }

        var radio = scene.Main.Configuration.Radio;
        Assert.That((radio.Queues!.BestEffort.CwMin, radio.Queues.BestEffort.CwMax, radio.Wmm.Voice.CwMin, radio.Wmm.Voice.CwMax), Is.EqualTo((15, 63, 5, 5)));
    }

    [TestCase("AUTO")]
    [TestCase("2G,5G")]
    [TestCase("2G,nonsense")]
    public void SET_setband_takes_what_names_a_band(string list)
    {
        using var scene = new Scene();
        Assert.That(scene.Ask("SET setband " + list), Is.EqualTo("OK\n"));
    }

    [Test]
    public void STATUS_names_the_country_and_STATUS_DRIVER_waits_for_the_interface()
    {
        using var scene = new Scene(static c => (c.Radio.CountryCode, c.Radio.CountryEnvironment) = ("DE", (byte)'I'), enable: false);
        Assert.That(scene.Ask("STATUS"), Does.Contain("ht_op_mode=0x0\ncountry_code=DE\ncountry3=0x49\ncac_time_seconds=0\n"));
        Assert.That(scene.Ask("STATUS-DRIVER"), Is.EqualTo("FAIL\n"));
        scene.Main.Configuration.Radio.CountryCode = null;
        Assert.That(scene.Ask("STATUS"), Does.Not.Contain("country"));
    }

    [Test]
    public void Every_management_frame_is_told_of_also_Authentication()
    {
        using var scene = new Scene(static c => c.NotifiesFrames = true);
        scene.Connect(ApRig.First);
        Assert.That(scene.Events, Has.Some.StartsWith("AP-MGMT-FRAME-RECEIVED buf=b0").And.Some.StartsWith("AP-MGMT-FRAME-RECEIVED buf=00"));
    }

    [TestCase("wpa", "2", "OK\n")]
    [TestCase("wpa_passphrase", "secretsecret", "OK\n")]
    [TestCase("wpa_psk", null, "FAIL\n")]
    [TestCase("wpa_key_mgmt", "WPA-PSK WPA-PSK-SHA256", "OK\n")]
    [TestCase("rsn_pairwise", "GCMP-256", "OK\n")]
    [TestCase("wpa_pairwise", null, "FAIL\n")]
    [TestCase("ssid", "a\"b", "OK\n")]
    [TestCase("nonsense", null, "FAIL\n")]
    public void DUP_NETWORK_copies_what_was_set(string variable, string? expected, string reply)
    {
        var one = AccessPointConfiguration.WithHostapdsDefaults(interfaceName: "one");
        var two = AccessPointConfiguration.WithHostapdsDefaults(interfaceName: "two");
        AccessPointConfiguration? Find(string name) => name switch { "one" => one, "two" => two, _ => null };
        (one.Wpa, one.Passphrase, one.Ssid) = (2, "secretsecret", "a\"b"u8.ToArray());
        (one.KeyManagement, one.RsnPairwise) = ("WPA-PSK WPA-PSK-SHA256", "GCMP-256");
        Assert.That(DuplicateNetwork.Run("one two " + variable, Find), Is.EqualTo(reply));
        var copied = variable switch
        {
            "wpa" => two.Wpa.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "wpa_passphrase" => two.Passphrase,
            "wpa_key_mgmt" => two.KeyManagement,
            "rsn_pairwise" => two.RsnPairwise,
            "ssid" => Encoding.ASCII.GetString(two.Ssid),
            _ => null,
        };
        Assert.That(copied, Is.EqualTo(expected));
        foreach (var wrong in new[] { "", "one", "one two", "three two wpa", "one three wpa" })
        {
            Assert.That(DuplicateNetwork.Run(wrong, Find), Is.EqualTo("FAIL\n"), wrong);
        }
    }

    [Test]
    public void Who_is_in_elsewhere_is_forgotten_there_unless_a_test_wants_it_kept([Values] bool keeps)
    {
        const BindingFlags hidden = BindingFlags.NonPublic | BindingFlags.Instance;
        using var there = new Scene();
        using var here = new Scene(c => c.Knobs = c.Knobs with { KeepsElsewhere = keeps }, testing: true);
        there.Connect(ApRig.First);
        here.Connect(ApRig.First);
        using var roster = new Roster(here.Around);
        ((List<Interface>)typeof(Roster).GetField("_interfaces", hidden)!.GetValue(roster)!).AddRange([there.Interface, here.Interface]);
        typeof(Roster).GetMethod("PruneElsewhere", hidden)!.Invoke(roster, [here.Main, ApRig.First]);
        Assert.That(there.Bss.Stations.Find(ApRig.First) is not null, Is.EqualTo(keeps));
        Assert.That(here.Bss.Stations.Find(ApRig.First), Is.Not.Null);
    }

    [TestCase("5", 5)]
    [TestCase("5x", 5)]
    [TestCase(" 7", 7)]
    [TestCase("-3.5", -3)]
    [TestCase("+4", 4)]
    [TestCase("None", 0)]
    [TestCase("", 0)]
    [TestCase("0x10", 0)]
    [TestCase("99999999999999999999", int.MaxValue)]
    public void A_number_is_what_a_word_begins_with(string word, int number) => Assert.That(CommandText.Number(word), Is.EqualTo(number));

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>What is logged at info and above while it lives.</summary>
    private sealed class KeptLog : IDisposable
    {
        private readonly LoggingConfiguration? _before = LogManager.Configuration;
        private readonly MemoryTarget _target = new() { Layout = "${message}" };

        internal KeptLog()
        {
            var configuration = new LoggingConfiguration();
            configuration.AddRule(LogLevel.Info, LogLevel.Fatal, _target);
            LogManager.Configuration = configuration;
        }

        internal IList<string> Lines => _target.Logs;

        public void Dispose() => LogManager.Configuration = _before;
    }

    /// <summary>An access point as the daemon wires it, on a simulated radio.</summary>
    private sealed class Scene : IDisposable
    {
        private const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance;

        private readonly VirtualClock _clock = new();
        private readonly EventLoop _loop = new();
        private readonly EntropyPool _pool = new(new ApRig.CountingKernel(), new EntropyPoolOptions(Testing: true));
        private readonly Worker _worker;

        internal Scene(Action<AccessPointConfiguration>? change = null, bool enable = true, bool testing = false)
        {
            _pool.Start();
            _worker = new Worker(_loop);
            var around = Around = new Surroundings(_loop, _pool, new LoopWorker(_worker), new ProcessCommands(_loop, _pool, testing), testing);
            Interface = (Interface)typeof(Interface).GetConstructors(Hidden).Single().Invoke([around]);
            var configuration = AccessPointConfiguration.WithHostapdsDefaults(interfaceName: "wlan0");
            (configuration.Ssid, configuration.Wpa, configuration.Passphrase) = ("labtest"u8.ToArray(), 2, "12345678");
            (configuration.Radio.HardwareMode, configuration.Radio.Channel, configuration.BroadcastDeauth) = (HardwareMode.G, 6, false);
            change?.Invoke(configuration);
            Radio = new SimulatedRadio(_clock);
            Main = (AccessPoint)typeof(AccessPoint).GetConstructors(Hidden).Single().Invoke([configuration, Radio, new Radio(Radio, _loop.Time), around]);
            Main.Commands.Interface = Interface;
            ((List<AccessPoint>)typeof(Interface).GetField("_accessPoints", Hidden)!.GetValue(Interface)!).Add(Main);
            Bss.Event += told => Events.Add(ApEventText.Write(told, EventAudience.Control).TrimEnd());
            if (enable)
            {
                Assert.That(Ask("ENABLE"), Is.EqualTo("OK\n"));
            }
        }

        internal Surroundings Around { get; }

        internal Interface Interface { get; }

        internal AccessPoint Main { get; }

        internal Bss Bss => Main.Bss;

        internal SimulatedRadio Radio { get; }

        internal List<string> Events { get; } = [];

        internal string? Ask(string command) => Main.Commands.Handle(command);

        internal void Join(MacAddress address, string ssid = "labtest")
        {
            var station = new SimulatedStation(Radio, new SimulatedStationOptions { Address = address, Ssid = Encoding.ASCII.GetBytes(ssid) });
            station.Join();
            _clock.Advance(TimeSpan.FromSeconds(2));
        }

        internal void Connect(MacAddress address, string ssid = "labtest")
        {
            Join(address, ssid);
            Assert.That(Bss.Stations.Find(address)?.IsAuthorized, Is.True, $"{address} is in");
        }

        public void Dispose()
        {
            Interface.Dispose();
            _worker.Dispose();
            _pool.Dispose();
            _loop.Dispose();
        }
    }
}
