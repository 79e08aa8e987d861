namespace HostApd.Configuration;

/// <summary>A key of hostapd's that nothing here answers to, and the values that ask for nothing.</summary>
/// <param name="Key">The key.</param>
/// <param name="Harmless">Values that mean what we do anyway; null: every value, for other keys decide alone.</param>
/// <param name="Passable">
/// Values that may be passed over by request; null: every value, for the network is not weaker without it.
/// </param>
internal sealed record UnsupportedKey(string Key, IReadOnlyList<string>? Harmless, IReadOnlyList<string>? Passable)
{
    /// <summary>What is to be said of <paramref name="value"/>; nothing where it wants nothing that is missing.</summary>
    internal SettingProblem? Judge(string value)
    {
        var word = SettingValue.TryLeadingNumber(value, out var number, out _)
            ? number.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : value.Trim();
        return Harmless is null || Harmless.Contains(word) ? null
            : Passable is null || Passable.Contains(word) ? new SettingProblem("is hostapd's, but not supported yet", ProblemKind.Unsupported)
            : new SettingProblem("is hostapd's, but not supported yet; without it the network would be weaker than this file wants, so it is never passed over",
                ProblemKind.UnsupportedProtection);
    }
}

/// <summary>
/// hostapd's keys that are not built in: refused by name, so that nobody believes in a protection that is not there. One
/// word a key: <c>key</c> is always refused, <c>key=0|1</c> unless it has one of these values, <c>key=*</c> never,
/// because it only tells how something works that another, refused key would switch on. A <c>!</c> before the key: it
/// protects somebody (keys, who may join, who may talk to whom), and asking to pass over what is not supported does not help,
/// except for the values behind <c>?</c>, with which the file itself lets clients in that do without.
/// </summary>
internal static class UnsupportedKeys
{
    private const string Table = """
        ieee80211h=0 local_pwr_constraint spectrum_mgmt_required=0 op_class min_tx_power=*
        acs_num_scans=* acs_chan_bias=* chanlist=* freqlist=* acs_exclude_dfs=* acs_exclude_6ghz_non_psc=* acs_freq_list=*
        background_radar=0 enable_background_radar=0 beacon_rate rssi_reject_assoc_rssi=0 rssi_reject_assoc_timeout=* rssi_ignore_probe_request=0
        noscan=0 ht_coex=* no_pri_sec_switch=0 obss_interval=0 use_driver_iface_addr=0 ecsa_ie_only=0 csa_ie_only=0

        disassoc_low_ack=0 wds_sta=0 wds_bridge !per_sta_vif=0 multi_ap=0 multi_ap_backhaul_ssid multi_ap_backhaul_wpa_psk
        multi_ap_backhaul_wpa_passphrase multi_ap_profile=* presp_elements track_sta_max_num=0 track_sta_max_age=*
        no_probe_resp_if_seen_on no_auth_if_seen_on bss_load_update_period=0 bss_load_test chan_util_avg_period=0
        dump_file test_socket ap_table_max_size=* ap_table_expiration_time=* iapp_interface !tdls_prohibit=0
        !tdls_prohibit_chan_switch=0 stationary_ap=0 rnr=0 fst_group_id fst_priority=* fst_llt=* enable_edmg=0 edmg_channel=0
        airtime_mode=0 airtime_update_interval=* airtime_sta_weight=* airtime_bss_weight=* airtime_bss_limit=0

        !wep_default_key !wep_key0 !wep_key1 !wep_key2 !wep_key3 !wep_key_len_broadcast=0 !wep_key_len_unicast=0 wep_rekey_period=0
        !ieee8021x=0 eap_message=* eap_reauth_period=* use_pae_group_addr=0 erp_send_reauth_start=0 erp_domain=* eap_user_file
        ca_cert server_cert private_key private_key_passwd server_cert2 private_key2 private_key_passwd2 server_id check_crl=0
        check_crl_strict=* check_cert_subject=* tls_session_lifetime=* tls_flags=* max_auth_rounds=* max_auth_rounds_short=*
        ocsp_stapling_response ocsp_stapling_response_multi dh_file openssl_ciphers openssl_ecdh_curves pwd_group=* eap_sim_db
        eap_sim_db_timeout=* pac_opaque_encr_key eap_fast_a_id eap_fast_a_id_info eap_fast_prov=* pac_key_lifetime=*
        pac_key_refresh_time=* eap_teap_auth=* eap_teap_pac_no_inner=* eap_teap_separate_result=* eap_teap_id=*
        eap_teap_method_sequence=* eap_sim_aka_result_ind=* eap_sim_id=* tnc=0 eap_server_erp=0 imsi_privacy_key

        own_ip_addr=* nas_identifier=* radius_client_addr radius_client_dev auth_server_addr auth_server_port
        auth_server_shared_secret auth_server_type acct_server_addr acct_server_port acct_server_shared_secret
        acct_server_type radius_retry_primary_interval=* radius_acct_interim_interval=* radius_request_cui=0 !dynamic_vlan=0
        !vlan_file !vlan_tagged_interface !vlan_bridge vlan_naming=* vlan_no_bridge=* radius_auth_req_attr radius_acct_req_attr
        radius_req_attr_sqlite radius_das_port=0 radius_das_client radius_das_time_window=*
        radius_das_require_event_timestamp=* radius_das_require_message_authenticator=* radius_server_clients
        radius_server_auth_port=* radius_server_acct_port=* radius_server_ipv6=* radius_require_message_authenticator=*

        extended_key_id=0 !wpa_psk_radius=0 wpa_gmk_rekey=* !wpa_disable_eapol_key_retries=0 rsn_preauth=0 rsn_preauth_interfaces=*
        !ieee80211w=0?1 group_mgmt_cipher=* !beacon_prot=0 assoc_sa_query_max_timeout=* assoc_sa_query_retry_timeout=* !ocv=0
        disable_pmksa_caching=* okc=0 rsn_override_key_mgmt rsn_override_pairwise rsn_override_mfp=0
        sae_password sae_password_file sae_anti_clogging_threshold=* anti_clogging_threshold=* sae_sync=* sae_groups=*
        sae_require_mfp=0 sae_confirm_immediate=0 sae_pwe=0 sae_commit_override sae_reflection_attack=0 sae_commit_status
        sae_pk_omit sae_pk_password_check_skip sae_track_password=0 !ssid_protection=0
        fils_cache_id fils_realm fils_dh_group=0 owe_groups owe_ptk_workaround=0 owe_transition_bssid owe_transition_ssid
        owe_transition_ifname dhcp_server dhcp_server_port=* dhcp_relay_port=* dhcp_rapid_commit_proxy=0 fils_hlp_wait_time=*
        fils_discovery_min_interval=* fils_discovery_max_interval=0 !transition_disable pasn_groups pasn_comeback_after=*
        mobility_domain ft_r0_key_lifetime=* r0_key_lifetime=* r1_max_key_lifetime=* r1_key_holder reassociation_deadline=*
        r0kh r1kh rkh_pos_timeout=* rkh_pull_timeout=* rkh_pull_retries=* rkh_neg_timeout=* pmk_r1_push=0 ft_over_ds=*
        ft_psk_generate_local=0 rxkh_file

        wps_pin_requests wps_independent=0|1 wps_cred_add_sae=0 ap_settings upnp_iface friendly_name=* manufacturer_url=*
        model_description=* model_url=* upc=* wps_application_ext wps_nfc_dev_pw_id wps_nfc_dh_pubkey wps_nfc_dh_privkey
        wps_nfc_dev_pw wps_vendor_ext wps_vendor_ext_m1 wps_testing_stub_cred wps_force_auth_types wps_force_encr_types
        manage_p2p=0 allow_cross_connection=0 dpp_name=* dpp_mud_url=* dpp_extra_conf_req_name=* dpp_connector dpp_netaccesskey
        dpp_csign dpp_controller dpp_configurator_connectivity=0 dpp_pfs=* dpp_relay_port=* nan_interface

        ieee80211ac=0 disable_11ac=* vht_capab=* require_vht=0 vht_oper_chwidth=0 vht_oper_centr_freq_seg0_idx=*
        vht_oper_centr_freq_seg1_idx=* vendor_vht=0 use_sta_nsts=0 ieee80211ax=0 disable_11ax=* require_he=0 he_su_beamformer=*
        he_su_beamformee=* he_mu_beamformer=* he_bss_color=* he_bss_color_partial=* he_default_pe_duration=* he_twt_required=*
        he_twt_responder=* he_rts_threshold=* he_er_su_disable=* he_oper_chwidth=* he_oper_centr_freq_seg0_idx=*
        he_oper_centr_freq_seg1_idx=* he_6ghz_max_mpdu=* he_6ghz_max_ampdu_len_exp=* he_6ghz_rx_ant_pat=* he_6ghz_tx_ant_pat=*
        he_6ghz_reg_pwr_type=* he_basic_mcs_nss_set=* he_spr_sr_control=* he_spr_non_srg_obss_pd_max_offset=*
        he_spr_srg_obss_pd_min_offset=* he_spr_srg_obss_pd_max_offset=* he_spr_srg_bss_colors=* he_spr_srg_partial_bssid=*
        he_mu_edca_qos_info_param_count=* he_mu_edca_qos_info_q_ack=* he_mu_edca_qos_info_queue_request=*
        he_mu_edca_qos_info_txop_request=* he_mu_edca_ac_be_aifsn=* he_mu_edca_ac_be_aci=* he_mu_edca_ac_be_acm=*
        he_mu_edca_ac_be_ecwmin=* he_mu_edca_ac_be_ecwmax=* he_mu_edca_ac_be_timer=* he_mu_edca_ac_bk_aifsn=*
        he_mu_edca_ac_bk_aci=* he_mu_edca_ac_bk_acm=* he_mu_edca_ac_bk_ecwmin=* he_mu_edca_ac_bk_ecwmax=*
        he_mu_edca_ac_bk_timer=* he_mu_edca_ac_vi_aifsn=* he_mu_edca_ac_vi_aci=* he_mu_edca_ac_vi_acm=*
        he_mu_edca_ac_vi_ecwmin=* he_mu_edca_ac_vi_ecwmax=* he_mu_edca_ac_vi_timer=* he_mu_edca_ac_vo_aifsn=*
        he_mu_edca_ac_vo_aci=* he_mu_edca_ac_vo_acm=* he_mu_edca_ac_vo_ecwmin=* he_mu_edca_ac_vo_ecwmax=*
        he_mu_edca_ac_vo_timer=* unsol_bcast_probe_resp_interval=0 ieee80211be=0 disable_11be=* ieee80211bn=0 mbssid=0
        eht_oper_chwidth=* eht_oper_centr_freq_seg0_idx=* eht_su_beamformer=* eht_su_beamformee=* eht_mu_beamformer=*
        eht_default_pe_duration=* punct_bitmap=0 mld_ap=0 mld_addr

        time_advertisement=0 time_zone=* wnm_sleep_mode=0 wnm_sleep_mode_no_keys=0 bss_transition=0 !proxy_arp=0 na_mcast_to_ucast=0
        interworking=0 access_network_type=* internet=* asra=* esr=* uesa=* venue_group=* venue_type=* hessid=*
        roaming_consortium=* venue_name=* venue_url=* network_auth_type=* ipaddr_type_availability=* domain_name=*
        anqp_3gpp_cell_net=* nai_realm=* anqp_elem=* gas_address3=* gas_comeback_delay=* gas_frag_limit=* qos_map_set
        hs20=0 !disable_dgaf=0 !osen=0 anqp_domain_id=* hs20_deauth_req_timeout=* hs20_oper_friendly_name=* hs20_conn_capab=*
        hs20_wan_metrics=* hs20_operating_class=* hs20_release=* hs20_t_c_filename=* hs20_t_c_timestamp=*
        hs20_t_c_server_url=* hs20_icon=* osu_ssid=* osu_server_uri=* osu_friendly_name=* osu_nai=* osu_nai2=*
        osu_method_list=* osu_icon=* osu_service_desc=* operator_icon=* mbo=0 mbo_cell_data_conn_pref=* oce=0 lci=* civic=*
        rrm_neighbor_report=0 rrm_beacon_report=0 ftm_responder=0 ftm_initiator=0 coloc_intf_reporting=0
        bss_max_idle=1 max_acceptable_idle_period=0 no_disconnect_on_group_keyerror=0

        ignore_probe_probability=0 ignore_auth_probability=0 ignore_assoc_probability=0 ignore_reassoc_probability=0
        corrupt_gtk_rekey_mic_probability=0
        """;

    private static readonly Dictionary<string, UnsupportedKey> Keys = Read();

    /// <summary>The key, when it is one of these.</summary>
    internal static UnsupportedKey? Find(string key) => Keys.GetValueOrDefault(key);

    private static Dictionary<string, UnsupportedKey> Read()
    {
        var keys = new Dictionary<string, UnsupportedKey>(StringComparer.Ordinal);
        foreach (var word in Table.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var protects = word[0] == '!';
            var equals = word.IndexOf('=');
            var name = (equals < 0 ? word : word[..equals]).TrimStart('!');
            var values = equals < 0 ? [""] : word[(equals + 1)..].Split('?');
            keys[name] = new UnsupportedKey(name,
                values[0] == "*" ? null : equals < 0 ? [] : values[0].Split('|'),
                protects ? values.Length > 1 ? values[1].Split('|') : [] : null);
        }

        return keys;
    }
}
