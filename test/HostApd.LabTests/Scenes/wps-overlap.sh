# scene: two clients press their buttons: overlap; cancel; then one alone succeeds
# radios: 3
# needs: hostapd-net
# timeout: 450
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_wps_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
ap_address
start_wps_client sta1 1
start_wps_client sta2 2

# Cancel first: the button is pressed and taken back.
hncli wps_pbc | grep -q OK || fail "WPS_PBC refused"
hncli wps_get_status | grep -q 'PBC Status: Active' || fail "not active"
hncli wps_cancel | grep -q OK || fail "WPS_CANCEL refused"
wait_for "$HN_LOG" 'WPS-CANCEL' 2

wpa sta1 wlan1 wps_pbc >/dev/null
wpa sta2 wlan2 wps_pbc >/dev/null
for n in 1 2; do wait_for "$HN_LOG" "WPS-ENROLLEE-SEEN 02:00:00:00:0$n:00" 20; done
if hncli wps_pbc | grep -q OK; then
    wait_for "$HN_LOG" 'WPS-OVERLAP-DETECTED' 20
fi
hncli wps_get_status | tee "$LOGS/status.txt"
grep -q 'Overlap: 02:00:00:00:01:00' "$LOGS/status.txt" || fail "the status does not name the devices"
grep -q 'Overlap: 02:00:00:00:02:00' "$LOGS/status.txt" || fail "the status does not name both devices"
expect_none "$HN_LOG" 'WPS-SUCCESS' "somebody got in during an overlap"
wpa sta1 wlan1 wps_cancel >/dev/null
wpa sta2 wlan2 wps_cancel >/dev/null

# One peer by name is not stopped by the other's presses.
hncli wps_pbc 02:00:00:00:01:00 | grep -q OK || fail "WPS_PBC for one peer refused"
wpa sta1 wlan1 wps_pbc >/dev/null
wps_succeeded sta1
expect_ping sta1 $AP_ADDRESS 3
