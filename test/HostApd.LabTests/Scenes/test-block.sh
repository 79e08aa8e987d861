# scene: no entropy for 2 s: the client waits for message 1, nobody is thrown out
# radios: 2
# needs: hostapd-net
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini" entropy.test_block=2000
start_hostapd_net "$LOGS/ap.ini" --testing
ap_address
join sta1 1 $PASSPHRASE
expect_ping sta1 $AP_ADDRESS 3
wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 2
expect_count "$HN_LOG" 'AP-STA-CONNECTED' 1
expect_count "$LOGS/sta1.log" 'Trying to associate' 1
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED' "the client was thrown out"
grep -iE 'entropy|random pool' "$HN_LOG" | head -n 5
[[ $(matches "$HN_LOG" '[Ee]ntropy|[Rr]andom pool') -gt 0 ]] || fail "the log does not name the wait for entropy"
pass "one association, no deauthentication"
