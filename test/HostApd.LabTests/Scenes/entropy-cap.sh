# scene: no entropy for longer than a hold lasts: sent away before message 1, put off twice, then let in; never a wrong key
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini" entropy.entropy_hold_max=1 entropy.test_block=-1
start_hostapd_net "$LOGS/ap.ini" --testing
ap_address
sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
wait_for "$HN_LOG" 'association request not answered: still not enough entropy' 30
hncli status | grep -E '^entropy_(state|bits)=' || fail "STATUS does not tell of the entropy"
hncli raw ENTROPY_RELEASE | grep -q OK || fail "ENTROPY_RELEASE refused"
connected sta1 40
expect_ping sta1 $AP_ADDRESS 3
in_order "$HN_LOG" 'EAPOL-HELD' 'EAPOL-HOLD-TIMEOUT' 'disassociated \(reason 5\)' 'put off by 1000 TU.*\(1 of 2\)' \
    'put off by 1000 TU.*\(2 of 2\)' 'not answered: still not enough' 'ENTROPY-READY' 'AP-STA-CONNECTED'
expect_none "$LOGS/sta1.log" '4-Way Handshake failed|pre-shared key may be incorrect' "the client suspects its key"
expect_none "$HN_LOG" 'POSSIBLE-PSK-MISMATCH' "we suspect the client's key"
pass "a client that was put off and came back"
