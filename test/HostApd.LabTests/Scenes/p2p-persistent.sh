# scene: a client leaves and comes back by its persistent group, without WPS, also after our restart
# radios: 2
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_go_ini "$LOGS/go.ini"
start_hostapd_net "$LOGS/go.ini"
ap_address
start_p2p_client client 1
go=$(address_of 0)
hncli wps_pbc >/dev/null
# It sees us for the first time: no p2p_find before.
wpa client wlan1 p2p_connect "$go" pbc persistent join freq=2437 >/dev/null
p2p_joined client
grep -q 'P2P-GROUP-STARTED .*\[PERSISTENT\]' "$LOGS/client.log" || fail "the client does not know that the group persists"
network=$(wpa client p2p-dev-wlan1 list_networks | awk '/P2P-PERSISTENT/ { print $1; exit }')
[[ -n $network ]] || fail "the client kept no persistent group"

rejoin() {
    wpa client p2p-dev-wlan1 p2p_group_add persistent="$network" freq=2437 >/dev/null
    p2p_joined client "$1"
}
# leave: out of the group, for both sides.
leave() {
    local gone removed
    gone=$(matches "$HN_LOG" 'AP-STA-DISCONNECTED') removed=$(matches "$LOGS/client.log" 'P2P-GROUP-REMOVED')
    wpa client wlan1 p2p_group_remove wlan1 >/dev/null
    wait_for "$LOGS/client.log" 'P2P-GROUP-REMOVED' 5 $((removed + 1))
    wait_for "$HN_LOG" 'AP-STA-DISCONNECTED' 5 $((gone + 1))
}
handshaken 1
leave
rejoin 2
pass "back without WPS"
wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 5 2
leave
before=$(grep ssid "$LOGS/wlan0.group")
stop_hostapd_net
start_hostapd_net "$LOGS/go.ini"
ap_address
# This client's own scan for a persistent group fails (EINVAL, its list of 6 GHz channels is empty) whoever the GO
# is; with fresh results of a search it needs none.
wpa client wlan1 bss_flush 0 >/dev/null
heard_of=$(matches "$LOGS/client.log" 'nl80211: Received scan results')
wpa client wlan1 p2p_find freq=2437 >/dev/null
wait_for "$LOGS/client.log" 'nl80211: Received scan results' 10 $((heard_of + 1))
nap 2
[[ $(grep ssid "$LOGS/wlan0.group") == "$before" ]] || fail "another group after the restart"
rejoin 3
pass "back after our restart"
expect_count "$HN_LOG" 'wlan0: WPS-SUCCESS' 1
