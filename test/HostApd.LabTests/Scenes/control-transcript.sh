# scene: every reply and event of hostapd 2.10's recorded control transcript is ours, line for line
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

here=$(dirname "${BASH_SOURCE[0]}")
printf '%s\n' ctrl_interface=/run/wpa_supplicant freq_list=2412 >"$LOGS/sta1.conf"
sta_netns sta1 1
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
mkdir -p /run/x
for recording in hostapd-2.10-control.txt hostapd-2.10-refusals.txt; do
    hostapd-net -ddKt -g /run/x/global -f "$HN_LOG" &
    HN_PID=$!
    wait_until 10 test -S /run/x/global
    python3 "$here/transcript.py" /run/x/global /run/wpa_supplicant/wlan1 "$here/$recording" || fail "differs from $recording"
    wait "$HN_PID" || fail "hostapd-net ended with $?"
    pass "$recording is hostapd's"
done
