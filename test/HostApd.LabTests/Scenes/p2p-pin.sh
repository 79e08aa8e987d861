# scene: P2P joins by PIN: shown by us, shown by the client; a wrong PIN, then the right one
# radios: 3
# needs: hostapd-net
# timeout: 450
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_go_ini "$LOGS/go.ini"
start_hostapd_net "$LOGS/go.ini"
ap_address
# Who shows PINs to people listens at the control socket: the log does not have them.
hncli events P2P-PROV-DISC-SHOW-PIN >"$LOGS/shown.txt" &
start_p2p_client client1 1
start_p2p_client client2 2
go=$(address_of 0)

# The PIN that is entered is another device's: the client is told so (M2D), and we are none the worse for it.
hncli wps_pin 11111111-2222-3333-4444-555555555555 12345670 | grep -q OK || fail "WPS_PIN refused"
wpa client2 wlan2 p2p_connect "$go" 12345670 keypad join freq=2437 >/dev/null
wait_for "$LOGS/client2.log" 'WPS: Received M2D' 40
wait_for "$HN_LOG" 'WPS-PIN-NEEDED' 2
wpa client2 wlan2 p2p_group_remove wlan2 >/dev/null || true
wpa client2 wlan2 p2p_cancel >/dev/null || true
hncli wps_cancel >/dev/null
expect_none "$HN_LOG" 'WPS-SUCCESS' "somebody got in without a PIN"
pass "an unauthorised client gets M2D"

# The client types what we show: Provision Discovery asks for a display.
wpa client1 wlan1 p2p_find freq=2437 >/dev/null
wait_for "$LOGS/client1.log" "P2P-DEVICE-FOUND $go" 20
wpa client1 wlan1 p2p_prov_disc "$go" display >/dev/null
wait_for "$LOGS/shown.txt" 'P2P-PROV-DISC-SHOW-PIN' 10
pin=$(sed -n 's/.*P2P-PROV-DISC-SHOW-PIN [0-9a-f:]* \([0-9]\{8\}\) .*/\1/p' "$LOGS/shown.txt" | tail -n 1)
[[ ${#pin} -eq 8 ]] || fail "no PIN shown: $(<"$LOGS/shown.txt")"
expect_none "$HN_LOG" "$pin" "the PIN is in the log"
hncli wps_pin any "$pin" | grep -q OK || fail "WPS_PIN refused"
wpa client1 wlan1 p2p_connect "$go" "$pin" keypad join freq=2437 >/dev/null
p2p_joined client1
pass "the client typed our PIN"

# We type what the client shows; first a wrong one.
wpa client2 wlan2 p2p_find freq=2437 >/dev/null
wait_for "$LOGS/client2.log" "P2P-DEVICE-FOUND $go" 20
hncli wps_pin any 99956042 >/dev/null
wpa client2 wlan2 p2p_connect "$go" 12345670 display join freq=2437 >/dev/null
wait_for "$HN_LOG" 'P2P-PROV-DISC-ENTER-PIN' 10
wait_for "$LOGS/client2.log" 'WPS-FAIL .*config_error=18' 30
pass "the wrong PIN ends with config_error 18"
hncli wps_cancel >/dev/null
wpa client2 wlan2 p2p_group_remove wlan2 >/dev/null || true
wpa client2 wlan2 p2p_cancel >/dev/null || true
nap 2
hncli wps_pin any 12345670 >/dev/null
wpa client2 wlan2 p2p_connect "$go" 12345670 display join freq=2437 >/dev/null
p2p_joined client2
pass "we typed the client's PIN"
# The first client is still there.
hncli list_sta | sort
two_stations() { [[ $(hncli list_sta | wc -l) -eq 2 ]]; }
wait_until 5 two_stations || fail "not two stations"
