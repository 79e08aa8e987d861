# scene: one push button join, recorded: the host looks at every frame
# radios: 2
# needs: hostapd-net
# capture: yes
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_wps_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
start_wps_client sta1 1
hcli wps_pbc | grep -q OK || fail "WPS_PBC refused"
wpa sta1 wlan1 wps_pbc >/dev/null
wps_succeeded sta1
hcli sta 02:00:00:00:01:00 | grep -E '^(flags|wps)'
nap 0.5
