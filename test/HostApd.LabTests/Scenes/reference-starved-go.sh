# scene: why this project exists: a stock Group Owner short of entropy rejects two handshakes, and the client gives up
# radios: 2
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

start_p2p_client client 1
starved_go client 1
expect_count "$LOGS/starved-go.log" 'Reject 4-way handshake to collect more entropy' 2
in_order "$LOGS/client.log" 'WPS-SUCCESS' 'P2P-GROUP-REMOVED .*reason=PSK_FAILURE'
pass "two rejected handshakes"
