# bench: what a thousand joins for each of --joins (default 10) leave in our daemon's memory
# alone: ten thousand joins take as long as all the others together, and no stock program is measured beside us
# radios: 11
# boots: 1
# timeout: 3000
# shellcheck shell=bash source=../lab/guest.sh
source "$LAB/guest.sh"
# shellcheck source=figures.sh
source "$LAB/../bench/figures.sh"

write_ini "$LOGS/ap.ini" radio.ieee80211n=1
start_hostapd_net "$LOGS/ap.ini"
for ((n = 1; n <= 10; n++)); do
    sta_netns "s$n" $n
    write_client "$LOGS/s$n.conf" $PASSPHRASE
    # Without the debug log of start_wpa_supplicant: ten thousand joins of it do not fit into the guest's memory.
    ip netns exec "s$n" wpa_supplicant -Dnl80211 -i "wlan$n" -c "$LOGS/s$n.conf" >/dev/null 2>&1 &
done
connected_count() { matches "$HN_LOG" 'AP-STA-CONNECTED'; }
wait_for "$HN_LOG" 'AP-STA-CONNECTED' 60 10

# Our client keeps its socket open: no process a command. Each station comes back by itself.
mkfifo /run/lab/commands
hostapd-net-cli -i $AP_IF </run/lab/commands >/dev/null 2>&1 &
exec 9>/run/lab/commands
seen=10 thousands=0
memory_figures a "$HN_PID" "after 10 joins"
while ((thousands < ${1:-10})); do
    for ((n = 1; n <= 10; n++)); do echo "deauthenticate $(address_of $n)" >&9; done
    for ((wait = 0; wait < 100 && $(connected_count) < seen + 10; wait++)); do nap 0.1; done
    ((wait < 100)) || fail "of the ten stations $(($(connected_count) - seen)) are back after 10 s; $seen joins before"
    seen=$(connected_count)
    if ((seen / 1000 > thousands)); then
        thousands=$((seen / 1000))
        memory_figures a "$HN_PID" "after $thousands,000 joins"
    fi
done
exec 9>&-
nap 30
memory_figures a "$HN_PID" "30 s after the last join"
say "$seen joins"
stop_hostapd_net
