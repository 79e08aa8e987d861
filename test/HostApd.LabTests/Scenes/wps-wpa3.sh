# scene: push button at a network of WPA2 and WPA3: a client that adds SAE to what it is given joins by SAE, another by WPA-PSK; also where frames must be protected
# radios: 3
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

akm_of() { hcli sta "$(address_of "$1")" | sed -n 's/^AKMSuiteSelector=//p'; }

write_wps_ini "$LOGS/ap.ini" 'security.wpa_key_mgmt=WPA-PSK SAE' security.sae_pwe=2
start_hostapd_net "$LOGS/ap.ini"
ap_address
start_wps_client sta1 1 wps_cred_add_sae=1 sae_pwe=2
start_wps_client sta2 2
for i in 1 2; do
    hncli wps_pbc | grep -q OK || fail "WPS_PBC refused"
    wpa "sta$i" "wlan$i" wps_pbc >/dev/null
    wps_succeeded "sta$i"
    expect_ping "sta$i" $AP_ADDRESS 3
    # The button is somebody else's now.
    nap 1
done
[[ $(akm_of 1) == 00-0f-ac-8 ]] || fail "the one that adds SAE has AKM $(akm_of 1)"
[[ $(akm_of 2) == 00-0f-ac-2 ]] || fail "the other has AKM $(akm_of 2)"
stop_client sta1 wlan1
stop_client sta2 wlan2
stop_hostapd_net
pass 'each as it can'

say 'frames must be protected: who enrols has no keys yet and comes in all the same'
: >"$HN_LOG"
: >"$LOGS/sta1.log"
write_wps_ini "$LOGS/ap.ini" 'security.wpa_key_mgmt=WPA-PSK SAE' security.sae_pwe=2 security.ieee80211w=2
start_hostapd_net "$LOGS/ap.ini"
printf '%s\n' ctrl_interface=/run/wpa_supplicant update_config=1 freq_list=2437 device_name=client1 'config_methods=virtual_push_button' \
    wps_cred_add_sae=1 sae_pwe=2 >"$LOGS/sta1.conf"
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
hncli wps_pbc | grep -q OK || fail "WPS_PBC refused"
wpa sta1 wlan1 wps_pbc >/dev/null
wps_succeeded sta1
expect_ping sta1 $AP_ADDRESS 3
[[ $(akm_of 1) == 00-0f-ac-8 ]] || fail "it has AKM $(akm_of 1)"
hcli sta "$(address_of 1)" | grep -q '^flags=.*\[MFP\]' || fail 'its frames are not protected'
pass 'provisioned without, joined with'
