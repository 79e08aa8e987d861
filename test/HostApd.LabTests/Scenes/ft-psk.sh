# scene: fast transition with a passphrase between two radios of one daemon, there and back: no second handshake, and the traffic goes on
# radios: 3
# needs: hostapd-net
# timeout: 240
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

load_module bridge
domain=('wpa_key_mgmt=WPA-PSK FT-PSK' mobility_domain=a1b2 bridge=br0)
write_hostapd_conf "$LOGS/first.conf" "${domain[@]}" nas_identifier=first
write_hostapd_conf "$LOGS/second.conf" interface=wlan2 channel=1 "${domain[@]}" nas_identifier=second
start_hostapd_net "$LOGS/first.conf" "$LOGS/second.conf"
wait_for "$HN_LOG" 'wlan2: AP-ENABLED' 10
ap_address br0
sta_netns sta1 1
write_client "$LOGS/sta1.conf" "$PASSPHRASE" key_mgmt=FT-PSK 'scan_freq=2437 2412'
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
expect_ping sta1 $AP_ADDRESS 3
[[ $(wpa sta1 wlan1 status | sed -n 's/^key_mgmt=//p') == FT-PSK ]] || fail "it has joined with $(wpa sta1 wlan1 status | grep key_mgmt)"
find_other sta1 wlan1 "$(address_of 0)" "$(address_of 2)"
wpa sta1 wlan1 scan_results | grep "^$there" | grep -q 'FT/PSK' || fail "the other access point does not offer it"

# roam ADDRESS TIMES: so often it was connected then, always with the one handshake.
roam() {
    ip netns exec sta1 ping -n -i 0.1 -c 30 -W 10 $AP_ADDRESS >"$LOGS/ping.txt" 2>&1 &
    local ping=$!
    nap 1
    wpa sta1 wlan1 roam "$1" | grep -q OK || fail "the client does not roam"
    connected sta1 20 "$2"
    [[ $(wpa sta1 wlan1 status | sed -n 's/^bssid=//p') == "$1" ]] || fail "it is somewhere else"
    wait "$ping" || true
    expect_count "$LOGS/sta1.log" 'FT: Completed successfully' $(($2 - 1))
    expect_count "$LOGS/sta1.log" 'RX message 1 of 4-Way Handshake' 1
    expect_count "$HN_LOG" "AP-STA-CONNECTED $(address_of 1) auth_alg=ft" $(($2 - 1))
    pass "at $1 by fast transition:$(sed -n 's/.*received,\(.* packet loss\).*/\1/p' "$LOGS/ping.txt")"
    expect_ping sta1 $AP_ADDRESS 3
}

roam "$there" 2
roam "$here" 3
expect_count "$HN_LOG" "AP-STA-DISCONNECTED $(address_of 1)" 2
expect_count "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 1

# A new group key reaches it under the keys of the transition.
interface=wlan0
[[ $here == "$(address_of 0)" ]] || interface=wlan2
hostapd-net-cli -i "$interface" rekey_gtk | grep -q OK || fail REKEY_GTK
wait_for "$HN_LOG" 'group key handshake completed' 10
expect_ping sta1 $AP_ADDRESS 3
