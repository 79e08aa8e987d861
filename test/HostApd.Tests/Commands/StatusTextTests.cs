using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Driver;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Commands;

/// <summary>
/// STATUS, STA and GET_CONFIG beside what hostapd 2.10 (Debian, kernel 6.1.0-56, mac80211_hwsim, November 2026) says of
/// the same network and the same client.
/// </summary>
public sealed class StatusTextTests
{
    private const string GoldenStatus = "state=ENABLED\nphy=phy0\nfreq=2412\nnum_sta_non_erp=0\nnum_sta_no_short_slot_time=0\n"
        + "num_sta_no_short_preamble=0\nolbc=0\nnum_sta_ht_no_gf=0\nnum_sta_no_ht=0\nnum_sta_ht_20_mhz=0\n"
        + "num_sta_ht40_intolerant=0\nolbc_ht=0\nht_op_mode=0x0\ncac_time_seconds=0\ncac_time_left_seconds=N/A\nchannel=1\n"
        + "edmg_enable=0\nedmg_channel=0\nsecondary_channel=0\nieee80211n=1\nieee80211ac=0\nieee80211ax=0\nbeacon_int=100\n"
        + "dtim_period=2\nht_caps_info=000c\nht_mcs_bitmask=ffff0000000000000000\n"
        + "supported_rates=02 04 0b 16 0c 12 18 24 30 48 60 6c\nmax_txpower=20\nbss[0]=wlan0\nbssid[0]=02:00:00:00:00:00\n"
        + "ssid[0]=test-ctrl\nnum_sta[0]=0\n";

    // Without the seven lines of wps… that only a WPS client has.
    private const string GoldenStation = "02:00:00:00:01:00\nflags=[AUTH][ASSOC][AUTHORIZED][SHORT_PREAMBLE][WMM][HT]\naid=1\n"
        + "capability=0x431\nlisten_interval=5\nsupported_rates=02 04 0b 16 0c 12 18 24 30 48 60 6c\n"
        + "timeout_next=NULLFUNC POLL\ndot11RSNAStatsSTAAddress=02:00:00:00:01:00\ndot11RSNAStatsVersion=1\n"
        + "dot11RSNAStatsSelectedPairwiseCipher=00-0f-ac-4\ndot11RSNAStatsTKIPLocalMICFailures=0\n"
        + "dot11RSNAStatsTKIPRemoteMICFailures=0\nwpa=2\nAKMSuiteSelector=00-0f-ac-2\nhostapdWPAPTKState=11\n"
        + "hostapdWPAPTKGroupState=0\nrx_packets=8\ntx_packets=5\nrx_bytes=723\ntx_bytes=524\ninactive_msec=340\nsignal=-30\n"
        + "rx_rate_info=650 mcs 7\ntx_rate_info=10\nht_mcs_bitmask=ffff0000000000000000\nconnected_time=0\n"
        + "supp_op_classes=5151525354737475767778797a7b7c7d7e7f808182\nht_caps_info=0x107e\n"
        + "ext_capab=04004a0201404040000120\n";

    // The key that hostapd shows, derived from the passphrase, proves PBKDF2 on the way.
    private const string GoldenConfiguration = "bssid=02:00:00:00:00:00\nssid=test-ctrl\nwps_state=configured\n"
        + "passphrase=12345678\npsk=df71101fbdb233d4f48406a36fe98f48852ded60c43c8140a06cac90392b9f43\nwpa=2\n"
        + "key_mgmt=WPA-PSK\ngroup_cipher=CCMP\nrsn_pairwise_cipher=CCMP\n";

    private static readonly AccessPointConfiguration Configuration = new()
    {
        InterfaceName = "wlan0",
        Radio = { Channel = 1, Ieee80211n = true },
        Ssid = "test-ctrl"u8.ToArray(),
        Wpa = 2,
        Passphrase = "12345678",
        BroadcastDeauth = false,
    };

    [Test]
    public void STATUS_is_hostapds_line_for_line()
    {
        using var rig = Rig();
        Assert.That(StatusText.Write(rig.Bss), Is.EqualTo(GoldenStatus));
    }

    /// <summary>As in the recording: the last line, and only where an average is asked for.</summary>
    [TestCase(0, "num_sta[0]=0\n")]
    [TestCase(10, "num_sta[0]=0\nchan_util_avg=0\n")]
    public void The_average_of_the_channel_is_the_last_line(int period, string end)
    {
        using var rig = ApRig.Enabled(change: o => o with { Load = new HostApd.Ap.BssLoadOptions { AveragePeriod = period } });
        Assert.That(StatusText.Write(rig.Bss), Does.EndWith(end));
    }

    [TestCase("br0", BridgeShare.Bridge | BridgeShare.Port | BridgeShare.Up, "brname=br0\n", "beacon_set=1\nadded_if_into_bridge=1\nadded_bridge=1\nphyname=")]
    [TestCase("br0", BridgeShare.Port, "brname=br0\n", "beacon_set=1\nadded_if_into_bridge=1\nphyname=")]
    [TestCase("br0", BridgeShare.None, "brname=br0\n", "beacon_set=1\nphyname=")]
    [TestCase(null, BridgeShare.None, "brname=\n", "beacon_set=1\nphyname=")]
    public void The_driver_tells_of_the_bridge(string? name, BridgeShare ours, string first, string second)
    {
        using var rig = ApRig.Enabled();
        rig.Radio.Bridge = new LinkBridge(name, ours);
        Assert.That(DriverText.WriteStatus(rig.Bss), Does.Contain(first).And.Contain(second));
    }

    [Test]
    public void STATUS_before_the_start_and_after_the_end_lacks_what_is_not_known()
    {
        using var rig = new ApRig();
        Assert.That(StatusText.Write(rig.Bss), Does.StartWith("state=UNINITIALIZED\nphy=\nfreq=0\n").And.Contain("channel=0\n"));
        rig.Bss.Enable();
        rig.Bss.Disable();
        Assert.That(StatusText.Write(rig.Bss), Does.StartWith("state=DISABLED\nphy=phy0\nfreq=2437\n")
            .And.Contain("ht_caps_info=000c\nbss[0]=wlan0\n"));
    }

    [Test]
    public void STA_is_hostapds_line_for_line()
    {
        using var rig = Rig();
        var client = rig.Connect(ApRig.First, static o => o with
        {
            Ssid = "test-ctrl"u8.ToArray(),
            ExtraElements = Convert.FromHexString("7f0b04004a0201404040000120" + "3b155151525354737475767778797a7b7c7d7e7f808182"),
        });
        Assert.That(client.State, Is.EqualTo(StationState.Connected));
        rig.Radio.Counters[ApRig.First] = new StationCounters(
            340, 723, 524, 8, 5, -30, new RateInfo(650, 7, false), new RateInfo(10, -1, false), 0);
        Assert.That(StationText.Write(rig.Bss, rig.Sta(ApRig.First)!), Is.EqualTo(GoldenStation));
    }

    [Test]
    public void GET_CONFIG_is_hostapds_but_for_what_only_WPS_shows()
    {
        using var rig = Rig();
        var golden = GoldenConfiguration.Split('\n');
        var ours = StatusText.WriteConfiguration(rig.Bss, Configuration).Split('\n');
        Assert.That(golden.Except(ours).Select(static l => l.Split('=')[0]), Is.EqualTo(new[]
        {
            "wps_state", "passphrase", "psk", // the network of the recording had WPS; without it hostapd keeps these back
        }));
        Assert.That(ours.Except(golden), Is.EqualTo(new[] { "wps_state=disabled" }));
        Assert.That(Convert.ToHexStringLower(rig.Bss.Options.Security!.Pmks[0].Span), Is.EqualTo(golden[4]["psk=".Length..]));
    }

    [Test]
    public void GET_CONFIG_says_how_pairwise_keys_are_renewed_where_it_is_not_as_usual()
    {
        var problems = new List<ConfigurationProblem>();
        var configuration = ConfigurationFile.Read("a.conf",
            [.. "interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nwpa=2\nwpa_passphrase=12345678\nwpa_deny_ptk0_rekey=2\nextended_key_id=1\n"u8], default, problems);
        Assert.That(problems, Is.Empty);
        using var rig = ApRig.Enabled(change: _ => configuration.ToOptions());
        Assert.That(StatusText.WriteConfiguration(rig.Bss, configuration), Does.EndWith("rsn_pairwise_cipher=CCMP\nwpa_deny_ptk0_rekey=2\nextended_key_id=1\n"));
    }

    [Test]
    public void GET_CONFIG_shows_the_bytes_of_a_passphrase()
    {
        var problems = new List<ConfigurationProblem>();
        var configuration = ConfigurationFile.Read("a.conf",
            [.. "interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nwpa=2\nwps_state=2\nwpa_passphrase=pässwörter\n"u8], default, problems);
        Assert.That(problems, Is.Empty);
        using var rig = ApRig.Enabled(change: _ => configuration.ToOptions());
        var reply = StatusText.WriteConfiguration(rig.Bss, configuration);
        Assert.That(System.Text.Encoding.UTF8.GetString(System.Text.Encoding.Latin1.GetBytes(reply)), Does.Contain("passphrase=pässwörter\n"), "a reply is one byte a character");
    }

    private static ApRig Rig() => ApRig.Enabled(change: static _ => Configuration.ToOptions());
}
