# scene: two P2P clients press their buttons: overlap; then one, by its device address
# radios: 3
# needs: hostapd-net
# timeout: 450
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_go_ini "$LOGS/go.ini"
start_hostapd_net "$LOGS/go.ini"
ap_address
go=$(address_of 0)
for n in 1 2; do
    start_p2p_client "client$n" $n
    wpa "client$n" "wlan$n" p2p_connect "$go" pbc join freq=2437 >/dev/null
done
wait_for "$HN_LOG" 'P2P-PROV-DISC-PBC-REQ 42:00:00:00:01:00' 15
wait_for "$HN_LOG" 'P2P-PROV-DISC-PBC-REQ 42:00:00:00:02:00' 15
# Both now scan with "push button" in their probes.
wait_for "$HN_LOG" 'WPS-ENROLLEE-SEEN 02:00:00:00:01:00' 15
wait_for "$HN_LOG" 'WPS-ENROLLEE-SEEN 02:00:00:00:02:00' 15
hncli wps_pbc | grep -q OK && wait_for "$HN_LOG" 'WPS-OVERLAP-DETECTED' 20
hncli wps_get_status | tee "$LOGS/status.txt"
grep -q 'Overlap: 02:00:00:00:01:00' "$LOGS/status.txt" || fail "the status does not name the devices"
grep -q 'Overlap: 02:00:00:00:02:00' "$LOGS/status.txt" || fail "the status does not name both devices"
expect_none "$HN_LOG" 'WPS-SUCCESS' "somebody got in during an overlap"
pass "two buttons: nobody gets in"

# The owner names the device meant: the other one's press no longer matters.
for n in 1 2; do wpa "client$n" "wlan$n" p2p_cancel >/dev/null || true; done
hncli wps_pbc p2p_dev_addr=42:00:00:00:01:00 | grep -q OK || fail "WPS_PBC for one device refused"
wpa client1 wlan1 p2p_connect "$go" pbc join freq=2437 >/dev/null
p2p_joined client1
wait_for "$HN_LOG" 'AP-STA-CONNECTED 02:00:00:00:01:00 p2p_dev_addr=42:00:00:00:01:00' 2 || fail "not the device meant"
pass "the device meant"
