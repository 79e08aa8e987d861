# scene: the whole story for a newcomer: a stock P2P client joins by push button; scripts/demo.sh shows it
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# The configuration that the repository ships, so that what a newcomer reads is what runs.
conf=${1:-}
[[ -n $conf && -f $conf ]] || conf=$LAB/../../conf/p2p-go.ini

AP_IF=$(sed -n 's/^ *interface *= *//p' "$conf" | head -n 1)
[[ $AP_IF == wlan0 ]] || ip link set wlan0 name "$AP_IF"
start_hostapd_net "$conf"
grep -oE "$AP_IF: (AP-ENABLED|P2P-GROUP-STARTED GO ssid=\"[^\"]*\" freq=[0-9]+).*" "$HN_LOG" |
    sed 's/passphrase="[^"]*"/passphrase=…/' | said_by hostapd-net
start_p2p_client phone 1
go=$(address_of 0)
wpa phone wlan1 p2p_find freq=2437 >/dev/null
wait_for "$LOGS/phone.log" "P2P-DEVICE-FOUND $go" 20
say "the button is pressed: hostapd-net-cli wps_pbc"
hncli wps_pbc >/dev/null
say "and the client joins: wpa_cli p2p_connect $go pbc join"
wpa phone wlan1 p2p_connect "$go" pbc join freq=2437 >/dev/null
p2p_joined phone
wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 2
grep -oE "wlan1: (P2P-PROV-DISC|WPS-SUCCESS|CTRL-EVENT-CONNECTED).*|P2P-(DEVICE-FOUND|GROUP-STARTED).*" "$LOGS/phone.log" |
    sed 's/psk=[0-9a-f]*/psk=…/' | awk '!seen[$0]++' | cut -c1-150 | said_by wpa_supplicant
grep -oE "$AP_IF: (STA|AP-STA|EAPOL|P2P-PROV|WPS-(REG-)?SUCCESS).*" "$HN_LOG" | said_by hostapd-net
demo_ping phone wlan1
hcli all_sta >"$LOGS/all_sta.txt"
grep -E '^(02|flags|aid|p2p_device_name|connected_time)' "$LOGS/all_sta.txt" | said_by hostapd_cli
grep -qF '[AUTH][ASSOC][AUTHORIZED]' "$LOGS/all_sta.txt" || fail "the client is not authorized"
demo_timeline
stop_hostapd_net
pass "a Group Owner in C#, a stock client, no packet lost"
