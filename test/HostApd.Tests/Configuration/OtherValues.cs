using HostApd.Configuration;

namespace HostApd.Tests.Configuration;

/// <summary>A network on the air, and for every key a valid value other than the one it has there.</summary>
internal static class OtherValues
{
    /// <summary>As a file says it: a network with everything that other values need to be seen.</summary>
    internal const string Base = "interface=wlan0\nhw_mode=g\nchannel=6\nieee80211n=1\ncountry_code=DE\nieee80211d=1\nssid=labtest\nwpa=2\n"
        + "wpa_key_mgmt=WPA-PSK SAE OWE\nwpa_passphrase=12345678\nwps_state=2\ndevice_name=lab\ninterworking=1\n"
        + "owe_transition_bssid=02:00:00:00:00:77\nowe_transition_ssid=\"open\"\n";

    private static readonly string Folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;

    private static readonly Dictionary<string, string> Values = new()
    {
        ["interface"] = "wlan9",
        ["beside"] = "wlan7",
        ["phy"] = "phy7",
        ["country_code"] = "FR",
        ["country3"] = "0x49",
        ["ieee80211d"] = "0",
        ["hw_mode"] = "b",
        ["channel"] = "1",
        ["beacon_int"] = "200",
        ["ieee80211n"] = "0",
        ["ht_capab"] = "[HT40+][SHORT-GI-20]",
        ["require_ht"] = "1",
        ["preamble"] = "1",
        ["supported_rates"] = "10 20 55 110 60 120 240",
        ["basic_rates"] = "10 20",
        ["rts_threshold"] = "500",
        ["fragm_threshold"] = "1000",
        ["eapol_transport"] = "packet",
        ["driver_params"] = "control_port=0",
        ["wpa_deny_ptk0_rekey"] = "1",
        ["extended_key_id"] = "1",
        ["ieee80211w"] = "0",
        ["group_mgmt_cipher"] = "BIP-GMAC-256",
        ["beacon_prot"] = "1",
        ["disable_pmksa_caching"] = "1",
        ["okc"] = "1",
        ["sae_password"] = "another password",
        ["sae_password_file"] = FileOf("passwords", "another password|id=guest\n"u8),
        ["sae_password_psk"] = "1",
        ["sae_groups"] = "19 20",
        ["sae_pwe"] = "2",
        ["sae_require_mfp"] = "0",
        ["owe_groups"] = "19",
        ["owe_ptk_workaround"] = "1",
        ["owe_transition_ifname"] = "wlan5",
        ["owe_transition_bssid"] = "02:00:00:00:00:88",
        ["owe_transition_ssid"] = "\"hidden\"",
        ["sae_sync"] = "5",
        ["sae_confirm_immediate"] = "1",
        ["anti_clogging_threshold"] = "7",
        ["sae_accept_h2e_without_use"] = "1",
        ["ssid_protection"] = "1",
        ["transition_disable"] = "01",
        ["assoc_sa_query_max_timeout"] = "2000",
        ["assoc_sa_query_retry_timeout"] = "100",
        ["wpa_disable_eapol_key_retries"] = "1",
        ["ignore_probe_probability"] = "0.5",
        ["ignore_auth_probability"] = "0.5",
        ["ignore_assoc_probability"] = "0.5",
        ["ignore_reassoc_probability"] = "0.5",
        ["own_ie_override"] = "30140100000fac040100000fac040100000fac020000",
        ["rsne_override_eapol"] = "30140100000fac040100000fac040100000fac020000",
        ["rsnxe_override_eapol"] = "f40100",
        ["eapol_m3_elements"] = "dd0411223301",
        ["skip_prune_assoc"] = "1",
        ["eapol_m1_elements"] = "dd0411223301",
        ["eapol_m3_no_encrypt"] = "1",
        ["ssid"] = "other",
        ["ssid2"] = "\"another\"",
        ["utf8_ssid"] = "1",
        ["bssid"] = "02:00:00:00:00:99",
        ["bridge"] = "br0",
        ["dtim_period"] = "3",
        ["max_num_sta"] = "5",
        ["no_probe_resp_if_max_sta"] = "1",
        ["ignore_broadcast_ssid"] = "1",
        ["send_probe_response"] = "0",
        ["start_disabled"] = "1",
        ["auth_algs"] = "3",
        ["macaddr_acl"] = "1",
        ["accept_mac_file"] = FileOf("accept", "02:00:00:00:01:00\n"u8),
        ["deny_mac_file"] = FileOf("deny", "02:00:00:00:07:00\n"u8),
        ["ap_isolate"] = "1",
        ["multicast_to_unicast"] = "1",
        ["wmm_enabled"] = "0",
        ["uapsd_advertisement_enabled"] = "0",
        ["disable_11n"] = "1",
        ["ap_max_inactivity"] = "200",
        ["skip_inactivity_poll"] = "1",
        ["max_listen_interval"] = "100",
        ["broadcast_deauth"] = "0",
        ["vendor_elements"] = "dd0411223301",
        ["assocresp_elements"] = "dd0411223301",
        ["notify_mgmt_frames"] = "1",
        ["bss_load_update_period"] = "50",
        ["chan_util_avg_period"] = "600",
        ["bss_load_test"] = "12:80:20000",
        ["interworking"] = "0",
        ["access_network_type"] = "2",
        ["internet"] = "1",
        ["asra"] = "1",
        ["esr"] = "1",
        ["uesa"] = "1",
        ["venue_group"] = "7",
        ["venue_type"] = "1",
        ["hessid"] = "02:03:04:05:06:07",
        ["config_id"] = "second",
        ["wpa"] = "0",
        ["wpa_passphrase"] = "another passphrase",
        ["wpa_psk"] = new string('a', 64),
        ["wpa_psk_file"] = FileOf("psk", "00:00:00:00:00:00 12345678\n"u8),
        ["wpa_group_rekey"] = "600",
        ["wpa_strict_rekey"] = "1",
        ["wpa_ptk_rekey"] = "600",
        ["wpa_pairwise_update_count"] = "3",
        ["wpa_group_update_count"] = "3",
        ["eapol_version"] = "1",
        ["eapol_key_index_workaround"] = "1",
        ["wps_state"] = "0",
        ["eap_server"] = "0",
        ["ap_setup_locked"] = "1",
        ["uuid"] = "12345678-9abc-def0-1234-56789abcdef0",
        ["device_name"] = "garden",
        ["manufacturer"] = "m",
        ["model_name"] = "n",
        ["model_number"] = "1",
        ["serial_number"] = "2",
        ["device_type"] = "1-0050F204-1",
        ["os_version"] = "01020304",
        ["config_methods"] = "push_button",
        ["ap_pin"] = "12345670",
        ["pbc_in_m1"] = "1",
        ["wps_cred_processing"] = "0",
        ["wps_cred_add_sae"] = "1",
        ["skip_cred_build"] = "1",
        ["extra_cred"] = FileOf("credential", [0x10, 0x4a, 0, 1, 0x10]),
        ["ap_settings"] = FileOf("settings", [0x10, 0x4a, 0, 1, 0x10]),
        ["wps_pin_requests"] = "/tmp/pins",
        ["wps_application_ext"] = "0102",
        ["wps_rf_bands"] = "ag",
        ["wps_key_form"] = "psk",
        ["per_sta_psk"] = "1",
        ["fragment_size"] = "500",
        ["lose_p2p_received"] = "2",
        ["lose_p2p_sent"] = "1",
        ["p2p_go"] = "1",
        ["p2p_mode"] = "on-demand",
        ["p2p_accept"] = "on-request",
        ["p2p_go_intent"] = "7",
        ["p2p_listen_channel"] = "11",
        ["p2p_group_idle"] = "30",
        ["p2p_ssid_postfix"] = "x",
        ["p2p_intra_bss"] = "0",
        ["persistent_reconnect"] = "0",
        ["p2p_per_sta_psk"] = "0",
        ["auto_pbc"] = "on-request",
        ["auto_pbc_devices"] = "02:00:00:00:00:77",
        ["group_file"] = "/tmp/group",
        ["ip_addr_go"] = "192.168.49.1",
        ["ip_addr_mask"] = "255.255.255.0",
        ["ip_addr_start"] = "192.168.49.10",
        ["ip_addr_end"] = "192.168.49.20",
        ["dhcp"] = "on",
        ["ctrl_interface"] = "/tmp/sockets",
        ["ctrl_interface_group"] = "users",
        ["on_event"] = "/bin/true",
        ["capabilities"] = "all",
        ["metrics_file"] = "/tmp/x.prom",
        ["metrics_interval"] = "5",
        ["button_input"] = "/dev/input/event7",
        ["button_led"] = "wps",
        ["log_file"] = "/tmp/log",
        ["logger_stdout"] = "0",
        ["logger_stdout_level"] = "3",
        ["logger_syslog"] = "-1",
        ["logger_syslog_level"] = "3",
        ["ext_eapol_frame_io"] = "1",
        ["ext_mgmt_frame_handling"] = "1",
        ["seed_file"] = "/tmp/seed",
        ["wpa_key_mgmt"] = "WPA-PSK-SHA256",
        ["rsn_pairwise"] = "CCMP GCMP-256",
        ["wpa_pairwise"] = "CCMP GCMP",
        ["group_cipher"] = "GCMP",
        ["seed_credit"] = "0",
        ["jitter"] = "0",
        ["credit_kernel"] = "1",
        ["entropy_hold_max"] = "2",
        ["entropy_policy"] = "hold",
        ["test_block"] = "5",
        ["test_starve_kernel"] = "1",
    };

    /// <summary>Keys with one value: what else hostapd knows there is not built in.</summary>
    private static readonly Dictionary<string, string> OnlyValues = new()
    {
        ["driver"] = "nl80211",
    };

    /// <summary>The keys that the tables above name.</summary>
    internal static IEnumerable<string> Named => Values.Keys.Concat(OnlyValues.Keys);

    /// <summary>Another value of the key, or its only one.</summary>
    internal static string Of(string key) =>
        Values.TryGetValue(key, out var value) || OnlyValues.TryGetValue(key, out value) ? value
        : key.StartsWith("tx_queue_", StringComparison.Ordinal) ? "7"
        : key.StartsWith("wmm_ac_", StringComparison.Ordinal) ? key.EndsWith("_acm", StringComparison.Ordinal) ? "1" : "5"
        : throw new KeyNotFoundException($"{key}: a value other than its default is wanted here");

    /// <summary>The base, and behind it a line with another value of the key; null: the base alone.</summary>
    internal static AccessPointConfiguration Read(string? key = null)
    {
        var text = key is null ? Base : $"{Base}{key}={Of(key)}\n";
        var problems = new List<ConfigurationProblem>();
        return ConfigurationFile.Read("/etc/ap", System.Text.Encoding.UTF8.GetBytes(text), new ReadOptions(Testing: true), problems);
    }

    /// <summary>Takes away the files that some values name; nobody reads them any more.</summary>
    internal static void RemoveFiles() => Directory.Delete(Folder, recursive: true);

    private static string FileOf(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
