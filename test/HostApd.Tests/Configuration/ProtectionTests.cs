using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>
/// What is not supported may be passed over by request, unless the network would be weaker than its file says, or another one;
/// and what nobody knows is a mistake.
/// </summary>
public sealed class ProtectionTests
{
    private const string Good = "interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\n";
    private const string Protected = Good + "wpa=2\nwpa_passphrase=12345678\n";

    [TestCase("wpa=1\nwpa_passphrase=12345678")]
    [TestCase("wep_key0=0123456789")]
    [TestCase("wep_default_key=0")]
    [TestCase("wep_key_len_broadcast=13")]
    [TestCase("ieee8021x=1")]
    [TestCase("macaddr_acl=2")]
    [TestCase("auth_algs=2")]
    [TestCase("wpa=2\nwpa_passphrase=12345678\nwpa_key_mgmt=FT-EAP-SHA384")]
    [TestCase("wpa=2\nwpa_passphrase=12345678\nwpa_key_mgmt=WPA-EAP")]
    [TestCase("wpa=2\nwpa_passphrase=12345678\nwpa_key_mgmt=FT-SAE-EXT-KEY")]
    [TestCase("wpa=2\nwpa_passphrase=12345678\nwpa_key_mgmt=DPP")]
    [TestCase("wpa_psk_radius=2")]
    [TestCase("vlan_file=/etc/vlans")]
    [TestCase("per_sta_vif=1")]
    [TestCase("tdls_prohibit=1")]
    [TestCase("ocv=1")]
    [TestCase("osen=1")]
    [TestCase("disable_dgaf=1")]
    [TestCase("driver=none")]
    public void What_protects_is_never_passed_over(string lines)
    {
        var problems = Read(Good + lines + "\n", ignore: true, out _);
        Assert.That(problems.Where(static p => !p.IsWarning), Is.Not.Empty, string.Join('\n', problems));
        Assert.That(problems.Select(static p => p.Text), Has.None.Contains("did you mean"));
    }

    [TestCase("hw_mode=gn")]
    [TestCase("hw_mode=n")]
    [TestCase("driver=xyz")]
    [TestCase("macaddr_acl=yes")]
    [TestCase("macaddr_acl=3")]
    [TestCase("wpa=WPA2")]
    [TestCase("wpa=4")]
    [TestCase("wpa_key_mgmt=WPA2-PSK")]
    [TestCase("rsn_pairwise=AES")]
    [TestCase("wpa_pairwise=AES")]
    [TestCase("wpa_deny_ptk0_rekey=5")]
    [TestCase("eap_server=yes")]
    [TestCase("hw_mode=g # a comment")]
    [TestCase("dhcp=yes")]
    [TestCase("entropy_policy=wait")]
    [TestCase("auto_pbc=yes")]
    [TestCase("wps_rf_bands=x")]
    [TestCase("wps_key_form=x")]
    public void What_nobody_knows_is_a_mistake_and_not_passed_over(string line)
    {
        var problems = Read(Protected + line + "\n", ignore: true, out _);
        Assert.That(problems.Where(static p => !p.IsWarning && !p.IsPassable), Has.Exactly(1).Items, string.Join('\n', problems));
    }

    [TestCase("wpa_key_mgmt=WPA-PSK FT-SAE-EXT-KEY")]
    [TestCase("wpa_key_mgmt=FT-SAE-EXT-KEY WPA-PSK WPA-PSK-SHA256")]
    [TestCase("wpa_key_mgmt=FT-SAE-EXT-KEY SAE")]
    [TestCase("rsn_pairwise=TKIP CCMP")]
    [TestCase("wpa_pairwise=TKIP CCMP")]
    [TestCase("wpa_pairwise=TKIP")]
    [TestCase("rsn_pairwise=TKIP GCMP-256")]
    [TestCase("group_cipher=TKIP")]
    [TestCase("driver_params=use_p2p_group_interface=1")]
    [TestCase("rnr=1")]
    [TestCase("hw_mode=ad\nhw_mode=g")]
    public void What_leaves_the_network_as_strong_is_passed_over_by_request(string line)
    {
        Assert.That(Read(Protected + line + "\n", ignore: false, out _), Has.Exactly(1).Matches<ConfigurationProblem>(static p => p is { IsPassable: true, IsWarning: false }));
        var problems = Read(Protected + line + "\n", ignore: true, out var configuration);
        Assert.That(problems, Has.Exactly(1).Matches<ConfigurationProblem>(static p => p.IsWarning), string.Join('\n', problems));
        Assert.That(problems, Has.Count.EqualTo(1));
        Assert.That(configuration.ToOptions().Security, Is.Not.Null);
        Assert.That(configuration.Check(testing: false), Is.Empty, "ENABLE sees it as the file did");
    }

    [Test]
    public void WPA_and_WPA2_together_run_as_WPA2()
    {
        var problems = Read(Good + "wpa=3\nwpa_passphrase=12345678\n", ignore: false, out var configuration);
        Assert.That(problems.Single().ToString(), Is.EqualTo("test.conf:5: wpa: '3' is read as 2: WPA2 alone; stations that speak only the old WPA cannot join (warning)"));
        Assert.That(configuration.ToOptions().Security, Is.Not.Null);
    }

    [TestCase("TKIP CCMP")]
    [TestCase("TKIP")]
    public void Ciphers_of_the_old_WPA_go_with_its_stations(string ciphers)
    {
        var problems = Read(Good + $"wpa=3\nwpa_passphrase=12345678\nwpa_pairwise={ciphers}\n", ignore: false, out var configuration);
        Assert.That(problems.Select(static p => p.ToString()), Is.EqualTo(new[]
        {
            "test.conf:5: wpa: '3' is read as 2: WPA2 alone; stations that speak only the old WPA cannot join (warning)",
            $"test.conf:7: wpa_pairwise: '{ciphers}' is read as CCMP, which all stations that speak WPA2 know (warning)",
        }));
        Assert.That(configuration.ToOptions().Security, Is.Not.Null);
        Assert.That(configuration.Check(testing: false), Is.Empty, "ENABLE sees it as the file did");
        Assert.That(Read(Good + "wpa=3\nwpa_passphrase=12345678\nwpa_pairwise=CCMP-256\n", ignore: false, out configuration), Has.Count.EqualTo(1), "stronger ones do not");
        Assert.That(configuration.ToOptions().Security!.Rsn.Offer.PairwiseNames, Is.EqualTo("CCMP-256"));
    }

    [TestCase("wpa=2 # WPA2 only", "wpa: is read as 2; '# WPA2 only' behind it does not count: a comment needs a line of its own (warning)")]
    [TestCase("wpa=2 ", null)]
    [TestCase("macaddr_acl=1 # list", "macaddr_acl: is read as 1; '# list' behind it does not count: a comment needs a line of its own (warning)")]
    [TestCase("macaddr_acl=1 ", null)]
    [TestCase("auth_algs=1 # open", "auth_algs: is read as 1; '# open' behind it does not count: a comment needs a line of its own (warning)")]
    [TestCase("channel=6 # quiet here", "channel: is read as 6; '# quiet here' behind it does not count: a comment needs a line of its own (warning)")]
    [TestCase("ieee80211n=1\t# fast", "ieee80211n: is read as 1; '# fast' behind it does not count: a comment needs a line of its own (warning)")]
    [TestCase("beacon_int=200 # ?", "beacon_int: is read as 200; '# ?' behind it does not count: a comment needs a line of its own (warning)")]
    [TestCase("country_code=US # here", "country_code: is read as US; '# here' behind it does not count (warning)")]
    [TestCase("country_code=US ", null)]
    [TestCase("country_code=USA", "country_code: is read as US; 'A' behind it does not count (warning)")]
    public void What_stands_behind_a_number_does_not_count_as_in_hostapd(string line, string? expected)
    {
        var problems = Read(Protected + line + "\n", ignore: false, out var configuration);
        Assert.That(problems.Select(static p => p.ToString()), Is.EqualTo(expected is null ? [] : new[] { "test.conf:7: " + expected }));
        Assert.That(configuration.ToOptions().Security, Is.Not.Null);
        if (line.StartsWith("macaddr_acl", StringComparison.Ordinal))
        {
            Assert.That(configuration.AclPolicy, Is.EqualTo(AclPolicy.DenyUnlessAccepted));
        }
    }

    [TestCase("wpa=# 2")]
    [TestCase("channel=six")]
    [TestCase("channel=")]
    [TestCase("channel=99999999999")]
    [TestCase("ieee80211n=-1")]
    public void A_value_without_its_number_is_a_mistake(string line) =>
        Assert.That(Read(Protected + line + "\n", ignore: true, out _).Where(static p => !p.IsWarning), Is.Not.Empty);

    [Test]
    public void A_missing_file_of_keys_is_a_mistake_unless_WPS_makes_it()
    {
        const string text = Good + "wpa=2\nwpa_psk_file=/nowhere/psk\n";
        Assert.That(Read(text, ignore: false, out _).Single().ToString(),
            Is.EqualTo("test.conf:6: wpa_psk_file: cannot be read: reading /nowhere/psk: No such file or directory"));
        Assert.That(Read(text + "wps_state=2\n", ignore: false, out _), Is.Empty);
        Assert.That(Read(text.Replace("/nowhere/psk", "/dev/null", StringComparison.Ordinal) + "wps_state=2\n", ignore: false, out _).Single().Text,
            Does.Contain("a regular file is wanted"));
    }

    [Test]
    public void No_unsupported_key_that_names_a_protection_is_passed_over()
    {
        // Words by which hostapd's documentation speaks of keys that shut somebody out: a new key of the kind shows up here.
        string[] words = ["wep_", "ieee8021x", "vlan_file", "dynamic_vlan", "ocv", "osen", "dgaf"];
        var keys = Settings.All.Select(static s => s.FlatKey).ToHashSet();
        var list = Path.Combine(Architecture.SourceTree.Root, "test/HostApd.Tests/Configuration/Files/hostapd-2.10-keys.txt");
        foreach (var key in File.ReadAllLines(list).Where(k => !k.StartsWith('#') && !keys.Contains(k) && words.Any(w => k.StartsWith(w, StringComparison.Ordinal))))
        {
            Assert.That(UnsupportedKeys.Find(key)?.Judge("77")?.Kind,
                Is.EqualTo(key == "wep_rekey_period" ? ProblemKind.Unsupported : ProblemKind.UnsupportedProtection), key);
        }
    }

    private static List<ConfigurationProblem> Read(string text, bool ignore, out AccessPointConfiguration configuration)
    {
        var problems = new List<ConfigurationProblem>();
        configuration = ConfigurationFile.Read("test.conf", Encoding.UTF8.GetBytes(text), new ReadOptions(false, ignore), problems);
        problems.RemoveAll(static p => p.IsHeading);
        return problems;
    }
}
