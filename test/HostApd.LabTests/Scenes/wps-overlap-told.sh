# scene: behind the owner's press two clients press: both come, and each is told why it is not let in
# radios: 3
# needs: hostapd-net
# timeout: 150
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_wps_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
start_wps_client sta1 1
start_wps_client sta2 2
# One has pressed and pauses, so that it is not let in before the other has: then the owner, and then the other.
wpa sta2 wlan2 wps_pbc >/dev/null
wait_for "$HN_LOG" 'WPS-ENROLLEE-SEEN 02:00:00:00:02:00' 20
kill -STOP "${client_pid[sta2]}"
hncli wps_pbc | grep -q OK || fail "WPS_PBC refused"
wpa sta1 wlan1 wps_pbc >/dev/null
wait_for "$HN_LOG" 'WPS-OVERLAP-DETECTED' 20
kill -CONT "${client_pid[sta2]}"
for name in sta1 sta2; do
    wait_for "$LOGS/$name.log" 'WPS-M2D .*config_error=12|WPS-FAIL .*config_error=12' 60
done
hncli wps_get_status | grep -q 'PBC Status: Overlap' || fail "$(hncli wps_get_status)"
expect_none "$HN_LOG" 'WPS-SUCCESS' "somebody got in during an overlap"
pass "each of the two devices was told of the overlap"

! hncli wps_pbc >"$LOGS/refused.txt" 2>&1 || fail "a press while both still ask"
grep -q 'two devices have pressed' "$LOGS/refused.txt" || fail "no reason: $(cat "$LOGS/refused.txt")"
pass "the refusal says why: $(tail -n 1 "$LOGS/refused.txt")"
