# Sourced by the benches of groups on demand: us (A) and a wpa_supplicant (B) as the one who is asked, on the same radio. Both listen on
# channel 6 and say yes to the phone beforehand, so that nobody waits for a person.
# shellcheck shell=bash
source "$LAB/guest.sh"
# shellcheck source=blocks.sh
source "$LAB/../bench/blocks.sh"

write_device_ini "$LOGS/device.ini"
printf '%s\n' ctrl_interface=/run/wpa_supplicant_go device_name=labgo device_type=6-0050F204-1 update_config=1 \
    'config_methods=virtual_push_button virtual_display keypad' p2p_no_group_iface=1 p2p_listen_channel=6 p2p_listen_reg_class=81 \
    p2p_oper_channel=6 p2p_oper_reg_class=81 persistent_reconnect=1 country=US >"$LOGS/go.conf"
start_phone sta1 1
phone=$(p2p_device sta1 1)
us='' side=''

start_a() {
    HOSTAPD_NET_FLAGS=-t start_hostapd_net "$LOGS/device.ini"
    A_PID=$HN_PID side=a us=$(address_of 0)
}
stop_a() { stop_hostapd_net; }
go_cli() { wpa_cli -p /run/wpa_supplicant_go -i "${1:-wlan0}" "${@:2}"; }
start_b() {
    cp "$LOGS/go.conf" "$LOGS/go-now.conf"
    start_reference wpa_supplicant -t -Dnl80211 -i wlan0 -c "$LOGS/go-now.conf"
    local try
    for ((try = 0; try < 100; try++)); do [[ -S /run/wpa_supplicant_go/p2p-dev-wlan0 ]] && break; nap 0.1; done
    side=b us=$(go_cli wlan0 status | sed -n 's/^p2p_device_address=//p')
    [[ -n $us ]] || fail "no P2P Device Address of the reference"
    go_cli wlan0 p2p_listen >/dev/null
}
stop_b() { stop_reference; }

# found: the phone has just found who it will ask, and nothing else.
found() {
    local seen
    wpa sta1 wlan1 p2p_flush >/dev/null
    wpa sta1 wlan1 p2p_set listen_channel 6 >/dev/null
    [[ $side == a ]] || go_cli wlan0 p2p_listen >/dev/null
    seen=$(matches "$LOGS/sta1.log" "P2P-DEVICE-FOUND $us")
    wpa sta1 wlan1 p2p_find freq=2437 >/dev/null
    wait_for "$LOGS/sta1.log" "P2P-DEVICE-FOUND $us" 20 $((seen + 1))
}
# allowed: the one who is asked says yes beforehand.
allowed() {
    if [[ $side == a ]]; then
        hcli raw P2P_CONNECT "$phone" pbc auth >/dev/null
    else
        go_cli wlan0 p2p_connect "$phone" pbc auth go_intent=15 freq=2437 "$@" >/dev/null
    fi
    wpa sta1 wlan1 p2p_stop_find >/dev/null
    nap 0.3
}
# group_ended: by the owner, and both can be found again.
group_ended() {
    local removed
    removed=$(matches "$LOGS/sta1.log" 'P2P-GROUP-REMOVED')
    if [[ $side == a ]]; then hcli raw P2P_GROUP_REMOVE wlan0 >/dev/null; else go_cli wlan0 p2p_group_remove wlan0 >/dev/null; fi
    wait_for "$LOGS/sta1.log" 'P2P-GROUP-REMOVED' 20 $((removed + 1))
    [[ $side == a ]] || { go_cli wlan0 p2p_flush >/dev/null; go_cli wlan0 p2p_listen >/dev/null; }
    nap 0.4
}
