# bench: the first of two RADIUS servers is silent: a client's first join and its next, at our daemon (A) and at hostapd (B), A B B A
# alone: waits for a client that hostapd makes wait
# boots: 1
# radios: 2
# timeout: 900
# shellcheck shell=bash source=../lab/guest.sh
source "$LAB/guest.sh"
# shellcheck source=blocks.sh
source "$LAB/../bench/blocks.sh"

make_radius
radius_blackhole 18120
radius_server two 18121 18130
write_radius_ini "$LOGS/ap.ini" 18120 18130 radio.ieee80211n=1 "$(further_server auth 18121)"
write_radius_conf "$LOGS/hostapd.conf" 18120 18130 \
    auth_server_addr=127.0.0.1 auth_server_port=18121 "auth_server_shared_secret=$RADIUS_SECRET"
sta_netns sta1 1

start_a() { HOSTAPD_NET_FLAGS=-t start_hostapd_net "$LOGS/ap.ini"; }
stop_a() { stop_hostapd_net; }
start_b() { start_reference hostapd -t "$LOGS/hostapd.conf"; }
stop_b() { stop_reference; }

# timed SIDE WHICH: from the client's first association to its CONNECTED, and how many exchanges it took.
timed() {
    try_enterprise sta1 1 PEAP alice secret-a
    local in=0
    # Two minutes.
    if connected sta1 30; then
        in=100
        figure "$1" ms "$(awk '/nl80211: Associated with/ && !start { start = $1 + 0 } /CTRL-EVENT-CONNECTED/ { printf "%.0f", ($1 - start) * 1000; exit }' \
            "$LOGS/sta1.log")" "association to CONNECTED, $2"
    fi
    figure "$1" % $in "joined within two minutes, $2"
    figure "$1" tries "$(matches "$LOGS/sta1.log" 'CTRL-EVENT-EAP-STARTED')" "EAP exchanges begun, $2"
    cp "$LOGS/sta1.log" "$LOGS/$2-$1.txt"
    wpa sta1 wlan1 terminate >/dev/null
    wait_until 10 is_gone "${client_pid[sta1]}"
    nap 1
}
for block in a b b a; do
    "start_$block"
    timed $block first
    timed $block next
    "stop_$block"
    nap 0.5
done
cat "$LOGS/figures.txt"
