# scene: who owns, and every reason why nobody does: intents, ties, refused, another method, no channel in common, two who ask
# radios: 3
# needs: hostapd-net
# timeout: 900
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_device_ini "$LOGS/device.ini"
start_hostapd_net "$LOGS/device.ini"
us=$(address_of 0)
start_phone phone 1
phone=$(p2p_device phone 1)

# asks WORDS…: the phone is allowed with WORDS of ours (before the bar) and asks with its own.
asks() {
    local ours=() theirs=()
    while [[ $1 != '|' ]]; do ours+=("$1"); shift; done
    shift
    theirs=("$@")
    finds_us phone 1
    hncli raw P2P_CONNECT "$phone" "${ours[@]}" auth | grep -qx OK || fail "P2P_CONNECT ${ours[*]} refused"
    wpa phone wlan1 p2p_connect "$us" "${theirs[@]}" >/dev/null
}
groups=0
owns() {
    groups=$((groups + 1))
    p2p_joined phone $groups
    wait_for "$HN_LOG" 'P2P-GO-NEG-SUCCESS role=GO' 5 $groups
    wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 10 $groups
    hncli p2p_group_remove | grep -q OK || fail "P2P_GROUP_REMOVE refused"
    wait_for "$LOGS/phone.log" 'P2P-GROUP-REMOVED' 10 $groups
    no_group_left phone 1
    pass "$1"
}
# fails STATUS WHY WORDS…: the phone hears the status, we tell of it and say why; nobody has a group.
fails() {
    local status=$1 why=$2
    shift 2
    local theirs
    theirs=$(matches "$LOGS/phone.log" "P2P-GO-NEG-FAILURE status=$status")
    asks "$@"
    wait_for "$LOGS/phone.log" "P2P-GO-NEG-FAILURE status=$status" 15 $((theirs + 1))
    wait_for "$HN_LOG" "P2P-GO-NEG-FAILURE status=$status" 5
    wait_for "$HN_LOG" "P2P $phone no group: .*$why" 5
    no_group_left phone 1
    pass "status $status: $(grep -o "no group: .*" "$HN_LOG" | tail -n 1)"
}

asks pbc '|' pbc go_intent=0
owns "15 against 0: ours"
asks pbc '|' pbc go_intent=14
owns "15 against 14: ours"
fails 9 'intent 15' pbc '|' pbc go_intent=15
fails 2 'we are never a client' pbc go_intent=0 '|' pbc go_intent=15
# Two of 7: the asker's bit decides, and it has the other one the next time.
for _ in 1 2; do
    finds_us phone 1
    hncli raw P2P_CONNECT "$phone" pbc go_intent=7 auth | grep -qx OK
    ended=$(matches "$LOGS/phone.log" 'P2P-GO-NEG-(SUCCESS|FAILURE)')
    wpa phone wlan1 p2p_connect "$us" pbc go_intent=7 >/dev/null
    wait_for "$LOGS/phone.log" 'P2P-GO-NEG-(SUCCESS|FAILURE)' 15 $((ended + 1))
    case $(grep -oE 'P2P-GO-NEG-(SUCCESS role=client|FAILURE status=2)' "$LOGS/phone.log" | tail -n 1) in
        *client) tie_won=yes; owns "7 against 7: the tie is ours" ;;
        *status=2) tie_lost=yes; no_group_left phone 1; pass "7 against 7: the tie is the phone's" ;;
        *) fail "a tie: $(grep -oE 'P2P-GO-NEG-(SUCCESS|FAILURE).*' "$LOGS/phone.log" | tail -n 1)" ;;
    esac
done
[[ ${tie_won:-no} == yes && ${tie_lost:-no} == yes ]] || fail "the tie went the same way twice"

fails 10 'another way than Display' 12345670 display '|' pbc go_intent=1
fails 7 'no channel' pbc freq=2437 '|' pbc go_intent=1 freq=2412

finds_us phone 1
hncli raw P2P_REJECT "$phone" | grep -qx OK || fail "P2P_REJECT refused"
wpa phone wlan1 p2p_connect "$us" pbc go_intent=1 >/dev/null
wait_for "$LOGS/phone.log" 'P2P-GO-NEG-FAILURE status=11' 15
no_group_left phone 1
pass "status 11: rejected"

# Two who ask: the first has us, the second hears that we are busy, or that a person has to say so.
start_phone other 2
other=$(p2p_device other 2)
finds_us other 2
asks pbc '|' pbc go_intent=1
wpa other wlan2 p2p_connect "$us" pbc go_intent=1 >/dev/null
owns "two who ask: the first has its group"
grep -qE 'P2P-GO-NEG-FAILURE status=5' "$LOGS/other.log" || wait_for "$HN_LOG" "P2P-GO-NEG-REQUEST $other " 10
pass "and the second has none"
