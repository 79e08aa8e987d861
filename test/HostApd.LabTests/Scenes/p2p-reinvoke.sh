# scene: a group that was there before comes back: by the phone's invitation, by ours, after our restart, and when one side has forgotten
# radios: 2
# needs: hostapd-net
# timeout: 900
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_device_ini "$LOGS/device.ini" p2p.p2p_group_idle=1
start_hostapd_net "$LOGS/device.ini"
us=$(address_of 0)
start_phone phone 1
phone=$(p2p_device phone 1)
groups=0

# in_group WHAT: the phone is in, and leaves; the group ends by itself.
in_group() {
    groups=$((groups + 1))
    p2p_joined phone $groups
    wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 10 $groups
    wpa phone wlan1 p2p_group_remove wlan1 >/dev/null
    wait_for "$HN_LOG" 'P2P-GROUP-REMOVED' 20 $groups
    no_group_left phone 1
    pass "$1"
}
provisioned() { matches "$HN_LOG" 'wlan0: WPS-SUCCESS'; }

finds_us phone 1
hncli raw P2P_CONNECT "$phone" pbc auth | grep -qx OK || fail "P2P_CONNECT refused"
wpa phone wlan1 p2p_connect "$us" pbc persistent go_intent=1 >/dev/null
in_group "the phone knows our group"
network=$(wpa phone "$(p2p_if phone 1)" list_networks | awk '/P2P-PERSISTENT/ { print $1; exit }')
[[ -n $network ]] || fail "the phone kept no persistent group"
ssid=$(grep -o 'DIRECT-[^"]*' "$HN_LOG" | head -n 1)

invites() { finds_us phone 1; wpa phone "$(p2p_if phone 1)" p2p_invite persistent="$network" peer="$us" >/dev/null; }
invites
wait_for "$HN_LOG" "P2P-INVITATION-ACCEPTED sa=$phone persistent=0 freq=" 15
wait_for "$LOGS/phone.log" 'P2P-INVITATION-RESULT status=0' 15
in_group "back by the phone's invitation"
[[ $(provisioned) -eq 1 ]] || fail "it needed WPS"

stop_hostapd_net
HN_LOG=$LOGS/hostapd-net2.log
: >"$HN_LOG"
first=$groups groups=0
start_hostapd_net "$LOGS/device.ini"
joined=$(matches "$LOGS/phone.log" 'P2P-GROUP-STARTED')
invites
wait_for "$LOGS/phone.log" 'P2P-GROUP-STARTED' 30 $((joined + 1))
grep -q "P2P-GROUP-STARTED wlan0 GO ssid=\"$ssid\"" "$HN_LOG" || fail "another group: $(grep -o 'P2P-GROUP-STARTED.*' "$HN_LOG")"
[[ $(provisioned) -eq 0 ]] || fail "it needed WPS"
wpa phone wlan1 p2p_group_remove wlan1 >/dev/null
wait_for "$HN_LOG" 'P2P-GROUP-REMOVED' 20
no_group_left phone 1
pass "back after our restart, under the same name"

# We invite; the phone takes it without asking.
joined=$(matches "$LOGS/phone.log" 'P2P-GROUP-STARTED')
wpa phone wlan1 p2p_listen >/dev/null
hncli raw P2P_INVITE persistent=0 peer="$phone" | grep -qx OK || fail "P2P_INVITE refused"
wait_for "$LOGS/phone.log" 'P2P-GROUP-STARTED' 30 $((joined + 1))
wait_for "$HN_LOG" 'P2P-INVITATION-RESULT status=0' 5
[[ $(provisioned) -eq 0 ]] || fail "it needed WPS"
pass "back by our invitation"

removed=$(matches "$HN_LOG" 'P2P-GROUP-REMOVED')
wpa phone wlan1 p2p_group_remove wlan1 >/dev/null
wait_for "$HN_LOG" 'P2P-GROUP-REMOVED' 20 $((removed + 1))

# Nobody comes back unasked.
sed -i 's/^persistent_reconnect.*//; s/^p2p_group_idle/persistent_reconnect = 0\n&/' "$LOGS/device.ini"
stop_hostapd_net
start_hostapd_net "$LOGS/device.ini"
invites
wait_for "$LOGS/phone.log" 'P2P-INVITATION-RESULT status=1' 20
wait_for "$HN_LOG" "P2P-INVITATION-RECEIVED sa=$phone persistent=0" 5
joined=$(matches "$LOGS/phone.log" 'P2P-GROUP-STARTED')
wpa phone wlan1 p2p_listen >/dev/null
hncli raw P2P_INVITE persistent=0 peer="$phone" | grep -qx OK || fail "P2P_INVITE refused"
wait_for "$LOGS/phone.log" 'P2P-GROUP-STARTED' 30 $((joined + 1))
pass "persistent_reconnect = 0: status 1, and by our invitation it comes"
wpa phone wlan1 p2p_group_remove wlan1 >/dev/null
wait_until 20 device_listens

# The phone has forgotten us.
wpa phone "$(p2p_if phone 1)" remove_network all >/dev/null
wpa phone wlan1 p2p_listen >/dev/null
grep -q "$phone" "$LOGS/wlan0.group" || fail "the phone is not in our list: $(sed 's/^passphrase=.*//; s/ [0-9a-f]*$//' "$LOGS/wlan0.group")"
hncli raw P2P_INVITE persistent=0 peer="$phone" | grep -qx OK || fail "P2P_INVITE refused"
wait_for "$HN_LOG" 'P2P-INVITATION-RESULT status=8' 20
wait_until 5 bash -c "! grep -q '$phone' '$LOGS/wlan0.group'" || fail "the phone is still in our list"
no_group_left phone 1
pass "the phone has forgotten us: it is off our list"

# Into the group as it runs: a phone that is not in it.
started=$(matches "$HN_LOG" 'P2P-GROUP-STARTED')
hncli p2p_group_add | grep -q OK || fail "P2P_GROUP_ADD refused"
wait_for "$HN_LOG" 'P2P-GROUP-STARTED' 10 $((started + 1))
wpa phone wlan1 p2p_listen >/dev/null
hncli raw P2P_INVITE group=wlan0 peer="$phone" | grep -qx OK || fail "P2P_INVITE group= refused"
wait_for "$LOGS/phone.log" "P2P-INVITATION-(RECEIVED|ACCEPTED) sa=$us" 20
joined=$(matches "$LOGS/phone.log" 'P2P-GROUP-STARTED')
hncli wps_pbc | grep -q OK || fail "WPS_PBC refused"
wpa phone wlan1 p2p_connect "$us" pbc persistent join >/dev/null
wait_for "$LOGS/phone.log" 'P2P-GROUP-STARTED' 30 $((joined + 1))
hncli raw P2P_GROUP_MEMBER "$phone" | grep -qE '^[0-9a-f:]{17}$' || fail "P2P_GROUP_MEMBER: $(hncli raw P2P_GROUP_MEMBER "$phone")"
pass "into the running group: $(grep -oE 'P2P-INVITATION-(RECEIVED|ACCEPTED).*' "$LOGS/phone.log" | tail -n 1), and it is a member"
hncli p2p_group_remove | grep -q OK || fail "P2P_GROUP_REMOVE refused"
stop_client phone wlan1
no_group_left phone 1
pass "and the group ends with us"
