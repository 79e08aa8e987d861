# scene: frames get lost and the group forms all the same; the phone vanishes at every step and no group is left over
# radios: 2
# needs: hostapd-net
# timeout: 900
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

# vanishes FILE REGEX EVENT: the phone is gone as soon as the line stands there; EVENT says what we make of it.
vanishes() {
    local before seen
    before=$(matches "$HN_LOG" "$3")
    seen=$(matches "$HN_LOG" "$1")
    stop_client phone wlan1
    start_wpa_supplicant phone wlan1 "$LOGS/phone.conf"
    wpa phone wlan1 p2p_set listen_channel 6 >/dev/null
    finds_us phone 1
    wpa phone wlan1 p2p_connect "$us" pbc go_intent=1 >/dev/null
    wait_for "$HN_LOG" "$1" 20 $((seen + 1))
    kill -KILL "${client_pid[phone]}"
    wait_until 10 is_gone "${client_pid[phone]}"
    ip -n phone link set wlan1 down
    wait_for "$HN_LOG" "$3" 60 $((before + 1))
    no_group_left phone 1
    pass "gone after $2: $(grep -oE "$3.*" "$HN_LOG" | tail -n 1)"
    start_wpa_supplicant phone wlan1 "$LOGS/phone.conf"
}
vanishes 'P2P-GO-NEG-SUCCESS' "its Confirmation" 'P2P-GROUP-REMOVED wlan0 GO reason=FORMATION_FAILED'
vanishes 'CTRL-EVENT-EAP-STARTED' "the start of WPS" 'P2P-GROUP-REMOVED wlan0 GO reason=FORMATION_FAILED'
vanishes 'P2P-GROUP-FORMATION-SUCCESS' "WPS" 'P2P-GROUP-REMOVED wlan0 GO reason=FORMATION_FAILED'
# After its Request: its Confirmations are lost as if it were gone.
hncli set lose_p2p_received 2222222222 | grep -q OK
finds_us phone 1
failed=$(matches "$HN_LOG" 'P2P-GO-NEG-FAILURE status=-1')
wpa phone wlan1 p2p_connect "$us" pbc go_intent=1 >/dev/null
wait_for "$HN_LOG" 'P2P-GO-NEG-FAILURE status=-1' 20 $((failed + 1))
stop_client phone wlan1
no_group_left phone 1
pass "gone after its Request"
