# scene: the RADIUS server has another secret: nobody comes in, both logs say so, and the right secret helps
# radios: 2
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

make_radius
radius_server one 18120 18130
write_radius_ini "$LOGS/wrong.ini" 18120 18130 radius.auth_server_shared_secret=not-the-secret-of-the-lab
write_radius_ini "$LOGS/ap.ini" 18120 18130
start_hostapd_net "$LOGS/wrong.ini"
sta_netns sta1 1
try_enterprise sta1 1 PEAP alice secret-a
wait_for "$LOGS/radius-one.log" 'Shared secret is incorrect' 20
wait_for "$HN_LOG" 'RADIUS: No response from Authentication server' 30
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-CONNECTED' "it came in"
expect_none "$HN_LOG" 'AP-STA-CONNECTED' "it came in"
pass "the client stays out, and the logs tell why"
stop_client sta1 wlan1
stop_hostapd_net

start_hostapd_net "$LOGS/ap.ini"
ap_address
try_enterprise sta1 1 PEAP alice secret-a
connected sta1 20
expect_ping sta1 $AP_ADDRESS 3
pass "the right secret lets it in"
