# scene: pairwise keys are renewed under a pinging station: asked for by us, by their age and by the station; with two key IDs no packet is lost
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

completed() { matches "$LOGS/sta1.log" 'WPA: Key negotiation completed'; }
renewed() { [[ $(completed) -ge $1 ]]; }

# renew N COMMAND…: N renewals, one after the other.
renew() {
    local n count=$1
    for ((n = 1; n <= count; n++)); do
        local before
        before=$(completed)
        "${@:2}" || fail "refused: ${*:2}"
        wait_until 10 renewed $((before + 1)) || fail "renewal $n of $count did not come about"
    done
}

sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE
sed -i '1i extended_key_id=1' "$LOGS/sta1.conf"

say 'two key IDs, by command'
write_ini "$LOGS/ap.ini" security.extended_key_id=1
start_hostapd_net "$LOGS/ap.ini"
ap_address
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
expect_ping sta1 $AP_ADDRESS 3
hncli get_config | grep -qx extended_key_id=1 || fail "GET_CONFIG does not say extended_key_id"
ip netns exec sta1 ping -q -i 0.05 -c 120 -W 3 $AP_ADDRESS >"$LOGS/ping.txt" &
PING=$!
renew 6 hncli rekey_ptk "$(address_of 1)"
wait $PING || fail "the ping ended with $?"
grep -q ' 0% packet loss' "$LOGS/ping.txt" || fail "packets were lost: $(grep transmitted "$LOGS/ping.txt")"
expect_count "$LOGS/sta1.log" 'wlan1: Associated with' 1
expect_count "$HN_LOG" 'AP-STA-CONNECTED' 1
ids=$(sed -n 's/.*RSN: Using Extended Key ID //p' "$LOGS/sta1.log" | xargs)
[[ $ids == '0 1 0 1 0 1 0' ]] || fail "the station saw the key IDs $ids"
pass 'six keys by command, no packet lost'

say 'the group key in between, and a key again'
hncli rekey_gtk | grep -q OK || fail 'REKEY_GTK is refused'
renew 1 hncli rekey_ptk "$(address_of 1)"
expect_ping sta1 $AP_ADDRESS 5
stop_client sta1 wlan1
stop_hostapd_net

say 'by age, and by the station'
: >"$LOGS/sta1.log"
write_ini "$LOGS/ap.ini" security.extended_key_id=1 security.wpa_ptk_rekey=1
start_hostapd_net "$LOGS/ap.ini"
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
wait_until 20 renewed 4 || fail 'age renews nothing'
expect_count "$LOGS/sta1.log" 'wlan1: Associated with' 1
stop_client sta1 wlan1
stop_hostapd_net
: >"$LOGS/sta1.log"
# Over the packet socket, by hostapd's word for it.
write_ini "$LOGS/ap.ini" security.wpa_deny_ptk0_rekey=0 radio.driver_params=control_port=0
start_hostapd_net "$LOGS/ap.ini"
write_client "$LOGS/sta2.conf" $PASSPHRASE wpa_ptk_rekey=1
start_wpa_supplicant sta1 wlan1 "$LOGS/sta2.conf"
hcli driver_flags | grep -q EAPOL_TX_STATUS && fail 'driver_params=control_port=0 changes nothing'
connected sta1
wait_until 20 renewed 4 || fail 'what the station asks for is not done'
expect_count "$LOGS/sta1.log" 'wlan1: Associated with' 1
try_ping sta1 $AP_ADDRESS 3 || fail 'no traffic under the renewed key 0'
stop_client sta1 wlan1
stop_hostapd_net
pass 'by age, and by the station, with one key ID'

say 'where it is denied the station associates anew'
: >"$LOGS/sta1.log"
write_ini "$LOGS/ap.ini" security.wpa_deny_ptk0_rekey=2
start_hostapd_net "$LOGS/ap.ini"
write_client "$LOGS/sta1.conf" $PASSPHRASE
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
hncli rekey_ptk "$(address_of 1)" | grep -q OK || fail 'REKEY_PTK is refused'
connected sta1 20 2
wait_for "$HN_LOG" "deauthenticated \(reason 7\)" 5
pass 'a new association where a key may not be replaced'
