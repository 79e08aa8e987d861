using HostApd.Configuration;
using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>What the owner writes of SAE, and what comes of it.</summary>
public sealed class SaeSettingsTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    private static MacAddress Address(string text) => MacAddress.TryParse(text, out var address) ? address : throw new FormatException(text);

    private static AccessPointConfiguration Read(string lines, out List<ConfigurationProblem> problems)
    {
        problems = [];
        var text = "interface=wlan0\nhw_mode=g\nchannel=6\nssid=labtest\nwpa=2\n" + lines + "\n";
        return ConfigurationFile.Read("test.conf", System.Text.Encoding.UTF8.GetBytes(text), default, problems);
    }

    private static SaeOptions Options(string lines)
    {
        var options = Read(lines, out var problems).ToOptions().Security!.Sae!;
        Assert.That(problems, Is.Empty);
        return options;
    }

    [TestCase("password", "password", null, "")]
    [TestCase("p", "p", null, "")]
    [TestCase("with blanks |and bars", "with blanks |and bars", null, "")]
    [TestCase("password|mac=02:00:00:00:01:00", "password", "02:00:00:00:01:00", "")]
    [TestCase("password|mac=ff:ff:ff:ff:ff:ff", "password", null, "")]
    [TestCase("password|id=guest", "password", null, "guest")]
    [TestCase("password|mac=02:00:00:00:01:00|id=a|mac=b", "password", "02:00:00:00:01:00", "a|mac=b")]
    public void A_line_is_read_as_hostapd_reads_it(string text, string password, string? station, string identifier)
    {
        Assert.That(SaePasswordLine.Read(text, out var line), Is.Null);
        Assert.That((line.Password, line.Station?.ToString(), line.Identifier), Is.EqualTo((password, station, identifier)));
        Assert.That(line.ToString(), Does.Not.Contain("password|").And.Not.Contain(password.Length > 8 ? password : "\n"));
    }

    [TestCase("secret|mac=02:00:00:00:01", "its mac is no address: write six hexadecimal bytes separated by colons")]
    [TestCase("secret|id=", "its id needs 1–253 bytes")]
    [TestCase("secret|pk=x:y", "'|pk=' is SAE-PK, which is not supported; leave it out")]
    [TestCase("secret|vlanid=7", "'|vlanid=' puts stations into a VLAN, which is not supported; leave it out")]
    [TestCase("|mac=02:00:00:00:01:00", "needs a password before what stands behind '|'")]
    [TestCase("|id=guest", "needs a password before what stands behind '|'")]
    public void What_is_wrong_with_a_line_is_told_without_the_password(string text, string told)
    {
        Assert.That(SaePasswordLine.Read(text, out _)!.Text, Is.EqualTo(told));
        Assert.That(told, Does.Not.Contain("secret"));
    }

    [Test]
    public void A_file_has_a_password_a_line()
    {
        var path = Path.Combine(_folder, "passwords");
        File.WriteAllText(path, "one\r\n\ntwo|id=guest\n");
        Assert.That(SaePasswordFile.Read(path, out var lines), Is.Null);
        Assert.That(lines.Select(static l => (l.Password, l.Identifier)), Is.EqualTo(new[] { ("one", ""), ("two", "guest") }));
        File.WriteAllText(path, "one\ntwo|mac=x\n");
        Assert.That(SaePasswordFile.Read(path, out lines), Does.StartWith($"line 2 of {path}: its mac"));
        Assert.That(lines, Is.Empty);
        Assert.That(SaePasswordFile.Read(Path.Combine(_folder, "none"), out _), Does.StartWith("cannot be read"));
    }

    [TestCase("sae_pwe=0", true, false)]
    [TestCase("sae_pwe=1", false, true)]
    [TestCase("sae_pwe=2", true, true)]
    [TestCase("sae_pwe=3", true, false)]
    [TestCase("sae_password=p|id=a", true, true)]
    [TestCase("sae_password_psk=1\nsae_password=p|id=a", false, true)]
    [TestCase("sae_pwe=3\nsae_password=p|id=a", true, false)]
    [TestCase("wpa_key_mgmt=SAE SAE-EXT-KEY", true, true)]
    public void Identifiers_and_long_keys_ask_for_hash_to_element(string lines, bool loop, bool element)
    {
        var options = Options("wpa_key_mgmt=SAE\nwpa_passphrase=12345678\n" + lines);
        Assert.That((options.TakesLoop, options.TakesHashToElement), Is.EqualTo((loop, element)));
    }

    [TestCase("wpa_key_mgmt=SAE", "19")]
    [TestCase("wpa_key_mgmt=SAE SAE-EXT-KEY", "19 20")]
    [TestCase("wpa_key_mgmt=SAE\nsae_groups=21 20", "21 20")]
    public void Groups_are_those_that_are_named_or_as_the_key_managements_have_it(string lines, string groups) =>
        Assert.That(string.Join(' ', Options("wpa_passphrase=12345678\n" + lines).Groups.Select(static g => g.Number)), Is.EqualTo(groups));

    [TestCase("19 25", "'25' is not a number from 15 to 21")]
    [TestCase("15", "groups 15 are not supported; use 19")]
    [TestCase("20 16 17", "groups 16, 17 are not supported; use 20")]
    [TestCase("", "names nothing")]
    public void Other_groups_are_refused(string groups, string told)
    {
        Read("wpa_key_mgmt=SAE\nwpa_passphrase=12345678\nsae_groups=" + groups, out var problems);
        Assert.That(problems.Single(static p => !p.IsHeading).ToString(), Does.Contain(told));
    }

    [Test]
    public void The_last_password_that_is_meant_counts_and_the_passphrase_only_where_none_is()
    {
        var options = Options("wpa_key_mgmt=SAE\nwpa_passphrase=12345678\nsae_password=first\nsae_password=second\nsae_password=mine|mac=02:00:00:00:01:00");
        var expected = new Dictionary<string, string> { ["02:00:00:00:01:00"] = "mine", ["02:00:00:00:02:00"] = "second" };
        foreach (var (address, password) in expected)
        {
            using var wanted = new SaePassword("labtest"u8, System.Text.Encoding.UTF8.GetBytes(password), default,
                password == "mine" ? Address(address) : null);
            Assert.That(options.PasswordOf(Address(address), default)!.IsSame(wanted), address);
        }

        using var passphrase = new SaePassword("labtest"u8, "12345678"u8, default, null);
        Assert.That(Options("wpa_key_mgmt=SAE\nwpa_passphrase=12345678").PasswordOf(default, default)!.IsSame(passphrase));
    }

    [TestCase("wpa_key_mgmt=WPA-PSK", FrameProtection.None)]
    [TestCase("wpa_key_mgmt=WPA-PSK SAE", FrameProtection.Allowed)]
    [TestCase("wpa_key_mgmt=SAE", FrameProtection.Required)]
    [TestCase("wpa_key_mgmt=SAE\nieee80211w=0", FrameProtection.None)]
    [TestCase("wpa_key_mgmt=WPA-PSK SAE\nieee80211w=2", FrameProtection.Required)]
    public void Frames_are_protected_as_WPA3_has_it_unless_the_owner_says_otherwise(string lines, FrameProtection protection) =>
        Assert.That(Read("wpa_passphrase=12345678\n" + lines, out _).FrameProtection, Is.EqualTo(protection));

    [TestCase("", FrameProtection.Allowed, FrameProtection.Required)]
    [TestCase("sae_require_mfp=0", FrameProtection.Allowed, FrameProtection.Allowed)]
    [TestCase("ieee80211w=2", FrameProtection.Required, FrameProtection.Required)]
    [TestCase("ieee80211w=0", FrameProtection.None, FrameProtection.None)]
    public void Beside_WPA2_it_is_SAE_that_requires_it(string lines, FrameProtection psk, FrameProtection sae)
    {
        var rows = Read("wpa_key_mgmt=WPA-PSK SAE\nwpa_passphrase=12345678\n" + lines, out _).ToOptions().Security!.Rsn.Offer.Suites;
        Assert.That(rows.Single(static r => r.Akm == AkmSuite.Psk).FrameProtection, Is.EqualTo(psk));
        Assert.That(rows.Single(static r => r.Akm == AkmSuite.Sae).FrameProtection, Is.EqualTo(sae));
    }

    [TestCase("wpa_key_mgmt=SAE", "sae_password: is missing: SAE needs sae_password or wpa_passphrase")]
    [TestCase("wpa_key_mgmt=SAE\nwpa_passphrase=12345678\nsae_password_psk=1", "sae_password: is missing: SAE needs sae_password or wpa_passphrase")]
    [TestCase("wpa_key_mgmt=WPA-PSK SAE\nwpa_psk=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "sae_password: is missing: wpa_psk is no password, and SAE needs one (sae_password or wpa_passphrase)")]
    [TestCase("wpa_key_mgmt=WPA-PSK SAE\nsae_password=p", "wpa_passphrase: is missing: wpa = 2 needs wpa_passphrase or wpa_psk")]
    [TestCase("wpa_key_mgmt=SAE\nsae_password_file=/nowhere/passwords", "sae_password_file: cannot be read")]
    public void What_is_missing_is_told(string lines, string told)
    {
        Read(lines, out var problems);
        Assert.That(problems.Where(static p => !p.IsWarning && !p.IsHeading).Select(static p => p.ToString()), Has.Exactly(1).Contains(told));
    }

    [Test]
    public void A_password_without_SAE_counts_for_nothing_and_its_owner_is_told()
    {
        var configuration = Read("wpa_passphrase=12345678\nsae_password=p", out var problems);
        Assert.That(problems.Single().ToString(), Is.EqualTo("test.conf:7: sae_password: counts only with SAE among wpa_key_mgmt (warning)"));
        Assert.That(configuration.ToOptions().Security!.Sae, Is.Null);
    }

    [TestCase("0x01", 1)]
    [TestCase("03", 3)]
    [TestCase("0", 0)]
    public void What_stations_are_told_for_good(string value, int bits) =>
        Assert.That(Read("wpa_key_mgmt=SAE\nwpa_passphrase=12345678\ntransition_disable=" + value, out _).ToOptions().Security!.Rsn.TransitionDisable, Is.EqualTo(bits));
}
