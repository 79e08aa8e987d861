# scene: a stock client sees in its scan how many stations are here and what kind of network it is; the count follows who comes and goes
# radios: 3
# needs: hostapd-net
# timeout: 180
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_hostapd_conf "$LOGS/ap.conf" bss_load_update_period=5 chan_util_avg_period=10 interworking=1 access_network_type=2 internet=1 \
    venue_group=7 venue_type=1 hessid=02:03:04:05:06:07
start_hostapd_net "$LOGS/ap.conf" --testing
sta_netns sta2 2
ip -n sta2 link set wlan2 up

# scan: what the stock scanner of radio 2 makes of our Beacon; says LINE…: it has these lines, in this order.
scan() {
    ip netns exec sta2 iw dev wlan2 scan flush freq 2437 2>/dev/null | sed 's/^[[:blank:]*]*//' >"$LOGS/scan.txt"
    grep -qx 'SSID: labtest' "$LOGS/scan.txt"
}
says() {
    scan || return 1
    local text
    text=$(printf '%s\n' "$@")
    [[ $(grep -xF -- "$text" "$LOGS/scan.txt" | awk '!seen[$0]++') == "$text" ]]
}
wait_until 10 says 'BSS Load:' 'station count: 0' 'channel utilisation: 0/255' 'available admission capacity: 0 [*32us]' \
    'Interworking' '802.11u Interworking:' 'Network Type: 2 (Chargeable Public)' 'Internet' 'Venue Group: 7 (Residential)' 'Venue Type: 1' \
    'HESSID: 02:03:04:05:06:07' || fail "the scan says $(cat "$LOGS/scan.txt")"
pass "the scan names the load and the kind of network"

# ---- the count follows ----------------------------------------------------------------------------------------------
join sta1 1 $PASSPHRASE
wait_until 10 says 'BSS Load:' 'station count: 1' || fail "one is in, and the scan says $(grep -A 3 Load "$LOGS/scan.txt")"
wpa sta1 wlan1 disconnect >/dev/null
wait_until 5 no_station "$(address_of 1)"
wait_until 10 says 'BSS Load:' 'station count: 0' || fail "it has left, and the scan says $(grep -A 3 Load "$LOGS/scan.txt")"
pass "the count follows who comes and goes"

# ---- a radio that does not count how busy its channel is --------------------------------------------------------------
hcli status | grep -qx 'chan_util_avg=0' || fail "no average in STATUS"
expect_count "$HN_LOG" 'how busy the channel is, is not announced' 1
pass "this radio does not count, and its owner was told so once"

# ---- under the stations -----------------------------------------------------------------------------------------------
times=$(matches "$LOGS/sta1.log" CTRL-EVENT-CONNECTED)
wpa sta1 wlan1 reconnect >/dev/null
connected sta1 15 $((times + 1))
sed -i -e 's/^access_network_type=.*/access_network_type=3/' -e '/^venue/d' -e '/^bss_load/d' "$LOGS/ap.conf"
kill -HUP "$HN_PID"
wait_until 10 says 'Network Type: 3 (Free Public)' 'HESSID: 02:03:04:05:06:07' || fail "after the reload the scan says $(cat "$LOGS/scan.txt")"
expect_none "$LOGS/scan.txt" '^(BSS Load|Venue)' "after the reload it is still announced"
expect_count "$LOGS/sta1.log" CTRL-EVENT-CONNECTED $((times + 1))
no_station "$(address_of 1)" && fail "the reload cost the station its place"
pass "a reload changes both, and the station stays"

# ---- what a test says ---------------------------------------------------------------------------------------------------
[[ $(hncli raw SET bss_load_test 12:80:20000) == OK ]] || fail "SET bss_load_test"
[[ $(hncli raw UPDATE_BEACON) == OK ]] || fail "UPDATE_BEACON"
wait_until 10 says 'BSS Load:' 'station count: 12' 'channel utilisation: 80/255' 'available admission capacity: 20000 [*32us]' ||
    fail "the scan says $(grep -A 3 Load "$LOGS/scan.txt")"
pass "a test may say something else"
stop_hostapd_net
