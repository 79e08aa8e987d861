# scene: P2P_SET listen_channel, P2P_UNAUTHORIZE and P2P_CANCEL, as a stock phone finds them
# radios: 2
# needs: hostapd-net
# timeout: 480
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_device_ini "$LOGS/device.ini"
start_hostapd_net "$LOGS/device.ini" --testing
us=$(address_of 0)
wait_until 5 device_listens || fail "it does not listen: $(hncli status)"
start_phone phone 1
phone=$(p2p_device phone 1)

# finds_on MHZ: a phone that looks nowhere else finds us there.
finds_on() {
    local found
    wpa phone wlan1 p2p_flush >/dev/null
    found=$(matches "$LOGS/phone.log" "P2P-DEVICE-FOUND $us")
    wpa phone wlan1 p2p_find 30 "freq=$1" >/dev/null
    wait_for "$LOGS/phone.log" "P2P-DEVICE-FOUND $us" 30 $((found + 1))
    wpa phone wlan1 p2p_stop_find >/dev/null
}
group_is_there() { iw dev "$AP_IF" info | grep -q '^\sssid DIRECT-'; }

finds_on 2437
hncli raw P2P_SET listen_channel 11 | grep -qx OK || fail "P2P_SET listen_channel refused"
! hncli raw P2P_SET listen_channel 7 >/dev/null 2>&1 || fail "7 is no channel where one is looked for"
finds_on 2462
hncli raw P2P_SET listen_channel 6 | grep -qx OK
finds_on 2437
pass "it is found where P2P_SET listen_channel says"

# What was allowed is not any more: the phone is asked about again.
hncli raw P2P_CONNECT "$phone" pbc auth | grep -qx OK || fail "P2P_CONNECT auth refused"
hncli raw P2P_UNAUTHORIZE "$phone" | grep -qx OK || fail "P2P_UNAUTHORIZE refused"
! hncli raw P2P_UNAUTHORIZE "$phone" >/dev/null 2>&1 || fail "there was nothing left to take back"
finds_us phone 1
wpa phone wlan1 p2p_connect "$us" pbc go_intent=1 >/dev/null
wait_for "$HN_LOG" "P2P-GO-NEG-REQUEST $phone dev_passwd_id=4" 15
expect_none "$HN_LOG" 'P2P-GO-NEG-SUCCESS' "it was taken back, and we have agreed"
expect_none "$LOGS/phone.log" 'P2P-GO-NEG-SUCCESS' "it was taken back, and the phone has agreed"
hncli raw P2P_PEER "$phone" | grep -q 'PEER_WAITING_RESPONSE' || fail "the phone was not told to wait: $(hncli raw P2P_PEER "$phone")"
pass "P2P_UNAUTHORIZE: not yet"

# A group that forms, for the phone does not get in, is ended.
! hncli raw P2P_CANCEL >/dev/null 2>&1 || fail "there was nothing to cancel"
hncli raw SET ignore_auth_probability 1 | grep -qx OK || fail "SET ignore_auth_probability refused"
hncli raw P2P_CONNECT "$phone" pbc | grep -qx OK || fail "P2P_CONNECT refused"
wait_for "$HN_LOG" 'P2P-GO-NEG-SUCCESS role=GO' 15
wait_until 5 group_is_there || fail "the group is not on the air: $(hncli status | grep p2p)"
hncli raw P2P_CANCEL | grep -qx OK || fail "P2P_CANCEL refused: $(hncli status | grep p2p)"
wait_for "$HN_LOG" 'P2P-GROUP-FORMATION-FAILURE' 5
expect_none "$HN_LOG" 'P2P-GROUP-FORMATION-SUCCESS' "it formed before it was ended"
wpa phone wlan1 p2p_cancel >/dev/null || true
hncli raw SET ignore_auth_probability 0 | grep -qx OK
no_group_left phone 1
in_order "$HN_LOG" "P2P-GO-NEG-REQUEST $phone" 'P2P-GO-NEG-SUCCESS role=GO' 'P2P-GROUP-FORMATION-FAILURE'
pass "P2P_CANCEL: no group, and it is found again"
wpa phone wlan1 p2p_flush >/dev/null
finds_us phone 1
