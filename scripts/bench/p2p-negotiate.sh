# bench: p2p_connect at a device without a group, until the phone says P2P-GROUP-STARTED: us (A), a wpa_supplicant (B), A B B A in one boot
# radios: 2
# timeout: 900
# capture: yes
# shellcheck shell=bash source=negotiation.sh
source "$LAB/../bench/negotiation.sh"

before_join() { found; allowed; }
join_once() {
    wpa sta1 wlan1 p2p_connect "$us" pbc go_intent=1 >/dev/null
    p2p_joined sta1 "$1"
}
leave() {
    group_ended
    wpa sta1 p2p-dev-wlan1 remove_network all >/dev/null
}
run_blocks "${1:-10}"
