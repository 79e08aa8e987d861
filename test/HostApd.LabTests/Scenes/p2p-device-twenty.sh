# scene: twenty negotiations and twenty reinvocations in a row, each at the first try
# radios: 2
# needs: hostapd-net
# timeout: 1800
# run: all
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_device_ini "$LOGS/device.ini" p2p.p2p_accept=on-request
start_hostapd_net "$LOGS/device.ini"
us=$(address_of 0)
start_phone phone 1
rounds=20

over() {
    hncli p2p_group_remove | grep -q OK || fail "P2P_GROUP_REMOVE refused in round $1"
    wait_for "$LOGS/phone.log" 'P2P-GROUP-REMOVED' 10 "$1"
    no_group_left phone 1
}
for ((n = 1; n <= rounds; n++)); do
    finds_us phone 1
    wpa phone wlan1 p2p_connect "$us" pbc persistent go_intent=$((n % 15)) >/dev/null
    p2p_joined phone $n
    wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 10 $n
    over $n
done
expect_count "$HN_LOG" 'P2P-GO-NEG-SUCCESS role=GO' $rounds
expect_none "$HN_LOG" 'P2P-GO-NEG-FAILURE|FORMATION-FAILURE' "one of them failed"
expect_count "$LOGS/phone.log" 'P2P-GO-NEG-SUCCESS role=client' $rounds
pass "$rounds negotiations of $rounds"

network=$(wpa phone "$(p2p_if phone 1)" list_networks | awk '/P2P-PERSISTENT/ { print $1; exit }')
for ((n = rounds + 1; n <= 2 * rounds; n++)); do
    finds_us phone 1
    wpa phone "$(p2p_if phone 1)" p2p_invite persistent="$network" peer="$us" >/dev/null
    p2p_joined phone $n
    wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 10 $n
    over $n
done
expect_count "$HN_LOG" 'P2P-INVITATION-ACCEPTED' $rounds
expect_count "$LOGS/phone.log" 'P2P-INVITATION-RESULT status=0' $rounds
expect_count "$HN_LOG" 'wlan0: WPS-SUCCESS' $rounds
expect_none "$HN_LOG" 'FORMATION-FAILURE' "one of them failed"
pass "$rounds reinvocations of $rounds, none with WPS"
