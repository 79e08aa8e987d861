using HostApd.Configuration;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>The daemon's ini file: every mistake at once, with its place and a way out.</summary>
public sealed class IniConfigurationTests
{
    private const string Good = """
        [radio]
        interface = wlan0
        channel = 6
        [bss]
        ssid = home

        """;

    [Test]
    public void A_file_with_the_three_keys_that_must_be_there_is_an_open_network()
    {
        var configuration = Read(Good, out var problems);
        Assert.That(problems, Is.Empty);
        var options = configuration.ToOptions();
        Assert.That(options.InterfaceName, Is.EqualTo("wlan0"));
        Assert.That(options.Channel.PrimaryMhz, Is.EqualTo(2437));
        Assert.That(options.Ssid, Is.EqualTo("home"u8.ToArray()));
        Assert.That(options.Security, Is.Null);
    }

    [Test]
    public void Every_mistake_is_reported_at_once_with_its_line_and_a_way_out()
    {
        Read("""
            [radio]
            interface = wlan0
            chanel = 6
            hw_mode = n
            [bss]
            ssid = home
            ssid = other
            ap_isolate = yes
            channel = 6
            [secrity]
            wpa = 2
            [security]
            wpa = 2
            wpa_passphrase = short
            nonsense
            [broken
            """, out var problems);
        Assert.That(problems, Is.EqualTo(new[]
        {
            "test.ini:3: chanel: unknown configuration item (did you mean channel?)",
            "test.ini:4: hw_mode: 'n' is no value; use a or b or g or any",
            "test.ini:7: ssid: is set twice; the first is in line 6",
            "test.ini:8: ap_isolate: 'yes' is neither 0 (off) nor 1 (on)",
            "test.ini:9: channel: belongs into section [radio]",
            "test.ini:11: wpa: belongs into section [security]",
            "test.ini:14: wpa_passphrase: has 5 characters; 8–63 are allowed",
            "test.ini:15: 'nonsense' is no setting: write key = value",
            "test.ini:16: '[broken' is no section: write [name]",
        }));
    }

    [Test]
    public void Missing_keys_are_named_beside_other_mistakes()
    {
        Read("[security]\nwpa = 2\neapol_version = 3\n", out var problems);
        Assert.That(problems, Is.EqualTo(new[]
        {
            "test.ini:3: eapol_version: '3' is not a number from 1 to 2",
            "test.ini: interface: is missing: name the wireless interface, as `iw dev` lists it",
            "test.ini: ssid: is missing: name the network",
            "test.ini: channel: is missing: choose one, e.g. 1, 6 or 11, or auto",
            "test.ini: wpa_passphrase: is missing: wpa = 2 needs wpa_passphrase or wpa_psk",
        }));
    }

    [TestCase("[security]\nwpa_passphrase = 12345678\n", "wpa: is missing: a passphrase protects nothing without wpa = 2")]
    [TestCase("[radio]\nbeside = wlan7\nphy = phy0\n", "phy: beside names the radio already: one of the two")]
    [TestCase("[radio]\nbeside = wlan0\n", "beside: wlan0 is the interface itself: name another one of its radio")]
    [TestCase("[radio]\nbeside = a-name-too-long-0\n", "beside: 'a-name-too-long-0' is no name of an interface: 1–15 bytes without blanks, '/' and ':'")]
    [TestCase("[radio]\nhw_mode = a\n", "channel: 6 is no channel of hw_mode=a: use 36–177, or hw_mode = g")]
    [TestCase("[entropy]\ntest_block = 5\n", "test_block: works with --testing only: it makes the access point refuse service")]
    [TestCase("[radio]\ncountry_code = Germany\n", "country_code: 'Germany' is no country: two capital letters such as US or DE")]
    [TestCase("[security]\nwpa = 2\nwpa_psk = 12\n", "wpa_psk: needs exactly 64 hexadecimal digits")]
    [TestCase("[security]\nwpa = 1\nwpa_passphrase = 12345678\n", "wpa: '1' is WPA without WPA2, which is not supported and never passed over; use 2")]
    [TestCase("[bss]\nmax_num_sta = 2008\n", "max_num_sta: '2008' is not a number from 1 to 2007")]
    public void What_does_not_fit_together_is_said_in_words(string addition, string expected)
    {
        Read(Good + addition, out var problems);
        Assert.That(problems.Select(static p => p[(p.IndexOf(": ", StringComparison.Ordinal) + 2)..]), Does.Contain(expected));
    }

    [Test]
    public void A_file_that_cannot_be_read_is_named()
    {
        var problems = new List<ConfigurationProblem>();
        ConfigurationFile.Read("/nowhere/at-all.ini", default, problems);
        Assert.That(problems.Single().ToString(), Does.StartWith("/nowhere/at-all.ini: cannot be read: "));
    }

    [Test]
    public void A_byte_order_mark_and_Windows_line_ends_do_no_harm()
    {
        Read("\uFEFF" + Good.ReplaceLineEndings("\r\n"), out var problems);
        Assert.That(problems, Is.Empty);
    }

    [TestCase("access-point.ini", "WPA-PSK")]
    [TestCase("wpa3.ini", "WPA-PSK SAE")]
    [TestCase("wifi6.ini", "WPA-PSK SAE")]
    [TestCase("enterprise.ini", "WPA-EAP WPA-EAP-SHA256")]
    public void The_example_is_a_protected_network(string file, string managements)
    {
        var problems = new List<ConfigurationProblem>();
        var configuration = ConfigurationFile.Read(Conf(file), default, problems);
        Assert.That(problems, Is.Empty);
        Assert.That(configuration.HasSecurity);
        Assert.That(configuration.ToOptions().Security!.Rsn.Offer.AkmNames, Is.EqualTo(managements));
    }

    [Test]
    public void The_reference_names_every_key_in_order_with_its_meaning_and_default_and_no_other()
    {
        var section = "";
        var meaning = "";
        var seen = new List<string>();
        foreach (var line in File.ReadLines(Conf("reference.ini")))
        {
            if (line.StartsWith('['))
            {
                section = line.Trim('[', ']');
            }
            else if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                meaning = line[2..];
            }
            else if (line.StartsWith('#'))
            {
                seen.Add($"[{section}] {line[1..].TrimEnd()} # {meaning}");
            }
        }

        Assert.That(seen, Is.EqualTo(Settings.All.Select(
            static s => $"[{s.Section}] {s.Key} = {s.Default}".TrimEnd() + $" # {s.Meaning}")));
    }

    [Test]
    public void The_defaults_of_the_reference_change_nothing_when_they_are_written_out()
    {
        var lines = File.ReadLines(Conf("reference.ini"))
            .Where(static l => l.StartsWith('[') || l.StartsWith('#') && !l.StartsWith("# ", StringComparison.Ordinal) && !l.EndsWith('='))
            .Select(static l => l.TrimStart('#'));
        var text = string.Join('\n', lines)
            .Replace("[radio]", "[radio]\ninterface = wlan0\nchannel = 6", StringComparison.Ordinal)
            .Replace("[bss]", "[bss]\nssid = home", StringComparison.Ordinal);
        var written = Read(text, out var problems).ToOptions();
        Assert.That(problems, Is.Empty);
        var plain = Read(Good, out _).ToOptions();
        Assert.That(written with { Ssid = plain.Ssid }, Is.EqualTo(plain));
    }

    private static string Conf(string name) => Path.Combine(Architecture.SourceTree.Root, "conf", name);

    private static AccessPointConfiguration Read(string text, out List<string> problems)
    {
        var folder = Directory.CreateTempSubdirectory("hostapd-net-test-");
        try
        {
            var file = Path.Combine(folder.FullName, "test.ini");
            File.WriteAllText(file, text);
            var found = new List<ConfigurationProblem>();
            var configuration = ConfigurationFile.Read(file, default, found);
            problems = [.. found.Select(p => p.ToString().Replace(folder.FullName + "/", "", StringComparison.Ordinal))];
            return configuration;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
