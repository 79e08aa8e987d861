# scene: a running access point obeys at once: start_disabled, UPDATE_BEACON, access lists, STOP_AP, tx=0, SIGHUP without a file
# radios: 3
# needs: hostapd-net
# timeout: 400
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

ap() { hostapd_cli -p /run/x -i wlan0 raw "$@"; }
ok() { [[ $(ap "$@") == OK* ]] || fail "$* answered '$(ap "$@")'"; }
sees() { # NETNS IF SSID: a scan of its own finds the name
    wpa "$1" "$2" scan >/dev/null
    wpa "$1" "$2" scan_results | grep -q "[[:space:]]$3\$"
}

mkdir -p /run/x
hostapd-net -ddKt -g /run/x/global -f "$HN_LOG" &
HN_PID=$!
wait_until 10 test -S /run/x/global
[[ $(hostapd_cli -p /run/x -i global raw ADD wlan0 /run/x) == OK ]] || fail "ADD"
wait_until 10 test -S /run/x/wlan0
for setting in "hw_mode g" "channel 6" "ssid $SSID" "wpa 2" "rsn_pairwise CCMP" "wpa_passphrase $PASSPHRASE" "start_disabled 1" "ieee80211n 1"; do
    ok SET "$setting"
done
ok ENABLE
wait_for "$HN_LOG" 'wlan0: AP-ENABLED' 5
[[ $(beacons_in 1) == 0 ]] || fail "it beacons with start_disabled"
ok UPDATE_BEACON
[[ $(beacons_in 1) != 0 ]] || fail "it does not beacon after UPDATE_BEACON"
expect_count "$HN_LOG" 'wlan0: AP-ENABLED' 1
pass "with start_disabled nothing beacons until it is told"

ap_address
join sta1 1 $PASSPHRASE
expect_ping sta1 $AP_ADDRESS 2
sta_netns sta2 2
write_client "$LOGS/sta2.conf" $PASSPHRASE
sed -i '/^network=/,$d' "$LOGS/sta2.conf"
start_wpa_supplicant sta2 wlan2 "$LOGS/sta2.conf"
wpa sta2 wlan2 set freq_list 2437 >/dev/null || true
ok SET "ssid renamed"
ok SET "vendor_elements dd0411223344"
wait_for "$HN_LOG" 'SET ssid: comes with UPDATE_BEACON, which costs no station, or with RELOAD, which costs 1' 5
ok UPDATE_BEACON
wait_until 40 sees sta2 wlan2 renamed
wpa sta2 wlan2 bss "$(address_of 0)" | grep -q '^ie=.*dd0411223344' || fail "the vendor element is not in the scan"
expect_ping sta1 $AP_ADDRESS 2
expect_none "$HN_LOG" 'AP-STA-DISCONNECTED' "the station was lost"
pass "another name is seen and the station stays"

ok DENY_ACL "ADD_MAC $(address_of 1)"
wait_for "$HN_LOG" "AP-STA-DISCONNECTED $(address_of 1)" 5
wait_for "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED' 5
ok DENY_ACL "DEL_MAC $(address_of 1)"
ok SET "ssid $SSID"
kill -HUP "$HN_PID"
wait_for "$HN_LOG" 'reload: wlan0: restarted' 5
connected sta1 40 2
pass "who is shut out goes at once; SIGHUP without a file applies what was set"

ok STOP_AP
[[ $(beacons_in 1) == 0 ]] || fail "it beacons after STOP_AP"
[[ $(ap STATUS) == state=ENABLED* ]] || fail "STATUS after STOP_AP"
ok UPDATE_BEACON
[[ $(beacons_in 1) != 0 ]] || fail "it does not beacon again"
wait_for "$HN_LOG" "AP-STA-CONNECTED $(address_of 1)" 60 3
connected sta1 40 3
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED.*reason=3 ' "it was told that the network ends"
pass "STOP_AP and back"

told=$(matches "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED.*reason=2 ')
seen=$(matches "$HN_LOG" "STA $(address_of 1) IEEE 802.11: authenticated")
ok DEAUTHENTICATE "$(address_of 1) tx=0"
wait_for "$HN_LOG" "AP-STA-DISCONNECTED $(address_of 1)" 5 3
# A word of its own in the same moment, and it is here again: then it had to begin anew.
gone_or_anew() { no_station "$(address_of 1)" || (($(matches "$HN_LOG" "STA $(address_of 1) IEEE 802.11: authenticated") > seen)); }
wait_until 2 gone_or_anew || fail "it is still here"
# It believes itself in until it says something: then it hears of a frame that only who is in may send, and comes again.
try_ping sta1 $AP_ADDRESS || true
wait_for "$HN_LOG" "AP-STA-CONNECTED $(address_of 1)" 60 4
[[ $(matches "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED.*reason=2 ') == "$told" ]] || fail "the station was told"
pass "forgotten in silence"
