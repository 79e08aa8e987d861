# scene: the RADIUS server is dead at the start, dies in the middle of a join, and comes back: the next join passes, nothing restarted
# radios: 2
# needs: hostapd-net
# timeout: 600
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

make_radius
write_radius_ini "$LOGS/ap.ini" 18120 18130
start_hostapd_net "$LOGS/ap.ini"
ap_address
sta_netns sta1 1
pass "the access point is on the air without a server"

try_enterprise sta1 1 PEAP alice secret-a
wait_for "$HN_LOG" 'RADIUS: No response from Authentication server' 30
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-CONNECTED' "it came in without a server"
pass "a join ends with a cause in the log"
radius_server one 18120 18130
connected sta1 60
expect_ping sta1 $AP_ADDRESS 3
pass "the server is there, and the client comes in"

stop_radius one
expect_ping sta1 $AP_ADDRESS 3
pass "who is in stays in when the server dies"
stop_client sta1 wlan1

radius_server one 18120 18130
freeze_radius one
seen=$(matches "$HN_LOG" 'RADIUS: No response from Authentication server')
try_enterprise sta1 1 TTLS bob secret-b
wait_for "$LOGS/sta1.log" 'CTRL-EVENT-EAP-STARTED' 20
nap 0.5
# What it was asked dies with it.
stop_radius one
wait_for "$HN_LOG" 'RADIUS: No response from Authentication server' 30 $((seen + 1))
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-CONNECTED' "it came in without a server"
radius_server one 18120 18130
connected sta1 60
expect_ping sta1 $AP_ADDRESS 3
kill -0 "$HN_PID" || fail "the daemon has ended"
pass "a server died between Identity and Challenge, came back, and the client is in"
