# scene: an external registrar reads and changes the settings with the AP PIN; too many wrong PINs lock the setup
# radios: 2
# needs: hostapd-net
# timeout: 120
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_wps_ini "$LOGS/ap.ini" wps.ap_pin=12345670
sed -i '1i # a comment that must survive' "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
ap_address
start_wps_client sta1 1

bssid=$(address_of 0)
wpa sta1 wlan1 wps_reg "$bssid" 12345670 >/dev/null
wait_for "$LOGS/sta1.log" 'WPS-SUCCESS' 30
pass "the registrar has read the settings"
connected sta1

key=6e65772d70617373
wpa sta1 wlan1 remove_network all >/dev/null
wpa sta1 wlan1 wps_reg "$bssid" 12345670 6c61626e6577 WPA2PSK CCMP "${key}70687261736531" >/dev/null 2>&1 ||
    wpa sta1 wlan1 wps_reg "$bssid" 12345670 labnew WPA2PSK CCMP new-passphrase1 >/dev/null
wait_for "$HN_LOG" 'WPS-NEW-AP-SETTINGS' 30
wait_for "$HN_LOG" 'AP-ENABLED' 10 2
grep -q '^# a comment that must survive' "$LOGS/ap.ini" || fail "the comment is gone"
grep -E '^(ssid|wpa_passphrase)' "$LOGS/ap.ini"
hncli status | grep '^ssid'

# Wrong PINs: from the third on the setup is locked for a while.
for ((n = 1; n <= 3; n++)); do
    wpa sta1 wlan1 wps_reg "$bssid" 99956042 >/dev/null
    wait_for "$LOGS/sta1.log" 'WPS-FAIL' 30 $n
    wpa sta1 wlan1 wps_cancel >/dev/null
    nap 0.5
done
wait_for "$HN_LOG" 'WPS-AP-SETUP-LOCKED' 10
pass "locked after three wrong PINs"
