# scene: two stock wpa_supplicants, one the P2P Group Owner, the other joins by push button
# radios: 2
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

p2p_conf() {
    printf '%s\n' ctrl_interface=/run/wpa_supplicant "device_name=$1" device_type=1-0050F204-1 \
        'config_methods=push_button' p2p_no_group_iface=1 p2p_listen_channel=6 p2p_oper_channel=6 >"$LOGS/$1.conf"
}

sta_netns go 0
sta_netns client 1
for peer in go:0 client:1; do
    p2p_conf "${peer%:*}"
    start_wpa_supplicant "${peer%:*}" "wlan${peer#*:}" "$LOGS/${peer%:*}.conf"
done
wpa go wlan0 p2p_group_add freq=2437
wait_for "$LOGS/go.log" 'P2P-GROUP-STARTED' 10
wpa go wlan0 wps_pbc
wpa client wlan1 p2p_connect "$(address_of 0)" pbc join freq=2437
wait_for "$LOGS/client.log" 'P2P-GROUP-STARTED' 20
pass "$(grep -o 'P2P-GROUP-STARTED.*' "$LOGS/client.log")"
