# scene: a stock client joins a WPA2-PSK network
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
ap_address
join sta1 1 $PASSPHRASE
expect_ping sta1 $AP_ADDRESS 10
wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED 02:00:00:00:01:00' 2
wait_for "$HN_LOG" 'AP-STA-CONNECTED 02:00:00:00:01:00' 2
hcli all_sta >"$LOGS/all_sta.txt"
grep -qF 'flags=[AUTH][ASSOC][AUTHORIZED]' "$LOGS/all_sta.txt" || { cat "$LOGS/all_sta.txt"; fail "all_sta has no authorized station"; }
pass "all_sta: $(grep '^flags=' "$LOGS/all_sta.txt")"
