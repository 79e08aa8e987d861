# bench: push button joins at our daemon (A) and at hostapd (B), A B B A in one boot
# radios: 2
# timeout: 400
# capture: yes
# shellcheck shell=bash source=../lab/guest.sh
source "$LAB/guest.sh"
# shellcheck source=blocks.sh
source "$LAB/../bench/blocks.sh"

write_wps_ini "$LOGS/ap.ini"
write_hostapd_conf "$LOGS/hostapd.conf" eap_server=1 wps_state=2 'config_methods=virtual_push_button display keypad' \
    device_name=labap manufacturer=m model_name=m model_number=1 serial_number=1
start_wps_client sta1 1

start_a() { HOSTAPD_NET_FLAGS=-t start_hostapd_net "$LOGS/ap.ini"; A_PID=$HN_PID; }
stop_a() { stop_hostapd_net; }
start_b() { start_reference hostapd -t "$LOGS/hostapd.conf"; }
stop_b() { stop_reference; }
join_once() {
    hcli wps_pbc >/dev/null
    wpa sta1 wlan1 wps_pbc >/dev/null
    wps_succeeded sta1 "$1"
}
leave() {
    wpa sta1 wlan1 remove_network all >/dev/null
    nap 0.4
}
run_blocks "${1:-10}"
