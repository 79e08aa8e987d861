# scene: a board that has just booted, its kernel without entropy: a phone asks, waits, is asked by us, and is in at the first try
# radios: 2
# needs: hostapd-net
# timeout: 360
# boot: own
# boots: 5
# append: random.trust_cpu=off random.trust_bootloader=off
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# Nothing gives the pool anything until the scene says so: the phone comes first.
write_device_ini "$LOGS/device.ini" p2p.p2p_accept=on-request "entropy.seed_file=$LOGS/seed" entropy.seed_credit=0 entropy.test_block=-1
start_hostapd_net "$LOGS/device.ini" --testing
us=$(address_of 0)
[[ ! -s $LOGS/wlan0.group ]] || fail "there is a group before anything could be drawn"
start_phone phone 1
phone=$(p2p_device phone 1)
finds_us phone 1
pass "a device without a name for its group is found"
wpa phone wlan1 p2p_connect "$us" pbc persistent go_intent=1 >/dev/null
wait_for "$HN_LOG" "P2P $phone wants a group; there is not enough entropy" 20
expect_none "$HN_LOG" 'P2P-GROUP-STARTED|P2P-GO-NEG-SUCCESS' "a group without entropy"
expect_none "$LOGS/phone.log" 'P2P-GO-NEG-FAILURE' "the phone was failed for it"
nap 2
hncli raw ENTROPY_RELEASE | grep -q OK || fail "ENTROPY_RELEASE refused: $(hncli raw ENTROPY_RELEASE)"
p2p_joined phone
wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 10
in_order "$HN_LOG" 'there is not enough entropy' 'entropy: .* -> Ready' 'P2P-GO-NEG-SUCCESS role=GO' 'P2P-GROUP-STARTED'
expect_count "$LOGS/phone.log" 'P2P-GO-NEG-SUCCESS role=client' 1
expect_none "$LOGS/phone.log" 'P2P-GO-NEG-FAILURE|FORMATION-FAILURE' "the phone was failed for it"
pass "the phone waited, and was asked by us: $(grep -o 'P2P-GO-NEG-SUCCESS.*' "$HN_LOG")"
