# scene: WPA2 and WPA3 in one network: a client of each at once, and one that speaks both; no SAE without protected frames; WPA2 is disabled for good
# radios: 4
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini" 'security.wpa_key_mgmt=WPA-PSK SAE' security.sae_pwe=2 security.transition_disable=0x01
start_hostapd_net "$LOGS/ap.ini"
ap_address
hcli get_config | grep -qx 'key_mgmt=WPA-PSK SAE' || fail "GET_CONFIG says $(hcli get_config | grep key_mgmt)"
hcli get_config | grep -qx 'ieee80211w=1' || fail 'WPA2 and WPA3 are to have ieee80211w=1'
akm_of() { hcli sta "$(address_of "$1")" | sed -n 's/^AKMSuiteSelector=//p'; }

for i in 1 2 3; do
    sta_netns "sta$i" "$i"
done

write_sae_client "$LOGS/sta1.conf" $PASSPHRASE 2
write_client "$LOGS/sta2.conf" $PASSPHRASE key_mgmt=WPA-PSK
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
start_wpa_supplicant sta2 wlan2 "$LOGS/sta2.conf"
connected sta1
connected sta2
expect_ping sta1 $AP_ADDRESS 3
expect_ping sta2 $AP_ADDRESS 3
[[ $(akm_of 1) == 00-0f-ac-8 && $(akm_of 2) == 00-0f-ac-2 ]] || fail "AKMs $(akm_of 1) and $(akm_of 2)"
pass 'one by SAE and one by WPA-PSK at once'

wait_for "$LOGS/sta1.log" 'TRANSITION-DISABLE 01' 1
pass 'WPA2 is disabled for good'

write_client "$LOGS/sta3.conf" $PASSPHRASE 'key_mgmt=SAE WPA-PSK' ieee80211w=1
start_wpa_supplicant sta3 wlan3 "$LOGS/sta3.conf"
connected sta3
expect_ping sta3 $AP_ADDRESS 3
[[ $(akm_of 3) == 00-0f-ac-8 ]] || fail "one that speaks both has $(akm_of 3)"
stop_client sta3 wlan3
pass 'one that speaks both takes SAE'

: >"$LOGS/sta3.log"
write_client "$LOGS/sta3.conf" $PASSPHRASE key_mgmt=SAE ieee80211w=0
start_wpa_supplicant sta3 wlan3 "$LOGS/sta3.conf"
nap 8
expect_none "$LOGS/sta3.log" 'CTRL-EVENT-CONNECTED' 'SAE without protected frames'
[[ $(matches "$HN_LOG" "AP-STA-CONNECTED $(address_of 3)") -eq 1 ]] || fail 'it is in'
stop_client sta3 wlan3
pass 'no SAE without protected frames'

hncli rekey_gtk | grep -q OK || fail 'REKEY_GTK is refused'
wait_for "$LOGS/sta1.log" 'WPA: Group rekeying completed' 10
wait_for "$LOGS/sta2.log" 'WPA: Group rekeying completed' 10
expect_ping sta1 $AP_ADDRESS 3
expect_ping sta2 $AP_ADDRESS 3
