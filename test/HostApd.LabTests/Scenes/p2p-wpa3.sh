# scene: a P2P group that speaks WPA3, too: a stock P2P client joins by push button and WPA-PSK, a plain station by SAE
# radios: 3
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_go_ini "$LOGS/go.ini" 'security.wpa_key_mgmt=WPA-PSK SAE' security.sae_pwe=2
start_hostapd_net "$LOGS/go.ini"
ap_address
start_p2p_client client 1
joins_group client 1
ip netns exec client ip address flush dev wlan1
ip netns exec client ip address add 10.0.0.50/24 dev wlan1
expect_ping client $AP_ADDRESS 3
hcli sta "$(address_of 1)" | grep -qx AKMSuiteSelector=00-0f-ac-2 || fail 'the P2P client is not in by WPA-PSK'
pass 'a P2P client'

sta_netns sta2 2
SSID=$(sed -n 's/^ssid=//p' "$LOGS/wlan0.group")
write_sae_client "$LOGS/sta2.conf" "$(sed -n 's/^passphrase=//p' "$LOGS/wlan0.group")" 2
start_wpa_supplicant sta2 wlan2 "$LOGS/sta2.conf"
connected sta2
expect_ping sta2 $AP_ADDRESS 3
hcli sta "$(address_of 2)" | grep -qx AKMSuiteSelector=00-0f-ac-8 || fail 'the station is not in by SAE'
expect_ping client $AP_ADDRESS 3
pass 'a plain station by SAE beside it'
