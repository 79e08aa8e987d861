using System.Text;
using HostApd.Configuration;
using HostApd.Workbench;
using NUnit.Framework;

namespace HostApd.Tests.Workbench;

/// <summary>hostapd.conf as ini: both say the same to the daemon.</summary>
public sealed class ConvertStudyTests
{
    [TestCase("interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nwpa=2\nwpa_passphrase=a #;= bc\nieee80211n=1\nap_isolate=1\nwps_state=2\ndevice_name=box\n")]
    [TestCase("interface=wlan0\nchannel=1\nssid= spaces \nwmm_ac_vo_aifs=5\n")]
    [TestCase("interface=wlan0\nhw_mode=a\nchannel=36\nssid2=\"first\"\nssid=\u00e9t\u00e9\nwpa=2\nwpa_psk_file=/nowhere/psk\nwps_state=2\n")]
    [TestCase("interface=wlan0\nchannel=1\nssid=\"quoted\"\n")]
    public void The_ini_gives_the_same_options(string conf)
    {
        var problems = new List<string>();
        var ini = ConvertStudy.Convert(Encoding.UTF8.GetBytes(conf), problems);
        Assert.That(problems, Is.Empty);
        var found = new List<ConfigurationProblem>();
        var ours = IniConfiguration.Read("a.ini", Encoding.UTF8.GetBytes(ini), default, found).ToOptions();
        Assert.That(found, Is.Empty, ini);
        var theirs = AccessPointConfiguration.WithHostapdsDefaults("a.conf");
        HostapdFile.Read("a.conf", Encoding.UTF8.GetBytes(conf), theirs, default, found);
        Assert.That(found, Is.Empty);
        var expected = theirs.ToOptions();
        Assert.That(ours.Ssid, Is.EqualTo(expected.Ssid));
        Assert.That(ours with { Ssid = expected.Ssid, Security = null }, Is.EqualTo(expected with { Security = null }));
        Assert.That(ours.Security?.Pmks.Select(static p => p.Span.ToArray()), Is.EqualTo(expected.Security?.Pmks.Select(static p => p.Span.ToArray())));
    }

    [Test]
    public void What_cannot_be_taken_over_stays_visible()
    {
        var problems = new List<string>();
        var ini = ConvertStudy.Convert("interface=wlan0\nieee80211w=2\nnonsense\nbss=wlan0_1\nssid=x\n"u8, problems);
        Assert.That(problems, Is.EqualTo(new[]
        {
            "2: ieee80211w: there is no such key in the ini; kept as a comment", "3: is no key=value",
            "4: bss: an ini file holds one BSS; hostapd-net reads hostapd.conf as it is, too",
        }));
        Assert.That(ini, Does.Contain("# ieee80211w=2\n").And.Contain("interface = wlan0\n").And.Not.Contain("ssid"));
    }
}
