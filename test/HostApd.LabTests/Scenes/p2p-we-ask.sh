# scene: we find a phone and ask it; its user is slow; both ask at once, from the lower and from the higher address
# radios: 3
# needs: hostapd-net
# timeout: 720
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

us=$(address_of 0)
start_phone phone 1
phone=$(p2p_device phone 1)
groups=0
write_device_ini "$LOGS/device.ini"
start_hostapd_net "$LOGS/device.ini"

group_formed() {
    groups=$((groups + 1))
    p2p_joined phone $groups
    wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 10 $groups
    expect_count "$HN_LOG" 'P2P-GO-NEG-SUCCESS' $groups
    hncli p2p_group_remove | grep -q OK || fail "P2P_GROUP_REMOVE refused"
    wait_for "$LOGS/phone.log" 'P2P-GROUP-REMOVED' 10 $groups
    no_group_left phone 1
    pass "$1"
}
we_find() {
    wpa phone wlan1 p2p_listen >/dev/null
    hncli raw P2P_FIND 20 type=social | grep -qx OK || fail "P2P_FIND refused"
    wait_until 20 hncli raw P2P_PEER "$phone"
    hncli raw P2P_STOP_FIND | grep -qx OK || fail "P2P_STOP_FIND refused"
}

we_find
wait_for "$HN_LOG" "P2P-DEVICE-FOUND $phone p2p_dev_addr=$phone .* name='phone' .* new=1" 5
wait_for "$HN_LOG" 'P2P-FIND-STOPPED' 5
pass "we have found the phone"

# It hears our Request, is not ready, and its user says yes later: then its own Request finds us waiting.
hncli raw P2P_CONNECT "$phone" pbc | grep -qx OK || fail "P2P_CONNECT refused"
wait_for "$LOGS/phone.log" "P2P-GO-NEG-REQUEST $us dev_passwd_id=4 go_intent=15" 15
hncli status | grep -q 'p2p_state=WAIT_PEER' || fail "we do not wait: $(hncli status | grep p2p_)"
nap 3
wpa phone wlan1 p2p_connect "$us" pbc go_intent=0 >/dev/null
group_formed "we asked, and its user said yes after a while"

# Its user says yes first, and waits for us.
we_find
wpa phone wlan1 p2p_find type=social >/dev/null
wait_for "$LOGS/phone.log" "P2P-DEVICE-FOUND $us" 15
wpa phone wlan1 p2p_connect "$us" pbc auth >/dev/null
wpa phone wlan1 p2p_listen >/dev/null
hncli raw P2P_CONNECT "$phone" pbc | grep -qx OK || fail "P2P_CONNECT refused"
group_formed "its user had said yes before we asked"

# Both at once. Our address is the lower one.
[[ "$us" < "$phone" ]] || fail "the addresses are not as this scene wants them"
finds_us phone 1
wpa phone wlan1 p2p_connect "$us" pbc go_intent=3 >/dev/null &
hncli raw P2P_CONNECT "$phone" pbc | grep -qx OK || fail "P2P_CONNECT refused"
wait $!
group_formed "both asked at once; ours is the lower address"
stop_hostapd_net

# The same with the higher one: radio 2 with another address, and the phone's below it.
iw dev wlan2 info >/dev/null || fail "no third radio"
ip link set wlan2 address fe:00:00:00:00:02
AP_IF=wlan2
us=fe:00:00:00:00:02
write_device_ini "$LOGS/device2.ini" radio.interface=wlan2 "bss.bssid=$us"
start_hostapd_net "$LOGS/device2.ini"
wpa phone wlan1 p2p_find type=social >/dev/null
wait_for "$LOGS/phone.log" "P2P-DEVICE-FOUND $us" 20
wpa phone wlan1 p2p_connect "$us" pbc go_intent=3 >/dev/null &
wait_until 20 hncli raw P2P_PEER "$phone"
hncli raw P2P_CONNECT "$phone" pbc | grep -qx OK || say "it had asked already"
wait $!
hncli raw P2P_CONNECT "$phone" pbc auth >/dev/null || true
groups=$((groups + 1))
p2p_joined phone $groups
expect_count "$LOGS/phone.log" 'P2P-GO-NEG-SUCCESS role=client' $groups
pass "both asked at once; ours is the higher address"
