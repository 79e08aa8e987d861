# scene: radar while it listens has it begin elsewhere; radar while it runs has it move, and a client that pings comes along
# radios: 2
# needs: hostapd-net
# run: all
# timeout: 400
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

mountpoint -q /sys/kernel/debug || mount -t debugfs debugfs /sys/kernel/debug
radar=/sys/kernel/debug/ieee80211/$(phy_of 0)/hwsim/dfs_simulate_radar
[[ -e $radar ]] || fail "no $radar: has the radio several channels?"
start() {
    hostapd-net -dt "$LOGS/$1.ini" >>"$HN_LOG" 2>&1 &
    HN_PID=$!
}
frequency() { hcli status | sed -n 's/^freq=//p'; }

write_ini "$LOGS/cac.ini" radio.hw_mode=a radio.channel=52 radio.ieee80211d=1 radio.ieee80211h=1
start cac
wait_for "$HN_LOG" 'DFS-CAC-START freq=5260' 15
nap 2
echo 1 >"$radar"
wait_for "$HN_LOG" 'AP-ENABLED' 20
in_order "$HN_LOG" 'DFS-CAC-START' 'DFS-CAC-COMPLETED success=0 freq=5260' 'DFS-RADAR-DETECTED freq=5260' 'DFS-NEW-CHANNEL' 'AP-ENABLED'
now=$(frequency)
[[ $now -ne 5260 ]] || fail "it is where radar is"
iw dev wlan0 info | grep -q "($now MHz)" || fail "the kernel is not on $now MHz"
pass "radar while it listens: it begins on $now MHz"
stop_hostapd_net

# The radar of before is on channel 52 for half an hour.
: >"$HN_LOG"
write_ini "$LOGS/ap.ini" radio.hw_mode=a radio.channel=100 radio.channel_width=40 radio.generation=n radio.ieee80211d=1 radio.ieee80211h=1
start ap
wait_for "$HN_LOG" 'DFS-CAC-COMPLETED success=1 freq=5500' 40
wait_for "$HN_LOG" 'AP-ENABLED' 15
ap_address
sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE scan_freq=5500
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1 30
expect_ping sta1 $AP_ADDRESS 3
ip netns exec sta1 ping -n -i 0.1 -w 20 $AP_ADDRESS >"$LOGS/ping.txt" 2>&1 &
ping_pid=$!
nap 2
echo 1 >"$radar"
wait_for "$HN_LOG" 'AP-CSA-FINISHED' 15
in_order "$HN_LOG" 'DFS-RADAR-DETECTED freq=5500 ht_enabled=1 chan_offset=1 chan_width=2 cf1=5510 cf2=0' 'DFS-NEW-CHANNEL' \
    'CTRL-EVENT-STARTED-CHANNEL-SWITCH' 'CTRL-EVENT-CHANNEL-SWITCH' 'AP-CSA-FINISHED'
now=$(frequency)
[[ $now -lt 5260 || $now -gt 5720 ]] || fail "$now MHz has radar, too"
wait "$ping_pid" || true
tail -2 "$LOGS/ping.txt"
wpa sta1 wlan1 signal_poll >"$LOGS/signal.txt"
grep -qx "FREQUENCY=$now" "$LOGS/signal.txt" || { cat "$LOGS/signal.txt"; fail "the client is not on $now MHz"; }
expect_ping sta1 $AP_ADDRESS 3
expect_count "$LOGS/sta1.log" 'CTRL-EVENT-CONNECTED' 1
expect_none "$HN_LOG" 'AP-STA-DISCONNECTED' "the client was lost on the way"
lost=$(sed -n 's/.* \([0-9.]*\)% packet loss.*/\1/p' "$LOGS/ping.txt")
[[ ${lost%.*} -lt 30 ]] || fail "$lost % of the pings were lost"
pass "radar while it runs: it moved to $now MHz, the client with it, $lost % of 20 s of pings lost"
hncli metrics >"$LOGS/metrics.txt"
grep -q 'radar_detected_total{interface="wlan0"} 1' "$LOGS/metrics.txt" || fail "the radar was not counted"

# By hand back to where radar is: refused. To another channel with radar: it is listened to first.
hcli chan_switch 5 5500 ht >"$LOGS/switch.txt"
grep -qx FAIL "$LOGS/switch.txt" || fail "it goes where radar is"
hcli chan_switch 5 5300 ht >>"$LOGS/switch.txt"
wait_for "$HN_LOG" 'DFS-CAC-START freq=5300' 15
wait_for "$HN_LOG" 'AP-DISABLED' 1
pass "a move by hand to another channel with radar begins with listening"
hcli disable >"$LOGS/disable.txt"
hcli status >"$LOGS/status.off.txt"
grep -qx 'state=DISABLED' "$LOGS/status.off.txt" || { cat "$LOGS/status.off.txt"; fail "it does not stop while it listens"; }
hcli enable >"$LOGS/enable.txt"
wait_for "$HN_LOG" 'DFS-CAC-START freq=5300' 15 2
pass "switched off and on while it listens, it listens anew"
stop_hostapd_net
