# scene: a harness drives the global control socket alone: twenty rounds of ADD, SET, ENABLE, data test and REMOVE
# radios: 2
# needs: hostapd-net
# timeout: 450
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

printf '%s\n' ctrl_interface=/run/wpa_supplicant freq_list=2412 p2p_disabled=1 >"$LOGS/sta1.conf"
sta_netns sta1 1
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
mkdir -p /run/x
hostapd-net -ddKt -g /run/x/global -G root -f "$HN_LOG" &
HN_PID=$!
wait_until 10 test -S /run/x/global
python3 "$(dirname "${BASH_SOURCE[0]}")/harness.py" /run/x/global /run/wpa_supplicant/wlan1 "$HN_PID" "${1:-20}" || fail "the harness ended with $?"
wait "$HN_PID" || fail "hostapd-net ended with $?"
pass "twenty rounds"
