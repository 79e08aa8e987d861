# scene: the client's PIN: a wrong one, then the right one; two clients with two PINs, one after the other
# radios: 3
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_wps_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
ap_address
start_wps_client sta1 1
start_wps_client sta2 2

# Wrong: the first half of the PIN differs, the AP finds out at M4 and the client is told 18.
hncli wps_pin any 99956042 >/dev/null
wpa sta1 wlan1 wps_pin any 12345670 >/dev/null
wait_for "$LOGS/sta1.log" 'WPS-FAIL .*config_error=18' 30
pass "a wrong PIN ends with config_error 18"
hncli wps_get_status
wpa sta1 wlan1 wps_cancel >/dev/null
hncli wps_cancel >/dev/null

hncli wps_pin any 12345670 >/dev/null
wpa sta1 wlan1 wps_pin any 12345670 >/dev/null
wps_succeeded sta1
expect_ping sta1 $AP_ADDRESS 3
hncli wps_pin any 31337001 >/dev/null || true
hncli wps_pin any 48192732 300 >/dev/null
wpa sta2 wlan2 wps_pin any 48192732 >/dev/null
wps_succeeded sta2
expect_ping sta2 $AP_ADDRESS 3
pass "two clients with two PINs"
[[ $(hncli wps_check_pin 1234-5670) == 12345670 ]] || fail "WPS_CHECK_PIN"
