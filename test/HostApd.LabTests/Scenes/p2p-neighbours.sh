# scene: beside P2P clients: a legacy WPS client, a plain PSK client; an unauthorised one; a scan shows no P2P element
# radios: 4
# needs: hostapd-net
# timeout: 450
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_go_ini "$LOGS/go.ini"
start_hostapd_net "$LOGS/go.ini"
ap_address
go=$(address_of 0)
SSID=$(sed -n 's/^ssid=//p' "$LOGS/wlan0.group")
key=$(sed -n 's/^passphrase=//p' "$LOGS/wlan0.group")

start_p2p_client client1 1
# Nobody has pressed our button: the client is told M2D and we are none the worse for it.
wpa client1 wlan1 p2p_connect "$go" pbc join freq=2437 >/dev/null
wait_for "$HN_LOG" 'P2P-PROV-DISC-PBC-REQ 42:00:00:00:01:00' 20
nap 3
wpa client1 wlan1 p2p_cancel >/dev/null || true
expect_none "$HN_LOG" 'WPS-SUCCESS' "somebody got in without a press"
nap 1
hncli wps_pbc p2p_dev_addr=42:00:00:00:01:00 | grep -q OK || fail "WPS_PBC for one device refused"
wpa client1 wlan1 p2p_connect "$go" pbc join freq=2437 >/dev/null
p2p_joined client1
pass "a P2P client, by its device address"

sta_netns psk 2
printf '%s\n' ctrl_interface=/run/wpa_supplicant 'network={' "ssid=\"$SSID\"" scan_freq=2437 "psk=\"$key\"" '}' >"$LOGS/psk.conf"
start_wpa_supplicant psk wlan2 "$LOGS/psk.conf"
connected psk
expect_ping psk $AP_ADDRESS 3
pass "a plain PSK client"

start_wps_client wps 3
hncli wps_pin any 12345670 >/dev/null
wpa wps wlan3 wps_pin any 12345670 >/dev/null
wps_succeeded wps
expect_ping wps $AP_ADDRESS 3
pass "a legacy WPS client"

# A scan by somebody who is no P2P device shows no P2P element in the Probe Response.
wpa psk wlan2 disconnect >/dev/null
# Busy while the client's own last scan runs.
scan() {
    ip netns exec psk iw dev wlan2 scan freq 2437 ssid "$SSID" -u >"$LOGS/scan.txt" 2>&1 && grep -q "^BSS $go" "$LOGS/scan.txt"
}
wait_until 10 scan || fail "a scan does not find the Group Owner"
sed -n '/Information elements from Probe Response/,/Information elements from Beacon/p' "$LOGS/scan.txt" >"$LOGS/probe.txt"
[[ -s $LOGS/probe.txt ]] || cp "$LOGS/scan.txt" "$LOGS/probe.txt"
grep -qiE 'P2P:|50:6f:9a, data: 09' "$LOGS/probe.txt" && fail "P2P in a plain Probe Response"
pass "no P2P for those who do not speak it"
