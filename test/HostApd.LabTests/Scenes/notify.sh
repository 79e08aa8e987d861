# scene: the service manager hears of start, reload, watchdog and end
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

heard=$LOGS/notify.log
# listen ADDRESS: python3 plays the service manager's socket.
listen() {
    # Emptied here and not by the child, which may come too late: an older "listening" must not count.
    : >"$heard"
    python3 "$(dirname "${BASH_SOURCE[0]}")/notify.py" "$1" >>"$heard" 2>&1 &
    wait_for "$heard" listening 30
    export NOTIFY_SOCKET=$1
}
time_of() { grep -Em 1 -- "$2" "$1" | cut -d: -f1; }

# Two files, and the second one's interface comes late.
phy=$(phy_of 1)
iw dev wlan1 del
write_ini "$LOGS/first.ini"
write_ini "$LOGS/second.ini" radio.interface=wlan1 bss.ssid=second
listen /run/hostapd-net-scene.notify
export WATCHDOG_USEC=1000000
start_hostapd_net "$LOGS/second.ini" --wait "$LOGS/first.ini"
wait_for "$heard" 'STATUS=on the air: wlan0; waiting for the interface: wlan1' 5
expect_none "$heard" 'READY=1' "ready while an interface is missing"
iw phy "$phy" interface add wlan1 type managed
wait_for "$HN_LOG" 'wlan1: AP-ENABLED' 10
wait_for "$heard" 'READY=1 . STATUS=on the air: wlan0, wlan1' 5
enabled=$(time_of "$HN_LOG" 'wlan1: AP-ENABLED') ready=$(time_of "$heard" 'READY=1')
awk "BEGIN { exit !($ready >= $enabled) }" || fail "ready at $ready, before AP-ENABLED at $enabled"
pass "ready only when both are on the air"

beats=$(matches "$heard" 'WATCHDOG=1')
wait_for "$heard" 'WATCHDOG=1' 20 $((beats + 4))
# A loop that does not turn says nothing.
kill -STOP "$HN_PID"
nap 2
beats=$(matches "$heard" 'WATCHDOG=1')
nap 2
[[ $(matches "$heard" 'WATCHDOG=1') -eq $beats ]] || fail "a stopped daemon still beats"
kill -CONT "$HN_PID"
wait_for "$heard" 'WATCHDOG=1' 20 $((beats + 2))
pass "the watchdog's beats come from the loop"

kill -HUP "$HN_PID"
wait_for "$heard" 'READY=1' 10 2
grep -v WATCHDOG "$heard" | sed 1d >"$LOGS/words.txt"
in_order "$LOGS/words.txt" 'waiting for the interface' 'READY=1 \| STATUS' 'RELOADING=1 \| MONOTONIC_USEC=[0-9]+$' 'READY=1$'
# As the kernel counts: systemd compares it with its own clock.
reload=$(grep -o 'MONOTONIC_USEC=.*' "$LOGS/words.txt" | cut -d= -f2) up=$(cut -d. -f1 /proc/uptime)
[[ $((reload / 1000000)) -le $up && $((reload / 1000000)) -ge $((up - 120)) ]] || fail "MONOTONIC_USEC=$reload at $up s"
pass "a reload is told"

stop_hostapd_net
wait_for "$heard" 'STOPPING=1' 5
[[ $(tail -n 1 "$heard") == *'STOPPING=1 | STATUS=stopping' ]] || fail "something was told behind the end"
expect_none "$HN_LOG" 'service manager' "something could not be told"
sed 's/^[0-9.]*: //' "$LOGS/words.txt"

# An abstract name; a watchdog that is another process's.
listen "@hostapd-net-scene"
export WATCHDOG_PID=1
start_hostapd_net "$LOGS/first.ini"
wait_for "$heard" 'READY=1' 5
nap 1.5
expect_none "$heard" 'WATCHDOG' "beats for the watchdog of process 1"
stop_hostapd_net
wait_for "$heard" 'STOPPING=1' 5
pass "an abstract name, and no watchdog of others"
