# bench: WPA-Enterprise joins by PEAP (nothing cached) at our daemon (A) and at hostapd (B) with the same FreeRADIUS, A B B A in one boot
# radios: 2
# timeout: 500
# capture: yes
# shellcheck shell=bash source=../lab/guest.sh
source "$LAB/guest.sh"
# shellcheck source=blocks.sh
source "$LAB/../bench/blocks.sh"

make_radius
radius_server one 18120 18130
write_radius_ini "$LOGS/ap.ini" 18120 18130 radio.ieee80211n=1
write_radius_conf "$LOGS/hostapd.conf" 18120 18130
sta_netns sta1 1
case ${METHOD:-PEAP} in
    TLS) try_enterprise sta1 1 TLS user@test - ;;
    *) try_enterprise sta1 1 PEAP alice secret-a ;;
esac
wpa sta1 wlan1 disconnect >/dev/null

# Both daemons log to RAM at their default level, as on a router.
start_a() { HOSTAPD_NET_FLAGS=-t start_hostapd_net "$LOGS/ap.ini"; A_PID=$HN_PID; }
stop_a() { stop_hostapd_net; }
start_b() { start_reference hostapd -t "$LOGS/hostapd.conf"; }
stop_b() { stop_reference; }
before_join() { wpa sta1 wlan1 pmksa_flush >/dev/null; }
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
