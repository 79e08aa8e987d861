# scene: somebody presses the button on the case (an input device made with uinput)
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

load_module evdev
load_module uinput
mkfifo "$LOGS/press"
/run/lab/modules/button <"$LOGS/press" >"$LOGS/button.log" 2>&1 &
exec {button_fd}>"$LOGS/press"
wait_for "$LOGS/button.log" 'ready' 5
event=$(sed -n 's/^ready //p' "$LOGS/button.log")
[[ -e $event ]] || fail "no input device"
write_wps_ini "$LOGS/ap.ini" "button.input=$event"
start_hostapd_net "$LOGS/ap.ini"
ap_address
start_wps_client sta1 1
echo press >&"$button_fd"
wait_for "$HN_LOG" 'WPS-PBC-ACTIVE' 5
wpa sta1 wlan1 wps_pbc >/dev/null
wps_succeeded sta1
expect_ping sta1 $AP_ADDRESS 3
echo hold >&"$button_fd"
wait_for "$HN_LOG" 'WPS button held' 6
