# scene: the key that a station proves says in which network it is (wpa_psk_file, sae_password), and a server knows keys that nobody here has
# radios: 4
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"
make_trunk 10 20
for n in 1 2 3; do sta_netns "sta$n" $n; done

printf '%s\n' 'vlanid=10 keyid=ten 00:00:00:00:00:00 secret of ten' 'vlanid=20 00:00:00:00:00:00 secret of twenty' '00:00:00:00:00:00 secret of all' >"$LOGS/keys"
write_ini "$LOGS/ap.ini" security.wpa_passphrase= "security.wpa_psk_file=$LOGS/keys" vlan.dynamic_vlan=1 vlan.vlan_tagged_interface=trunk0
start_hostapd_net "$LOGS/ap.ini"
ap_address
write_client "$LOGS/sta1.conf" 'secret of ten'
write_client "$LOGS/sta2.conf" 'secret of twenty'
write_client "$LOGS/sta3.conf" 'secret of all'
for n in 1 2 3; do
    start_wpa_supplicant "sta$n" "wlan$n" "$LOGS/sta$n.conf"
    connected "sta$n" 20
done
wait_for "$HN_LOG" "AP-STA-CONNECTED $(address_of 1) keyid=ten vlanid=10" 5
wait_for "$HN_LOG" "AP-STA-CONNECTED $(address_of 2) vlanid=20" 5
expect_ping sta1 10.0.0.110 3
expect_ping sta2 10.0.0.120 3
expect_ping sta3 $AP_ADDRESS 3
no_ping sta1 10.0.0.120
no_ping sta1 $AP_ADDRESS
no_ping sta3 10.0.0.110
hcli raw REKEY_GTK | grep -q OK || fail "REKEY_GTK"
nap 1
expect_ping sta1 10.0.0.110 3
pass "passphrases say in which network their stations are"

printf '%s\n' 'vlanid=20 keyid=ten 00:00:00:00:00:00 secret of ten' 'vlanid=20 00:00:00:00:00:00 secret of twenty' >"$LOGS/keys"
hcli raw RELOAD_WPA_PSK | grep -q OK || fail "RELOAD_WPA_PSK"
wait_for "$HN_LOG" "AP-STA-CONNECTED $(address_of 1) keyid=ten vlanid=20" 30
expect_ping sta1 10.0.0.120 3
expect_ping sta2 10.0.0.120 3
expect_none "$HN_LOG" "AP-STA-DISCONNECTED $(address_of 2)" "whose key is the same was sent away"
pass "a key that names another network from now on brings its station there, and nobody else is sent away"
for n in 1 2 3; do stop_client "sta$n" "wlan$n"; done
stop_hostapd_net

: >"$HN_LOG"
write_ini "$LOGS/sae.ini" security.wpa_key_mgmt=SAE security.ieee80211w=2 security.wpa_passphrase= "security.sae_password=secret of ten|vlanid=10|id=ten" \
    vlan.dynamic_vlan=2 vlan.vlan_tagged_interface=trunk0
start_hostapd_net "$LOGS/sae.ini"
write_sae_client "$LOGS/sta1.conf" 'secret of ten' 1 'sae_password_id="ten"'
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1 20
wait_for "$HN_LOG" "AP-STA-CONNECTED $(address_of 1).* vlanid=10" 5
expect_ping sta1 10.0.0.110 3
stop_client sta1 wlan1
stop_hostapd_net
pass "and a password of SAE"

say "wpa_psk_radius=3"
: >"$HN_LOG"
make_radius
# Its dictionary knows what goes along: who has neither attribute is nobody it knows.
printf '020000000100 FreeRADIUS-802.1X-Anonce =* ANY, FreeRADIUS-802.1X-EAPoL-Key-Msg =* ANY, Cleartext-Password := "020000000100"\n\tTunnel-Password = "of the server alone", Tunnel-Type = VLAN, Tunnel-Medium-Type = IEEE-802, Tunnel-Private-Group-Id = "10"\n' >>"$RADIUS/users"
radius_server one 18120 18130
write_radius_ini "$LOGS/server.ini" 18120 18130 security.wpa_key_mgmt=WPA-PSK security.ieee80211w=0 radius.ieee8021x=0 "security.wpa_passphrase=$PASSPHRASE" \
    radius.wpa_psk_radius=3 vlan.dynamic_vlan=1 vlan.vlan_tagged_interface=trunk0
start_hostapd_net "$LOGS/server.ini"
write_client "$LOGS/sta1.conf" 'of the server alone'
write_client "$LOGS/sta2.conf" 'of nobody at all'
write_client "$LOGS/sta3.conf" "$PASSPHRASE"
start_wpa_supplicant sta3 wlan3 "$LOGS/sta3.conf"
connected sta3 20
asked() { hcli raw MIB | sed -n 's/^radiusAuthClientAccessRequests=//p'; }
[[ $(asked) == 0 ]] || fail "asked $(asked) times about who has our passphrase"
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1 20
wait_for "$HN_LOG" "AP-STA-CONNECTED $(address_of 1).* vlanid=10" 5
expect_ping sta1 10.0.0.110 3
rm -f "$LOGS/sta2.log"
start_wpa_supplicant sta2 wlan2 "$LOGS/sta2.conf"
wait_for "$LOGS/sta2.log" 'CTRL-EVENT-DISCONNECTED .*reason=2' 20
expect_none "$HN_LOG" "AP-STA-CONNECTED $(address_of 2)" "a station whose key nobody knows came in"
pass "a server is asked in the handshake, and only where nobody here knows the key"
