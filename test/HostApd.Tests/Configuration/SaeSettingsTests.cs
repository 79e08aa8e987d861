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

    private static AccessPointConfiguration Read(string lines, out List<ConfigurationProblem> problems, ReadOptions how = default)
    {
        problems = [];
        var text = "interface=wlan0\nhw_mode=g\nchannel=6\nssid=labtest\nwpa=2\n" + lines + "\n";
        return ConfigurationFile.Read("test.conf", System.Text.Encoding.UTF8.GetBytes(text), how, problems);
    }

    private static SaePassword Password(string password, string identifier = "", MacAddress? station = null) =>
        new("labtest"u8, System.Text.Encoding.UTF8.GetBytes(password), System.Text.Encoding.UTF8.GetBytes(identifier), station);

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
    [TestCase("password|vlanid=7", "password", null, "", 7)]
    [TestCase("password|vlanid=4094|id=|vlanid=1", "password", null, "|vlanid=1", 4094)]
    [TestCase("password|vlanid=0", "password", null, "")]
    [TestCase("password|vlanid=7|mac=02:00:00:00:01:00", "password", "02:00:00:00:01:00", "", 7)]
    [TestCase("password|mac=02:00:00:00:01:00|vlanid=7|id=guest", "password", "02:00:00:00:01:00", "guest", 7)]
    public void A_line_is_read_as_hostapd_reads_it(string text, string password, string? station, string identifier, int vlan = 0)
    {
        Assert.That(SaePasswordLine.Read(text, out var line), Is.Null);
        Assert.That((line.Password, line.Station?.ToString(), line.Identifier, line.VlanId), Is.EqualTo((password, station, identifier, vlan)));
        Assert.That(line.ToString(), Does.Not.Contain("password|").And.Not.Contain(password.Length > 8 ? password : "\n"));
    }

    [TestCase("secret|mac=02:00:00:00:01", "its mac is no address: write six hexadecimal bytes separated by colons")]
    [TestCase("secret|id=", "its id needs 1–253 bytes")]
    [TestCase("secret|pk=x:y", "'|pk=' is SAE-PK, which is not supported; leave it out")]
    [TestCase("secret|vlanid=4095", "its vlanid is no number from 1 to 4094")]
    [TestCase("secret|vlanid=guests", "its vlanid is no number from 1 to 4094")]
    [TestCase("secret|vlanid=-1", "its vlanid is no number from 1 to 4094")]
    [TestCase("secret|vlanid=", "its vlanid is no number from 1 to 4094")]
    [TestCase("secret|vlanid=1 |id=guest", "its vlanid is no number from 1 to 4094")]
    [TestCase("secret|mac=02:00:00:00:01:00|and more", "has something behind its password that is none of |mac=, |vlanid= and |id=")]
    [TestCase("secret|vlanid=7|vlanid=8", "has something behind its password that is none of |mac=, |vlanid= and |id=")]
    [TestCase("|vlanid=7", "needs a password before what stands behind '|'")]
    [TestCase("|mac=02:00:00:00:01:00", "needs a password before what stands behind '|'")]
    [TestCase("|id=guest", "needs a password before what stands behind '|'")]
    [TestCase("", "needs a password before what stands behind '|'")]
    [TestCase("secret|mac=02:00:00:00:01:00|pk=x:y|id=guest", "'|pk=' is SAE-PK, which is not supported; leave it out")]
    [TestCase("secret|mac=02:00:00:00:01:00 ", "its mac is no address: write six hexadecimal bytes separated by colons")]
    [TestCase("secret|mac=", "its mac is no address: write six hexadecimal bytes separated by colons")]
    public void What_is_wrong_with_a_line_is_told_without_the_password(string text, string told)
    {
        Assert.That(SaePasswordLine.Read(text, out var line)!.Text, Is.EqualTo(told));
        Assert.That(line.Password, Is.Empty, "nothing of it is used");
    }

    /// <summary>An identifier goes into an element (802.11-2020 9.4.2.216) beside its ID Extension, and that has 255 bytes at most.</summary>
    [TestCase(253, "x", true)]
    [TestCase(254, "x", false)]
    [TestCase(126, "ä", true)]
    [TestCase(127, "ä", false)]
    public void An_identifier_has_a_longest_length_in_bytes(int letters, string letter, bool isTaken)
    {
        var identifier = string.Concat(Enumerable.Repeat(letter, letters));
        Assert.That(SaePasswordLine.Read("secret|id=" + identifier, out var line)?.Text, Is.EqualTo(isTaken ? null : "its id needs 1–253 bytes"));
        Assert.That(line.Identifier, Is.EqualTo(isTaken ? identifier : ""));
    }

    [TestCase(1024, "x", true)]
    [TestCase(1025, "x", false)]
    [TestCase(512, "ä", true)]
    [TestCase(513, "ä", false)]
    public void A_line_has_a_longest_length_in_bytes(int letters, string letter, bool isTaken)
    {
        var configuration = Read("wpa_key_mgmt=SAE\nwpa_passphrase=12345678\nsae_password=" + string.Concat(Enumerable.Repeat(letter, letters)), out var problems);
        Assert.That(problems.Select(static p => p.ToString()), isTaken ? Is.Empty : Is.EqualTo(new[] { "test.conf:8: sae_password: needs 1–1024 bytes" }));
        Assert.That(configuration.Sae.Passwords, Has.Count.EqualTo(isTaken ? 1 : 0));
    }

    [TestCase("sae_password=secret1|mac=x")]
    [TestCase("sae_password=secret1|pk=secret1:secret1")]
    [TestCase("sae_password=secret1|vlanid=1")]
    [TestCase("sae_password=secret1|vlanid=x")]
    [TestCase("sae_password=secret1|id=")]
    [TestCase("sae_password=secret1\nsae_password_file=/nowhere/passwords")]
    public void Nothing_that_is_said_of_a_configuration_repeats_a_password(string lines)
    {
        Read("wpa_key_mgmt=SAE\nwpa_passphrase=12345678\n" + lines, out var problems);
        Assert.That(problems, Is.Not.Empty);
        Assert.That(problems.Select(static p => p.ToString()), Has.None.Contains("secret1"));
    }

    [TestCase("0", false)]
    [TestCase("1", true)]
    [TestCase("2", true)]
    public void Who_is_put_into_a_VLAN_needs_VLANs(string mode, bool isTaken)
    {
        Read($"wpa_key_mgmt=SAE\nsae_password=first\nsae_password=second|vlanid=7\ndynamic_vlan={mode}", out var problems);
        Assert.That(problems.Select(static p => p.ToString()), isTaken ? Is.Empty
            : Is.EqualTo(new[] { "test.conf:8: sae_password: puts stations into a VLAN by its 'vlanid=', and there are none: set dynamic_vlan = 1" }));
    }

    [Test]
    public void Nothing_takes_all_away_and_what_is_wrong_takes_nothing()
    {
        var configuration = Read("wpa_key_mgmt=SAE\nsae_password=first\nsae_password=\nsae_password=second\nsae_password=third|mac=x", out var problems);
        Assert.That(problems.Single().Line, Is.EqualTo(10));
        Assert.That(configuration.Sae.Passwords.Select(static p => p.Password), Is.EqualTo(new[] { "second" }));
        Assert.That(Settings.Apply(configuration, "sae_password", "fourth"), Is.Null);
        Assert.That(configuration.Sae.Passwords.Select(static p => p.Password), Is.EqualTo(new[] { "second", "fourth" }), "SET adds");
        Assert.That(Settings.Apply(configuration, "sae_password", ""), Is.Null);
        Assert.That(configuration.Sae.Passwords, Is.Empty);
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
        Assert.That(SaePasswordFile.Read(_folder, out _), Does.StartWith("cannot be read"), "a folder");
        File.WriteAllText(path, "");
        Assert.That(SaePasswordFile.Read(path, out lines), Is.Null, "OpenWrt makes an empty one");
        Assert.That(lines, Is.Empty);
    }

    /// <summary>Else the first password would begin with three bytes, or each end with one, that nobody types.</summary>
    [TestCase("\uFEFFone\ntwo\n")]
    [TestCase("one\r\ntwo\r\n")]
    [TestCase("one\rtwo\r")]
    [TestCase("\uFEFFone\r\n\r\ntwo")]
    public void What_editors_put_into_the_file_is_no_part_of_a_password(string text)
    {
        Assert.That(SaePasswordFile.Parse("passwords", System.Text.Encoding.UTF8.GetBytes(text), out var lines), Is.Null);
        Assert.That(lines.Select(static l => l.Password), Is.EqualTo(new[] { "one", "two" }));
    }

    /// <summary>As in hostapd, where that, too, is a password.</summary>
    [Test]
    public void A_file_has_no_comments()
    {
        Assert.That(SaePasswordFile.Parse("passwords", "# one\n two \n"u8, out var lines), Is.Null);
        Assert.That(lines.Select(static l => l.Password), Is.EqualTo(new[] { "# one", " two " }));
    }

    [Test]
    public void Every_value_reaches_the_options()
    {
        var none = Options("wpa_key_mgmt=SAE\nwpa_passphrase=12345678");
        Assert.That((none.Sync, none.ConfirmsAtOnce, none.TokenThreshold, none.ToleratesUnusedHashToElement, none.Passwords.Count), Is.EqualTo((3, false, 5, false, 1)));
        var path = Path.Combine(_folder, "passwords");
        File.WriteAllText(path, "of the file\n");
        var all = Options("wpa_key_mgmt=SAE\nwpa_passphrase=12345678\nsae_sync=7\nsae_confirm_immediate=1\nanti_clogging_threshold=0\nsae_accept_h2e_without_use=1\n"
            + $"sae_password_file={path}\nsae_password=of the line");
        Assert.That((all.Sync, all.ConfirmsAtOnce, all.TokenThreshold, all.ToleratesUnusedHashToElement, all.Passwords.Count), Is.EqualTo((7, true, 0, true, 3)));
        using var wanted = Password("of the file");
        Assert.That(all.PasswordOf(default, default)!.IsSame(wanted), "what the file says is last");
        Assert.That(Options($"wpa_key_mgmt=SAE\nwpa_passphrase=12345678\nsae_password_psk=1\nsae_password_file={path}").Passwords, Has.Count.EqualTo(1));
    }

    [TestCase("sae_pwe=0", true, false)]
    [TestCase("sae_pwe=1", false, true)]
    [TestCase("sae_pwe=2", true, true)]
    [TestCase("sae_pwe=3", true, false)]
    [TestCase("sae_password=p|id=a", true, true)]
    [TestCase("sae_password_psk=1\nsae_password=p|id=a", false, true)]
    [TestCase("sae_pwe=3\nsae_password=p|id=a", true, false)]
    [TestCase("wpa_key_mgmt=SAE SAE-EXT-KEY", true, true)]
    [TestCase("wpa_key_mgmt=SAE SAE-EXT-KEY\nsae_pwe=1", false, true)]
    [TestCase("wpa_key_mgmt=SAE SAE-EXT-KEY\nsae_pwe=3", true, false)]
    [TestCase("sae_pwe=1\nsae_password=p|id=a", false, true)]
    [TestCase("sae_pwe=2\nsae_password_psk=1\nsae_password=p|id=a", true, true)]
    [TestCase("sae_password_psk=1\nsae_password=p|id=a\nsae_password=q", true, true)]
    [TestCase("sae_password_psk=1\nsae_password=p|mac=02:00:00:00:01:00", true, false)]
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

    [TestCase("15", "groups 15 are not supported; use 19")]
    [TestCase("20 16 17 16", "groups 16, 17 are not supported; use 20")]
    [TestCase("18 25", "groups 18 are not supported; use 19")]
    [TestCase("25 26", "names no group that is fit for a password; use 19, 20, 21")]
    [TestCase("", "names no group that is fit for a password; use 19, 20, 21")]
    [TestCase("19 65536", "'65536' is not a number from 0 to 65535")]
    [TestCase("19,20", "'19,20' is not a number from 0 to 65535")]
    public void Other_groups_are_refused(string groups, string told)
    {
        Read("wpa_key_mgmt=SAE\nwpa_passphrase=12345678\nsae_groups=" + groups, out var problems);
        Assert.That(problems.Single(static p => !p.IsHeading).ToString(), Does.Contain(told));
    }

    /// <summary>hostapd takes them, and never uses them: sample files of old versions name 25 and 26.</summary>
    [TestCase("19 20 21 25 26", "19 20 21", "'19 20 21 25 26' is read as 19 20 21: the others are not fit for a password, and hostapd uses none of them")]
    [TestCase("5 20 20 28", "20", "'5 20 20 28' is read as 20: the others are not fit for a password, and hostapd uses none of them")]
    public void Groups_that_hostapd_never_uses_are_left_out_with_a_word(string groups, string ours, string told)
    {
        var options = Read("wpa_key_mgmt=SAE\nwpa_passphrase=12345678\nsae_groups=" + groups, out var problems).ToOptions().Security!.Sae!;
        Assert.That(problems.Single().ToString(), Is.EqualTo($"test.conf:8: sae_groups: {told} (warning)"));
        Assert.That(string.Join(' ', options.Groups.Select(static g => g.Number)), Is.EqualTo(ours));
    }

    [TestCase("15", "19")]
    [TestCase("15 21", "21")]
    public void Modular_groups_can_be_passed_over(string groups, string ours)
    {
        var read = Read("wpa_key_mgmt=SAE\nwpa_passphrase=12345678\nsae_groups=" + groups, out var problems, new ReadOptions(Testing: false, IgnoreUnsupported: true));
        Assert.That(problems, Has.All.Property(nameof(ConfigurationProblem.IsWarning)).True);
        Assert.That(string.Join(' ', read.ToOptions().Security!.Sae!.Groups.Select(static g => g.Number)), Is.EqualTo(ours));
    }

    [Test]
    public void The_last_password_that_is_meant_counts_and_the_passphrase_only_where_none_is()
    {
        var options = Options("wpa_key_mgmt=SAE\nwpa_passphrase=12345678\nsae_password=first\nsae_password=second\nsae_password=mine|mac=02:00:00:00:01:00");
        var expected = new Dictionary<string, string> { ["02:00:00:00:01:00"] = "mine", ["02:00:00:00:02:00"] = "second" };
        foreach (var (address, password) in expected)
        {
            using var wanted = Password(password, station: password == "mine" ? Address(address) : null);
            Assert.That(options.PasswordOf(Address(address), default)!.IsSame(wanted), address);
        }

        using var passphrase = Password("12345678");
        Assert.That(Options("wpa_key_mgmt=SAE\nwpa_passphrase=12345678").PasswordOf(default, default)!.IsSame(passphrase));
        Assert.That(Options("wpa_key_mgmt=SAE\nsae_password=mine|mac=02:00:00:00:01:00\nwpa_passphrase=12345678").PasswordOf(Address("02:00:00:00:02:00"), default)!
            .IsSame(passphrase), "for the others");
    }

    /// <summary>The order of the lines and nothing else, as in hostapd: <c>sae_get_password</c> takes the last that is meant.</summary>
    [TestCase("sae_password=mine|mac=02:00:00:00:01:00\nsae_password=any", "any")]
    [TestCase("sae_password=any\nsae_password=mine|mac=02:00:00:00:01:00", "mine")]
    [TestCase("sae_password=mine|mac=02:00:00:00:01:00\nwpa_passphrase=12345678", "mine")]
    public void A_password_for_all_goes_before_one_for_a_station_if_it_stands_behind_it(string lines, string password)
    {
        var station = Address("02:00:00:00:01:00");
        using var wanted = Password(password, station: password == "mine" ? station : null);
        Assert.That(Options("wpa_key_mgmt=SAE\n" + lines).PasswordOf(station, default)!.IsSame(wanted));
    }

    [Test]
    public void An_identifier_means_its_own_password_alone()
    {
        var options = Options("wpa_key_mgmt=SAE\nwpa_passphrase=12345678\nsae_password=old|id=guest\nsae_password=new|id=guest\nsae_password=mine|mac=02:00:00:00:01:00|id=home");
        using var guest = Password("new", "guest");
        using var passphrase = Password("12345678");
        Assert.That(options.PasswordOf(default, "guest"u8)!.IsSame(guest));
        Assert.That(options.PasswordOf(default, default)!.IsSame(passphrase));
        Assert.That(options.PasswordOf(default, "gues"u8), Is.Null);
        Assert.That(options.PasswordOf(default, "home"u8), Is.Null, "another station's");
        Assert.That(options.PasswordOf(Address("02:00:00:00:01:00"), "home"u8), Is.Not.Null);
    }

    [TestCase("wpa_key_mgmt=WPA-PSK", FrameProtection.None)]
    [TestCase("wpa_key_mgmt=WPA-PSK SAE", FrameProtection.Allowed)]
    [TestCase("wpa_key_mgmt=SAE", FrameProtection.Required)]
    [TestCase("wpa_key_mgmt=SAE-EXT-KEY", FrameProtection.Required)]
    [TestCase("wpa_key_mgmt=SAE SAE-EXT-KEY", FrameProtection.Required)]
    [TestCase("wpa_key_mgmt=WPA-PSK-SHA256 SAE-EXT-KEY", FrameProtection.Allowed)]
    [TestCase("wpa_key_mgmt=WPA-PSK-SHA256", FrameProtection.None)]
    [TestCase("wpa_key_mgmt=SAE\nieee80211w=0", FrameProtection.None)]
    [TestCase("ieee80211w=1\nwpa_key_mgmt=SAE", FrameProtection.Allowed)]
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
    [TestCase("0XfF", 255)]
    public void What_stations_are_told_for_good(string value, int bits) =>
        Assert.That(Read("wpa_key_mgmt=SAE\nwpa_passphrase=12345678\ntransition_disable=" + value, out _).ToOptions().Security!.Rsn.TransitionDisable, Is.EqualTo(bits));

    [TestCase("100")]
    [TestCase("0x")]
    [TestCase("")]
    [TestCase("-1")]
    [TestCase("SAE")]
    public void What_is_no_byte_tells_them_nothing(string value)
    {
        var read = Read("wpa_key_mgmt=SAE\nwpa_passphrase=12345678\ntransition_disable=" + value, out var problems);
        Assert.That(problems.Single().ToString(), Is.EqualTo($"test.conf:8: transition_disable: '{value}' is no byte in hexadecimal: 0x01 = SAE only"));
        Assert.That(read.TransitionDisable, Is.Zero);
    }
}
