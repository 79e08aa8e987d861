# bench: SAE joins (hash to element, nothing cached) at our daemon (A) and at hostapd (B), A B B A in one boot
# radios: 3
# timeout: 500
# capture: yes
# shellcheck shell=bash source=../lab/guest.sh
source "$LAB/guest.sh"
# shellcheck source=blocks.sh
source "$LAB/../bench/blocks.sh"

write_ini "$LOGS/ap.ini" radio.ieee80211n=1 security.wpa_key_mgmt=SAE security.sae_pwe=2 security.ieee80211w=2
write_hostapd_conf "$LOGS/hostapd.conf" wpa_key_mgmt=SAE sae_pwe=2 ieee80211w=2 sae_require_mfp=1
sta_netns sta1 1
write_sae_client "$LOGS/sta1.conf" $PASSPHRASE 2
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
wpa sta1 wlan1 disconnect >/dev/null

flood_pid=''
# Commits with a point of the curve, each from another address: what they ask for is arithmetic.
begin_flood() {
    [[ -z ${FLOOD:-} ]] || { /run/lab/modules/flood mon2 "$(cat /sys/class/net/$AP_IF/address)" "$FLOOD" sae >>"$LOGS/flood.log" 2>&1 & flood_pid=$!; }
}
end_flood() {
    [[ -z $flood_pid ]] || { kill "$flood_pid"; wait "$flood_pid" || true; flood_pid=''; }
}
if [[ -n ${FLOOD:-} ]]; then
    iw phy "$(phy_of 2)" interface add mon2 type monitor
    ip link set wlan2 down
    ip link set mon2 up
    iw dev mon2 set freq 2437
fi

# Both daemons log to RAM at their default level, as on a router.
start_a() { HOSTAPD_NET_FLAGS=-t start_hostapd_net "$LOGS/ap.ini"; A_PID=$HN_PID; begin_flood; }
stop_a() { end_flood; stop_hostapd_net; }
start_b() { start_reference hostapd -t "$LOGS/hostapd.conf"; begin_flood; }
stop_b() { end_flood; stop_reference; }
before_join() { wpa sta1 wlan1 pmksa_flush >/dev/null; }
# Under a flood not every join comes to its end: one that has not after 20 s is given up, and counted.
joined=0
is_in=''
join_once() {
    is_in=''
    # A client that has failed before waits for longer each time: here each join is its first.
    if [[ -n ${FLOOD:-} ]]; then wpa sta1 wlan1 select_network 0 >/dev/null; else wpa sta1 wlan1 reconnect >/dev/null; fi
    if connected sta1 5 $((joined + 1)); then
        joined=$((joined + 1))
        is_in=yes
    elif [[ -z ${FLOOD:-} ]]; then
        return 1
    fi
    [[ -z ${FLOOD:-} ]] || figure "$block" % "$([[ -n $is_in ]] && echo 100 || echo 0)" "joined within 20 s"
}
leave() {
    wpa sta1 wlan1 disconnect >/dev/null
    [[ -z $is_in ]] || wait_for "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED' 5 $joined
    nap 0.2
}
run_blocks "${1:-10}"
