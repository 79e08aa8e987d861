# scene: no entropy for a while: the client waits for message 1, nobody is thrown out
# radios: 2
# needs: hostapd-net
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# Long enough for the client to be associated before it ends, far below the 10 s after which a client gives up.
write_ini "$LOGS/ap.ini" entropy.test_block=4000
start_hostapd_net "$LOGS/ap.ini" --testing
ap_address
join sta1 1 $PASSPHRASE
expect_ping sta1 $AP_ADDRESS 3
wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 2
grep -i entropy "$HN_LOG" | head -n 5 || true
# The log names the cause, and message 1 left when the source was released, not at the association.
in_order "$HN_LOG" 'associated \(aid 1\)' 'entropy: .*-> Ready' '-> PtkStart'
expect_count "$HN_LOG" 'AP-STA-CONNECTED' 1
expect_count "$LOGS/sta1.log" 'Trying to associate' 1
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED' "the client was thrown out"
pass "one association, no deauthentication"
