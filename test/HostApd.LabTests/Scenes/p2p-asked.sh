# scene: a phone finds us, taps our name and is asked for; we decide later, and the group ends when nobody is in it
# radios: 2
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_device_ini "$LOGS/device.ini" p2p.p2p_group_idle=2
start_hostapd_net "$LOGS/device.ini"
us=$(address_of 0)
wait_until 5 device_listens || fail "it does not listen: $(hncli status)"
start_phone phone 1
phone=$(p2p_device phone 1)

finds_us phone 1
grep -o "P2P-DEVICE-FOUND $us.*" "$LOGS/phone.log" | head -n 1 | tee "$LOGS/found"
grep -q "name='labgo'.* group_capab=0x0 " "$LOGS/found" || fail "it found another thing than a device without a group"
pass "the phone has found us"

wpa phone wlan1 p2p_connect "$us" pbc go_intent=1 >/dev/null
wait_for "$HN_LOG" "P2P-GO-NEG-REQUEST $phone dev_passwd_id=4 go_intent=1" 15
expect_none "$HN_LOG" 'P2P-GROUP-STARTED' "nobody has said yes, and there is a group"
pass "we are asked about it"
hncli raw P2P_PEER "$phone" | grep -q 'PEER_WAITING_RESPONSE' || fail "the peer does not wait: $(hncli raw P2P_PEER "$phone")"

hncli p2p_connect "$phone" pbc | grep -qx OK || fail "P2P_CONNECT refused"
p2p_joined phone
wait_for "$HN_LOG" 'AP-STA-CONNECTED' 10
in_order "$HN_LOG" 'P2P-GO-NEG-REQUEST' "P2P-GO-NEG-SUCCESS role=GO freq=2437 ht40=0 peer_dev=$phone peer_iface=[0-9a-f:]* wps_method=PBC" \
    'P2P-GROUP-FORMATION-SUCCESS' "P2P-GROUP-STARTED wlan0 GO ssid=\"DIRECT-..-lab\" freq=2437 .*go_dev_addr=$us \[PERSISTENT\]" \
    'AP-STA-CONNECTED'
grep -qE 'P2P-GO-NEG-SUCCESS role=client' "$LOGS/phone.log" || fail "the phone is no client"
pass "a group: $(grep -o 'P2P-GROUP-STARTED.*' "$LOGS/phone.log")"
ip netns exec phone ip address flush dev wlan1
ip netns exec phone ip address add 10.0.0.50/24 dev wlan1
expect_ping phone $AP_ADDRESS 3

wpa phone wlan1 p2p_group_remove wlan1 >/dev/null
wait_for "$HN_LOG" 'P2P-GROUP-REMOVED wlan0 GO reason=IDLE' 20
no_group_left phone 1
pass "idle: the group is over, and we listen"

finds_us phone 1
wpa phone wlan1 p2p_connect "$us" pbc go_intent=1 >/dev/null
wait_for "$HN_LOG" "P2P-GO-NEG-REQUEST $phone " 15 2
hncli wps_pbc | grep -q OK || fail "WPS_PBC refused"
p2p_joined phone 2
pass "again, by the button"
hncli p2p_group_remove | grep -q OK || fail "P2P_GROUP_REMOVE refused"
wait_for "$HN_LOG" 'P2P-GROUP-REMOVED wlan0 GO reason=REQUESTED' 5
no_group_left phone 1
pass "ended by command"
