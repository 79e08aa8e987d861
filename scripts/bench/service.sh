# bench: CPU time of two minutes of service with ten probing clients, us (A) and hostapd (B), A B B A
# radios: 11
# boots: 1
# timeout: 800
# shellcheck shell=bash source=../lab/guest.sh
source "$LAB/guest.sh"
# shellcheck source=blocks.sh
source "$LAB/../bench/blocks.sh"

write_ini "$LOGS/ap.ini" radio.ieee80211n=1
write_hostapd_conf "$LOGS/hostapd.conf"
for ((n = 1; n <= 10; n++)); do
    ip netns add "s$n"
    iw phy "$(phy_of $n)" set netns name "s$n"
    ip -n "s$n" link set "wlan$n" up
done
# Each client looks for the network every four seconds, by turns.
probe() {
    local n
    while :; do
        for ((n = 1; n <= 10; n++)); do
            ip netns exec "s$n" iw dev "wlan$n" scan trigger freq 2437 ssid "$SSID" >/dev/null 2>&1 || true
            nap 0.35
        done
    done
}
HOSTAPD_NET_FLAGS=-t
for block in a b b a; do
    if [[ $block == a ]]; then
        start_hostapd_net "$LOGS/ap.ini"
        pid=$HN_PID
    else
        start_reference hostapd -t "$LOGS/hostapd.conf"
        pid=$REFERENCE_PID
    fi
    probe &
    prober=$!
    nap 1
    for ((n = 0; n < 6; n++)); do
        cpu=$(cpu_ns "$pid")
        begin=$EPOCHREALTIME
        nap 10
        figure "$block" ms "$(awk -v from="$cpu" -v to="$(cpu_ns "$pid")" -v begin="$begin" -v end="$EPOCHREALTIME" \
            'BEGIN { printf "%.3f", (to - from) / 1e6 * 10 / (end - begin) }')" "CPU in 10 s with ten probing clients"
    done
    kill $prober
    memory_figures "$block" "$pid"
    if [[ $block == a ]]; then stop_hostapd_net; else stop_reference; fi
done
