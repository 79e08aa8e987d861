# scene: fast transition with 802.1X between two radios of one daemon: the server is asked once, and keeps account of both sessions
# radios: 3
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

make_radius
radius_server one 18120 18130
detail=$(radius_detail one)
load_module bridge
domain=(wpa_key_mgmt=FT-EAP mobility_domain=a1b2 bridge=br0)
write_radius_conf "$LOGS/first.conf" 18120 18130 "${domain[@]}" nas_identifier=first
write_radius_conf "$LOGS/second.conf" 18120 18130 interface=wlan2 channel=1 "${domain[@]}" nas_identifier=second
start_hostapd_net "$LOGS/first.conf" "$LOGS/second.conf"
wait_for "$HN_LOG" 'wlan2: AP-ENABLED' 10
ap_address br0
sta_netns sta1 1
write_enterprise_client "$LOGS/sta1.conf" PEAP alice secret-a key_mgmt=FT-EAP ieee80211w=1 'scan_freq=2437 2412'
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1 20
expect_ping sta1 $AP_ADDRESS 3
find_other sta1 wlan1 "$(address_of 0)" "$(address_of 2)"
asked() { hostapd_cli -p /var/run/hostapd -i wlan0 mib | sed -n 's/^radiusAuthClientAccessRequests=//p'; }
before=$(asked)
[[ $before -gt 5 ]] || fail "MIB tells of ${before:-no} requests after a join by PEAP"
for step in 2 3; do
    wpa sta1 wlan1 roam "$there" | grep -q OK || fail "the client does not roam"
    connected sta1 20 $step
    [[ $(wpa sta1 wlan1 status | sed -n 's/^bssid=//p') == "$there" ]] || fail "it is somewhere else"
    expect_ping sta1 $AP_ADDRESS 3
    there=$here
done
expect_count "$LOGS/sta1.log" 'FT: Completed successfully' 2
expect_count "$LOGS/sta1.log" 'RX message 1 of 4-Way Handshake' 1
expect_count "$LOGS/sta1.log" 'CTRL-EVENT-EAP-SUCCESS' 1
expect_count "$HN_LOG" "AP-STA-CONNECTED $(address_of 1) auth_alg=ft" 2
[[ $(asked) == "$before" ]] || fail "the server was asked: $before requests before, $(asked) after"
pass "there and back without a question to the server"
wait_for "$detail" 'Acct-Status-Type = Start' 10 3
wait_for "$detail" 'Acct-Status-Type = Stop' 10 2
[[ $(sed -n 's/.*Acct-Multi-Session-Id = //p' "$detail" | sort -u | wc -l) -eq 1 ]] || fail "the records have several numbers: $(grep Multi "$detail")"
[[ $(grep -c 'User-Name = "alice"' "$detail") -ge 5 ]] || fail "the records name $(grep User-Name "$detail" | sort -u)"
pass "three sessions with one number in common, and the name of the first"
