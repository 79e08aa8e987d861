# scene: no entropy for a while: the client waits for message 1, nobody is thrown out
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# Until we say so: once the client is held, far below the 10 s after which a client gives up.
write_ini "$LOGS/ap.ini" entropy.test_block=-1
start_hostapd_net "$LOGS/ap.ini" --testing
ap_address
sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
wait_for "$HN_LOG" 'EAPOL-HELD' 30
nap 1.5
hncli raw ENTROPY_RELEASE | grep -qx OK || fail "ENTROPY_RELEASE refused"
connected sta1
pass "sta1 is connected"
expect_ping sta1 $AP_ADDRESS 3
wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 2
grep -i entropy "$HN_LOG" | head -n 5 || true
# The log names the cause, and message 1 left when the source was released, not at the association.
in_order "$HN_LOG" 'associated \(aid 1\)' 'EAPOL-HELD' 'entropy: .*-> Ready' '-> PtkStart'
expect_count "$HN_LOG" 'AP-STA-CONNECTED' 1
expect_associations sta1 1
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED' "the client was thrown out"
pass "one association, no deauthentication"
