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
        var problems = new List<ConfigurationProblem>();
        var ini = ConvertStudy.Convert("a.conf", Encoding.UTF8.GetBytes(conf), problems);
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

    [TestCase("interface=wlan0\nchannel=1\nssid=x\nwpa=2\nwpa_passphrase=examplepass\nwpa_psk=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n", 0)]
    [TestCase("interface=wlan0\nchannel=1\nssid=x\nwpa=2\nwpa_psk=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\nwpa_passphrase=examplepass\n", 0)]
    [TestCase("interface=wlan0\nchannel=1\nssid=x\nwpa_passphrase=examplepass\n", 1)]
    [TestCase("interface=wlan0\nchannel=1\nssid=x\nwpa=0\nwpa_passphrase=examplepass\n", 1)]
    [TestCase("\uFEFFinterface=wlan0\r\nhw_mode=g\r\nchannel=1\r\nssid=x\r\nwpa=2\r\nwpa_passphrase=examplepass\r\n", 1)]
    [TestCase("interface=wlan0\nchannel=1\nssid=a\rb\n", 0)]
    [TestCase("interface=wlan0\nchannel=1 # quiet\nssid=x\n# a\rcomment\n", 1)]
    [TestCase("interface=wlan0\nchannel=1\nssid=x\ndevice_name=a\u0001b\nsome\rkey=1\n", 2)]
    public void The_ini_is_right_for_the_daemon(string conf, int problemCount)
    {
        var problems = new List<ConfigurationProblem>();
        var ini = ConvertStudy.Convert("a.conf", Encoding.UTF8.GetBytes(conf), problems);
        Assert.That(problems, Has.Count.EqualTo(problemCount), string.Join('\n', problems));
        var found = new List<ConfigurationProblem>();
        ConfigurationFile.Read("a.ini", Encoding.UTF8.GetBytes(ini), default, found);
        Assert.That(found.Where(static p => !p.IsWarning), Is.Empty, ini);
    }

    [Test]
    public void Whatever_the_daemon_reads_it_reads_the_same_from_the_ini()
    {
        const string seed = "interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nwpa=2\nwpa_passphrase=12345678\nwpa_psk=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n"
            + "rsn_pairwise=CCMP\nieee80211n=1\nht_capab=[HT40+]\nwps_state=2\ndevice_name= box \nvendor_elements=\nmacaddr_acl=0\nctrl_interface=/run/x\nssid2=\"second\"\n";
        var random = new Random(20261126);
        var right = 0;
        for (var i = 0; i < 8_000; i++)
        {
            var bytes = Mutate(Encoding.UTF8.GetBytes(seed), random);
            var theirs = AccessPointConfiguration.WithHostapdsDefaults("a.conf");
            var found = new List<ConfigurationProblem>();
            HostapdFile.Read("a.conf", bytes, theirs, default, found);
            var problems = new List<ConfigurationProblem>();
            var ini = ConvertStudy.Convert("a.conf", bytes, problems);
            var ours = new List<ConfigurationProblem>();
            var read = ConfigurationFile.Read("a.ini", Encoding.UTF8.GetBytes(ini), default, ours);
            if (found.Exists(static p => !p.IsWarning) || problems.Exists(static p => !p.IsWarning) || !theirs.HasSecurity && (theirs.Passphrase ?? theirs.Psk) is not null)
            {
                continue;
            }

            right++;
            Assert.That(ours, Is.Empty, $"{Convert.ToHexStringLower(bytes)}\n{ini}");
            Assert.That((read.Passphrase, read.Psk, read.Wpa, Convert.ToHexString(read.Ssid), read.Radio.Channel, read.Wps.Device.DeviceName),
                Is.EqualTo((theirs.Passphrase, theirs.Psk, theirs.Wpa, Convert.ToHexString(theirs.Ssid), theirs.Radio.Channel, theirs.Wps.Device.DeviceName)), ini);
        }

        Assert.That(right, Is.GreaterThan(200), "else the property was tried on nothing");
    }

    /// <summary>Bytes, whole lines and line ends, changed here and there.</summary>
    private static byte[] Mutate(byte[] seed, Random random)
    {
        var lines = Encoding.Latin1.GetString(seed).Split('\n').ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(lines.Count);
            switch (random.Next(6))
            {
                case 0: lines.RemoveAt(at); break;
                case 1: lines.Insert(random.Next(lines.Count + 1), lines[at]); break;
                case 2: (lines[at], lines[^1]) = (lines[^1], lines[at]); break;
                case 3: lines[at] += (string[])["\r", " ", " # c", "\t", "\u0001", "\""] is var ends ? ends[random.Next(ends.Length)] : ""; break;
                case 4: lines[at] = lines[at].Replace("=", "= ", StringComparison.Ordinal); break;
                default: lines[at] = lines[at].Length == 0 ? "x=" : lines[at].Insert(random.Next(lines[at].Length), ((char)random.Next(256)).ToString()); break;
            }

            if (lines.Count == 0)
            {
                lines.Add("");
            }
        }

        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    [Test]
    public void What_cannot_be_taken_over_stays_visible()
    {
        var problems = new List<ConfigurationProblem>();
        var ini = ConvertStudy.Convert("a.conf", "interface=wlan0\nocv=1\nnonsense\nchannel=1\nssid=y\nbss=wlan0_1\nssid=x\n"u8, problems);
        Assert.That(problems.Select(static p => p.ToString()), Is.EqualTo(new[]
        {
            "a.conf: needs OCV: not built yet",
            "a.conf:2: ocv: is hostapd's, but not supported yet; without it the network would be weaker than this file wants, so it is never passed over",
            "a.conf:3: invalid line 'nonsense': write key=value",
            "a.conf:6: bss: an ini file holds one BSS; hostapd-net reads hostapd.conf as it is, too",
            "a.conf: ssid: kept as a comment until the rest is settled: the network could be weaker than this file wants (warning)",
        }));
        Assert.That(ini, Does.Contain("# ocv=1\n").And.Contain("# nonsense\n").And.Contain("interface = wlan0\n").And.Contain("# ssid=y\n").And.Not.Contain("ssid = ").And.Not.Contain("ssid=x"));
    }

    [Test]
    public void What_the_daemon_only_remarks_is_written_as_it_was_meant()
    {
        var problems = new List<ConfigurationProblem>();
        var ini = ConvertStudy.Convert("a.conf", Encoding.UTF8.GetBytes("\uFEFFinterface=wlan0\nhw_mode=g\nchannel=6 # quiet\nssid=x\ncountry_code=USA\nwpa=3\nwpa_passphrase=pässwörter\n"
            + "ieee80211n=2\nht_capab=[HT20][HT40+][SHORT-GI-20]\nconfig_methods=label,display\nap_max_inactivity=0\nwme_enabled=1\ndump_file=/x\nown_ip_addr=127.0.0.1\nrsn_preauth=1\n"), problems);
        Assert.That(problems.TrueForAll(static p => p.IsWarning));
        Assert.That(problems, Has.Count.EqualTo(10));
        foreach (var line in new[] { "channel = 6", "country_code = US", "wpa = 2", "wpa_passphrase = pässwörter", "ieee80211n = 1", "ht_capab = [SHORT-GI-20][HT40+]",
            "config_methods = label display", "ap_max_inactivity = 10", "wmm_enabled = 1", "# dump_file=/x", "own_ip_addr = 127.0.0.1", "# rsn_preauth=1" })
        {
            Assert.That(ini, Does.Contain(line + "\n"));
        }

        var found = new List<ConfigurationProblem>();
        ConfigurationFile.Read("a.ini", Encoding.UTF8.GetBytes(ini), default, found);
        Assert.That(found, Is.Empty);
    }

    /// <summary>The default instead of the rest of a list might be weaker.</summary>
    [TestCase("rsn_pairwise=TKIP GCMP-256", "rsn_pairwise = GCMP-256")]
    [TestCase("wpa_key_mgmt=FT-SAE-EXT-KEY WPA-PSK-SHA256", "wpa_key_mgmt = WPA-PSK-SHA256")]
    [TestCase("rsn_pairwise=GCMP CCMP-256", "rsn_pairwise = GCMP CCMP-256")]
    public void Of_a_list_of_words_stays_what_is_built_in(string line, string expected)
    {
        var ini = ConvertStudy.Convert("a.conf", Encoding.UTF8.GetBytes("interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nwpa=2\nwpa_passphrase=12345678\n" + line + "\n"), []);
        Assert.That(ini, Does.Contain(expected + "\n"));
        Assert.That(ini.Contains("# " + line + "\n", StringComparison.Ordinal), Is.EqualTo(!line.Contains("GCMP CCMP", StringComparison.Ordinal)), ini);
    }

    /// <summary>Whoever has the second could not come in any more, and nobody would know why.</summary>
    [TestCase("sae_password=one|id=a", "one|id=a", "")]
    [TestCase("sae_password=one\nsae_password=two|mac=02:00:00:00:01:00", "one", "two|mac=02:00:00:00:01:00")]
    [TestCase("sae_password=one\nsae_password=\nsae_password=two", "two", "")]
    [TestCase("sae_password=one\nsae_password=", "", "")]
    public void One_password_of_SAE_is_written_and_of_the_others_the_owner_is_told(string lines, string written, string left)
    {
        var problems = new List<ConfigurationProblem>();
        var ini = ConvertStudy.Convert("a.conf", Encoding.UTF8.GetBytes("interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nwpa=2\nwpa_key_mgmt=SAE\nwpa_passphrase=12345678\n" + lines + "\n"), problems);
        Assert.That(ini.Split('\n').Where(static l => l.StartsWith("sae_password", StringComparison.Ordinal)),
            written.Length > 0 ? Is.EqualTo(new[] { "sae_password = " + written }) : Is.Empty);
        Assert.That(ini.Contains("# sae_password=" + left, StringComparison.Ordinal), Is.EqualTo(left.Length > 0), ini);
        Assert.That(problems.Where(static p => !p.IsHeading).Select(static p => p.ToString()), left.Length == 0 ? Is.Empty : Is.EqualTo(new[]
        {
            "a.conf:9: sae_password: an ini file holds one; have the others in a file of their own (sae_password_file). Kept as a comment",
        }));
    }

    [TestCase("wpa_key_mgmt=FT-SAE-EXT-KEY")]
    [TestCase("channel=-1")]
    [TestCase("hw_mode=gn")]
    [TestCase("p2p_go=1\nssid=x")]
    [TestCase("hw_mode=a\nchannel=6")]
    [TestCase("ieee80211d=1")]
    [TestCase("wpa_psk_file=/nowhere/psk")]
    public void Nothing_is_written_that_the_daemon_refuses(string lines)
    {
        var problems = new List<ConfigurationProblem>();
        var ini = ConvertStudy.Convert("a.conf", Encoding.UTF8.GetBytes("interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nwpa=2\nwpa_passphrase=12345678\n" + lines + "\n"), problems);
        Assert.That(problems.Where(static p => !p.IsWarning), Is.Not.Empty);
        var found = new List<ConfigurationProblem>();
        ConfigurationFile.Read("a.ini", Encoding.UTF8.GetBytes(ini), default, found);
        Assert.That(found.Where(static p => !p.IsWarning && p.Line > 0), Is.Empty, ini);
    }

    [TestCase("wpa=1\nwpa_passphrase=12345678")]
    [TestCase("wpa=WPA2\nwpa_passphrase=12345678")]
    [TestCase("wep_key0=0123456789")]
    [TestCase("macaddr_acl=yes")]
    [TestCase("deny_mac_file=/nowhere/list")]
    [TestCase("wpa=2\nwpa_passphrase=12345678\nocv=1")]
    [TestCase("wpa=2\nwpa_passphrase=12345678\nwpa_key_mgmt=FT-SAE-EXT-KEY")]
    [TestCase("wpa=2\nwpa_passphrase=12345678\nap_isolate=yes")]
    [TestCase("wpa=2\nwpa_passphrase=12345678\nssid2=\"home\"\nwpa_key_mgmt=FT-SAE-EXT-KEY")]
    public void What_may_have_protected_leaves_no_network_behind(string lines)
    {
        var problems = new List<ConfigurationProblem>();
        var ini = ConvertStudy.Convert("a.conf", Encoding.UTF8.GetBytes("interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\n" + lines + "\n"), problems);
        Assert.That(problems.Where(static p => !p.IsWarning), Is.Not.Empty);
        var found = new List<ConfigurationProblem>();
        ConfigurationFile.Read("a.ini", Encoding.UTF8.GetBytes(ini), default, found);
        Assert.That(found.Where(static p => !p.IsWarning).Select(static p => p.Key), Is.EqualTo(new[] { "ssid" }));
    }

    [Test]
    public void Debians_own_file_becomes_an_ini()
    {
        // As the package's example: what is switched on in it, and nothing else.
        const string stock = "interface=wlan0\nlogger_syslog=-1\nlogger_syslog_level=2\nlogger_stdout=-1\nlogger_stdout_level=2\nctrl_interface=/var/run/hostapd\n"
            + "ctrl_interface_group=0\nssid=test\nhw_mode=g\nchannel=1\nbeacon_int=100\ndtim_period=2\nmax_num_sta=255\nrts_threshold=-1\nfragm_threshold=-1\n"
            + "macaddr_acl=0\nauth_algs=3\nignore_broadcast_ssid=0\nwmm_enabled=1\nwmm_ac_bk_cwmin=4\neapol_key_index_workaround=0\neap_server=0\nown_ip_addr=127.0.0.1\n";
        const string installed = "/usr/share/doc/hostapd/examples/hostapd.conf";
        foreach (var text in new[] { stock, File.Exists(installed) ? File.ReadAllText(installed) : stock })
        {
            var problems = new List<ConfigurationProblem>();
            var ini = ConvertStudy.Convert("a.conf", Encoding.UTF8.GetBytes(text), problems);
            Assert.That(problems, Is.Empty);
            var found = new List<ConfigurationProblem>();
            ConfigurationFile.Read("a.ini", Encoding.UTF8.GetBytes(ini), default, found);
            Assert.That(found, Is.Empty, ini);
        }
    }
}
