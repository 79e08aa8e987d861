# bench: WPA2-PSK joins at our daemon (A) and at hostapd (B), A B B A in one boot
# radios: 2
# timeout: 400
# capture: yes
# shellcheck shell=bash source=../lab/guest.sh
source "$LAB/guest.sh"
# shellcheck source=blocks.sh
source "$LAB/../bench/blocks.sh"

write_ini "$LOGS/ap.ini" radio.ieee80211n=1
write_hostapd_conf "$LOGS/hostapd.conf"
sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
wpa sta1 wlan1 disconnect >/dev/null

# Both daemons log to RAM at their default level, as on a router.
start_a() { HOSTAPD_NET_FLAGS=-t start_hostapd_net "$LOGS/ap.ini"; A_PID=$HN_PID; }
stop_a() { stop_hostapd_net; }
start_b() { start_reference hostapd -t "$LOGS/hostapd.conf"; }
stop_b() { stop_reference; }
join_once() {
    wpa sta1 wlan1 reconnect >/dev/null
    connected sta1 20 "$1"
}
leave() {
    wpa sta1 wlan1 disconnect >/dev/null
    wait_for "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED' 5 "$1"
    nap 0.2
}
run_blocks "${1:-10}"
