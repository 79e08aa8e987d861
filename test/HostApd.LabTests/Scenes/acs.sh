# scene: channel = auto: the radio looks around, goes where no neighbour is, in 2.4 and in 5 GHz, and says why
# radios: 4
# needs: hostapd-net
# timeout: 90
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# neighbour N FILE lines…: a stock access point of another network on radio N.
neighbour() {
    local file=$LOGS/$2.conf
    write_hostapd_conf "$file" interface="wlan$1" ssid="$2" "${@:3}"
    hostapd -dt "$file" >"$LOGS/$2.log" 2>&1 &
    wait_for "$LOGS/$2.log" 'AP-ENABLED' 15
}

# chosen CHANNEL FREQUENCY BAND: events in their order, STATUS, and a stock client.
chosen() {
    wait_for "$HN_LOG" "ACS-COMPLETED freq=$2 channel=$1" 1
    hcli status >"$LOGS/status.$3.txt"
    grep -qx "channel=$1" "$LOGS/status.$3.txt" && grep -q "^acs\[0\]=channel=$1 freq=$2 " "$LOGS/status.$3.txt" ||
        { cat "$LOGS/status.$3.txt"; fail "STATUS does not say why channel $1"; }
    grep '^acs\[[0-2]\]' "$LOGS/status.$3.txt"
    ap_address
    write_client "$LOGS/sta.$3.conf" $PASSPHRASE scan_freq="$2"
    start_wpa_supplicant sta1 wlan1 "$LOGS/sta.$3.conf"
    connected sta1
    expect_ping sta1 $AP_ADDRESS 3
    stop_client sta1 wlan1
    : >"$LOGS/sta1.log"
}

sta_netns sta1 1
neighbour 2 next-door channel=1
neighbour 3 upstairs hw_mode=a channel=36

say "2.4 GHz: channel 1 is taken"
write_ini "$LOGS/narrow.ini" radio.channel=auto radio.ieee80211n=1
start_hostapd_net "$LOGS/narrow.ini"
in_order "$HN_LOG" 'ACS-STARTED' 'UNINITIALIZED->ACS' 'ACS-COMPLETED' 'ACS->ENABLED' 'AP-ENABLED'
chosen 6 2437 2g
grep -qE '^acs\[[0-9]+\]=channel=1 .* bss=1$' "$LOGS/status.2g.txt" || { cat "$LOGS/status.2g.txt"; fail "the neighbour on channel 1 does not count"; }
pass "channel 6 was chosen beside a neighbour on channel 1"

say "the same wish again: it stays"
answer=$(hncli RELOAD)
[[ $answer == *"nothing changed"* ]] || fail "reload says: $answer"
expect_count "$HN_LOG" 'ACS-STARTED' 1
pass "a reload of the same file moves it nowhere"
stop_hostapd_net

say "5 GHz: channel 36 is taken"
: >"$HN_LOG"
write_ini "$LOGS/wide.ini" radio.channel=auto radio.hw_mode=a radio.ieee80211n=1 radio.acs_num_scans=1
start_hostapd_net "$LOGS/wide.ini"
in_order "$HN_LOG" 'ACS-STARTED' 'UNINITIALIZED->ACS' 'ACS-COMPLETED' 'ACS->ENABLED' 'AP-ENABLED'
chosen 40 5200 5g
pass "channel 40 was chosen beside a neighbour on channel 36"
stop_hostapd_net
