# scene: an external registrar reads and changes the settings with the AP PIN; too many wrong PINs lock the setup
# radios: 2
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_wps_ini "$LOGS/ap.ini" wps.ap_pin=12345670
sed -i '1i # a comment that must survive' "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
ap_address
start_wps_client sta1 1

bssid=$(address_of 0)
wpa sta1 wlan1 wps_reg "$bssid" 12345670 >/dev/null
# What it reads is its network from then on.
connected sta1 30
pass "the registrar has read the settings"
expect_ping sta1 $AP_ADDRESS 3

wpa sta1 wlan1 remove_network all >/dev/null
wpa sta1 wlan1 wps_reg "$bssid" 12345670 labnew WPA2PSK CCMP new-passphrase1 >/dev/null
wait_for "$HN_LOG" 'WPS-NEW-AP-SETTINGS' 30
wait_for "$HN_LOG" 'AP-ENABLED' 10 2
grep -q '^# a comment that must survive' "$LOGS/ap.ini" || fail "the comment is gone"
grep -E '^(ssid|wpa_passphrase)' "$LOGS/ap.ini"
hncli status | grep -q '^ssid\[0\]=labnew' || fail "the new name is not in force"
connected sta1 30 2
expect_ping sta1 $AP_ADDRESS 3
pass "the registrar has changed the settings, and found its way back"

# Wrong PINs: from the third on the setup is locked for a while.
# The client still knows the old name of this BSSID and would ask for it.
wpa sta1 wlan1 bss_flush 0 >/dev/null
for ((n = 1; n <= 3; n++)); do
    failed=$(matches "$HN_LOG" 'WPS-FAIL .*config_error=18')
    wpa sta1 wlan1 wps_reg "$bssid" 99956042 >/dev/null
    wait_for "$HN_LOG" 'WPS-FAIL .*config_error=18' 30 $((failed + 1))
    wpa sta1 wlan1 wps_cancel >/dev/null
    nap 1
    # A client that tries a PIN twice gets there sooner.
    [[ $(matches "$HN_LOG" 'WPS-AP-SETUP-LOCKED') -eq 0 ]] || break
done
wait_for "$HN_LOG" 'WPS-AP-SETUP-LOCKED' 10
pass "locked after three wrong PINs"
