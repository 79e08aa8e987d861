using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Tests.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary><c>wpa_psk_file</c> and the file of a group: whose lines stay, whose keys count, and what a disk that fails may spoil.</summary>
public sealed class DeviceKeyFileTests
{
    private const string Path = "/etc/psk";
    private const string GroupPath = "/var/group";

    [Test]
    public void A_line_that_its_owner_has_added_survives_an_enrolment()
    {
        using var scene = new Scene("02:00:00:00:01:00 firstsecret\n");
        scene.Append("02:00:00:00:02:00 secondsecret\n");
        scene.Enrol(ApRig.Third, 7);
        Assert.That(scene.Text, Is.EqualTo("02:00:00:00:01:00 firstsecret\n02:00:00:00:02:00 secondsecret\n02:00:00:00:03:00 " + Hex(7) + "\n"));
    }

    [Test]
    public void Every_byte_of_the_file_survives_an_enrolment()
    {
        byte[] before = [.. "# K\u00fcche "u8, 0xff, .. "\r\n\n02:00:00:00:01:00 schl\u00fcsselbund\nnonsense\nkeyid=a 00:00:00:00:00:00 anybody1"u8];
        using var scene = new Scene("");
        scene.Disk[Path] = before;
        scene.Enrol(ApRig.Third, 7);
        Assert.That(scene.Disk[Path], Is.EqualTo(before.Concat(Encoding.ASCII.GetBytes($"\n02:00:00:00:03:00 {Hex(7)}\n"))));
    }

    [Test]
    public void Only_the_lines_of_the_device_that_was_asked_for_go()
    {
        using var scene = new Scene("# 02:00:00:00:03:00 comment1\n02:00:00:00:01:00 firstsecret\n02:00:00:00:03:00 " + Hex(7) + "\n00:00:00:00:00:00 anybody1\n");
        scene.Append("02:00:00:00:02:00 secondsecret\n");
        Assert.That(scene.Rig.Bss.RemoveDevicePsk(ApRig.Third));
        Assert.That(scene.Text, Is.EqualTo("# 02:00:00:00:03:00 comment1\n02:00:00:00:01:00 firstsecret\n00:00:00:00:00:00 anybody1\n02:00:00:00:02:00 secondsecret\n"));
    }

    [Test]
    public void A_passphrase_in_UTF8_counts_as_its_bytes()
    {
        using var scene = new Scene("02:00:00:00:01:00 schl\u00fcsselbund\n02:00:00:00:02:00 \u00fc\u00fc\u00fc\u00fc\n");
        using var expected = Pmk.FromPassphrase("labtest"u8, "schl\u00fcsselbund"u8);
        Assert.That(scene.Rig.Bss.DeviceKeys.All[0].Key.Span.ToArray(), Is.EqualTo(expected.Span.ToArray()));
        Assert.That(scene.Rig.Bss.DeviceKeys.All, Has.Count.EqualTo(2), "eight bytes are enough");
        var problems = new List<ConfigurationProblem>();
        WpaPskFile.Read(Path, Encoding.UTF8.GetBytes("02:00:00:00:01:00 " + new string('\u00fc', 32) + "a\n"), "labtest"u8.ToArray(), hasVlans: false, problems);
        Assert.That(problems.Single().ToString(), Does.StartWith("/etc/psk:1: 02:00:00:00:01:00: needs a passphrase"), "65 bytes are too many");
    }

    [TestCase("02:00:00:00:01:00 short", "/etc/psk:2: 02:00:00:00:01:00: needs a passphrase of 8–63 characters or 64 hexadecimal digits")]
    [TestCase("nobody 12345678", "/etc/psk:2: is no 'address key' line")]
    [TestCase("vlanid=3 02:00:00:00:01:00 12345678", "/etc/psk:2: 02:00:00:00:01:00: puts its device into a VLAN, and there are none: set dynamic_vlan = 1")]
    [TestCase("vlanid=4095 02:00:00:00:01:00 12345678", "/etc/psk:2: has a vlanid= that is no number from 1 to 4094")]
    [TestCase("vlanid=10a 02:00:00:00:01:00 12345678", "/etc/psk:2: has a vlanid= that is no number from 1 to 4094")]
    [TestCase("vlanid= 02:00:00:00:01:00 12345678", "/etc/psk:2: has a vlanid= that is no number from 1 to 4094")]
    [TestCase("wpa=3 02:00:00:00:01:00 12345678", "/etc/psk:2: has an unknown 'wpa='; keyid=, vlanid= and wps= are known")]
    [TestCase("02:00:00:00:01:00 12345678\r", "/etc/psk:2: ends as on Windows, with a carriage return: take those out")]
    public void With_a_mistake_in_the_file_the_keys_stay_as_they_are(string line, string expected)
    {
        using var scene = new Scene("02:00:00:00:03:00 firstsecret\n");
        scene.Append(line + "\n02:00:00:00:02:00 secondsecret\n");
        Assert.That(scene.Keeper.Load(), Is.EqualTo(expected));
        Assert.That(scene.Keeper.Reload(out var gone), Is.EqualTo(expected));
        Assert.That(gone, Is.Zero);
        Assert.That(scene.Rig.Bss.DeviceKeys.All.Select(static p => p.Station), Is.EqualTo(new[] { ApRig.Third }));
    }

    [Test]
    public void A_line_says_in_which_VLAN_its_device_is()
    {
        var problems = new List<ConfigurationProblem>();
        var keys = WpaPskFile.Read(Path, "vlanid=10 keyid=guest 00:00:00:00:00:00 guestsecret\nvlanid=0 02:00:00:00:01:00 firstsecret\n"u8,
            "labtest"u8.ToArray(), hasVlans: true, problems);
        Assert.That(problems, Is.Empty);
        Assert.That(keys.Select(static k => (k.KeyId, k.VlanId)), Is.EqualTo(new[] { ("guest", 10), (null, 0) }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Keys_of_a_file_that_is_gone_are_gone_after_a_reload(bool lineRemoved)
    {
        using var scene = new Scene("02:00:00:00:01:00 firstsecret\n");
        scene.Rig.Connect(ApRig.First, static o => o with { Passphrase = "firstsecret" });
        Assert.That(scene.Rig.Sta(ApRig.First)?.IsAuthorized, Is.True);
        if (lineRemoved)
        {
            scene.Configuration.PskFile = null;
        }
        else
        {
            scene.Disk[Path] = null;
        }

        Assert.That(scene.Keeper.Reload(out var gone), Is.Null);
        Assert.That(gone, Is.EqualTo(1));
        Assert.That(scene.Rig.Bss.DeviceKeys.All, Is.Empty);
        Assert.That(scene.Rig.Events, Has.Member("AP-STA-DISCONNECTED 02:00:00:00:01:00"));
    }

    [Test]
    public void A_key_made_without_any_file_outlives_ENABLE()
    {
        using var scene = new Scene("");
        scene.Configuration.PskFile = null;
        scene.Keeper.Load();
        scene.Enrol(ApRig.Third, 7);
        Assert.That(scene.Keeper.Load(), Is.Null);
        Assert.That(scene.Rig.Bss.DeviceKeys.All, Has.Count.EqualTo(1));
    }

    [Test]
    public void An_access_list_whose_line_is_removed_is_empty_after_a_reload()
    {
        var path = System.IO.Path.GetTempFileName();
        File.WriteAllText(path, "02:00:00:00:01:00\n");
        using var rig = ApRig.Enabled();
        var configuration = new AccessPointConfiguration { InterfaceName = "wlan0", AclPolicy = AclPolicy.DenyUnlessAccepted, AcceptFile = path };
        var lists = new AccessLists(configuration, rig.Bss);
        Assert.That(lists.Load(), Is.Null);
        Assert.That(rig.Bss.Acl.Accepted, Has.Count.EqualTo(1));
        File.WriteAllText(path, "root:$y$j9T$secret\n");
        Assert.That(lists.LoadAnew(), Does.StartWith($"line 1 of {path} is no address").And.Not.Contain("secret"));
        Assert.That(rig.Bss.Acl.Accepted, Has.Count.EqualTo(1), "a list with a mistake changes nothing");
        File.Delete(path);
        configuration.AcceptFile = null;
        Assert.That(lists.Load(), Is.Null);
        Assert.That(rig.Bss.Acl.Accepted, Is.Empty);
    }

    [Test]
    public void A_removed_device_does_not_come_back_with_ENABLE([Values] bool diskFails)
    {
        using var scene = new Scene(Group, isGroup: true, slow: true);
        Assert.That(scene.Rig.Bss.DeviceKeys.All, Has.Count.EqualTo(1));
        Assert.That(scene.Rig.Bss.RemoveDevicePsk(ApRig.First));
        scene.Keeper.Load();
        scene.Keeper.KeepGroup();
        scene.Disk.FailsAt = diskFails ? 0 : -1;
        scene.Worker.Catch(2);
        Assert.That(scene.Keeper.Load(), Is.Null);
        Assert.That(scene.Rig.Bss.DeviceKeys.All, Is.Empty);
        scene.Keeper.KeepGroup();
        scene.Worker.Catch(1);
        Assert.That(scene.Text, Does.Not.Contain("device "));
    }

    [Test]
    public void What_waits_for_the_disk_counts_when_the_file_is_read_anew([Values] bool diskFails)
    {
        using var scene = new Scene("02:00:00:00:01:00 firstsecret\n", slow: true);
        scene.Enrol(ApRig.Third, 7);
        Assert.That(scene.Rig.Bss.RemoveDevicePsk(ApRig.First));
        scene.Disk.FailsAt = diskFails ? 0 : -1;
        scene.Worker.Catch(diskFails ? 1 : 0);
        Assert.That(scene.Keeper.Load(), Is.Null);
        Assert.That(scene.Rig.Bss.DeviceKeys.All.Select(static p => (p.Station, p.Key.Span[0])), Is.EqualTo(new[] { (ApRig.Third, (byte)7) }));
        scene.Worker.Catch(10);
        Assert.That(scene.Text, Is.EqualTo($"02:00:00:00:03:00 {Hex(7)}\n"));
    }

    [Test]
    public void A_write_that_fails_loses_nothing_of_earlier_and_comes_with_the_next([Range(0, 4)] int step)
    {
        using var scene = new Scene("# mine\n");
        scene.Enrol(ApRig.First, 1);
        scene.Disk.FailsAt = scene.Disk.Steps + step;
        scene.Enrol(ApRig.Second, 2);
        Assert.That(scene.Text, Does.StartWith($"# mine\n02:00:00:00:01:00 {Hex(1)}\n"));
        scene.Enrol(ApRig.Third, 3);
        Assert.That(scene.Text, Is.EqualTo($"# mine\n02:00:00:00:01:00 {Hex(1)}\n02:00:00:00:02:00 {Hex(2)}\n02:00:00:00:03:00 {Hex(3)}\n"));
    }

    /// <summary>Power cut behind each step of the write, and of a removal: never half a file, never a written key lost.</summary>
    [Test]
    public void A_power_cut_leaves_the_file_before_or_after([Range(0, 4)] int step, [Values] bool unsyncedSurvives, [Values] bool removal, [Values] bool isGroup)
    {
        using var scene = new Scene(isGroup ? Group : "# mine\n", isGroup);
        scene.Enrol(ApRig.Third, 1);
        var before = scene.Text;
        scene.Disk.CutsAt = scene.Disk.Steps + step;
        Assert.That(() => removal ? scene.Rig.Bss.RemoveDevicePsk(ApRig.Third) : scene.Enrol(ApRig.Second, 2), Throws.TypeOf<PowerCutException>());
        scene.Disk.LosePower(unsyncedSurvives);
        var after = scene.Text;
        Assert.That(after == before || removal == !after.Contains("02:00:00:00:03:00", StringComparison.Ordinal), after);
        Assert.That(after, Does.EndWith("\n").And.StartWith(isGroup ? "version=2\nssid=DIRECT-ab\npassphrase=12345678\naddress=" : "# mine\n"));
        using var next = new Scene(after, isGroup);
        Assert.That(next.Rig.Bss.DeviceKeys.All.Select(static p => p.Station), after == before || !removal ? Has.Member(ApRig.Third) : Has.No.Member(ApRig.Third));
    }

    [Test]
    public void The_address_of_a_group_is_kept_while_its_adapter_has_not_come()
    {
        using var scene = new Scene(Group, isGroup: true, bssid: MacAddress.Zero);
        Assert.That(scene.Configuration.Address, Is.EqualTo(new MacAddress([0x02, 0x11, 0x22, 0x33, 0x44, 0x55])));
        scene.Keeper.KeepGroup();
        Assert.That(scene.Text, Does.Contain("address=02:11:22:33:44:55\n"));
    }

    [Test]
    public void A_group_that_could_not_be_read_is_not_written_over_when_the_disk_recovers()
    {
        var disk = new ModelDisk { [GroupPath] = Encoding.UTF8.GetBytes(Group), IsUnreadable = true };
        var configuration = new AccessPointConfiguration { InterfaceName = "wlan0", Ssid = "DIRECT-zz"u8.ToArray(), Passphrase = "another1" };
        configuration.GroupOwner.Enabled = true;
        configuration.GroupOwner.StateFile = GroupPath;
        using var rig = ApRig.Enabled();
        var keeper = new PskFileKeeper(configuration, rig.Bss, new SlowWorker(slow: false), disk);
        Assert.That(keeper.Load(), Is.Null, "the group goes on the air all the same");
        disk.IsUnreadable = false;
        keeper.KeepGroup();
        Assert.That(Encoding.UTF8.GetString(disk[GroupPath]!), Is.EqualTo(Group));
        Assert.That(keeper.Load(), Is.Null);
        Assert.That(rig.Bss.DeviceKeys.All, Has.Count.EqualTo(1));
    }

    [TestCase("ssid=DIRECT-ab\r\npassphrase=12345678\r\n", "12345678")]
    [TestCase("ssid=DIRECT-ab\npassphrase=1234\n", null)]
    [TestCase("ssid=DIRECT-ab\npassphrase=12345678\u0001\n", null)]
    [TestCase("ssid2=4449524543542d6162\npassphrase=12345678\n", "12345678")]
    public void A_groups_file_that_somebody_edited_harms_nobody(string text, string? passphrase)
    {
        var configuration = new AccessPointConfiguration { InterfaceName = "wlan0" };
        configuration.GroupOwner.StateFile = GroupPath;
        GroupState.Load(configuration, new ModelDisk { [GroupPath] = Encoding.UTF8.GetBytes(text) });
        Assert.That((Encoding.UTF8.GetString(configuration.Ssid), configuration.Passphrase), Is.EqualTo(("DIRECT-ab", passphrase)));
        using var rig = new ApRig();
        Assert.That(() => GroupFile.Compose(configuration, rig.Bss), Throws.Nothing);
    }

    [TestCase("address=00:00:00:00:00:00\n")]
    [TestCase("address=01:00:00:00:00:00\n")]
    [TestCase("address=\n")]
    public void An_address_that_no_interface_can_have_is_not_taken(string text)
    {
        var configuration = new AccessPointConfiguration { InterfaceName = "wlan0" };
        configuration.GroupOwner.StateFile = GroupPath;
        Assert.That(GroupState.Load(configuration, new ModelDisk { [GroupPath] = Encoding.ASCII.GetBytes(text) }), Is.False);
        Assert.That(configuration.Address, Is.Null);
    }

    [TestCase("/", "Is a directory")]
    [TestCase("/dev/null", "a regular file is wanted")]
    public void A_groups_file_that_cannot_be_read_is_neither_taken_nor_replaced(string path, string why)
    {
        var configuration = new AccessPointConfiguration { InterfaceName = "wlan0" };
        configuration.GroupOwner.StateFile = path;
        Assert.That(() => GroupState.Load(configuration), Throws.Nothing);
        Assert.That(GroupState.Store(path, [1], HostApd.Linux.Disk.Real).ToString(), Does.Contain(why));
    }

    private const string Group = "ssid=DIRECT-ab\npassphrase=12345678\naddress=02:11:22:33:44:55\n"
        + "device 02:00:00:00:01:00 00000000-0000-0000-0000-000000000000 02:00:00:00:01:00 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n";

    private static string Hex(byte fill) => Convert.ToHexStringLower(Enumerable.Repeat(fill, 32).ToArray());

    private sealed class Scene : IDisposable
    {
        internal Scene(string content, bool isGroup = false, bool slow = false, MacAddress? bssid = null)
        {
            Worker = new SlowWorker(slow);
            _path = isGroup ? GroupPath : Path;
            Disk[_path] = Encoding.UTF8.GetBytes(content);
            Configuration = new AccessPointConfiguration { InterfaceName = "wlan0", WpsState = 2, PskFile = Path };
            Configuration.GroupOwner.Enabled = isGroup;
            Configuration.GroupOwner.StateFile = GroupPath;
            Rig = bssid is { } address ? new ApRig(new HostApd.Simulation.SimulatedRadioOptions { Address = address }) : ApRig.Enabled();
            Keeper = new PskFileKeeper(Configuration, Rig.Bss, Worker, Disk);
            if (isGroup)
            {
                GroupState.Load(Configuration, Disk);
            }
            else
            {
                Configuration.Ssid = "labtest"u8.ToArray();
            }

            Assert.That(Keeper.Load(), Is.Null);
        }

        private readonly string _path;

        internal SlowWorker Worker { get; }

        internal ModelDisk Disk { get; } = new();

        internal AccessPointConfiguration Configuration { get; }

        internal ApRig Rig { get; }

        internal PskFileKeeper Keeper { get; }

        internal string Text => Encoding.UTF8.GetString(Disk[_path]!);

        internal void Append(string lines) => Disk[_path] = Encoding.UTF8.GetBytes(Text + lines);

        /// <summary>As the registrar's effect does it.</summary>
        internal bool Enrol(MacAddress station, byte fill)
        {
            Rig.Bss.DeviceKeys.Add(new DevicePmk(station, new Pmk(Enumerable.Repeat(fill, 32).ToArray())) { P2pDevice = station });
            Rig.Bss.DeviceKeys.TellChanged();
            return true;
        }

        public void Dispose() => Rig.Dispose();
    }

    /// <summary>Does its work at once, or when it is told to.</summary>
    private sealed class SlowWorker(bool slow) : IWorker
    {
        private readonly Queue<(Action Work, Action Done)> _queue = new();

        public void Run(Action work, Action done)
        {
            _queue.Enqueue((work, done));
            Catch(slow ? 0 : 1);
        }

        internal void Catch(int count)
        {
            for (; count > 0 && _queue.TryDequeue(out var next); count--)
            {
                next.Work();
                next.Done();
            }
        }
    }
}
