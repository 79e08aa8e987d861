using System.Text;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Rsn;
using HostApd.Tests.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>A passphrase is 8 to 63 bytes of any kind, and the same bytes wherever it goes.</summary>
public sealed class PassphraseBytesTests
{
    private static readonly byte[] Umlauts = Encoding.UTF8.GetBytes("pässwörter");
    private static readonly byte[] NoText = [(byte)'a', 0xff, 0x80, (byte)'\t', (byte)' ', 0x7f, 0xc3, (byte)'z'];

    private static IEnumerable<byte[]> Passphrases => [Umlauts, NoText, [.. Enumerable.Repeat((byte)0xe4, 8)], [.. Enumerable.Repeat((byte)0xe4, 63)]];

    [TestCaseSource(nameof(Passphrases))]
    public void Bytes_of_a_hostapd_conf_become_the_key(byte[] passphrase)
    {
        var configuration = Flat(passphrase, out var problems);
        Assert.That(problems, Is.Empty);
        var security = configuration.ToOptions().Security!;
        using var expected = Pmk.FromPassphrase("home"u8, passphrase);
        Assert.That(security.Pmks.Single().Span.ToArray(), Is.EqualTo(expected.Span.ToArray()));
        Assert.That(security.Passphrase!.Span.ToArray(), Is.EqualTo(passphrase), "WPS hands out the same bytes");
    }

    [TestCase(7, "has 7 bytes; 8–63 are allowed")]
    [TestCase(64, "has 64 bytes; 8–63 are allowed")]
    public void They_are_counted_as_bytes(int length, string expected)
    {
        Flat([.. Enumerable.Repeat((byte)0xe4, length)], out var problems);
        Assert.That(problems.Single(), Does.EndWith(expected));
    }

    [Test]
    public void Letters_may_be_several()
    {
        Flat(Encoding.UTF8.GetBytes("ääää"), out var problems);
        Assert.That(problems, Is.Empty, "eight bytes");
        Flat(Encoding.UTF8.GetBytes(new string('ä', 32)), out problems);
        Assert.That(problems.Single(), Does.EndWith("has 64 bytes; 8–63 are allowed"));
    }

    [Test]
    public void An_ini_says_the_same_in_UTF_8()
    {
        var problems = new List<ConfigurationProblem>();
        var read = ConfigurationFile.Read("a.ini", [.. "[radio]\ninterface = wlan0\nchannel = 6\n[bss]\nssid = home\n[security]\nwpa = 2\nwpa_passphrase = "u8, .. Umlauts, (byte)'\n'],
            default, problems);
        Assert.That(problems, Is.Empty);
        Assert.That(ByteText.Encode(read.Passphrase!), Is.EqualTo(Umlauts));
        Assert.That(read.ToOptions().Security!.Passphrase!.Span.ToArray(), Is.EqualTo(Umlauts));
    }

    [TestCaseSource(nameof(Passphrases))]
    public void It_is_stored_as_it_is_or_not_at_all(byte[] passphrase)
    {
        var text = ByteText.Decode(passphrase);
        if (!LineValue.TryCreate(text, out var line))
        {
            Assert.That(text.Any(char.IsControl));
            return;
        }

        var conf = FlatEditor.Set("interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nwpa=2\n", "wpa_passphrase", line);
        var problems = new List<ConfigurationProblem>();
        Assert.That(ByteText.Encode(ConfigurationFile.Read("a.conf", ByteText.Encode(conf), default, problems).Passphrase!), Is.EqualTo(passphrase));
        Assert.That(problems, Is.Empty);
    }

    [TestCaseSource(nameof(Passphrases))]
    public void A_groups_file_keeps_it_or_leaves_it_to_the_configuration(byte[] passphrase)
    {
        using var rig = ApRig.Enabled();
        var kept = GroupFile.Compose(Flat(passphrase, out _), rig.Bss);
        var folder = Directory.CreateTempSubdirectory("hostapd-net-test-");
        try
        {
            var file = Path.Combine(folder.FullName, "group");
            File.WriteAllBytes(file, kept);
            var again = new AccessPointConfiguration { InterfaceName = "wlan0" };
            again.GroupOwner.StateFile = file;
            GroupState.Load(again);
            var mayStand = LineValue.TryCreate(ByteText.Decode(passphrase), out _);
            Assert.That(again.Passphrase is { } read ? ByteText.Encode(read) : null, Is.EqualTo(mayStand ? passphrase : null));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static AccessPointConfiguration Flat(byte[] passphrase, out List<string> problems)
    {
        var found = new List<ConfigurationProblem>();
        var configuration = ConfigurationFile.Read("a.conf", [.. "interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nwpa=2\nwpa_passphrase="u8, .. passphrase, (byte)'\n'], default, found);
        problems = [.. found.Select(static p => p.ToString())];
        return configuration;
    }
}
