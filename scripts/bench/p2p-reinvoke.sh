# bench: p2p_invite into a group that was there before, until the phone says P2P-GROUP-STARTED: us (A), a wpa_supplicant (B), A B B A in one boot
# radios: 2
# timeout: 900
# capture: yes
# shellcheck shell=bash source=negotiation.sh
source "$LAB/../bench/negotiation.sh"

# The phone gets to know the group, once a block.
eval "first_$(declare -f start_a)"
eval "first_$(declare -f start_b)"
know() {
    local joined
    wpa sta1 p2p-dev-wlan1 remove_network all >/dev/null
    found
    allowed persistent
    joined=$(matches "$LOGS/sta1.log" 'P2P-GROUP-STARTED')
    wpa sta1 wlan1 p2p_connect "$us" pbc persistent go_intent=1 >/dev/null
    p2p_joined sta1 $((joined + 1))
    group_ended
    network=$(wpa sta1 p2p-dev-wlan1 list_networks | awk '/P2P-PERSISTENT/ { print $1; exit }')
    [[ -n $network ]] || fail "the phone kept no persistent group"
}
start_a() { first_start_a; know; }
start_b() { first_start_b; know; }
before_join() {
    found
    wpa sta1 wlan1 p2p_stop_find >/dev/null
    started=$(matches "$LOGS/sta1.log" 'P2P-GROUP-STARTED')
    nap 0.3
}
join_once() {
    wpa sta1 p2p-dev-wlan1 p2p_invite persistent="$network" peer="$us" >/dev/null
    p2p_joined sta1 $((started + 1))
}
leave() { group_ended; }
run_blocks "${1:-10}"
