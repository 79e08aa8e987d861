using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Tests.Ap;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>Settings that WPS brings: into the file, and back out of it as the same bytes.</summary>
public sealed class StoredSettingsTests
{
    private const string Path = "/etc/ap";
    private const string Ini = "[radio]\nchannel = 6\ninterface = wlan0\n[bss]\nssid = home\n# K\u00fcche\n[security]\nwpa = 2\nwpa_passphrase = 12345678\n[wps]\nwps_state = 1\n";
    private const string Flat = "interface=wlan0\nhw_mode=g\nchannel=6\nssid2=\"home\"\n# K\u00fcche\nwpa=2\nwpa_psk=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n";

    private static readonly string[] Awkward =
    [
        "a\n[control]\non_event=/sbin/halt", "a\non_event=/sbin/poweroff", "\r", "\0", " ", "\"", "\"\"", "\"a\"", "#", ";a", "a # b", "[bss]", "=", " a ", "\t",
        "\u00a0", "\ufeffx", "P\"x\"", "\"unended", "/", "61", "\u2028", "a\\n",
    ];

    public static IEnumerable<byte[]> Names => Awkward.Select(Encoding.UTF8.GetBytes).Concat([[0xff], [0xc3, 0x28], [0x80, 0x0a]]);

    [Test]
    public void A_name_of_any_bytes_comes_back_and_adds_no_line([ValueSource(nameof(Names))] byte[] name, [Values] bool ini) =>
        StoreAndRead(name, "correct horse", ini);

    [TestCase(" begins with a blank", true)]
    [TestCase("ends with a blank ", true)]
    [TestCase("\"quoted in all\"", true)]
    [TestCase("# a comment?", true)]
    [TestCase("; another", true)]
    [TestCase("a = b = c [x]", true)]
    [TestCase(" blanks at both ends ", false)]
    [TestCase("\"quoted in all\"", false)]
    [TestCase("# a comment?", false)]
    public void A_passphrase_comes_back_as_it_was(string passphrase, bool ini) => StoreAndRead("home"u8.ToArray(), passphrase, ini);

    [Test]
    public void Any_name_and_any_passphrase_come_back([Values] bool ini)
    {
        var random = new Random(20261126);
        for (var i = 0; i < 1000; i++)
        {
            var name = new byte[random.Next(1, 33)];
            random.NextBytes(name);
            var passphrase = new string([.. Enumerable.Range(0, random.Next(8, 64)).Select(_ => (char)random.Next(' ', '~' + 1))]);
            StoreAndRead(name, passphrase, ini);
        }
    }

    [TestCase(true, "correct horse", "WPA-PSK SAE", FrameProtection.Allowed)]
    [TestCase(false, "correct horse", "WPA-PSK SAE", FrameProtection.Allowed)]
    [TestCase(true, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "WPA-PSK", FrameProtection.None)]
    public void A_network_that_is_brought_with_a_passphrase_may_be_of_WPA3_too(bool ini, string key, string managements, FrameProtection protection)
    {
        using var scene = new Scene(ini ? Ini + "wps_cred_add_sae = 1\n" : Flat + "wps_cred_add_sae=1\n");
        scene.Offer("brought"u8.ToArray(), Encoding.ASCII.GetBytes(key));
        var read = scene.Read();
        Assert.That((read.KeyManagement, read.FrameProtection), Is.EqualTo((managements, protection)));
        Assert.That((scene.Configuration.KeyManagement, scene.Configuration.FrameProtection), Is.EqualTo((managements, protection)));
    }

    [Test]
    public void The_groups_file_gives_any_name_and_passphrase_back()
    {
        var random = new Random(20261126);
        using var rig = new ApRig();
        foreach (var name in Names.Concat(Enumerable.Range(0, 1000).Select(_ =>
        {
            var bytes = new byte[random.Next(1, 33)];
            random.NextBytes(bytes);
            return bytes;
        })))
        {
            var passphrase = new string([.. Enumerable.Range(0, random.Next(8, 64)).Select(_ => (char)random.Next(' ', '~' + 1))]);
            var written = Group(name, passphrase);
            var disk = new ModelDisk { ["/g"] = GroupFile.Compose(written, rig.Bss) };
            var read = Group([], null);
            GroupState.Load(read, disk);
            Assert.That(read.Ssid, Is.EqualTo(name));
            Assert.That(read.Passphrase, Is.EqualTo(passphrase));
        }
    }

    [Test]
    public void The_groups_file_keeps_who_has_been_in_and_when()
    {
        using var before = new ApRig();
        before.Bss.Group.Known.Note(Device("42:00:00:00:02:00"), new DateOnly(2026, 11, 26));
        before.Bss.Group.Known.Note(Device("42:00:00:00:01:00"), new DateOnly(2026, 11, 27));
        var group = Group("DIRECT-xy"u8.ToArray(), "12345678");
        var disk = new ModelDisk { [GroupState.PathOf(group)] = GroupFile.Compose(group, before.Bss) };
        using var after = new ApRig();
        Assert.That(GroupState.TryLoadDevices(group, after.Bss, disk));
        Assert.That(after.Bss.Group.Known.All, Is.EqualTo(before.Bss.Group.Known.All));
    }

    /// <summary>Version 1: whoever has a key has been in, nobody knows when. Lines that nobody knows are skipped, as version 1 skips ours.</summary>
    [Test]
    public void An_older_file_of_a_group_is_read()
    {
        var key = new string('a', 64);
        var group = Group("DIRECT-xy"u8.ToArray(), "12345678");
        var disk = new ModelDisk
        {
            [GroupState.PathOf(group)] = Encoding.ASCII.GetBytes(
                $"ssid=DIRECT-xy\nfuture 7\ndevice 02:00:00:00:01:00 {Guid.Empty} 42:00:00:00:01:00 {key}\ndevice 02:00:00:00:02:00 {Guid.Empty} 42:00:00:00:02:00 {key}\n"),
        };
        using var rig = new ApRig();
        Assert.That(GroupState.TryLoadDevices(group, rig.Bss, disk));
        Assert.That(rig.Bss.DeviceKeys.All, Has.Count.EqualTo(2));
        Assert.That(rig.Bss.Group.Known.All.Select(static c => c.Device.ToString()), Is.EqualTo(new[] { "42:00:00:00:01:00", "42:00:00:00:02:00" }));
    }

    [Test]
    public void What_is_no_key_never_reaches_the_file([Values] bool ini)
    {
        using var scene = new Scene(ini);
        var before = scene.Disk[Path];
        scene.Offer("home"u8, "12345678\nctrl_interface_group=users"u8);
        Assert.That(scene.Disk[Path], Is.EqualTo(before));
    }

    [Test]
    public void Settings_come_into_force_though_their_file_cannot_be_read()
    {
        using var scene = new Scene(ini: true);
        scene.Disk[Path] = null;
        Assert.That(() => scene.Offer("fresh"u8, "correct horse"u8), Throws.Nothing);
        scene.Rig.Run(1);
        Assert.That(scene.Rig.Bss.Options.Ssid, Is.EqualTo("fresh"u8.ToArray()));
    }

    [Test]
    public void Settings_come_into_force_though_their_file_is_a_pipe_or_a_folder([Values("/nonexistent/ap.ini", "/", "/dev/null")] string file)
    {
        using var rig = ApRig.Enabled(change: Provisioning);
        var configuration = new AccessPointConfiguration { InterfaceName = "wlan0", File = file, Ssid = "labtest"u8.ToArray(), Wpa = 2, Passphrase = "12345678" };
        configuration.Radio.Channel = 6;
        using var keeper = new NewSettings(configuration, rig.Bss, rig.Clock);
        Offer(rig, "fresh"u8, "correct horse"u8);
        rig.Run(1);
        Assert.That(rig.Bss.Options.Ssid, Is.EqualTo("fresh"u8.ToArray()));
    }

    /// <summary>Power cut behind each step: the file is the old one or the new one, and stored settings never go back.</summary>
    [Test]
    public void A_power_cut_leaves_the_old_settings_or_the_new([Range(0, 4)] int step, [Values] bool unsyncedSurvives, [Values] bool ini)
    {
        using var scene = new Scene(ini);
        scene.Offer("first"u8, "correct horse"u8);
        scene.Disk.CutsAt = scene.Disk.Steps + step;
        Assert.That(() => scene.Offer("second"u8, "battery staple"u8), Throws.TypeOf<PowerCutException>());
        scene.Disk.LosePower(unsyncedSurvives);
        var read = scene.Read();
        Assert.That((Encoding.UTF8.GetString(read.Ssid), read.Passphrase),
            Is.EqualTo(("first", "correct horse")).Or.EqualTo(("second", "battery staple")));
    }

    [Test]
    public void A_full_disk_leaves_the_old_file_whole([Range(0, 4)] int step)
    {
        using var scene = new Scene(ini: true);
        scene.Disk.FailsAt = step;
        scene.Offer("second"u8, "battery staple"u8);
        Assert.That(scene.Read().Ssid, Is.EqualTo("home"u8.ToArray()).Or.EqualTo("second"u8.ToArray()));
        scene.Rig.Run(1);
        Assert.That(scene.Rig.Bss.Options.Ssid, Is.EqualTo("second"u8.ToArray()), "in force all the same");
    }

    /// <summary>A log is rotated, the files are read anew: that is no reason to go back to an open network.</summary>
    [Test]
    public void What_could_not_be_stored_outlives_a_reload_of_the_same_file_and_not_of_another()
    {
        const string open = "interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nwps_state=1\n";
        using var scene = new Scene(open, namedByClient: true);
        scene.Offer("fresh"u8, "correct horse"u8);
        scene.Offer("fresher"u8, "battery staple"u8);
        FileReplay.Onto(scene.Configuration, scene.Read());
        var kept = scene.Configuration;
        Assert.That((Encoding.UTF8.GetString(kept.Ssid), kept.Wpa, kept.Passphrase, kept.WpsState), Is.EqualTo(("fresher", 2, "battery staple", 2)));
        scene.Disk[Path] = Encoding.UTF8.GetBytes(open + "ap_isolate=1\n");
        FileReplay.Onto(scene.Configuration, scene.Read());
        Assert.That((kept.Passphrase, kept.Isolate), Is.EqualTo(("battery staple", true)), "other keys are taken");
        scene.Disk[Path] = Encoding.UTF8.GetBytes(open + "ssid=garden\n");
        FileReplay.Onto(scene.Configuration, scene.Read());
        Assert.That((Encoding.UTF8.GetString(kept.Ssid), kept.Wpa, kept.Passphrase, kept.WpsState), Is.EqualTo(("garden", 0, (string?)null, 1)), "the owner's word");
        scene.Disk[Path] = Encoding.UTF8.GetBytes(open);
        FileReplay.Onto(scene.Configuration, scene.Read());
        Assert.That(kept.Wpa, Is.Zero, "nothing is kept any more");
    }

    [Test]
    public void A_file_that_a_client_named_is_not_written()
    {
        using var scene = new Scene(ini: true, namedByClient: true);
        var before = scene.Disk[Path];
        scene.Offer("fresh"u8, "correct horse"u8);
        Assert.That(scene.Disk[Path], Is.EqualTo(before));
    }

    [TestCase("wpa=3\nwpa_pairwise=TKIP CCMP\nwpa_passphrase=12345678\n")]
    [TestCase("wpa=3\nwpa_pairwise=TKIP\nwpa_passphrase=12345678\n")]
    [TestCase("wpa=0\nwpa_pairwise=TKIP\nwps_state=1\n")]
    public void A_file_with_ciphers_of_the_old_WPA_is_good_afterwards(string security)
    {
        const string head = "interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\n";
        using var scene = new Scene(head + security);
        scene.Offer("fresh"u8, "correct horse"u8);
        var read = scene.Read();
        Assert.That((read.Wpa, read.Passphrase), Is.EqualTo((2, "correct horse")));
        Assert.That(scene.Configuration.Check(testing: false), Is.Empty, "and the next ENABLE takes it");
    }

    /// <summary>Settings that WPS brings are of WPA-PSK and CCMP.</summary>
    [TestCase("wpa=2\nwpa_key_mgmt=WPA-PSK-SHA256\nwpa_passphrase=12345678\n")]
    [TestCase("wpa=2\nrsn_pairwise=CCMP GCMP-256\nwpa_passphrase=12345678\n")]
    [TestCase("wpa=2\nwpa_pairwise=GCMP\ngroup_cipher=CCMP-256\nwpa_passphrase=12345678\n")]
    [TestCase("wpa=0\nwpa_key_mgmt=WPA-PSK-SHA256\nwps_state=1\n")]
    public void A_file_of_other_suites_has_those_of_the_settings_afterwards(string security)
    {
        using var scene = new Scene("interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\n" + security);
        scene.Offer("fresh"u8, "correct horse"u8);
        Assert.That(scene.Read().ToOptions().Security!.Rsn.Offer, Is.EqualTo(KeySuiteOffer.Personal));
        Assert.That(scene.Configuration.ToOptions().Security!.Rsn.Offer, Is.EqualTo(KeySuiteOffer.Personal));
    }

    private static BssOptions Provisioning(BssOptions options) => options with { Wps = new WpsOptions { Device = new DeviceData { DeviceName = "x" } } };

    private static void StoreAndRead(byte[] name, string passphrase, bool ini)
    {
        using var scene = new Scene(ini);
        var comment = Encoding.UTF8.GetString(scene.Disk[Path]!).Split('\n').Single(static l => l.StartsWith('#'));
        scene.Offer(name, Encoding.ASCII.GetBytes(passphrase));
        var read = scene.Read();
        Assert.That(read.Ssid, Is.EqualTo(name), Encoding.UTF8.GetString(scene.Disk[Path]!));
        Assert.That((read.Passphrase, read.Psk, read.Wpa, read.WpsState, read.EventProgram), Is.EqualTo((passphrase, (string?)null, 2, 2, (string?)null)));
        Assert.That(Encoding.UTF8.GetString(scene.Disk[Path]!).Split('\n'), Has.Member(comment));
    }

    private static void Offer(ApRig rig, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key)
    {
        var settings = new ApSettings(name, AuthenticationTypes.Wpa2Psk, EncryptionTypes.Aes, new SecretBytes(key));
        rig.Bss.Provisioning.Tell(registrar => registrar.Configure(settings));
    }

    private static MacAddress Device(string text) => MacAddress.TryParse(text, out var address) ? address : throw new FormatException(text);

    private static AccessPointConfiguration Group(byte[] name, string? passphrase)
    {
        var configuration = new AccessPointConfiguration { InterfaceName = "wlan0", Ssid = name, Passphrase = passphrase };
        configuration.GroupOwner.Enabled = true;
        configuration.GroupOwner.StateFile = "/g";
        return configuration;
    }

    private sealed class Scene : IDisposable
    {
        private readonly NewSettings _keeper;

        internal Scene(bool ini, bool namedByClient = false)
            : this(ini ? Ini : Flat, namedByClient)
        {
        }

        internal Scene(string file, bool namedByClient = false)
        {
            Disk[Path] = Encoding.UTF8.GetBytes(file);
            Rig = ApRig.Enabled(change: Provisioning);
            Configuration = Read(mayRemark: true);
            Configuration.IsNamedByClient = namedByClient;
            _keeper = new NewSettings(Configuration, Rig.Bss, Rig.Clock, Disk);
        }

        internal AccessPointConfiguration Configuration { get; }

        internal ModelDisk Disk { get; } = new();

        internal ApRig Rig { get; }

        internal void Offer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> key) => StoredSettingsTests.Offer(Rig, name, key);

        internal AccessPointConfiguration Read(bool mayRemark = false)
        {
            var problems = new List<ConfigurationProblem>();
            var read = ConfigurationFile.Read(Path, Disk[Path]!, default, problems);
            Assert.That(problems.Where(p => !mayRemark || !p.IsWarning), Is.Empty);
            return read;
        }

        public void Dispose()
        {
            _keeper.Dispose();
            Rig.Dispose();
        }
    }
}
