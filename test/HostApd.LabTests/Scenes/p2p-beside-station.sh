# scene: another program's station has the radio: our interface is made beside it, the group goes to its channel, and it keeps its ping
# radios: 3
# needs: hostapd-net
# timeout: 600
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

other=10.9.0
station_of_others $other
ping -n -c 3 -i 0.2 -W 5 $other.1 >"$LOGS/ping-before.log" || fail "the station has no network: $(cat "$LOGS/ping-before.log")"
pass "another program's station is on channel 11"
ping -n -i 0.2 $other.1 >"$LOGS/ping.log" 2>&1 &
ping_pid=$!

AP_IF=p2p-wlan0-0
write_device_ini "$LOGS/device.ini" radio.beside=wlan0
start_hostapd_net "$LOGS/device.ini"
us=$(cat /sys/class/net/$AP_IF/address)
[[ $us != "$(address_of 0)" ]] || fail "our interface has the station's address"
[[ $(interface_type $AP_IF) == AP ]] || fail "our interface is $(interface_type $AP_IF)"
wait_for "$HN_LOG" "wlan0 is on channel 11 of the same radio" 5
pass "our interface is made beside it, and has $us"

start_phone phone 1
phone=$(p2p_device phone 1)
# It listens where our radio is anyway: on another channel its answers meet a radio that two programs share.
wpa phone wlan1 p2p_set listen_channel 11 >/dev/null
wpa phone wlan1 p2p_find type=social >/dev/null
wait_for "$LOGS/phone.log" "P2P-DEVICE-FOUND $us" 30
wpa phone wlan1 p2p_connect "$us" pbc go_intent=1 >/dev/null
wait_for "$HN_LOG" "P2P-GO-NEG-REQUEST $phone" 20
refused() {
    local reply
    reply=$(hncli raw P2P_CONNECT "$phone" pbc "freq=$1") || true
    grep -q "^$2" <<<"$reply" || fail "freq=$1: $reply"
}
refused 2437 FAIL-CHANNEL-UNAVAILABLE
refused 2484 FAIL-CHANNEL-UNSUPPORTED
hncli raw P2P_CONNECT "$phone" pbc | grep -qx OK || fail "P2P_CONNECT refused"
p2p_joined phone
wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 10
iw dev $AP_IF info | grep -q 'channel 11 (2462 MHz)' || fail "the group is elsewhere: $(iw dev $AP_IF info)"
grep -q 'the group goes to channel 11: wlan0 is there, and the radio has one channel' "$HN_LOG" || fail "the log does not say why"
pass "the group is on channel 11"
nap 2
hncli p2p_group_remove | grep -q OK || fail "P2P_GROUP_REMOVE refused"
wait_until 20 device_listens || fail "the device is not found again"
nap 2

# Of its pings some may come late while the radio looks elsewhere, and none is lost for long.
kill -INT $ping_pid
wait $ping_pid 2>/dev/null || true
tail -n 3 "$LOGS/ping.log"
loss=$(sed -n 's/.* \([0-9]*\)[0-9.]*% packet loss.*/\1/p' "$LOGS/ping.log")
[[ $loss -lt 5 ]] || fail "the station lost $loss % of its pings"
expect_none "$LOGS/station.log" 'CTRL-EVENT-DISCONNECTED' "the station lost its access point"
pass "the station kept its ping"
stop_hostapd_net
[[ ! -e /sys/class/net/$AP_IF ]] || fail "our interface is left over"
[[ $(interface_type wlan0) == managed ]] || fail "wlan0 is $(interface_type wlan0)"
ping -n -c 3 -i 0.2 -W 5 $other.1 >/dev/null || fail "the station has no network any more"
pass "our interface is gone, and the station is as it was"

# The same by the name of the radio.
write_device_ini "$LOGS/phy.ini" "radio.phy=$(phy_of 0)"
start_hostapd_net "$LOGS/phy.ini"
[[ $(interface_type $AP_IF) == AP && $(phy_of 0) == "$(basename "$(readlink "/sys/class/net/$AP_IF/phy80211")")" ]] || fail "no interface on $(phy_of 0)"
wait_for "$HN_LOG" "wlan0 is on channel 11 of the same radio" 5 2
wait_until 20 device_listens || fail "the device does not listen"
stop_hostapd_net
[[ ! -e /sys/class/net/$AP_IF ]] || fail "our interface is left over"
pass "an interface is made on a radio that is named, too"
