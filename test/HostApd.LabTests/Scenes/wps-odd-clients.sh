# scene: a client that presses before us, one that leaves in the middle, fragments of 50 bytes
# radios: 3
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_wps_ini "$LOGS/ap.ini" wps.fragment_size=50
start_hostapd_net "$LOGS/ap.ini"
ap_address
start_wps_client sta1 1 wps_cred_processing=0
start_wps_client sta2 2

wpa sta1 wlan1 wps_pbc >/dev/null
wait_for "$HN_LOG" 'WPS-ENROLLEE-SEEN 02:00:00:00:01:00' 20
hncli wps_pbc | grep -q OK || fail "WPS_PBC refused"
wps_succeeded sta1
expect_ping sta1 $AP_ADDRESS 3
pass "the client's button first, and fragments of 50 bytes"

# A client that vanishes in the middle leaves nothing behind: the next one gets in.
wpa sta1 wlan1 remove_network all >/dev/null
wait_until 5 no_station 02:00:00:00:01:00
hncli wps_pin any 12345670 >/dev/null
wpa sta2 wlan2 wps_pin any 12345670 >/dev/null
wait_for "$LOGS/sta2.log" 'WPS: Building Message M3' 30
kill -9 "${client_pid[sta2]}"
nap 1
hncli wps_cancel >/dev/null || true
hncli wps_pbc 02:00:00:00:01:00 | grep -q OK || fail "WPS_PBC refused after a client vanished"
wpa sta1 wlan1 wps_pbc >/dev/null
wps_succeeded sta1 2
expect_ping sta1 $AP_ADDRESS 3
