# bench: from exec to AP-ENABLED, us (A) and hostapd (B), in turn
# radios: 2
# timeout: 400
# shellcheck shell=bash source=../lab/guest.sh
source "$LAB/guest.sh"
# shellcheck source=figures.sh
source "$LAB/../bench/figures.sh"

write_ini "$LOGS/ap.ini" radio.ieee80211n=1
write_hostapd_conf "$LOGS/hostapd.conf"
# started SIDE COMMAND…: one start and stop; the time is that of the program's own line.
started() {
    local side=$1 begin pid
    shift
    : >"$LOGS/start.log"
    begin=$EPOCHREALTIME
    "$@" >"$LOGS/start.log" 2>&1 &
    pid=$!
    wait_for "$LOGS/start.log" 'AP-ENABLED' 15
    figure "$side" ms "$(awk -v from="$begin" -v to="$(grep -m 1 AP-ENABLED "$LOGS/start.log" | cut -d: -f1)" \
        'BEGIN { printf "%.1f", 1000 * (to - from) }')" "exec to AP-ENABLED"
    memory_figures "$side" "$pid"
    kill "$pid"
    wait "$pid" || true
    nap 0.2
}
for ((n = 0; n < ${1:-10}; n++)); do
    started a hostapd-net -t "$LOGS/ap.ini"
    started b hostapd -t "$LOGS/hostapd.conf"
    started b hostapd -t "$LOGS/hostapd.conf"
    started a hostapd-net -t "$LOGS/ap.ini"
done
