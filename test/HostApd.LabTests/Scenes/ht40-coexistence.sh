# scene: a neighbour forbids 40 MHz and is named, one in 5 GHz has primary and secondary change places, and who ignores it takes them
# radios: 4
# needs: hostapd-net
# timeout: 90
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# neighbour N NAME lines…: a stock access point of another network on radio N.
neighbour() {
    local file=$LOGS/$2.conf
    write_hostapd_conf "$file" interface="wlan$1" ssid="$2" "${@:3}"
    hostapd -dt "$file" >"$LOGS/$2.log" 2>&1 &
    wait_for "$LOGS/$2.log" 'AP-ENABLED' 15
}

# expect_channel NAME LINE…: these stand in STATUS.
expect_channel() {
    local name=$1 line
    shift
    hcli status >"$LOGS/status.$name.txt"
    for line; do
        grep -qE "^$line" "$LOGS/status.$name.txt" || { cat "$LOGS/status.$name.txt"; fail "STATUS has no $line"; }
    done
}

neighbour 2 next-door channel=10
neighbour 3 upstairs hw_mode=a channel=40 'ht_capab=[HT40-]'

say "2.4 GHz: a neighbour on our second channel"
write_ini "$LOGS/obey.ini" radio.ieee80211n=1 'radio.ht_capab=[HT40+]'
start_hostapd_net "$LOGS/obey.ini"
in_order "$HN_LOG" 'UNINITIALIZED->HT_SCAN' 'HT_SCAN->ENABLED' 'AP-ENABLED'
wait_for "$HN_LOG" '20 MHz instead of 40 on channel 6: "next-door" .* on channel 10 .*uses 20 MHz beside our primary channel 6' 1
expect_channel obey channel=6 secondary_channel=0 'ht40_coexistence=narrowed "next-door" '
iw dev wlan0 info | grep -q 'width: 20 MHz' || { iw dev wlan0 info; fail "the kernel is not at 20 MHz"; }
pass "20 MHz, and the neighbour has a name: $(grep ht40_coexistence "$LOGS/status.obey.txt")"
stop_hostapd_net

say "the same, ignored"
: >"$HN_LOG"
write_ini "$LOGS/ignore.ini" radio.ieee80211n=1 'radio.ht_capab=[HT40+]' radio.ht40_coexistence=ignore
start_hostapd_net "$LOGS/ignore.ini"
expect_none "$HN_LOG" 'HT_SCAN'
expect_channel ignore channel=6 secondary_channel=1
iw dev wlan0 info | grep -q 'width: 40 MHz' || { iw dev wlan0 info; fail "the kernel is not at 40 MHz"; }
pass "40 MHz beside it, as asked for"
stop_hostapd_net

say "5 GHz: a neighbour has our two channels the other way round"
: >"$HN_LOG"
write_ini "$LOGS/swap.ini" radio.hw_mode=a radio.channel=36 radio.ieee80211n=1 'radio.ht_capab=[HT40+]'
start_hostapd_net "$LOGS/swap.ini"
expect_channel swap channel=40 secondary_channel=-1 'ht40_coexistence=swapped "upstairs" '
iw dev wlan0 info | grep -q 'channel 40 (5200 MHz), width: 40 MHz, center1: 5190 MHz' || { iw dev wlan0 info; fail "primary and secondary are where they were"; }
pass "channel 40 with 36 below it, as the neighbour has them"
stop_hostapd_net
