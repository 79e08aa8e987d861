using System.Text;
using HostApd.Configuration;
using HostApd.Tests.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>The file of a group that another version wrote: what is known is read, what is not is said, and nothing of it is lost.</summary>
public sealed class GroupFileTests
{
    private const string Path = "/g";
    private const string Beside = "/g.unread";
    private const string Key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private const string Device = "device 02:00:00:00:01:00 00000000-0000-0000-0000-000000000000 42:00:00:00:01:00 " + Key;

    private const string Newer = "version=3\nssid=DIRECT-ab\npassphrase=12345678\naddress=02:11:22:33:44:55\nband=6\nclient 42:00:00:00:01:00 2026-11-26\n"
        + Device + "\n" + Device + " sae\nsae 42:00:00:00:01:00 " + Key + "\n";

    [Test]
    public void Of_a_newer_file_what_is_known_is_read_and_the_rest_is_said_with_its_line()
    {
        using var file = Parse(Newer);
        Assert.That((Encoding.ASCII.GetString(file.Ssid!), file.Passphrase, file.Address.ToString()), Is.EqualTo(("DIRECT-ab", "12345678", "02:11:22:33:44:55")));
        Assert.That(file.Clients.Select(static c => c.Device.ToString()), Is.EqualTo(new[] { "42:00:00:00:01:00" }));
        Assert.That(file.Devices, Has.Count.EqualTo(1));
        Assert.That(file.Unread.Select(static p => p.ToString()), Is.EqualTo(new[]
        {
            "/g:1: version: 3 is newer than 2, which is the one that this daemon knows: what it knows of it is read (ignored)",
            "/g:5: band: this version does not know that (ignored)",
            "/g:8: device: is no 'device STATION UUID ADDRESS KEY': the device gets in with another key, by the button (ignored)",
            "/g:9: sae: this version does not know that (ignored)",
        }));
    }

    [TestCase("version=2\nfuture 7\n", "/g:2: future: is no line of a group's file (ignored)")]
    [TestCase("version=two\n", "/g:1: version: is no number (ignored)")]
    [TestCase("version=-1\n", "/g:1: version: is no number (ignored)")]
    [TestCase("ssid=\n", "/g:1: ssid: a name has 1–32 bytes: the group gets another (ignored)")]
    [TestCase("ssid=123456789012345678901234567890123\n", "/g:1: ssid: a name has 1–32 bytes: the group gets another (ignored)")]
    [TestCase("ssid=a\nssid2=62\n", "/g:2: ssid2: stands there twice (ignored)")]
    [TestCase("passphrase=1234567\n", "/g:1: passphrase: has 8–63 bytes, and no control characters: the group gets another (ignored)")]
    [TestCase("passphrase=12345678\npassphrase=12345678\n", "/g:2: passphrase: stands there twice (ignored)")]
    [TestCase("address=01:00:00:00:00:00\n", "/g:1: address: is no address that an interface can have (ignored)")]
    [TestCase("client 42:00:00:00:01:00 yesterday\n", "/g:1: client: is no 'client ADDRESS YEAR-MONTH-DAY': who that is, is not known any more (ignored)")]
    [TestCase("ssid\n", "/g:1: is no line of a group's file (ignored)")]
    [TestCase(Key + "\n", "/g:1: is no line of a group's file (ignored)")]
    [TestCase(Key + " 1\n", "/g:1: is no line of a group's file (ignored)")]
    public void A_line_that_is_not_read_is_said_without_what_may_be_a_key(string text, string expected)
    {
        using var file = Parse(text);
        Assert.That(file.Unread.Select(static p => p.ToString()), Is.EqualTo(new[] { expected }));
    }

    [TestCase("")]
    [TestCase("version=1\nssid=a\npassphrase=12345678\n")]
    [TestCase("# mine\r\n\r\nversion=2\r\nssid2=61\r\n")]
    [TestCase("version=2\n" + Device + "\n")]
    public void Of_an_older_or_equal_file_everything_is_read(string text)
    {
        using var file = Parse(text);
        Assert.That((file.UnreadCount, file.Unread.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Of_many_lines_the_first_are_said_and_the_rest_is_counted()
    {
        using var file = Parse(string.Concat(Enumerable.Repeat("future 7\n", 1000)));
        Assert.That((file.UnreadCount, file.Unread.Count), Is.EqualTo((1000, GroupFile.MostTold)));
    }

    [Test]
    public void Keys_that_nobody_took_are_wiped_with_the_file()
    {
        var file = Parse(Device + "\n");
        var left = file.Devices[0];
        file.Dispose();
        Assert.That(left.Key.Span.ToArray(), Is.All.Zero);
        var taken = new List<HostApd.Rsn.DevicePmk>();
        using (var other = Parse(Device + "\n"))
        {
            other.GiveDevices(taken.Add);
        }

        Assert.That(Convert.ToHexStringLower(taken.Single().Key.Span), Is.EqualTo(Key));
    }

    [Test]
    public void A_newer_file_stays_beside_the_one_that_is_written_and_once_written_there_is_nothing_to_keep()
    {
        using var rig = new ApRig();
        var disk = new ModelDisk { [Path] = Encoding.ASCII.GetBytes(Newer) };
        var group = Group();
        GroupState.Load(group, disk);
        Assert.That(GroupState.TryLoadDevices(group, rig.Bss, disk));
        Assert.That(GroupState.Store(Path, GroupFile.Compose(group, rig.Bss), disk).Succeeded);
        Assert.That(Encoding.ASCII.GetString(disk[Beside]!), Is.EqualTo(Newer));
        Assert.That(Encoding.ASCII.GetString(disk[Path]!), Does.StartWith("version=2\nssid=DIRECT-ab\npassphrase=12345678\n").And.Contain(Device));
        disk[Beside] = null;
        Assert.That(GroupState.Store(Path, GroupFile.Compose(group, rig.Bss), disk).Succeeded);
        Assert.That(disk[Beside], Is.Null);
    }

    [Test]
    public void A_newer_file_that_cannot_be_kept_is_not_replaced([Range(0, 4)] int step)
    {
        var disk = new ModelDisk { [Path] = Encoding.ASCII.GetBytes(Newer), FailsAt = step };
        Assert.That(GroupState.Store(Path, "version=2\n"u8.ToArray(), disk).Succeeded, Is.False);
        Assert.That(Encoding.ASCII.GetString(disk[Path]!), Is.EqualTo(Newer));
    }

    /// <summary>Four steps and one more for each of two files.</summary>
    [Test]
    public void A_power_cut_never_loses_the_newer_file([Range(0, 9)] int step, [Values] bool unsyncedSurvives)
    {
        var disk = new ModelDisk { [Path] = Encoding.ASCII.GetBytes(Newer), CutsAt = step };
        Assert.That(() => GroupState.Store(Path, "version=2\n"u8.ToArray(), disk), Throws.TypeOf<PowerCutException>());
        disk.LosePower(unsyncedSurvives);
        Assert.That(new[] { disk[Path], disk[Beside] }.Select(static b => Encoding.ASCII.GetString(b ?? [])), Has.Member(Newer));
    }

    private static GroupFile Parse(string text) => GroupFile.Parse(Path, Encoding.ASCII.GetBytes(text));

    private static AccessPointConfiguration Group()
    {
        var configuration = new AccessPointConfiguration { InterfaceName = "wlan0" };
        configuration.GroupOwner.Enabled = true;
        configuration.GroupOwner.StateFile = Path;
        return configuration;
    }
}
