# scene: we have forgotten a phone: it fails with its old key, and is let in anew; a phone that is never ready is waited for two minutes
# radios: 2
# needs: hostapd-net
# timeout: 900
# run: all
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_device_ini "$LOGS/device.ini" p2p.p2p_accept=on-request
start_hostapd_net "$LOGS/device.ini"
us=$(address_of 0)
start_phone phone 1
phone=$(p2p_device phone 1)
finds_us phone 1
wpa phone wlan1 p2p_connect "$us" pbc persistent go_intent=1 >/dev/null
p2p_joined phone
wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 10
hncli p2p_group_remove | grep -q OK
wait_for "$LOGS/phone.log" 'P2P-GROUP-REMOVED' 10
no_group_left phone 1
hncli raw P2P_REMOVE_CLIENT "$phone" | grep -q OK || fail "P2P_REMOVE_CLIENT refused"
network=$(wpa phone "$(p2p_if phone 1)" list_networks | awk '/P2P-PERSISTENT/ { print $1; exit }')
finds_us phone 1
wpa phone "$(p2p_if phone 1)" p2p_invite persistent="$network" peer="$us" >/dev/null
wait_for "$LOGS/phone.log" 'P2P-INVITATION-RESULT status=0' 20
wait_for "$LOGS/phone.log" 'P2P-PERSISTENT-PSK-FAIL|P2P-GROUP-REMOVED .*reason=PSK_FAILURE' 40
wait_for "$HN_LOG" 'P2P-GROUP-REMOVED wlan0 GO reason=FORMATION_FAILED' 30
no_group_left phone 1
pass "its old key is no good any more: $(grep -oE 'P2P-PERSISTENT-PSK-FAIL.*|P2P-GROUP-REMOVED .*reason=PSK_FAILURE' "$LOGS/phone.log" | tail -n 1)"
finds_us phone 1
wpa phone wlan1 p2p_connect "$us" pbc persistent go_intent=1 >/dev/null
p2p_joined phone 2
pass "and it is let in anew"
hncli p2p_group_remove | grep -q OK
wait_for "$LOGS/phone.log" 'P2P-GROUP-REMOVED' 10 3
no_group_left phone 1

wpa phone wlan1 p2p_listen >/dev/null
hncli raw P2P_FIND 20 type=social | grep -qx OK
wait_until 20 hncli raw P2P_PEER "$phone"
hncli raw P2P_CONNECT "$phone" pbc | grep -qx OK || fail "P2P_CONNECT refused"
wait_for "$LOGS/phone.log" "P2P-GO-NEG-REQUEST $us" 15
wait_for "$HN_LOG" 'P2P-GO-NEG-FAILURE status=-1' 130
no_group_left phone 1
pass "never ready: $(grep -o 'no group: .*' "$HN_LOG" | tail -n 1)"
