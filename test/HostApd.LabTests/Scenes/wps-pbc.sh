# scene: push button, twenty times out of twenty, with a fresh client each time
# radios: 2
# needs: hostapd-net
# timeout: 600
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_wps_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
ap_address
start_wps_client sta1 1
for ((n = 1; n <= 20; n++)); do
    hncli wps_pbc | grep -q OK || fail "WPS_PBC refused in round $n"
    wpa sta1 wlan1 wps_pbc >/dev/null
    wps_succeeded sta1 $n
    [[ $n -gt 1 ]] || expect_ping sta1 $AP_ADDRESS 3
    hncli wps_get_status | grep -q 'Last WPS result: Success' || fail "the status does not say success"
    wait_for "$HN_LOG" 'wlan0: EAPOL-4WAY-HS-COMPLETED' 5 "$n"
    gone=$(matches "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED .*reason=3 locally_generated=1')
    wpa sta1 wlan1 remove_network all >/dev/null
    wait_for "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED .*reason=3 locally_generated=1' 5 $((gone + 1))
    wait_until 5 no_station 02:00:00:00:01:00
    # A device that has just enrolled does not count for overlap, but its old scan results must age a little.
    nap 0.3
done
expect_count "$HN_LOG" 'wlan0: WPS-SUCCESS' 20
expect_count "$HN_LOG" 'wlan0: EAPOL-4WAY-HS-COMPLETED' 20
expect_none "$HN_LOG" 'WPS-FAIL' "an exchange failed"
pass "20 of 20"
