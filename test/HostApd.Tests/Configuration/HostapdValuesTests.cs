using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>Values that hostapd's parser takes are taken; where they count for something else than they seem to, that is said.</summary>
public sealed class HostapdValuesTests
{
    private const string Good = "interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\n";

    [TestCase("beacon_int=10", null)]
    [TestCase("supported_rates=10\t20 55  110", null)]
    [TestCase("supported_rates=10 20 # slow", "is read as 10 20; '# slow' behind it does not count: a comment needs a line of its own")]
    [TestCase("bridge=", null)]
    [TestCase("ctrl_interface=", null)]
    [TestCase("wds_bridge=", null)]
    [TestCase("upnp_iface=", null)]
    [TestCase("device_name=", null)]
    [TestCase("ap_pin=", null)]
    [TestCase("bss_load_update_period=0", null)]
    [TestCase("bss_load_update_period=100", null)]
    [TestCase("chan_util_avg_period=600", null)]
    [TestCase("interworking=2", "'2' is read as 1: on")]
    [TestCase("access_network_type=15", null)]
    [TestCase("venue_group=255\nvenue_type=255", null)]
    [TestCase("hessid=02:03:04:05:06:07", null)]
    [TestCase("eap_server=1 # yes", "is read as 1; '# yes' behind it does not count: a comment needs a line of its own")]
    [TestCase("eap_server=2", "'2' is read as 1: on")]
    [TestCase("wps_rf_bands=b", null)]
    [TestCase("ieee80211n=2", "'2' is read as 1: on")]
    [TestCase("ap_max_inactivity=0", "'0' is read as 10: silent stations are asked again and again")]
    [TestCase("wpa_group_rekey=-1", "'-1' is read as 0: never")]
    [TestCase("wpa_ptk_rekey=-5", "'-5' is read as 0: never")]
    [TestCase("logger_stdout_level=5", "'5' is read as 4: there is no level beyond")]
    [TestCase("logger_syslog_level=-1", "'-1' is read as 0: there is no level beyond")]
    [TestCase("config_methods=label,display", "is read as 'label display': blanks separate the names")]
    [TestCase("config_methods=label displey", "'displey' is no method and does not count (did you mean display?)")]
    [TestCase("config_methods=label display", null)]
    [TestCase("bssid=02:00:00:00:00:01 # mine", "is read as 02:00:00:00:00:01; '# mine' behind it does not count: a comment needs a line of its own")]
    [TestCase("country3=0x49 # x", "is read as 0x49; '# x' behind it does not count: a comment needs a line of its own")]
    [TestCase("tx_queue_data2_burst=2.0 # x", "is read as 2.0; '# x' behind it does not count: a comment needs a line of its own")]
    [TestCase("tx_queue_data0_cwmin=7 # x", "is read as 7; '# x' behind it does not count: a comment needs a line of its own")]
    [TestCase("ht_capab=[HT40]", "'HT40' is no capability and does not count, as in hostapd (did you mean HT40+?)")]
    [TestCase("ht_capab=SHORT-GI-20", "'SHORT-GI-20' is no capability and does not count, as in hostapd (did you mean SHORT-GI-20?)")]
    [TestCase("ieee80211h=1\ncountry_code=DE\nieee80211d=1", null)]
    [TestCase("ieee80211h=1\nieee80211h=0", null)]
    [TestCase("local_pwr_constraint=-1", null)]
    [TestCase("local_pwr_constraint=3\ncountry_code=DE\nieee80211d=1\nspectrum_mgmt_required=1", null)]
    [TestCase("enable_background_radar=1", "is not built in: radar is listened for before the start, and on the channel itself; left out")]
    [TestCase("enable_background_radar=0", null)]
    public void A_value_is_taken(string line, string? word)
    {
        Assert.That(Read(Good + line + "\n", out _), Is.EqualTo(word is null ? [] : new[] { $"a.conf:5: {line[..line.IndexOf('=', StringComparison.Ordinal)]}: {word} (warning)" }));
    }

    [TestCase("country_code=us")]
    [TestCase("country_code=00")]
    [TestCase("country_code=U")]
    [TestCase("tx_queue_data0_cwmin=5")]
    [TestCase("channel=0x6")]
    [TestCase("beacon_int=9")]
    [TestCase("send_probe_response=2")]
    [TestCase("config_id=")]
    [TestCase("ctrl_interface_group=")]
    [TestCase("hw_mode=g # fast")]
    [TestCase("hw_mode=g ; fast")]
    [TestCase("ieee80211h=1\nhw_mode=a\nchannel=52")]
    [TestCase("ieee80211h=1\ncountry_code=DE")]
    [TestCase("local_pwr_constraint=3")]
    [TestCase("local_pwr_constraint=256\ncountry_code=DE\nieee80211d=1")]
    [TestCase("spectrum_mgmt_required=1\ncountry_code=DE\nieee80211d=1")]
    [TestCase("channel_fallback=maybe")]
    [TestCase("dfs_return=later")]
    [TestCase("bss_load_update_period=-1")]
    [TestCase("bss_load_update_period=101")]
    [TestCase("chan_util_avg_period=-1")]
    [TestCase("bss_load_test=12")]
    [TestCase("bss_load_test=12:80")]
    [TestCase("bss_load_test=12:80:20000:1")]
    [TestCase("bss_load_test=12:256:20000")]
    [TestCase("bss_load_test=65536:80:20000")]
    [TestCase("bss_load_test=12:80:-1")]
    [TestCase("bss_load_test=12:80:20000")]
    [TestCase("bss_load_test=a:b:c")]
    [TestCase("access_network_type=16")]
    [TestCase("access_network_type=-1")]
    [TestCase("venue_group=256")]
    [TestCase("venue_type=-1")]
    [TestCase("hessid=zz")]
    [TestCase("bss=wlan0\nssid=x")]
    [TestCase("bss=wlan0_1\nssid=x\nbss=wlan0_1\nssid=y")]
    [TestCase("bssid=02:00:00:00:00:01\nbss=wlan0_1\nssid=x\nbssid=02:00:00:00:00:01")]
    [TestCase("[HT40+]")]
    public void A_wrong_value_is_refused(string line) =>
        Assert.That(Read(Good + line + "\n", out _).Where(static p => !p.EndsWith("(warning)", StringComparison.Ordinal) && !p.EndsWith("not built yet", StringComparison.Ordinal)),
            Has.Exactly(1).Items);

    /// <summary>Refused above without --testing, whatever it says; and the largest numbers that the element has room for.</summary>
    [TestCase("65535:255:65535", 65535, 255, 65535)]
    [TestCase("0:0:0", 0, 0, 0)]
    public void What_a_test_may_say_of_the_load(string value, int stations, int utilization, int capacity)
    {
        var target = AccessPointConfiguration.WithHostapdsDefaults();
        Assert.That(Settings.Apply(target, "bss_load_test", value), Is.Null);
        Assert.That(target.Load.Said, Is.EqualTo(new BssLoadValues((ushort)stations, (byte)utilization, (ushort)capacity)));
    }

    [Test]
    public void Guesses_are_no_weaker_and_codes_are_not_guessed()
    {
        foreach (var line in new[] { "wpa=5", "macaddr_acl=3", "rsn_pairwise=CCMP-265", "wpa_key_mgmt=WPA-PSK-SHA", "wpa_key_mgmt=SEA" })
        {
            var problems = Read(Good + "wpa=2\nwpa_passphrase=12345678\n" + line + "\n", out _);
            Assert.That(problems.Single(), Does.Not.Contain("did you mean").And.Not.EndsWith("(warning)"));
        }
    }

    [TestCase(4095, 0)]
    [TestCase(4096, 1)]
    public void A_line_is_as_long_as_hostapds(int length, int problems)
    {
        const string key = "vendor_elements=";
        Assert.That(Read(Good + "#" + new string('x', 5000) + "\n" + key + new string('x', length - key.Length) + "\n", out _)
            .Count(static p => p.Contains("hostapd cuts lines at 4095", StringComparison.Ordinal)), Is.EqualTo(problems));
    }

    [TestCase("g", 6, 1)]
    [TestCase("g", 9, 1)]
    [TestCase("g", 10, -1)]
    [TestCase("g", 13, -1)]
    [TestCase("a", 36, 1)]
    [TestCase("a", 40, -1)]
    [TestCase("a", 153, -1)]
    public void With_both_directions_the_channel_decides_and_above_comes_first(string mode, int channel, int expected)
    {
        foreach (var words in new[] { "[HT40+][HT40-]", "[HT40-][HT40+]" })
        {
            var lines = $"interface=wlan0\nssid=x\nieee80211n=1\nht_capab={words}\nhw_mode={mode}\nchannel={channel}\n";
            Assert.That(Read(lines, out var read), Is.Empty);
            var options = read.ToOptions();
            Assert.That((options.Channel.Secondary, options.Radio.HtCapabilities & HtBits.Forty), Is.EqualTo((expected, (int)HtBits.Forty)));
        }
    }

    [Test]
    public void One_direction_is_taken_at_its_word_and_a_channel_without_any_is_named()
    {
        const string lines = "interface=wlan0\nssid=x\nieee80211n=1\nhw_mode=a\n";
        Assert.That(Read(lines + "channel=40\nht_capab=[HT40+]\n", out _).Single(), Does.Contain("no second channel above it: use [HT40-] or another channel"));
        Assert.That(Read(lines + "channel=181\nht_capab=[HT40+][HT40-]\n", out _).Single(), Does.Contain("leave [HT40+] and [HT40-] out, or use another channel"));
    }

    [TestCase("channel=0")]
    [TestCase("channel=auto")]
    [TestCase("channel=acs_survey")]
    [TestCase("channel=0 # automatic")]
    [TestCase("ap_isolate=0", Description = "hostapd's default")]
    public void Choosing_a_channel_is_left_to_the_radio(string line)
    {
        foreach (var (mode, mhz, outdoors) in new[] { ("g", 2412, ""), ("a", 5180, "country3=0x4f\n"), ("any", 2412, "") })
        {
            Assert.That(Read($"interface=wlan0\nhw_mode={mode}\nieee80211n=1\nssid=home\n{outdoors}{line}\n", out var read), Is.Empty);
            var radio = read.ToOptions().Radio;
            Assert.That((radio.ChoosesChannel, radio.Channel, radio.Choice.Scans, radio.Choice.IsOutdoors),
                Is.EqualTo((true, OperatingChannel.Of(mhz, ht: true), 2, outdoors.Length > 0)));
        }
    }

    [TestCase("hw_mode=g\nht_capab=[HT40-]", 2412, 40)]
    [TestCase("hw_mode=a\nht_capab=[HT40-]", 5180, 40)]
    [TestCase("hw_mode=a\nieee80211ac=1\nht_capab=[HT40+]\nvht_oper_chwidth=1", 5180, 80)]
    public void The_width_is_that_of_the_words_and_its_place_the_radios(string lines, int mhz, int width)
    {
        Assert.That(Read($"interface=wlan0\nssid=home\nieee80211n=1\nchannel=0\n{lines}\n", out var read), Is.Empty);
        Assert.That((read.ToOptions().Radio.Channel.PrimaryMhz, read.ToOptions().Radio.Channel.WidthMhz), Is.EqualTo((mhz, width)));
    }

    [TestCase("g", "chanlist=1 6 11-13", "2412 2437 2462 2467 2472")]
    [TestCase("a", "chanlist=36,40-41", "5180 5200 5205")]
    [TestCase("g", "freqlist=2412,2437-2447", "2412 2437 2442 2447")]
    [TestCase("g", "chanlist=1\nfreqlist=2437", "2412 2437")]
    public void A_list_of_channels_may_have_ranges(string mode, string lines, string mhz)
    {
        Assert.That(Read($"interface=wlan0\nssid=home\nchannel=0\nhw_mode={mode}\n{lines}\n", out var read), Is.Empty);
        Assert.That(string.Join(' ', read.ToOptions().Radio.Choice.FrequenciesMhz), Is.EqualTo(mhz));
    }

    [TestCase("acs_num_scans=0", "invalid acs_num_scans 0 (expected 1..100): 1 or 2 are enough")]
    [TestCase("acs_num_scans=101", "invalid acs_num_scans 101 (expected 1..100): 1 or 2 are enough")]
    [TestCase("chanlist=1 6,x", "invalid channel list: 'x' is neither a number from 1 to 233 nor a range such as 1-13")]
    [TestCase("chanlist=13-11", "invalid channel list: '13-11' is neither a number from 1 to 233 nor a range such as 1-13")]
    [TestCase("freqlist=6", "invalid frequency list: '6' is neither a number from 2412 to 7115 nor a range such as 2412-2424")]
    [TestCase("acs_chan_bias=1:2:3", "'1:2:3' is not channel:weight, several with blanks between, e.g. 1:0.8 6:0.8")]
    [TestCase("min_tx_power=256", "'256' is not a number from 0 to 255")]
    public void What_is_wrong_about_a_choice_is_named(string line, string problem) =>
        Assert.That(Read(Good + line + "\n", out _).Single(), Does.EndWith($": {problem}"));

    [Test]
    public void A_bias_is_of_the_channels_of_the_band()
    {
        Assert.That(Read("interface=wlan0\nssid=home\nchannel=0\nhw_mode=a\nacs_chan_bias=36:0.5 40:2\n", out var read), Is.Empty);
        Assert.That(read.ToOptions().Radio.Choice.Bias, Is.EquivalentTo(new Dictionary<int, double> { [5180] = 0.5, [5200] = 2 }));
    }

    [TestCase("", false, "")]
    [TestCase("ht40_coexistence=obey", false, "")]
    [TestCase("ht40_coexistence=ignore", true, "")]
    [TestCase("noscan=0\nht_coex=1", false, "")]
    [TestCase("noscan=1", true, "noscan")]
    [TestCase("ht_coex=0", true, "ht_coex")]
    public void Who_is_beside_40_MHz_may_be_ignored_in_three_words(string lines, bool ignores, string remarked)
    {
        var problems = Read(Good + lines + "\n", out var read);
        Assert.That(read.ToOptions().Radio.IgnoresCoexistence, Is.EqualTo(ignores));
        Assert.That(problems, remarked.Length == 0 ? Is.Empty : Has.One.Contains($"{remarked}: is ht40_coexistence = ignore: 40 MHz are used whoever is beside them, and disturb those"));
    }

    [TestCase("wps_state=2\nignore_broadcast_ssid=1\nwpa=2\nwpa_passphrase=12345678", "is switched off by ignore_broadcast_ssid, as in hostapd")]
    public void WPS_is_off_beside_what_switches_it_off(string lines, string why)
    {
        Assert.That(Read(Good + lines + "\n", out var read).Single(), Does.Contain(why).And.EndsWith("(warning)"));
        Assert.That(read.WpsState, Is.Zero);
        Assert.That(read.ToOptions().Wps, Is.Null);
        Assert.That(read.Check(testing: false), Is.Empty, "ENABLE sees it as the file did");
        read.IgnoreBroadcastSsid = 0;
        read.Wpa = 2;
        Assert.That(read.WpsState, Is.Not.Zero, "it comes back with what it needs");
    }

    [Test]
    public void What_follows_from_something_missing_is_no_complaint_of_its_own()
    {
        Assert.That(Read(Good + "wpa=2\nwpa_key_mgmt=SAE\nsae_password=x\n", out _), Has.None.Contains("wpa_passphrase"));
        Assert.That(Read("interface=wlan0\nssid=x\nhw_mode=a\nchannel=5\nop_class=sixth\n", out _), Has.None.Contains("channel:"));
        Assert.That(Read("interface=wlan0\nssid=x\nhw_mode=a\nchannel=5\nop_class=115\n", out _),
            Has.Some.Contains("channel: 5 is no channel of hw_mode=a"), "a class of 5 GHz does not make it one of 6 GHz");
        Assert.That(Read(Good + "wpa=2\nwpa_key_mgmt=WPA-PSK SAE\n", out _), Has.Some.Contains("wpa_passphrase: is missing"));
    }

    [Test]
    public void A_passphrase_beside_an_open_network_is_told() =>
        Assert.That(Read(Good + "wpa_passphrase=12345678\n", out _).Single(), Is.EqualTo("a.conf:5: wpa_passphrase: protects nothing without wpa=2: this is an open network, as in hostapd (warning)"));

    [TestCase("interface=wlan0\n[HT40+]\nssid=x\n", true)]
    [TestCase("interface=wlan0\n [SHORT-GI-20]\n", true)]
    [TestCase("[HT40+]\ninterface=wlan0\n", false)]
    [TestCase("interface=wlan0\n[bss]\nssid=x\n", false)]
    [TestCase("interface=wlan0\n [ BSS ] \n", false)]
    [TestCase("# only a comment\n", false)]
    [TestCase("interface=wlan0\rssid=x\r", true)]
    public void A_bracket_makes_no_section(string text, bool isFlat) => Assert.That(HostapdFile.Recognizes(Encoding.UTF8.GetBytes(text)), Is.EqualTo(isFlat));

    [Test]
    public void One_sentence_comes_first_and_counts_for_nothing()
    {
        var problems = new List<ConfigurationProblem>();
        var text = Encoding.UTF8.GetBytes(Good + "rnr=1\nmbssid=1\nmbssid=2\nr0kh=x\n");
        ConfigurationFile.Read("a.conf", text, default, problems);
        Assert.That(problems[0].ToString(), Is.EqualTo("a.conf: needs neighbors in beacons, several BSSes in one Beacon, FT keys from other machines: not built yet"));
        Assert.That(problems.Count(static p => !p.IsWarning), Is.EqualTo(4));
        problems.Clear();
        ConfigurationFile.Read("a.conf", text, new ReadOptions(false, IgnoreUnsupported: true), problems);
        Assert.That(problems[0].ToString(), Is.EqualTo("a.conf: needs neighbors in beacons, several BSSes in one Beacon, FT keys from other machines: not built yet, and passed over"));
        Assert.That(problems.TrueForAll(static p => p.IsWarning));
    }

    private static List<string> Read(string text, out AccessPointConfiguration configuration, ReadOptions options = default)
    {
        var problems = new List<ConfigurationProblem>();
        configuration = ConfigurationFile.Read("a.conf", Encoding.UTF8.GetBytes(text), options, problems);
        return [.. problems.Select(static p => p.ToString())];
    }
}
