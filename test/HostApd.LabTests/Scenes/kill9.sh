# scene: SIGTERM says goodbye; after kill -9 the beacons stop and a restart brings the client back
# radios: 2
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
ap_address
join sta1 1 $PASSPHRASE
stop_hostapd_net TERM
# Without locally_generated=1 the deauthentication came over the air.
wait_for "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED .*reason=[0-9]+$' 5
[[ $(interface_type wlan0) == managed ]] || fail "wlan0 is left as $(interface_type wlan0)"
[[ ! -e /var/run/hostapd/wlan0 ]] || fail "the control socket is left behind"
pass "SIGTERM deauthenticates, restores the interface type and removes the socket"

start_hostapd_net "$LOGS/ap.ini"
connected sta1 30 2
# Some, however slow the machine: what counts is that afterwards there is none.
before=$(beacons_in 3)
[[ $before -ge 3 ]] || fail "$before Beacons in three seconds while the AP runs"
kill -9 "$HN_PID"
wait "$HN_PID" || true
nap 1
# The kernel ends the AP with the socket that owns it (NL80211_ATTR_SOCKET_OWNER).
after=$(beacons_in 3)
[[ $after -eq 0 ]] || fail "$after Beacons in three seconds after kill -9"
pass "Beacons in three seconds: $before, after kill -9: $after"

# It finds the interface as the killed process left it, and its control socket.
start_hostapd_net "$LOGS/ap.ini"
connected sta1 30 3
ap_address
expect_ping sta1 $AP_ADDRESS 3
pass "the restarted daemon takes the interface over"
