# scene: the daemon starts before its radio exists, which comes, goes and comes again
# radios: 2
# needs: hostapd-net
# timeout: 450
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

unplug() { rmmod mac80211_hwsim; }
plug() { load_module mac80211_hwsim radios=2; }

write_hostapd_conf "$LOGS/ap.conf" bss=wlan0_1 ssid=second
unplug
! hostapd-net "$LOGS/ap.conf" >"$LOGS/refused.log" 2>&1 || fail "it started without an interface"
grep -q 'wlan0: opening wlan0: there is no such interface' "$LOGS/refused.log" || fail "the refusal does not say why"
pass "without --wait: $(tail -n 1 "$LOGS/refused.log")"

# As on a board without any adapter yet: even cfg80211 comes with the first one.
rmmod mac80211 cfg80211
! iw list >/dev/null 2>&1 || fail "nl80211 is still there"
hostapd-net -dt --wait "$LOGS/ap.conf" >>"$HN_LOG" 2>&1 &
HN_PID=$!
wait_for "$HN_LOG" 'waiting for the interface to appear' 10
uninitialized() { hcli status | grep -qx state=UNINITIALIZED; }
wait_until 5 uninitialized || fail "STATUS while it waits"
# What is read while it waits counts when the wait is over.
sed -i 's/^ssid=second/ssid=reread/' "$LOGS/ap.conf"
kill -HUP "$HN_PID"
wait_for "$HN_LOG" 'reload: wlan0: taken, for when its interface is there; wlan0_1: taken' 5

plug
wait_for "$HN_LOG" 'wlan0: AP-ENABLED' 15
wait_for "$HN_LOG" 'wlan0_1: AP-ENABLED' 15
ap_address
join sta1 1 $PASSPHRASE
expect_ping sta1 $AP_ADDRESS 3
[[ $(hcli status | sed -n 's/^ssid\[1\]=//p') == reread ]] || fail "the reload was lost"
pass "plugged in: a client joins, and the second BSS is there"

unplug
wait_for "$HN_LOG" 'wlan0: AP-DISABLED' 10
kill -0 "$HN_PID" || fail "the daemon ended with its radio"
stop_client sta1 wlan1
plug
wait_for "$HN_LOG" 'wlan0: AP-ENABLED' 15 2
wait_for "$HN_LOG" 'wlan0_1: AP-ENABLED' 15 2
ap_address
join sta2 1 $PASSPHRASE
expect_ping sta2 $AP_ADDRESS 3
pass "unplugged and plugged in again: a client joins, and the second BSS is there"

# The owner's word ends the wait.
unplug
wait_for "$HN_LOG" 'wlan0: AP-DISABLED' 10 2
hcli disable | grep -q '^OK' || fail "DISABLE"
stop_client sta2 wlan1
plug
nap 2
expect_count "$HN_LOG" 'wlan0: AP-ENABLED' 2
hcli enable | grep -q '^OK' || fail "ENABLE"
wait_for "$HN_LOG" 'wlan0: AP-ENABLED' 15 3
stop_hostapd_net
pass "switched off by command, it stayed off"
