# scene: on channel 52 the radio listens for radar for a minute before it beacons, and says so; then a stock client joins
# radios: 2
# needs: hostapd-net
# run: all
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/closed.ini" radio.hw_mode=a radio.channel=52
! hostapd-net -dt "$LOGS/closed.ini" >"$LOGS/closed.txt" 2>&1 || fail "a channel with radar without ieee80211h"
grep -q 'ieee80211h is off' "$LOGS/closed.txt" || { cat "$LOGS/closed.txt"; fail "the refusal does not name ieee80211h"; }
pass "without ieee80211h it says what is missing"

write_ini "$LOGS/ap.ini" radio.hw_mode=a radio.channel=52 radio.channel_width=40 radio.generation=n radio.ieee80211d=1 radio.ieee80211h=1
started=$SECONDS
hostapd-net -dt "$LOGS/ap.ini" >>"$HN_LOG" 2>&1 &
HN_PID=$!
wait_for "$HN_LOG" 'DFS-CAC-START freq=5260 chan=52 sec_chan=1, width=0, seg0=0, seg1=0, cac_time=60s' 15
nap 5
hcli status >"$LOGS/status.cac.txt"
left=$(sed -n 's/^cac_time_left_seconds=//p' "$LOGS/status.cac.txt")
grep -qx 'state=DFS' "$LOGS/status.cac.txt" && grep -qx 'cac_time_seconds=60' "$LOGS/status.cac.txt" && [[ $left -gt 0 && $left -lt 60 ]] ||
    { cat "$LOGS/status.cac.txt"; fail "STATUS does not tell that radar is listened for"; }
hcli driver_flags | grep -qx RADAR || fail "no RADAR among the driver's flags"
wait_for "$HN_LOG" 'AP-ENABLED' 40
took=$((SECONDS - started))
[[ $took -ge 60 ]] || fail "on the air after $took s"
in_order "$HN_LOG" 'DFS-CAC-START' 'DFS-CAC-COMPLETED success=1 freq=5260 ht_enabled=1 chan_offset=1 chan_width=2 cf1=5270 cf2=0' 'AP-ENABLED'
pass "on the air after a minute"

ap_address
sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE scan_freq=5260
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1 30
expect_ping sta1 $AP_ADDRESS 3
iw dev wlan0 info >"$LOGS/info.txt"
grep -q 'channel 52 (5260 MHz), width: 40 MHz' "$LOGS/info.txt" || { cat "$LOGS/info.txt"; fail "not on channel 52"; }
pass "a client is on channel 52"

# The kernel knows that it was listened to, at least while somebody is on it.
hcli disable >"$LOGS/disable.txt"
hcli enable >"$LOGS/enable.txt"
wait_for "$HN_LOG" 'AP-ENABLED' 40 2
connected sta1 30 2
pass "switched off and on again"
stop_hostapd_net
