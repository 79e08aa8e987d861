# scene: p2p_find and p2p_connect by push button, twenty times out of twenty
# radios: 2
# needs: hostapd-net
# timeout: 900
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_go_ini "$LOGS/go.ini"
start_hostapd_net "$LOGS/go.ini"
start_p2p_client client 1
go=$(address_of 0)
for ((n = 1; n <= 20; n++)); do
    # Relative: what repeats in one round must not stand for the next.
    found=$(matches "$LOGS/client.log" "P2P-DEVICE-FOUND $go")
    wpa client wlan1 p2p_flush >/dev/null
    hncli wps_pbc | grep -q OK || fail "WPS_PBC refused in round $n"
    wpa client wlan1 p2p_find freq=2437 >/dev/null
    wait_for "$LOGS/client.log" "P2P-DEVICE-FOUND $go" 20 $((found + 1))
    wpa client wlan1 p2p_connect "$go" pbc join freq=2437 >/dev/null
    p2p_joined client "$n"
    wait_for "$HN_LOG" 'wlan0: EAPOL-4WAY-HS-COMPLETED' 2 "$n"
    gone=$(matches "$HN_LOG" 'AP-STA-DISCONNECTED')
    wpa client wlan1 p2p_group_remove wlan1 >/dev/null
    wait_for "$HN_LOG" 'AP-STA-DISCONNECTED' 5 $((gone + 1))
done
# A request whose answer comes late is sent again.
wait_for "$HN_LOG" 'wlan0: P2P-PROV-DISC-PBC-REQ' 1 20
expect_count "$HN_LOG" 'wlan0: WPS-SUCCESS' 20
expect_count "$HN_LOG" 'wlan0: EAPOL-4WAY-HS-COMPLETED' 20
# Two associations a join: one to be provisioned, one with the key.
expect_associations client 40
expect_none "$LOGS/client.log" 'CTRL-EVENT-DISCONNECTED .*reason=2$' "a handshake was rejected"
pass "20 of 20, one association for WPS and one after it each"
