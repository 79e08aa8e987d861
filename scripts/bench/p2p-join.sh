# bench: P2P push button joins at our Group Owner (A) and at wpa_supplicant's (B) on the same radio, A B B A in one boot
# radios: 2
# timeout: 400
# capture: yes
# shellcheck shell=bash source=../lab/guest.sh
source "$LAB/guest.sh"
# shellcheck source=blocks.sh
source "$LAB/../bench/blocks.sh"

write_go_ini "$LOGS/go.ini"
printf '%s\n' ctrl_interface=/run/wpa_supplicant_go device_name=labgo device_type=6-0050F204-1 \
    'config_methods=virtual_push_button virtual_display keypad' p2p_no_group_iface=1 p2p_listen_channel=6 \
    p2p_oper_channel=6 country=US >"$LOGS/go.conf"
start_p2p_client sta1 1
go=$(address_of 0)
side=

start_a() { HOSTAPD_NET_FLAGS=-t start_hostapd_net "$LOGS/go.ini"; A_PID=$HN_PID; side=a; }
stop_a() { stop_hostapd_net; }
go_cli() { wpa_cli -p /run/wpa_supplicant_go -i wlan0 "$@"; }
start_b() {
    start_reference wpa_supplicant -t -Dnl80211 -i wlan0 -c "$LOGS/go.conf"
    local try
    for ((try = 0; try < 100; try++)); do [[ -S /run/wpa_supplicant_go/wlan0 ]] && break; nap 0.1; done
    go_cli p2p_group_add freq=2437 >/dev/null
    wait_for "$LOGS/reference.log" 'P2P-GROUP-STARTED' 10
    side=b
}
stop_b() { go_cli p2p_group_remove wlan0 >/dev/null; stop_reference; }
# Same peer table for both: the client has just found the Group Owner, whose button has been pressed.
before_join() {
    wpa sta1 wlan1 p2p_flush >/dev/null
    : >"$LOGS/found"
    local seen
    seen=$(matches "$LOGS/sta1.log" 'P2P-DEVICE-FOUND')
    wpa sta1 wlan1 p2p_find freq=2437 >/dev/null
    wait_for "$LOGS/sta1.log" 'P2P-DEVICE-FOUND' 20 $((seen + 1))
    wpa sta1 wlan1 p2p_stop_find >/dev/null
    if [[ $side == a ]]; then hcli wps_pbc >/dev/null; else go_cli wps_pbc >/dev/null; fi
    nap 0.3
}
join_once() {
    wpa sta1 wlan1 p2p_connect "$go" pbc join freq=2437 >/dev/null
    p2p_joined sta1 "$1"
}
leave() {
    wpa sta1 wlan1 p2p_group_remove wlan1 >/dev/null
    wpa sta1 p2p-dev-wlan1 remove_network all >/dev/null
    nap 0.4
}
if [[ -n ${FLOOD:-} ]]; then
    iw phy "$(phy_of 2)" interface add mon2 type monitor
    ip link set wlan2 down
    ip link set mon2 up
    iw dev mon2 set freq 2437
    /run/lab/modules/flood mon2 "$go" "$FLOOD" >"$LOGS/flood.log" 2>&1 &
fi
run_blocks "${1:-10}"
