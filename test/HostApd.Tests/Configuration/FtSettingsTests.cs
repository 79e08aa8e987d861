using System.Text;
using HostApd.Configuration;
using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>What a file says of fast transition, and what is said of it.</summary>
public sealed class FtSettingsTests
{
    private const string Base = "interface=wlan0\nhw_mode=g\nchannel=6\nssid=labtest\nwpa=2\nwpa_passphrase=12345678\n";

    [Test]
    public void A_network_of_a_mobility_domain_has_what_its_file_says()
    {
        var read = Read(Base + "wpa_key_mgmt=WPA-PSK FT-PSK\nmobility_domain=a1b2\nnas_identifier=ap1.example\nr1_key_holder=000102030405\n"
            + "reassociation_deadline=2000\nft_r0_key_lifetime=3600\nr1_max_key_lifetime=60\nft_psk_generate_local=1\nft_over_ds=0\n", out var problems);
        Assert.That(problems, Is.Empty);
        var rsn = read.ToOptions().Security!.Rsn;
        Assert.That(rsn.Offer.AkmNames, Is.EqualTo("WPA-PSK FT-PSK"));
        Assert.That(rsn.FastTransition, Is.EqualTo(new FtOptions
        {
            MobilityDomain = 0xa1b2,
            R0KeyHolder = "ap1.example"u8.ToArray(),
            R1KeyHolder = new MacAddress([0, 1, 2, 3, 4, 5]),
            ReassociationDeadline = 2000,
            KeyLifetime = TimeSpan.FromHours(1),
            GeneratesLocally = true,
        }));
    }

    [Test]
    public void By_itself_all_is_as_in_hostapd()
    {
        var options = Read(Base + "wpa_key_mgmt=FT-PSK\nmobility_domain=A1B2\nnas_identifier=a\n", out var problems).ToOptions().Security!.Rsn.FastTransition!;
        Assert.That(problems, Is.Empty);
        Assert.That((options.R1KeyHolder, options.ReassociationDeadline, options.KeyLifetime.TotalSeconds, options.GeneratesLocally),
            Is.EqualTo(((MacAddress?)null, 1000, 1209600.0, false)));
        Assert.That(Read(Base, out _).ToOptions().Security!.Rsn.FastTransition, Is.Null);
        Assert.That(Read(Base + "wpa_key_mgmt=FT-PSK\nmobility_domain=a1b2\nnas_identifier=a\nr0_key_lifetime=10\n", out _).Ft.KeyLifetime, Is.EqualTo(600));
    }

    /// <summary>All that is wrong is said at once.</summary>
    [TestCase("wpa_key_mgmt=FT-PSK\n", "mobility_domain: is missing: fast transition needs one, four hexadecimal digits that all its access points share"
        + " | nas_identifier: is missing: fast transition needs it, 1–48 bytes, for who holds the keys of those who join here (R0KH-ID)")]
    [TestCase("wpa_key_mgmt=FT-SAE WPA-PSK\nmobility_domain=a1b2\nnas_identifier=0123456789012345678901234567890123456789012345678\n",
        "nas_identifier: has 49 bytes; with fast transition 1–48 are allowed")]
    [TestCase("mobility_domain=a1b2\n", "mobility_domain: counts only with FT-PSK, FT-SAE or FT-EAP among wpa_key_mgmt")]
    [TestCase("mobility_domain=a1b\nwpa_key_mgmt=WPA-PSK\n", "mobility_domain: 'a1b' is no mobility domain: four hexadecimal digits, for example a1b2")]
    [TestCase("r1_key_holder=0001020304\n", "r1_key_holder: '0001020304' is no name of a key holder: twelve hexadecimal digits, for example 000102030405")]
    [TestCase("ft_over_ds=1\n", "ft_over_ds: '1' is read as 0: transitions by way of the other access point are not built in, and stations move over the air")]
    [TestCase("r0kh=ff:ff:ff:ff:ff:ff * 00\n", "r0kh: is hostapd's, but not supported yet")]
    public void What_does_not_fit_is_named(string lines, string said)
    {
        Read(Base + lines, out var problems);
        Assert.That(string.Join(" | ", problems.Where(static p => !p.IsHeading).Select(static p => $"{p.Key}: {p.Text}")), Is.EqualTo(said));
    }

    [Test]
    public void The_key_managements_are_named_as_in_hostapd()
    {
        var read = Read(Base + "wpa_key_mgmt=FT-EAP SAE FT-SAE WPA-PSK FT-PSK\nieee8021x=1\nauth_server_addr=127.0.0.1\nauth_server_shared_secret=sixteen and more\n"
            + "mobility_domain=a1b2\nnas_identifier=a\n", out var problems);
        Assert.That(problems, Is.Empty);
        Assert.That(read.ToOptions().Security!.Rsn.Offer.AkmNames, Is.EqualTo("WPA-PSK FT-EAP FT-PSK SAE FT-SAE"));
    }

    private static AccessPointConfiguration Read(string text, out List<ConfigurationProblem> problems)
    {
        problems = [];
        return ConfigurationFile.Read("/etc/ap", Encoding.UTF8.GetBytes(text), default, problems);
    }
}
