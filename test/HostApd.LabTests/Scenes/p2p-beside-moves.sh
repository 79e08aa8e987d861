# scene: another program's station on our radio is told to move: the group goes with it, or ends where it cannot
# radios: 3
# needs: hostapd-net
# timeout: 600
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

other=10.9.0
station_of_others $other
far_moves() { ip netns exec far hostapd_cli -i wlan2 chan_switch 5 "$1" ht | grep -qx OK || fail "the other access point does not move to $1"; }
station_is_well_on() {
    iw dev wlan0 info | grep -q "($1 MHz)" || fail "the station is not on $1 MHz: $(iw dev wlan0 info)"
    ping -n -c 3 -i 0.2 -W 5 $other.1 >"$LOGS/ping.log" || fail "the station has no network: $(cat "$LOGS/ping.log")"
    expect_none "$LOGS/station.log" 'CTRL-EVENT-DISCONNECTED' "the station lost its access point"
}

AP_IF=p2p-wlan0-0
write_device_ini "$LOGS/device.ini" radio.beside=wlan0
start_hostapd_net "$LOGS/device.ini"
us=$(cat /sys/class/net/$AP_IF/address)

# form N: the phone, which listens on channel 6, asks; a person says yes, and it is asked back where it listens.
start_phone phone 1
phone=$(p2p_device phone 1)
form() {
    wpa phone wlan1 p2p_flush >/dev/null
    wpa phone wlan1 p2p_find type=social >/dev/null
    wait_for "$LOGS/phone.log" "P2P-DEVICE-FOUND $us" 30 "$1"
    wpa phone wlan1 p2p_connect "$us" pbc go_intent=1 >/dev/null
    wait_for "$HN_LOG" "P2P-GO-NEG-REQUEST $phone" 20 "$1"
    hncli raw P2P_CONNECT "$phone" pbc | grep -qx OK || fail "P2P_CONNECT refused"
    p2p_joined phone "$1"
    wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 10 "$1"
}
form 1
iw dev $AP_IF info | grep -q '(2462 MHz)' || fail "the group is elsewhere: $(iw dev $AP_IF info)"
ap_address
expect_ping phone "$AP_ADDRESS"
pass "a phone that listens elsewhere has a group with us on the station's channel"

far_moves 2437
wait_for "$HN_LOG" "follows wlan0 to channel 6" 10
wait_for "$HN_LOG" "AP-CSA-FINISHED freq=2437" 10
wait_for "$LOGS/phone.log" 'CTRL-EVENT-CHANNEL-SWITCH freq=2437' 10
wait_for "$LOGS/station.log" 'CTRL-EVENT-CHANNEL-SWITCH freq=2437' 10
iw dev $AP_IF info | grep -q '(2437 MHz)' || fail "the group is elsewhere: $(iw dev $AP_IF info)"
station_is_well_on 2437
expect_ping phone "$AP_ADDRESS"
expect_none "$HN_LOG" 'AP-STA-DISCONNECTED' "the phone left the group"
pass "the group and its client have gone with the station"

# Where no group may be, it makes room.
hncli raw P2P_SET disallow_freq 2412 | grep -qx OK || fail "P2P_SET disallow_freq refused"
far_moves 2412
wait_for "$HN_LOG" "the group ends: wlan0 is to go to channel 1" 10
wait_for "$HN_LOG" "P2P-GROUP-REMOVED $AP_IF GO reason=FREQ_CONFLICT" 10
wait_for "$LOGS/phone.log" 'P2P-GROUP-REMOVED' 20
wait_for "$LOGS/station.log" 'CTRL-EVENT-CHANNEL-SWITCH freq=2412' 10
station_is_well_on 2412
wait_until 20 device_listens || fail "the device is not found again"
pass "a group that may not be there has ended, and the station has moved"

hncli raw P2P_SET disallow_freq 0 | grep -qx OK || fail "P2P_SET disallow_freq refused"
form 2
iw dev $AP_IF info | grep -q '(2412 MHz)' || fail "the group is elsewhere: $(iw dev $AP_IF info)"
pass "the next group is where the station is now"
hncli p2p_group_remove | grep -q OK || fail "P2P_GROUP_REMOVE refused"
wait_for "$LOGS/phone.log" 'P2P-GROUP-REMOVED' 20 2

# On channel 3 nobody looks for devices: ours listens elsewhere, for as short a time as the station does not mind.
far_moves 2422
wait_for "$LOGS/station.log" 'CTRL-EVENT-CHANNEL-SWITCH freq=2422' 10
wait_for "$HN_LOG" 'it is found for 200 ms of each second on channel 6' 20
ping -n -i 0.2 $other.1 >"$LOGS/ping-away.log" 2>&1 &
ping_pid=$!
wpa phone wlan1 p2p_flush >/dev/null
wpa phone wlan1 p2p_find >/dev/null
wait_for "$LOGS/phone.log" "P2P-DEVICE-FOUND $us" 60 3
wpa phone wlan1 p2p_stop_find >/dev/null
kill -INT $ping_pid
wait $ping_pid 2>/dev/null || true
tail -n 3 "$LOGS/ping-away.log"
loss=$(sed -n 's/.* \([0-9]*\)[0-9.]*% packet loss.*/\1/p' "$LOGS/ping-away.log")
[[ $loss -lt 10 ]] || fail "the station lost $loss % of its pings"
station_is_well_on 2422
pass "beside a station on another channel than peers look on it is found, and the station has its network"
