# scene: an open network beside a hidden one with OWE: a client that knows OWE finds that by what the open one says, an old client joins the open one
# radios: 3
# needs: hostapd-net
# timeout: 240
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

hidden=labtest-owe

# Two networks of one radio, each of which names the other by its interface; the second has its address from the first.
write_open_ini "$LOGS/ap.ini" security.owe_transition_ifname=owe0
write_ini "$LOGS/owe.ini" radio.interface=owe0 radio.beside=$AP_IF bss.ssid=$hidden bss.ignore_broadcast_ssid=1 \
    security.wpa_key_mgmt=OWE security.wpa_passphrase= security.owe_transition_ifname=$AP_IF
start_hostapd_net "$LOGS/ap.ini" "$LOGS/owe.ini"
wait_for "$HN_LOG" 'owe0: AP-ENABLED' 10
ap_address
ip addr add 10.0.9.1/24 dev owe0

sta_netns sta1 1
sta_netns sta2 2
bssid=$(cat /sys/class/net/owe0/address)

say 'an old client'
write_client "$LOGS/sta2.conf" open
start_wpa_supplicant sta2 wlan2 "$LOGS/sta2.conf"
connected sta2
expect_ping sta2 $AP_ADDRESS 3
[[ $(wpa sta2 wlan2 status | sed -n 's/^key_mgmt=//p') == NONE ]] || fail "it says $(wpa sta2 wlan2 status | grep key_mgmt)"
pass 'joins the open network'

say 'a client that knows OWE, and the name of the open network'
write_owe_client "$LOGS/sta1.conf"
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1 30
wpa sta1 wlan1 status | grep -qx "bssid=$bssid" || fail "it is at $(wpa sta1 wlan1 status | grep bssid), and not at $bssid"
wpa sta1 wlan1 status | grep -qx 'key_mgmt=OWE' || fail "it says $(wpa sta1 wlan1 status | grep key_mgmt)"
ip netns exec sta1 ip addr flush dev wlan1
ip netns exec sta1 ip addr add 10.0.9.2/24 dev wlan1
expect_ping sta1 10.0.9.1 3
pass 'joins the hidden network'

# says NAME: the open network tells of the other, by its address and that name.
says() {
    local bytes="506f9a1c${bssid//:/}$(printf '%02x' ${#1})$(printf '%s' "$1" | od -An -tx1 | tr -d ' \n')"
    wpa sta2 wlan2 scan freq=2437 >/dev/null
    nap 1
    wpa sta2 wlan2 bss "$(address_of 0)" >"$LOGS/scan.txt"
    grep -q "^ie=.*$bytes" "$LOGS/scan.txt"
}
wait_until 10 says $hidden || fail "the scan says $(cat "$LOGS/scan.txt")"
hostapd_cli -i owe0 set ssid other-owe >/dev/null
hostapd_cli -i owe0 update_beacon | grep -q OK || fail 'UPDATE_BEACON is refused'
wait_until 10 says other-owe || fail "after another name the scan says $(cat "$LOGS/scan.txt")"
pass 'the open network tells of the other, whatever its name is at the moment'
