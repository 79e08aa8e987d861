# scene: a changed passphrase restarts only its own BSS; BSSes come and go at a reload
# radios: 3
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_conf() {
    cat >"$LOGS/ap.conf" <<CONF
interface=wlan0
ctrl_interface=/run/hostapd
hw_mode=g
channel=6
ssid=$SSID
wpa=2
wpa_passphrase=$PASSPHRASE
rsn_pairwise=CCMP
bss=wlan0_1
ssid=second
wpa=2
wpa_passphrase=$1
rsn_pairwise=CCMP
${2:-}
CONF
}
write_conf first-secret
start_hostapd_net "$LOGS/ap.conf"
wait_for "$HN_LOG" 'wlan0_1: AP-ENABLED' 5
ap_address
ip address add 10.0.1.1/24 dev wlan0_1
join sta1 1 $PASSPHRASE
SSID=second join sta2 2 first-secret
ip -n sta2 address add 10.0.1.12/24 dev wlan2
expect_ping sta2 10.0.1.1 2
hostapd_cli -p /run/hostapd -i wlan0_1 status | grep -q '^num_sta\[1\]=1' || fail "status of both"

expect_ping sta1 $AP_ADDRESS 2
# A count, not a deadline, at which an answer may still be on its way.
ip netns exec sta1 ping -n -i 0.1 -c 80 -W 10 $AP_ADDRESS >"$LOGS/ping.txt" 2>&1 &
ping=$!
wait_for "$LOGS/ping.txt" 'bytes from' 5
write_conf other-secret $'bss=wlan0_2\nssid=third'
answer=$(hostapd_cli -p /run/hostapd -i wlan0 raw RELOAD_CONFIG)
[[ $answer == "OK wlan0: nothing changed; wlan0_1: restarted; wlan0_2: added" ]] || fail "reload says: $answer"
wait_for "$HN_LOG" 'wlan0_1: AP-STA-DISCONNECTED 02:00:00:00:02:00' 3
wait_for "$HN_LOG" 'wlan0_2: AP-ENABLED' 3
wait "$ping" || true
grep -q ' 0% packet loss' "$LOGS/ping.txt" || { tail -3 "$LOGS/ping.txt"; fail "pings of the other BSS were lost"; }
expect_none "$HN_LOG" 'wlan0: AP-STA-DISCONNECTED' "the other BSS lost its station"
pass "$answer; the other BSS: $(grep 'packet loss' "$LOGS/ping.txt")"

write_conf other-secret
kill -HUP "$HN_PID"
wait_for "$HN_LOG" 'wlan0_2: removed; wlan0: nothing changed; wlan0_1: nothing changed' 3
[[ ! -e /sys/class/net/wlan0_2 ]] || fail "wlan0_2 is still there"
stop_hostapd_net
[[ ! -e /sys/class/net/wlan0_1 ]] || fail "wlan0_1 is still there"
pass "made interfaces go with us"
