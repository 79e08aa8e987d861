using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>hostapd's own file, by hostapd's rules.</summary>
public sealed class HostapdFileTests
{
    private const string Good = "interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\n";

    [Test]
    public void A_file_without_sections_is_hostapds()
    {
        var configuration = Read("# hostapd\ninterface=wlan0\nctrl_interface=/run/hostapd\nhw_mode=g\nchannel=6\nssid=home\nwpa=2\n"
            + "wpa_key_mgmt=WPA-PSK\nwpa_pairwise=TKIP\nrsn_pairwise=CCMP\nwpa_passphrase=12345678\nauth_algs=3\n", out var problems);
        Assert.That(problems, Is.Empty);
        var options = configuration.ToOptions();
        Assert.That(options.Channel.PrimaryMhz, Is.EqualTo(2437));
        Assert.That(options.Security, Is.Not.Null, "wpa_pairwise counts only where rsn_pairwise is not set");
    }

    [Test]
    public void Mistakes_carry_their_line_and_are_all_told()
    {
        Read(" ssid=early\n#comment\n # no comment\nnonsense\nchanel=6\ninterface=wlan0\nchannel=x\nwpa=3\nap_isolate=2\nstart_disabled=no\n", out var problems);
        Assert.That(problems, Is.EqualTo(new[]
        {
            "test.conf:1:  ssid: unknown configuration item ' ssid' (did you mean ssid?)",
            "test.conf:3: invalid line ' # no comment': write key=value",
            "test.conf:4: invalid line 'nonsense': write key=value",
            "test.conf:5: chanel: unknown configuration item 'chanel' (did you mean channel?)",
            "test.conf:7: channel: 'x' is not a number from 1 to 233",
            "test.conf:8: wpa: '3' is read as 2: WPA2 alone; stations that speak only the old WPA cannot join (warning)",
            "test.conf:9: ap_isolate: '2' is read as 1: on (warning)",
            "test.conf:10: start_disabled: 'no' is neither 0 (off) nor 1 (on)",
            "test.conf: ssid: is missing: name the network",
            "test.conf: wpa_passphrase: is missing: wpa = 2 needs wpa_passphrase or wpa_psk",
        }));
    }

    [Test]
    public void A_remark_is_a_warning_in_the_log_and_a_mistake_an_error()
    {
        var problems = new List<ConfigurationProblem>();
        _ = ConfigurationFile.Read("test.conf", Encoding.UTF8.GetBytes(Good + "ap_isolate=1 # quiet\nap_isolate=no\n"), default, problems);
        Assert.That(problems.Select(static p => p.Level), Is.EqualTo(new[] { NLog.LogLevel.Warn, NLog.LogLevel.Error }));
    }

    [TestCase("wpa_passphrase geheim12345", "test.conf:5: invalid line 'wpa_passphrase …': write key=value")]
    [TestCase("wpa_psk:\t0123456789", "test.conf:5: invalid line 'wpa_psk …': write key=value")]
    [TestCase("\twpa_passphrase: geheim12345", "test.conf:5: invalid line 'wpa_passphrase …': write key=value")]
    [TestCase("sae_password", "test.conf:5: invalid line 'sae_password': write key=value")]
    public void What_may_be_a_secret_is_not_repeated(string line, string problem)
    {
        Read(Good + line + "\n", out var problems);
        Assert.That(problems, Is.EqualTo(new[] { problem }));
    }

    [Test]
    public void Nothing_is_trimmed_and_any_bytes_are_a_name()
    {
        Assert.That(Read(Good + "ssid= a b \n", out _).Ssid, Is.EqualTo(" a b "u8.ToArray()));
        byte[] bytes = [.. "interface=wlan0\nhw_mode=g\nchannel=6\nssid="u8, 0xff, 0x20, 0xc3, 0x28, 0xe2, 0x82, 0xac, (byte)'\n'];
        Assert.That(Read(bytes, out var problems).Ssid, Is.EqualTo(new byte[] { 0xff, 0x20, 0xc3, 0x28, 0xe2, 0x82, 0xac }));
        Assert.That(problems, Is.Empty);
    }

    [TestCase("\"test\"", "74657374")]
    [TestCase("74657374", "74657374")]
    [TestCase("P\"a\\n\\x01\\\"\\\\\\t\\e\\r\"", "610a01225c091b0d")]
    [TestCase("P\"a\\x4\\x41\\101\\7\"", "6104414107")]
    [TestCase("P\"\\x4g\"", "0467")]
    [TestCase("P\"\\xzz\\q\"", "7a7a71")]
    [TestCase("P\"a\\777b\"", "61ff62")]
    [TestCase("P\"ab\\\"", "6162")]
    public void Ssid2_has_three_notations(string value, string hex) =>
        Assert.That(Convert.ToHexStringLower(Read(Good + "ssid2=" + value + "\n", out _).Ssid), Is.EqualTo(hex));

    [TestCase("ssid2=\"open")]
    [TestCase("ssid2=123")]
    [TestCase("ssid2=P\"q")]
    [TestCase("ssid2=\"\"")]
    [TestCase("vendor_elements=dd0411")]
    [TestCase("vendor_elements=dd0")]
    [TestCase("basic_rates=10 21")]
    [TestCase("bssid=01:00:00:00:00:00")]
    [TestCase("wpa_key_mgmt=WPA-PSK FT-SAE-EXT-KEY")]
    [TestCase("wpa=2\nwpa_passphrase=12345678\nwpa_pairwise=TKIP CCMP")]
    [TestCase("country3=zz")]
    [TestCase("fragm_threshold=100")]
    [TestCase("channel=-1")]
    [TestCase("acs_num_scans=0")]
    [TestCase("chanlist=1 6-")]
    [TestCase("freqlist=2411")]
    [TestCase("acs_chan_bias=1:x")]
    [TestCase("auth_algs=2")]
    [TestCase("accept_mac_file=/nowhere/at-all")]
    [TestCase("tx_queue_data0_burst=x")]
    [TestCase("ieee80211d=1")]
    [TestCase("ieee80211n=1\nht_capab=[HT40-]\nchannel=2")]
    [TestCase("ext_eapol_frame_io=1")]
    [TestCase("bss=a-name-of-16-byte\nssid=x")]
    public void A_wrong_value_is_refused(string line)
    {
        Read(Good + line + "\n", out var problems);
        Assert.That(problems, Has.Count.EqualTo(1), string.Join('\n', problems));
    }

    [Test]
    public void Values_reach_the_options()
    {
        var options = Read(Good + "country_code=DE\nieee80211d=1\ncountry3=0x49\nieee80211n=1\nht_capab=[HT40+][SHORT-GI-20][RX-STBC12]\n"
            + "basic_rates=60 120\nsupported_rates=60 120 240\nrts_threshold=500\nfragm_threshold=1001\ntx_queue_data0_burst=1.5\n"
            + "wmm_ac_vo_aifs=5\nvendor_elements=dd0411223301\nassocresp_elements=\nmacaddr_acl=1\nmax_listen_interval=10\n", out var problems).ToOptions();
        Assert.That(problems, Is.Empty);
        Assert.That(options.Radio.CountryEnvironment, Is.EqualTo(0x49));
        Assert.That(options.Radio.HtCapabilities, Is.EqualTo(0x022e));
        Assert.That(options.Channel.Secondary, Is.EqualTo(1));
        Assert.That(options.Radio.BasicRates, Is.EqualTo(new byte[] { 12, 24 }));
        Assert.That(options.Radio.SupportedRates, Is.EqualTo(new byte[] { 12, 24, 48 }));
        Assert.That((options.Radio.RtsThreshold, options.Radio.FragmentThreshold), Is.EqualTo((500, 1000)));
        Assert.That(options.Radio.Queues!.Voice.TransmitOpportunity, Is.EqualTo(47), "1.5 ms in units of 32 µs");
        Assert.That(options.WmmParameters.Voice.Aifs, Is.EqualTo(5));
        Assert.That(options.VendorElements, Has.Length.EqualTo(6));
        Assert.That(options.AclPolicy, Is.EqualTo(AclPolicy.DenyUnlessAccepted));
        Assert.That(options.MaxListenInterval, Is.EqualTo(10));
    }

    [Test]
    public void Bss_begins_a_further_BSS_of_the_same_radio()
    {
        var first = Read("ctrl_interface=/run/a\n" + Good + "wpa=2\nwpa_passphrase=12345678\nbss=wlan0_1\nssid=guest\nbss=wlan0_2\nssid=third\nwpa=2\nwpa_psk="
            + new string('a', 64) + "\n", out var problems);
        Assert.That(problems, Is.Empty);
        Assert.That(first.Further.Select(static b => b.InterfaceName), Is.EqualTo(new[] { "wlan0_1", "wlan0_2" }));
        var guest = first.Further[0].ToOptions();
        Assert.That((guest.Channel.Number, guest.Security is null, Encoding.ASCII.GetString(guest.Ssid)), Is.EqualTo((6, true, "guest")));
        Assert.That(first.Further[0].ControlDirectory, Is.EqualTo("/run/a"));
        Assert.That(first.Further[1].ToOptions().Security, Is.Not.Null);

        Read(Good + "bss=wlan0_1\nwpa=2\nssid=guest\n", out problems);
        Assert.That(problems.Single(), Is.EqualTo("test.conf: wpa_passphrase: is missing: wpa = 2 needs wpa_passphrase or wpa_psk (bss=wlan0_1)"));
    }

    [Test]
    public void The_later_of_two_keys_counts()
    {
        var configuration = Read(Good + "wpa=2\nwpa_psk=" + new string('a', 64) + "\nwpa_passphrase=12345678\nssid=later\n", out var problems);
        Assert.That(problems, Is.Empty);
        Assert.That(configuration.Ssid, Is.EqualTo("later"u8.ToArray()));
        Assert.That((configuration.Passphrase, configuration.Psk), Is.EqualTo(("12345678", (string?)null)));
    }

    [Test]
    public void What_is_not_supported_is_refused_by_name_or_passed_over_by_request()
    {
        const string text = Good + "rnr=1\npmk_r1_push=1\nieee80211ac=0\nnas_identifier=ap\nvht_capab=[SHORT-GI-80]\n";
        Read(text, out var problems);
        Assert.That(problems, Is.EqualTo(new[]
        {
            "test.conf:5: rnr: is hostapd's, but not supported yet",
            "test.conf:6: pmk_r1_push: is hostapd's, but not supported yet",
        }));
        Read(text, out problems, new ReadOptions(false, IgnoreUnsupported: true));
        Assert.That(problems[0], Is.EqualTo("test.conf:5: rnr: is hostapd's, but not supported yet (ignored)"));
    }

    [Test]
    public void Every_key_of_Debians_example_is_known()
    {
        var list = Path.Combine(Architecture.SourceTree.Root, "test/HostApd.Tests/Configuration/Files/hostapd-2.10-keys.txt");
        var keys = File.ReadAllLines(list).Where(static l => !l.StartsWith('#')).ToList();
        Assert.That(keys, Has.Count.GreaterThan(400));
        Assert.That(keys.Where(static k => k != "bss" && !Settings.IsKnown(k)), Is.Empty);
    }

    [Test]
    public void No_key_is_both_supported_and_not() =>
        Assert.That(Settings.All.Where(static s => UnsupportedKeys.Find(s.FlatKey) is not null).Select(static s => s.Key), Is.Empty);

    [Test]
    public void The_example_itself_is_read_where_it_is_installed()
    {
        const string example = "/usr/share/doc/hostapd/examples/hostapd.conf";
        if (!File.Exists(example))
        {
            Assert.Ignore("Debian's package hostapd is not installed");
        }

        var problems = new List<ConfigurationProblem>();
        ConfigurationFile.Read(example, default, problems);
        Assert.That(problems, Is.Empty);

        // With every commented setting switched on: still nothing that nobody knows.
        var lines = File.ReadLines(example).Select(static l =>
            l is ['#', >= 'a' and <= 'z', ..] && l.IndexOf('=') is > 0 and var at && l.AsSpan(1, at - 1).ContainsAnyExcept(KeyCharacters) is false ? l[1..] : l);
        var all = Read(string.Join('\n', lines), out var texts);
        Assert.That(texts.Where(static t => t.Contains("unknown configuration item", StringComparison.Ordinal)), Is.Empty);
        Assert.That(all.Further, Is.Not.Empty);
    }

    private static readonly System.Buffers.SearchValues<char> KeyCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private static AccessPointConfiguration Read(string text, out List<string> problems, ReadOptions options = default) =>
        Read(Encoding.UTF8.GetBytes(text), out problems, options);

    private static AccessPointConfiguration Read(byte[] bytes, out List<string> problems, ReadOptions options = default)
    {
        Assert.That(HostapdFile.Recognizes(bytes));
        var found = new List<ConfigurationProblem>();
        var configuration = AccessPointConfiguration.WithHostapdsDefaults("test.conf");
        HostapdFile.Read("test.conf", bytes, configuration, options, found);
        problems = [.. found.Select(static p => p.ToString())];
        return configuration;
    }
}
