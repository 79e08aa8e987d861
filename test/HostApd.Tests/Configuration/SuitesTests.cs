using System.Text;
using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>Key management and ciphers, from the words of a file to what stations may choose from.</summary>
public sealed class SuitesTests
{
    private const string Good = "interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nwpa=2\nwpa_passphrase=12345678\n";

    [TestCase("", "WPA-PSK", "CCMP", "CCMP")]
    [TestCase("wpa_key_mgmt=WPA-PSK-SHA256", "WPA-PSK-SHA256", "CCMP", "CCMP")]
    [TestCase("wpa_key_mgmt=WPA-PSK-SHA256 WPA-PSK", "WPA-PSK WPA-PSK-SHA256", "CCMP", "CCMP")]
    [TestCase("wpa_key_mgmt=WPA-PSK\twpa_key_mgmt", null, "", "")]
    [TestCase("rsn_pairwise=GCMP", "WPA-PSK", "GCMP", "GCMP")]
    [TestCase("rsn_pairwise=GCMP-256", "WPA-PSK", "GCMP-256", "GCMP-256")]
    [TestCase("rsn_pairwise=CCMP-256", "WPA-PSK", "CCMP-256", "CCMP-256")]
    [TestCase("rsn_pairwise=CCMP CCMP-256 GCMP GCMP-256", "WPA-PSK", "CCMP-256 GCMP-256 CCMP GCMP", "CCMP")]
    [TestCase("rsn_pairwise=CCMP\tGCMP-256 CCMP", "WPA-PSK", "GCMP-256 CCMP", "CCMP")]
    [TestCase("wpa_pairwise=GCMP-256", "WPA-PSK", "GCMP-256", "GCMP-256")]
    [TestCase("wpa_pairwise=GCMP-256\nrsn_pairwise=CCMP", "WPA-PSK", "CCMP", "CCMP")]
    [TestCase("rsn_pairwise=GCMP\nwpa_pairwise=TKIP", "WPA-PSK", "GCMP", "GCMP")]
    [TestCase("group_cipher=GCMP-256", "WPA-PSK", "CCMP", "GCMP-256")]
    [TestCase("rsn_pairwise=GCMP-256\ngroup_cipher=CCMP", "WPA-PSK", "GCMP-256", "CCMP")]
    [TestCase("group_cipher=CCMP GCMP", null, "", "")]
    [TestCase("group_cipher=", null, "", "")]
    public void Words_become_rows(string lines, string? managements, string pairwise, string group)
    {
        var problems = Read(lines, ignore: false, out var configuration);
        if (managements is null)
        {
            Assert.That(problems, Has.Count.EqualTo(1));
            return;
        }

        Assert.That(problems, Is.Empty);
        var offer = configuration.ToOptions().Security!.Rsn.Offer;
        Assert.That((offer.AkmNames, offer.PairwiseNames, offer.GroupCipher.Name), Is.EqualTo((managements, pairwise, group)));
        using var rig = ApRig.Enabled(change: o => o with { Security = configuration.ToOptions().Security });
        Assert.That(StatusText.WriteConfiguration(rig.Bss, configuration),
            Does.Contain($"wpa=2\nkey_mgmt={managements}\ngroup_cipher={group}\nrsn_pairwise_cipher={pairwise}\n"));
    }

    /// <summary>What is passed over leaves the rest of its list as it is: nothing else would be as strong.</summary>
    [TestCase("wpa_key_mgmt=WPA-PSK-SHA256 FT-SAE-EXT-KEY", "WPA-PSK-SHA256", "CCMP", "CCMP")]
    [TestCase("wpa_key_mgmt=FT-SAE-EXT-KEY WPA-PSK", "WPA-PSK", "CCMP", "CCMP")]
    [TestCase("rsn_pairwise=TKIP GCMP-256", "WPA-PSK", "GCMP-256", "GCMP-256")]
    [TestCase("rsn_pairwise=TKIP", "WPA-PSK", "CCMP", "CCMP")]
    [TestCase("wpa_pairwise=TKIP GCMP-256", "WPA-PSK", "GCMP-256", "GCMP-256")]
    [TestCase("group_cipher=TKIP", "WPA-PSK", "CCMP", "CCMP")]
    public void What_is_passed_over_leaves_the_rest(string line, string managements, string pairwise, string group)
    {
        Assert.That(Read(line, ignore: true, out var configuration), Has.All.Property(nameof(ConfigurationProblem.IsWarning)).True);
        var offer = configuration.ToOptions().Security!.Rsn.Offer;
        Assert.That((offer.AkmNames, offer.PairwiseNames, offer.GroupCipher.Name), Is.EqualTo((managements, pairwise, group)));
        Assert.That(configuration.Check(testing: false), Is.Empty, "ENABLE sees it as the file did");
    }

    [TestCase("wpa_key_mgmt=FT-SAE-EXT-KEY", "'FT-SAE-EXT-KEY' is not supported, and WPA-PSK instead would be weaker, so that is never passed over; use WPA-PSK")]
    [TestCase("wpa_key_mgmt=DPP", "'DPP' is not supported, and WPA-PSK instead would be weaker, so that is never passed over; use WPA-PSK")]
    [TestCase("wpa_key_mgmt=FT-SAE-EXT-KEY FILS-SHA256", "'FT-SAE-EXT-KEY', 'FILS-SHA256' are not supported, and WPA-PSK instead would be weaker, so that is never passed over; use WPA-PSK")]
    [TestCase("wpa_key_mgmt=FT-SAE-EXT-KEY WPA-PSK-SHA256 WPA-PSK", "'FT-SAE-EXT-KEY' is not supported; use WPA-PSK WPA-PSK-SHA256")]
    [TestCase("group_cipher=CCMP GCMP", "'CCMP GCMP' are several, and a group has one cipher; use one of them")]
    public void What_has_no_source_of_keys_yet_is_refused(string line, string text) =>
        Assert.That(Read(line, ignore: false, out _).Single(static p => !p.IsHeading).Text, Is.EqualTo(text));

    [TestCase("wpa_key_mgmt", "FT-SAE-EXT-KEY WPA-PSK")]
    [TestCase("rsn_pairwise", "CCMP TKIP")]
    [TestCase("group_cipher", "TKIP")]
    public void SET_of_what_is_refused_changes_nothing(string key, string value)
    {
        Read("wpa_key_mgmt=WPA-PSK-SHA256\nrsn_pairwise=GCMP\ngroup_cipher=GCMP", ignore: false, out var configuration);
        using var rig = ApRig.Enabled();
        var commands = new SettingCommands(rig.Bss, configuration);
        Assert.That(commands.Handle("SET", $"{key} {value}"), Is.EqualTo("FAIL\n"));
        var offer = configuration.ToOptions().Security!.Rsn.Offer;
        Assert.That((offer.AkmNames, offer.PairwiseNames, offer.GroupCipher.Name), Is.EqualTo(("WPA-PSK-SHA256", "GCMP", "GCMP")));
        Assert.That(commands.Handle("SET", "rsn_pairwise CCMP-256"), Is.EqualTo("OK\n"));
        Assert.That(configuration.ToOptions().Security!.Rsn.Offer.PairwiseNames, Is.EqualTo("CCMP-256"));
    }

    [TestCase("", null)]
    [TestCase("rsn_pairwise=GCMP-256 CCMP", "rsn_pairwise: phy0 lacks GCMP-256: see the ciphers of `iw phy`")]
    [TestCase("group_cipher=GCMP", "group_cipher: phy0 lacks GCMP: see the ciphers of `iw phy`")]
    public void A_radio_is_asked_for_every_cipher(string line, string? expected)
    {
        Read(line, ignore: false, out var configuration);
        var problems = RadioCheck.Against(configuration, SimulatedRadioOptions.Hwsim with { Ciphers = [0x000FAC02, 0x000FAC04] }).Select(static p => $"{p.Key}: {p.Problem}");
        Assert.That(problems, expected is null ? Is.Empty : Is.EqualTo(new[] { expected }));
        Assert.That(RadioCheck.Against(configuration, SimulatedRadioOptions.Hwsim), Is.Empty, "one that lists none is believed to have them");
        configuration.Vlan.Mode = DynamicVlan.Optional;
        Assert.That(RadioCheck.Against(configuration, SimulatedRadioOptions.Hwsim), Is.Empty);
        Assert.That(RadioCheck.Against(configuration, SimulatedRadioOptions.Hwsim with { SupportsVlans = false }).Select(static p => p.Key), Is.EqualTo(new[] { "dynamic_vlan" }));
    }

    /// <summary>P2P devices know nothing else.</summary>
    [TestCase("wpa_key_mgmt = WPA-PSK-SHA256", false)]
    [TestCase("rsn_pairwise = GCMP", false)]
    [TestCase("wpa_key_mgmt = WPA-PSK WPA-PSK-SHA256\nrsn_pairwise = GCMP CCMP", true)]
    public void A_group_has_what_P2P_devices_know(string lines, bool isGood)
    {
        var problems = new List<ConfigurationProblem>();
        ConfigurationFile.Read("a.ini", Encoding.UTF8.GetBytes($"[radio]\ninterface = wlan0\nhw_mode = g\nchannel = 6\n[security]\n{lines}\n[p2p]\np2p_go = 1\n"), default, problems);
        Assert.That(problems.Where(static p => !p.IsWarning).Select(static p => p.Key), isGood ? Is.Empty : Is.EqualTo(new[] { "wpa_key_mgmt" }));
    }

    private static List<ConfigurationProblem> Read(string lines, bool ignore, out AccessPointConfiguration configuration)
    {
        var problems = new List<ConfigurationProblem>();
        configuration = ConfigurationFile.Read("a.conf", Encoding.UTF8.GetBytes(Good + lines + "\n"), new ReadOptions(false, IgnoreUnsupported: ignore), problems);
        return problems;
    }
}
