# scene: fast transition with a passphrase between two daemons that know nothing of each other: both make the keys of the domain anew
# radios: 3
# needs: hostapd-net
# timeout: 240
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

load_module bridge
domain=(wpa_key_mgmt=FT-PSK mobility_domain=a1b2 ft_psk_generate_local=1 bridge=br0)
write_hostapd_conf "$LOGS/first.conf" "${domain[@]}" nas_identifier=first
write_hostapd_conf "$LOGS/second.conf" interface=wlan2 channel=1 "${domain[@]}" nas_identifier=second ctrl_interface=/run/hostapd2
start_hostapd_net "$LOGS/first.conf"
hostapd-net -dt "$LOGS/second.conf" >"$LOGS/other.log" 2>&1 &
wait_for "$LOGS/other.log" 'wlan2: AP-ENABLED' 15
ap_address br0
sta_netns sta1 1
write_client "$LOGS/sta1.conf" "$PASSPHRASE" key_mgmt=FT-PSK scan_freq=2437 'freq_list=2437 2412'
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
expect_ping sta1 $AP_ADDRESS 3
there=$(address_of 2)
wait_until 20 eval 'wpa sta1 wlan1 scan freq=2437,2412 >/dev/null; nap 2; wpa sta1 wlan1 scan_results | grep -q "^$there"' || fail "the client does not hear the other access point"
[[ $(wpa sta1 wlan1 status | sed -n 's/^bssid=//p') == "$(address_of 0)" ]] || fail "it is there already"
wpa sta1 wlan1 roam "$there" | grep -q OK || fail "the client does not roam"
connected sta1 20 2
expect_count "$LOGS/sta1.log" 'FT: Completed successfully' 1
expect_count "$LOGS/sta1.log" 'RX message 1 of 4-Way Handshake' 1
expect_count "$LOGS/other.log" "AP-STA-CONNECTED $(address_of 1) auth_alg=ft" 1
pass "at another daemon without a handshake"
expect_ping sta1 $AP_ADDRESS 3
