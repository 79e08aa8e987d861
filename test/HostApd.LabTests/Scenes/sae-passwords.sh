# scene: passwords of SAE: a wrong one is told of, one has a name, one belongs to a station, some stand in a file; who says hash to element and does not use it
# radios: 3
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

sta_netns sta1 1
sta_netns sta2 2
printf '%s\n' 'for all of them' "for the first|mac=$(address_of 1)" 'for guests|id=guest' >"$LOGS/passwords"
write_ini "$LOGS/ap.ini" security.wpa_key_mgmt=SAE security.wpa_passphrase= "security.sae_password_file=$LOGS/passwords"
start_hostapd_net "$LOGS/ap.ini"
ap_address

joins() {
    : >"$LOGS/$1.log"
    start_wpa_supplicant "$1" "wlan${1#sta}" "$LOGS/$1.conf"
    connected "$1"
    expect_ping "$1" $AP_ADDRESS 3
    stop_client "$1" "wlan${1#sta}"
}

write_sae_client "$LOGS/sta1.conf" 'for the first' 2
joins sta1
pass 'a password of one station'
write_sae_client "$LOGS/sta2.conf" 'for all of them' 2
joins sta2
pass 'the password of all'
write_sae_client "$LOGS/sta2.conf" 'for guests' 2 'sae_password_id="guest"'
joins sta2
pass 'a password with a name'

say 'what is not right'
write_sae_client "$LOGS/sta2.conf" 'for the first' 2
start_wpa_supplicant sta2 wlan2 "$LOGS/sta2.conf"
wait_for "$HN_LOG" "AP-STA-POSSIBLE-SAE-MISMATCH $(address_of 2)" 20
wait_for "$LOGS/sta2.log" 'CTRL-EVENT-AUTH-REJECT .* auth_type=3 auth_transaction=2 status_code=15' 5
stop_client sta2 wlan2
pass "another station's password: told of on both sides"
: >"$LOGS/sta2.log"
write_sae_client "$LOGS/sta2.conf" 'for guests' 2 'sae_password_id="nobody"'
start_wpa_supplicant sta2 wlan2 "$LOGS/sta2.conf"
wait_for "$HN_LOG" "CTRL-EVENT-SAE-UNKNOWN-PASSWORD-IDENTIFIER $(address_of 2)" 20
wait_for "$LOGS/sta2.log" 'status_code=123|CTRL-EVENT-SAE-UNKNOWN-PASSWORD-IDENTIFIER' 5
stop_client sta2 wlan2
pass 'a name that no password has'
stop_hostapd_net

say 'SET takes another password at once'
write_ini "$LOGS/ap.ini" security.wpa_key_mgmt=SAE security.sae_pwe=2
start_hostapd_net "$LOGS/ap.ini"
write_sae_client "$LOGS/sta1.conf" $PASSPHRASE 2
joins sta1
hcli set sae_password 'quite another one' | grep -q OK || fail 'SET sae_password is refused'
hcli reload | grep -q OK || hcli disable | grep -q OK
hcli enable >/dev/null || true
write_sae_client "$LOGS/sta1.conf" 'quite another one' 2
joins sta1
pass 'the password of SET'
