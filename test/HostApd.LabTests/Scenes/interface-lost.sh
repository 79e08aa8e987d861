# scene: the interface goes down and up, then vanishes and comes back
# radios: 2
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
ap_address
join sta1 1 $PASSPHRASE
times=1
ip link set wlan0 down
wait_for "$HN_LOG" 'INTERFACE-DISABLED' 5
say "wlan0 is down"
ip link set wlan0 up
wait_for "$HN_LOG" 'INTERFACE-ENABLED' 5
connected sta1 30 $((times + 1))
ap_address
expect_ping sta1 $AP_ADDRESS 3
pass "down and up: the client is back"

phy=$(phy_of 0)
times=$(matches "$LOGS/sta1.log" 'CTRL-EVENT-CONNECTED')
lost=$(matches "$HN_LOG" 'INTERFACE-DISABLED|AP-DISABLED') enabled=$(matches "$HN_LOG" 'AP-ENABLED')
iw dev wlan0 del
wait_for "$HN_LOG" 'INTERFACE-DISABLED|AP-DISABLED' 5 $((lost + 1))
kill -0 "$HN_PID" || fail "the daemon ended with its interface"
nap 1
iw phy "$phy" interface add wlan0 type managed
wait_for "$HN_LOG" 'AP-ENABLED' 15 $((enabled + 1))
connected sta1 30 $((times + 1))
ap_address
expect_ping sta1 $AP_ADDRESS 3
pass "deleted and added: the client is back"
