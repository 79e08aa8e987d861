# scene: a PIN that the phone shows, one that it enters, and a wrong one, after which the device is found again
# radios: 2
# needs: hostapd-net
# timeout: 480
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_device_ini "$LOGS/device.ini"
start_hostapd_net "$LOGS/device.ini"
us=$(address_of 0)
start_phone phone 1
phone=$(p2p_device phone 1)

# part NAME: the group that this part has led to ends.
groups=0
group_formed() {
    groups=$((groups + 1))
    p2p_joined phone $groups
    wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 10 $groups
    hncli p2p_group_remove | grep -q OK || fail "P2P_GROUP_REMOVE refused"
    wait_for "$LOGS/phone.log" 'P2P-GROUP-REMOVED' 10 $groups
    no_group_left phone 1
    pass "$1"
}

finds_us phone 1
pin=$(wpa phone wlan1 p2p_connect "$us" pin)
[[ $pin =~ ^[0-9]{8}$ ]] || fail "the phone shows no PIN: $pin"
wait_for "$HN_LOG" "P2P-GO-NEG-REQUEST $phone dev_passwd_id=5 " 15
hncli raw P2P_CONNECT "$phone" "$pin" keypad | grep -qx OK || fail "P2P_CONNECT refused"
group_formed "the phone shows a PIN, and we are told it"
grep -q 'wps_method=Keypad' "$HN_LOG" || fail "another method: $(grep -o 'P2P-GO-NEG-SUCCESS.*' "$HN_LOG")"

finds_us phone 1
hncli raw P2P_CONNECT "$phone" 12345670 display auth | grep -qx OK || fail "P2P_CONNECT auth refused"
asked=$(matches "$HN_LOG" 'P2P-GO-NEG-REQUEST')
wpa phone wlan1 p2p_connect "$us" 12345670 keypad >/dev/null
group_formed "the phone enters a PIN that we show, in one go"
expect_count "$HN_LOG" 'P2P-GO-NEG-REQUEST' "$asked"
grep -q 'wps_method=Display' "$HN_LOG" || fail "another method: $(grep -o 'P2P-GO-NEG-SUCCESS.*' "$HN_LOG")"

finds_us phone 1
drawn=$(hncli raw P2P_CONNECT "$phone" pin auth)
[[ $drawn =~ ^[0-9]{8}$ ]] || fail "no PIN is drawn: $drawn"
wpa phone wlan1 p2p_connect "$us" "$drawn" keypad >/dev/null
group_formed "one that was drawn"

finds_us phone 1
hncli raw P2P_CONNECT "$phone" 12345670 display auth | grep -qx OK || fail "P2P_CONNECT auth refused"
wpa phone wlan1 p2p_connect "$us" 11112222 keypad >/dev/null
wait_for "$HN_LOG" 'P2P-GROUP-REMOVED wlan0 GO reason=FORMATION_FAILED' 30
in_order "$HN_LOG" 'WPS-FAIL' 'P2P-GROUP-FORMATION-FAILURE' 'P2P-GROUP-REMOVED wlan0 GO reason=FORMATION_FAILED'
no_group_left phone 1
pass "a wrong PIN: no group, and we are found again"
