# scene: a stock client joins by WPA-PSK-SHA256, alone and beside one that knows WPA-PSK alone; group and pairwise keys are renewed
# radios: 3
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

completed() { matches "$LOGS/sta1.log" 'WPA: Key negotiation completed'; }
renewed() { [[ $(completed) -ge $1 ]]; }
# said_of N KEY: what STA says of radio N's station.
said_of() { hcli sta "$(address_of "$1")" | sed -n "s/^$2=//p"; }

say 'the other key management alone'
write_ini "$LOGS/ap.ini" security.wpa_key_mgmt=WPA-PSK-SHA256
start_hostapd_net "$LOGS/ap.ini"
ap_address
hcli get_config | grep -qx 'key_mgmt=WPA-PSK-SHA256' || fail "GET_CONFIG: $(hcli get_config | grep key_mgmt)"
sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE key_mgmt=WPA-PSK-SHA256
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
handshaken 1
expect_ping sta1 $AP_ADDRESS 5
wpa sta1 wlan1 status | grep -qx 'key_mgmt=WPA2-PSK-SHA256' || fail "the client says $(wpa sta1 wlan1 status | grep key_mgmt)"
[[ $(said_of 1 AKMSuiteSelector) == 00-0f-ac-6 ]] || fail "STA says AKM $(said_of 1 AKMSuiteSelector)"
hcli mib | grep -qx 'dot11RSNAAuthenticationSuiteSelected=00-0f-ac-6' || fail 'MIB says another AKM'
pass 'WPA-PSK-SHA256 alone'

say 'group and pairwise keys are renewed'
hncli rekey_gtk | grep -q OK || fail 'REKEY_GTK is refused'
wait_for "$LOGS/sta1.log" 'WPA: Group rekeying completed' 10
before=$(completed)
hncli rekey_ptk "$(address_of 1)" | grep -q OK || fail 'REKEY_PTK is refused'
wait_until 10 renewed $((before + 1)) || fail 'the pairwise key is not renewed'
expect_ping sta1 $AP_ADDRESS 3
expect_count "$HN_LOG" 'AP-STA-CONNECTED' 1
stop_client sta1 wlan1

say 'who knows WPA-PSK alone stays out'
sta_netns sta2 2
write_client "$LOGS/sta2.conf" $PASSPHRASE key_mgmt=WPA-PSK
start_wpa_supplicant sta2 wlan2 "$LOGS/sta2.conf"
wait_for "$LOGS/sta2.log" 'key mgmt mismatch' 20
expect_none "$LOGS/sta2.log" 'CTRL-EVENT-CONNECTED' 'it came in'
stop_client sta2 wlan2
stop_hostapd_net
pass 'no WPA-PSK where it is not offered'

say 'both: each takes what it wants most'
write_ini "$LOGS/ap.ini" 'security.wpa_key_mgmt=WPA-PSK WPA-PSK-SHA256'
start_hostapd_net "$LOGS/ap.ini"
hcli get_config | grep -qx 'key_mgmt=WPA-PSK WPA-PSK-SHA256' || fail "GET_CONFIG: $(hcli get_config | grep key_mgmt)"
: >"$LOGS/sta1.log"
: >"$LOGS/sta2.log"
write_client "$LOGS/sta1.conf" $PASSPHRASE 'key_mgmt=WPA-PSK WPA-PSK-SHA256'
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
start_wpa_supplicant sta2 wlan2 "$LOGS/sta2.conf"
connected sta1
connected sta2
expect_ping sta1 $AP_ADDRESS 3
expect_ping sta2 $AP_ADDRESS 3
[[ $(said_of 1 AKMSuiteSelector) == 00-0f-ac-6 ]] || fail "the first has AKM $(said_of 1 AKMSuiteSelector)"
[[ $(said_of 2 AKMSuiteSelector) == 00-0f-ac-2 ]] || fail "the second has AKM $(said_of 2 AKMSuiteSelector)"
hncli rekey_gtk | grep -q OK || fail 'REKEY_GTK is refused'
wait_for "$LOGS/sta1.log" 'WPA: Group rekeying completed' 10
wait_for "$LOGS/sta2.log" 'WPA: Group rekeying completed' 10
expect_ping sta1 $AP_ADDRESS 3
expect_ping sta2 $AP_ADDRESS 3
stop_client sta1 wlan1
stop_client sta2 wlan2
stop_hostapd_net

say 'a wrong passphrase'
start_hostapd_net "$LOGS/ap.ini"
write_client "$LOGS/sta1.conf" 87654321 key_mgmt=WPA-PSK-SHA256
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
wait_for "$HN_LOG" "AP-STA-POSSIBLE-PSK-MISMATCH $(address_of 1)" 20
pass 'the client with another passphrase stays out'
