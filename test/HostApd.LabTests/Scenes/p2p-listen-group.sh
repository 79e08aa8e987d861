# scene: the group that always runs is off; P2P_LISTEN lets a phone find the device, and after it all is as before
# radios: 2
# needs: hostapd-net
# timeout: 480
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_go_ini "$LOGS/go.ini"
start_hostapd_net "$LOGS/go.ini"
ap_address
us=$(address_of 0)
start_phone phone 1
phone=$(p2p_device phone 1)

# does_not_find_us: a search that comes to its end has not found us.
does_not_find_us() {
    local found ended
    wpa phone wlan1 p2p_flush >/dev/null
    found=$(matches "$LOGS/phone.log" "P2P-DEVICE-FOUND $us")
    ended=$(matches "$LOGS/phone.log" 'P2P-FIND-STOPPED')
    wpa phone wlan1 p2p_find 6 type=social >/dev/null
    wait_for "$LOGS/phone.log" 'P2P-FIND-STOPPED' 20 $((ended + 1))
    expect_count "$LOGS/phone.log" "P2P-DEVICE-FOUND $us" "$found"
}
is_no_device() { ! hncli status | grep -q '^p2p_'; }

! hncli raw P2P_LISTEN 20 >"$LOGS/refused" 2>&1 || fail "P2P_LISTEN was not refused beside a group"
grep -q 'the group always runs here' "$LOGS/refused" || fail "the refusal does not say why: $(cat "$LOGS/refused")"
hncli p2p_group_remove | grep -q OK || fail "P2P_GROUP_REMOVE refused"
wait_for "$HN_LOG" 'P2P-GROUP-REMOVED wlan0 GO reason=REQUESTED' 5
does_not_find_us
is_no_device || fail "a device that nobody asked for: $(hncli status | grep p2p)"
pass "no group: nobody finds us"

hncli raw P2P_LISTEN 60 | grep -qx OK || fail "P2P_LISTEN refused"
wait_until 5 device_listens || fail "it does not listen: $(hncli status)"
hncli status | grep -qx 'state=DISABLED' || fail "the access point is not what it was: $(hncli status | head -n 1)"
finds_us phone 1
grep -o "P2P-DEVICE-FOUND $us.*" "$LOGS/phone.log" | tail -n 1 | tee "$LOGS/found"
grep -q "name='labgo'.* group_capab=0x0 " "$LOGS/found" || fail "it found another thing than a device without a group"
[[ $(beacons_in 1) == 0 ]] || fail "there are Beacons"
wpa phone wlan1 p2p_prov_disc "$us" pbc >/dev/null
wait_for "$HN_LOG" "P2P-PROV-DISC-PBC-REQ $phone p2p_dev_addr=$phone" 15
wait_for "$LOGS/phone.log" "P2P-PROV-DISC-PBC-RESP $us" 15
expect_none "$HN_LOG" 'P2P-PROV-DISC-PBC-REQ.* group=' "there is no group"
pass "P2P_LISTEN: a phone finds the device, and asks for the button"

hncli raw P2P_STOP_FIND | grep -qx OK || fail "P2P_STOP_FIND refused"
wait_until 5 is_no_device || fail "it is a device still: $(hncli status | grep p2p)"
does_not_find_us
pass "P2P_STOP_FIND: nobody finds us"

hncli raw P2P_LISTEN 2 | grep -qx OK
wait_until 10 is_no_device || fail "its time is over, and it is a device still"
pass "so it is when its time is over"

# Who asks for a group meanwhile waits for a person, and gets one; at its end all is as before.
hncli raw P2P_LISTEN 60 | grep -qx OK
wait_until 5 device_listens
finds_us phone 1
wpa phone wlan1 p2p_connect "$us" pbc go_intent=1 >/dev/null
wait_for "$HN_LOG" "P2P-GO-NEG-REQUEST $phone dev_passwd_id=4 go_intent=1" 15
hncli p2p_connect "$phone" pbc | grep -qx OK || fail "P2P_CONNECT refused"
p2p_joined phone
wait_for "$HN_LOG" 'AP-STA-CONNECTED' 10
hncli p2p_group_remove | grep -q OK || fail "P2P_GROUP_REMOVE refused"
wait_for "$HN_LOG" 'P2P-GROUP-REMOVED wlan0 GO reason=REQUESTED' 5 2
wait_until 20 no_station "$(address_of 1)"
is_no_device || fail "the group is over, and it is a device still"
hncli status | grep -qx 'state=DISABLED' || fail "it is not what it was: $(hncli status | head -n 1)"
pass "a group was agreed on, and has left nothing behind"

# And the group that always runs begins as ever, out of a listen.
wpa phone wlan1 p2p_flush >/dev/null
hncli raw P2P_LISTEN 60 | grep -qx OK
wait_until 5 device_listens
hncli p2p_group_add persistent | grep -q OK || fail "P2P_GROUP_ADD refused"
wait_for "$HN_LOG" 'P2P-GROUP-STARTED' 10 3
is_no_device || fail "a group, and a device beside it: $(hncli status | grep p2p)"
[[ $(beacons_in 2) -gt 0 ]] || fail "there are no Beacons"
hncli wps_pbc | grep -q OK || fail "WPS_PBC refused"
wpa phone wlan1 p2p_find freq=2437 >/dev/null
wait_for "$LOGS/phone.log" "P2P-DEVICE-FOUND $us .* group_capab=0x[0-9a-f]*[1-9a-f]" 20
wpa phone wlan1 p2p_connect "$us" pbc join freq=2437 >/dev/null
p2p_joined phone 2
wait_for "$HN_LOG" 'AP-STA-CONNECTED' 10 2
pass "the group runs, and is joined"
