using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>What the owner writes of OWE, and what comes of it.</summary>
public sealed class OweSettingsTests
{
    private const string Offered = "wpa=2\nwpa_key_mgmt=OWE\n";

    private static AccessPointConfiguration Read(string lines, out List<ConfigurationProblem> problems, bool ignores = false)
    {
        problems = [];
        var text = "interface=wlan0\nhw_mode=g\nchannel=6\nssid=labtest\n" + lines + "\n";
        return ConfigurationFile.Read("test.conf", System.Text.Encoding.UTF8.GetBytes(text), new ReadOptions(Testing: false, IgnoreUnsupported: ignores), problems);
    }

    private static BssOptions Options(string lines)
    {
        var options = Read(lines, out var problems).ToOptions();
        Assert.That(problems, Is.Empty);
        return options;
    }

    [Test]
    public void It_needs_no_password_and_protects_management_frames()
    {
        var security = Options(Offered).Security!;
        Assert.That(security.Owe!.Groups.Select(static g => g.Number), Is.EqualTo(new ushort[] { 19, 20, 21 }));
        Assert.That((security.Pmks.Count, security.Sae, security.Rsn.Offer.AkmNames), Is.EqualTo((0, (SaeOptions?)null, "OWE")));
        Assert.That(security.Rsn.Offer.FrameProtection, Is.EqualTo(RsnCapabilities.MfpCapable | RsnCapabilities.MfpRequired));
        Assert.That(security.Rsn.Offer.Suites.Select(static s => s.PmkLength), Is.EqualTo(new[] { 32, 48, 64 }));
    }

    [TestCase("wpa=2\nwpa_passphrase=12345678")]
    [TestCase("wpa=2\nwpa_passphrase=12345678\nwpa_key_mgmt=WPA-PSK SAE")]
    public void Without_its_word_there_is_none(string lines) => Assert.That(Options(lines).Security!.Owe, Is.Null);

    /// <summary>Of stations of OWE, and of others beside them: whether they come without protected frames.</summary>
    [TestCase("ieee80211w=1\nwpa_key_mgmt=OWE", FrameProtection.Required, null)]
    [TestCase("wpa_key_mgmt=WPA-PSK OWE", FrameProtection.Required, FrameProtection.Allowed)]
    [TestCase("wpa_key_mgmt=WPA-PSK OWE\nsae_require_mfp=0", FrameProtection.Required, FrameProtection.Allowed)]
    [TestCase("wpa_key_mgmt=SAE OWE\nieee80211w=1\nsae_require_mfp=0", FrameProtection.Required, FrameProtection.Allowed)]
    [TestCase("wpa_key_mgmt=SAE OWE\nieee80211w=1", FrameProtection.Required, FrameProtection.Required)]
    public void Who_comes_by_it_comes_with_protected_frames(string lines, FrameProtection owe, FrameProtection? other)
    {
        var suites = Read("wpa=2\nwpa_passphrase=12345678\n" + lines, out _).ToOptions().Security!.Rsn.Offer.Suites;
        Assert.That(suites.Where(static s => s.Source == PmkSource.Owe).Select(static s => s.FrameProtection).Distinct(), Is.EqualTo(new[] { owe }));
        Assert.That(suites.Where(static s => s.Source != PmkSource.Owe).Select(static s => (FrameProtection?)s.FrameProtection).FirstOrDefault(), Is.EqualTo(other));
    }

    [Test]
    public void That_frames_stay_open_is_the_owners_word_and_is_told_him()
    {
        var configuration = Read(Offered + "ieee80211w=0", out var problems);
        Assert.That(problems.Single().ToString(), Does.Contain("ieee80211w").And.Contain("OWE is to have protected"));
        Assert.That(configuration.ToOptions().Security!.Rsn.Offer.FrameProtection, Is.EqualTo(RsnCapabilities.None));
    }

    [TestCase("19", "19")]
    [TestCase("21 19 21", "21 19")]
    public void Groups_are_taken_as_they_stand(string value, string groups) =>
        Assert.That(string.Join(' ', Options(Offered + "owe_groups=" + value).Security!.Owe!.Groups.Select(static g => g.Number)), Is.EqualTo(groups));

    [TestCase("19 25", "groups 25 are not supported; use 19", "19")]
    [TestCase("28", "groups 28 are not supported; use 19 20 21", "19 20 21")]
    public void Other_groups_are_passed_over_by_request(string value, string text, string groups)
    {
        Read(Offered + "owe_groups=" + value, out var problems);
        Assert.That(problems.Where(static p => !p.IsWarning).Select(static p => p.Text), Has.Some.EqualTo(text));
        var configuration = Read(Offered + "owe_groups=" + value, out problems, ignores: true);
        Assert.That(problems, Has.All.Property(nameof(ConfigurationProblem.IsWarning)).True);
        Assert.That(string.Join(' ', configuration.ToOptions().Security!.Owe!.Groups.Select(static g => g.Number)), Is.EqualTo(groups));
    }

    [TestCase("owe_groups=", "names nothing")]
    [TestCase("owe_groups=P-256", "'P-256' is not a number from 0 to 65535")]
    [TestCase("owe_transition_ifname=a/b", "is no name of an interface")]
    [TestCase("owe_transition_ifname=wlan0", "wlan0 is the interface itself")]
    [TestCase("owe_transition_bssid=01:00:00:00:00:01\nowe_transition_ssid=\"x\"", "is no address of an interface")]
    [TestCase("owe_transition_bssid=02:00:00:00:00:01", "needs owe_transition_ssid, too")]
    [TestCase("owe_transition_ssid=\"x\"", "needs owe_transition_bssid, too")]
    [TestCase("owe_transition_bssid=02:00:00:00:00:01\nowe_transition_ssid=x", "is no name of 1–32 bytes")]
    [TestCase("owe_transition_bssid=02:00:00:00:00:01\nowe_transition_ssid=\"123456789012345678901234567890123\"", "is no name of 1–32 bytes")]
    public void What_is_wrong_is_told(string lines, string text)
    {
        Read(Offered + lines, out var problems);
        Assert.That(problems.Where(static p => !p.IsWarning).Select(static p => p.Text), Has.Some.Contains(text), string.Join('\n', problems));
    }

    [TestCase("owe_transition_ifname=wlan1", "wlan1", "00:00:00:00:00:00", "")]
    [TestCase("owe_transition_bssid=02:00:00:00:00:01\nowe_transition_ssid=\"12345678901234567890123456789012\"", null, "02:00:00:00:00:01", "12345678901234567890123456789012")]
    [TestCase("owe_transition_bssid=02:00:00:00:00:01\nowe_transition_ssid=6869", null, "02:00:00:00:00:01", "hi")]
    [TestCase("owe_transition_bssid=02:00:00:00:00:01\nowe_transition_ssid=6869\nowe_transition_ifname=wlan1", "wlan1", "00:00:00:00:00:00", "")]
    public void The_other_network_is_one_of_ours_or_what_is_said_of_it(string lines, string? name, string bssid, string ssid)
    {
        foreach (var security in new[] { "", Offered })
        {
            var other = Options(security + lines).OweTransition!;
            Assert.That((other.InterfaceName, other.Bssid.ToString(), System.Text.Encoding.UTF8.GetString(other.Ssid)), Is.EqualTo((name, bssid, ssid)));
        }
    }

    [Test]
    public void A_network_with_a_password_is_neither_of_the_two()
    {
        Read("wpa=2\nwpa_passphrase=12345678\nowe_transition_ifname=wlan1", out var problems);
        Assert.That(problems.Single().ToString(), Does.Contain("owe_transition_ifname").And.Contain("is for an open network and one with OWE"));
    }

    [TestCase("", 0)]
    [TestCase("wpa_key_mgmt=WPA-PSK OWE\nwpa_passphrase=12345678", 2)]
    public void WPS_has_nothing_to_hand_out_where_it_is_alone(string lines, int state)
    {
        var configuration = Read(Offered + "wps_state=2\n" + lines, out var problems);
        Assert.That((configuration.WpsState, configuration.ToOptions().Wps is not null), Is.EqualTo((state, state != 0)));
        Assert.That(problems.Select(static p => p.ToString()), state == 0 ? Has.Some.Contains("is switched off by wpa_key_mgmt=OWE") : Is.Empty);
    }

    [Test]
    public void A_password_that_nobody_needs_is_told_of()
    {
        Read(Offered + "wpa_passphrase=12345678", out var problems);
        Assert.That(problems.Single().ToString(), Does.Contain("wpa_passphrase").And.Contain("OWE has none"));
    }
}
