namespace HostApd.Configuration;

/// <summary>
/// The keys of <see cref="UnsupportedKeys"/> by what they belong to: hostapd's names up to its development version 2.12, and
/// some that OpenWrt adds.
/// </summary>
internal static class UnsupportedKeyTable
{
    internal static (string Feature, string Words)[] All { get; } =
    [
        ("automatic channel selection",
            """
            acs_exclude_6ghz_non_psc=* acs_freq_list=* punct_acs_threshold=*
            """),
        ("the power of 6 GHz",
            """
            he_6ghz_max_mpdu=* he_6ghz_max_ampdu_len_exp=* he_6ghz_rx_ant_pat=* he_6ghz_tx_ant_pat=*
            he_6ghz_reg_pwr_type=* reg_def_cli_eirp_psd=* reg_sub_cli_eirp_psd=* reg_def_cli_eirp=*
            """),
        ("VHT in 2.4 GHz", "vendor_vht=0 use_sta_nsts=0 ht_vht_twt_responder=0"),
        ("several BSSes in one Beacon", "unsol_bcast_probe_resp_interval=0 mbssid=0 multiple_bssid=0 ema=0 peer_to_peer_twt=0 channel_usage=0"),
        ("EHT over several links, and puncturing",
            """
            bss_require_eht=0 eht_su_beamformer=* eht_su_beamformee=* eht_mu_beamformer=* eht_default_pe_duration=* eht_bw320_offset=* punct_bitmap=0
            mld_ap=0 mld_addr=* mld_id=* mld_indicate_disabled=0 eht_oper_puncturing_override=* disable_mcs15_rx=*
            """),
        ("UHR", "ieee80211bn=0 disable_11bn=* require_uhr=0 dbe_bandwidth=0 dbe_punct_bitmap=0"),
        ("60 GHz", "enable_edmg=0 edmg_channel=0 pbss=0 fst_group_id fst_priority=* fst_llt=*"),
        ("the coexistence of 40 MHz channels", "no_pri_sec_switch=0"),

        ("OCV", "!ocv=0"),
        ("SPP A-MSDUs", "!spp_amsdu=0"),
        ("SAE",
            """
            sae_track_password=0 sae_pw_id_num=* sae_pw_id_key
            """),
        ("RSN overriding",
            """
            rsn_override_key_mgmt rsn_override_pairwise rsn_override_mfp=0 rsn_override_key_mgmt_2 rsn_override_pairwise_2
            rsn_override_mfp_2=0 rsn_override_omit_rsnxe=0 rsn_override_mlo_compat=0 security_profiles=-1
            """),
        ("FT keys from other machines", "r0kh r1kh rkh_pos_timeout=* rkh_pull_timeout=* rkh_pull_retries=* rkh_neg_timeout=* pmk_r1_push=0 rxkh_file"),
        ("WEP", "!wep_default_key !wep_key0 !wep_key1 !wep_key2 !wep_key3 !wep_key_len_broadcast=0 !wep_key_len_unicast=0 wep_rekey_period=0"),
        ("a group master key", "wpa_gmk_rekey=*"),
        ("802.1X",
            """
            use_pae_group_addr=0 erp_send_reauth_start=0 erp_domain=* eap_user_file
            ca_cert server_cert private_key private_key_passwd server_cert2 private_key2 private_key_passwd2 server_id check_crl=0
            check_crl_strict=* crl_reload_interval=* check_cert_subject=* tls_session_lifetime=* tls_flags=* max_auth_rounds=*
            max_auth_rounds_short=* ocsp_stapling_response ocsp_stapling_response_multi dh_file openssl_ciphers openssl_ecdh_curves
            openssl_sigalgs pwd_group=* eap_sim_db eap_sim_db_timeout=* eap_sim_aka_fast_reauth_limit=* pac_opaque_encr_key
            eap_fast_a_id eap_fast_a_id_info eap_fast_prov=* pac_key_lifetime=* pac_key_refresh_time=* eap_teap_auth=*
            eap_teap_pac_no_inner=* eap_teap_separate_result=* eap_teap_id=* eap_teap_method_sequence=* eap_sim_aka_result_ind=*
            eap_sim_id=* tnc=0 eap_server_erp=0 imsi_privacy_key !eap_using_authentication_frames=0
            """),
        ("RADIUS: servers replaced by a command, and attributes of a database", "auth_server_addr_replace acct_server_addr_replace radius_req_attr_sqlite"),
        ("a RADIUS server of its own", "radius_server_clients radius_server_auth_port=* radius_server_acct_port=* radius_server_acct_log=* radius_server_ipv6=* dump_msk_file"),
        ("RADIUS over TLS",
            """
            auth_server_type=UDP auth_server_ca_cert=* auth_server_client_cert=* auth_server_private_key=* auth_server_private_key_passwd=*
            acct_server_type=UDP acct_server_ca_cert=* acct_server_client_cert=* acct_server_private_key=* acct_server_private_key_passwd=*
            """),
        ("VLANs", "vlan_no_bridge=* !per_sta_vif=0"),
        ("MACsec",
            """
            !macsec_policy=0 macsec_integ_only=* macsec_replay_protect=* macsec_replay_window=* macsec_offload=* macsec_port=*
            macsec_csindex=* macsec_icv_indicator=* mka_priority=* !mka_cak !mka_ckn
            """),
        ("encrypted association", "!assoc_frame_encryption=0 !pmksa_caching_privacy=0 eppke_unauth=0 supported_pqc_constraints known_sta_identification=0"),
        ("FILS",
            """
            fils_cache_id fils_realm fils_dh_group=0 dhcp_server dhcp_server_port=* dhcp_relay_port=* dhcp_rapid_commit_proxy=0
            fils_hlp_wait_time=* fils_discovery_min_interval=* fils_discovery_max_interval=0
            """),
        ("PASN", "pasn_groups pasn_comeback_after=* pasn_noauth=0 urnm_mfpr=0 urnm_mfpr_x20=0"),
        ("DPP",
            """
            dpp_name=* dpp_mud_url=* dpp_extra_conf_req_name=* dpp_extra_conf_req_value=* dpp_connector dpp_netaccesskey
            dpp_netaccesskey_expiry=* dpp_csign dpp_controller dpp_configurator_connectivity=0 dpp_pfs=* dpp_relay_port=*
            """),

        ("four-address stations (WDS)", "wds_sta=0 wds_bridge="),
        ("Multi-AP",
            """
            multi_ap=0 multi_ap_backhaul_ssid multi_ap_backhaul_wpa_psk multi_ap_backhaul_wpa_passphrase multi_ap_profile=*
            multi_ap_client_disallow=0 multi_ap_vlanid=0
            """),
        ("bands steered by what was seen", "track_sta_max_num=0 track_sta_max_age=* no_probe_resp_if_seen_on no_auth_if_seen_on"),
        ("stations refused by their signal", "rssi_reject_assoc_rssi=0 rssi_reject_assoc_timeout=* rssi_ignore_probe_request=0"),
        ("TDLS kept out", "!tdls_prohibit=0 !tdls_prohibit_chan_switch=0"),
        ("shares of air time", "airtime_mode=0 airtime_update_interval=* airtime_sta_weight=* airtime_bss_weight=* airtime_bss_limit=0"),
        ("multicast turned into unicast by the bridge", "bridge_multicast_to_unicast=0"),
        ("rates of beacons", "beacon_rate"),
        ("addresses chosen by the driver", "use_driver_iface_addr=0"),
        ("further elements of probe responses", "presp_elements= ext_capa= ext_capa_mask="),
        ("neighbors in beacons", "rnr=0 ap_table_max_size=* ap_table_expiration_time=*"),
        ("802.11k/v",
            """
            rrm_neighbor_report=0 rrm_beacon_report=0 rrm_link_measurement_report=0 radio_measurements=0 bss_transition=0
            wnm_sleep_mode=0 wnm_sleep_mode_no_keys=0 time_advertisement=0 time_zone=* max_acceptable_idle_period=0
            no_disconnect_on_group_keyerror=0 coloc_intf_reporting=0 mbo=0 mbo_cell_data_conn_pref=* oce=0 lci=* civic=*
            ftm_responder=0 ftm_initiator=0 i2r_lmr_policy=0 enable_dscp_policy_capa=0
            """),
        ("ANQP and Hotspot 2.0",
            """
            roaming_consortium=* venue_name=* venue_url=* network_auth_type=* ipaddr_type_availability=* domain_name=*
            anqp_3gpp_cell_net=* nai_realm=* anqp_elem=* gas_address3=* gas_max_peers=* gas_comeback_delay=* gas_frag_limit=*
            !proxy_arp=0 na_mcast_to_ucast=0 hs20=0 !disable_dgaf=0 !osen=0 anqp_domain_id=* hs20_deauth_req_timeout=*
            hs20_oper_friendly_name=* hs20_conn_capab=* hs20_wan_metrics=* hs20_operating_class=* hs20_release=*
            hs20_t_c_filename=* hs20_t_c_timestamp=* hs20_t_c_server_url=* hs20_icon=* hs20_sim_provisioning_url=* osu_ssid=*
            osu_server_uri=* osu_friendly_name=* osu_nai=* osu_nai2=* osu_method_list=* osu_icon=* osu_service_desc=*
            operator_icon=* subscr_remediation_url=* subscr_remediation_method=*
            """),

        ("WPS by UPnP and NFC",
            """
            upnp_iface= friendly_name=* manufacturer_url=* model_description=* model_url=* upc=* wps_nfc_dev_pw_id
            wps_nfc_dh_pubkey wps_nfc_dh_privkey wps_nfc_dev_pw wps_independent=0|1
            wps_vendor_ext= wps_vendor_ext_m1=
            """),
        ("managed P2P", "manage_p2p=0 allow_cross_connection=0 nan_interface"),
        ("hostapd's own tests",
            """
            wps_testing_stub_cred wps_force_auth_types wps_force_encr_types ecsa_ie_only=0 csa_ie_only=0|1 test_socket
            corrupt_gtk_rekey_mic_probability=0 rsne_override= rsnoe_override= rsno2e_override= rsnxe_override=
            rsnxoe_override= security_profile_override= rsne_override_ft=
            rsnxe_override_ft= gtk_rsc_override= igtk_rsc_override= no_beacon_rsnxe=0 rsnxe_capab_mask=0
            ft_rsnxe_used=* oci_freq_override_eapol_m3=0 oci_freq_override_eapol_g1=0 oci_freq_override_saquery_req=0
            oci_freq_override_saquery_resp=0 oci_freq_override_ft_assoc=0 oci_freq_override_fils_assoc=0
            oci_freq_override_wnm_sleep=0 eap_skip_prot_success=0 delay_eapol_tx=0
            eapol_key_reserved_random=0 test_assoc_comeback_type=-1 rsn_testing=0 sae_commit_override=
            sae_reflection_attack=0 sae_commit_status=-1 sae_pk_omit=0 sae_pk_password_check_skip=0 force_kdk_derivation=0
            pasn_corrupt_mic=0 pasn_test_groups
            """),
    ];
}
