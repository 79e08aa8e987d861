# scene: frames get lost and the group forms all the same; the phone vanishes at every step and no group is left over
# radios: 2
# needs: hostapd-net
# timeout: 900
# run: all
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_device_ini "$LOGS/device.ini" p2p.p2p_accept=on-request
start_hostapd_net "$LOGS/device.ini" --testing
us=$(address_of 0)
groups=0

# lost KEY LIST: frames of these subtypes are lost once, and still there is a group.
lost() {
    groups=$((groups + 1))
    hncli set "$1" "$2" | grep -q OK || fail "SET $1 $2 refused"
    finds_us phone 1
    wpa phone wlan1 p2p_connect "$us" pbc go_intent=1 >/dev/null
    p2p_joined phone $groups
    wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 10 $groups
    hncli p2p_group_remove | grep -q OK || fail "P2P_GROUP_REMOVE refused"
    wait_for "$LOGS/phone.log" 'P2P-GROUP-REMOVED' 20 $groups
    no_group_left phone 1
    pass "$1 $2: a group all the same"
}
start_phone phone 1
lost lose_p2p_received 0
lost lose_p2p_sent 1
lost lose_p2p_sent 11
hncli set lose_p2p_sent "" | grep -q OK
# The Confirmation is lost on its way in: the phone believes in the group, and we do not. It gives up after 15 s and asks again.
hncli set lose_p2p_received 2 | grep -q OK
finds_us phone 1
wpa phone wlan1 p2p_connect "$us" pbc go_intent=1 >/dev/null
wait_for "$HN_LOG" 'P2P-GO-NEG-FAILURE status=-1' 20
wait_until 20 device_listens || fail "not found again"
wait_for "$LOGS/phone.log" 'P2P-GROUP-FORMATION-FAILURE' 40
no_group_left phone 1
pass "a lost Confirmation: -1, and we are found again"
lost lose_p2p_received ""

# vanishes AFTER KEY VALUE: the phone is not heard any more after that step; the group ends, and we are found again.
vanishes() {
    local failed
    failed=$(matches "$HN_LOG" 'P2P-GROUP-REMOVED wlan0 GO reason=FORMATION_FAILED')
    hncli set "$2" "$3" | grep -q OK || fail "SET $2 refused"
    finds_us phone 1
    wpa phone wlan1 p2p_connect "$us" pbc go_intent=1 >/dev/null
    wait_for "$HN_LOG" 'P2P-GROUP-REMOVED wlan0 GO reason=FORMATION_FAILED' 40 $((failed + 1))
    expect_count "$HN_LOG" 'P2P-GROUP-FORMATION-FAILURE' $((failed + 1))
    hncli set "$2" "$4" | grep -q OK
    stop_client phone wlan1
    no_group_left phone 1
    pass "gone after $1: $(grep -o 'the group did not form.*' "$HN_LOG" | tail -n 1)"
    start_wpa_supplicant phone wlan1 "$LOGS/phone.conf"
    wpa phone wlan1 p2p_set listen_channel 6 >/dev/null
}
vanishes "its Confirmation" ignore_auth_probability 1 0
vanishes "the start of WPS" ext_eapol_frame_io 1 0
# It has the key, and does not get through its first handshake: what message 3 says is not what the Beacon said.
vanishes "WPS" rsne_override_eapol 30140100000fac020100000fac040100000fac020000 ""
grep -q 'the group did not form: it has its key and did not come' "$HN_LOG" || fail "the log does not say that it had its key"
# After its Request: its Confirmations are lost as if it were gone.
hncli set lose_p2p_received 2222222222 | grep -q OK
finds_us phone 1
failed=$(matches "$HN_LOG" 'P2P-GO-NEG-FAILURE status=-1')
wpa phone wlan1 p2p_connect "$us" pbc go_intent=1 >/dev/null
wait_for "$HN_LOG" 'P2P-GO-NEG-FAILURE status=-1' 20 $((failed + 1))
stop_client phone wlan1
no_group_left phone 1
pass "gone after its Request"
