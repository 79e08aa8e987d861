# scene: the AP deauthenticates a client by command, it comes back by itself
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
ap_address
join sta1 1 $PASSPHRASE
wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 2
reply=$(hcli deauthenticate "$(address_of 1)")
[[ $reply == OK ]] || fail "deauthenticate answered '$reply'"
wait_for "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED .*reason=2' 5
wait_for "$HN_LOG" 'AP-STA-DISCONNECTED 02:00:00:00:01:00' 5
connected sta1 20 2
expect_ping sta1 $AP_ADDRESS 3
pass "deauthenticated with reason 2 and back"
