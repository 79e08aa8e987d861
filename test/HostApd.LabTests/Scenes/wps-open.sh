# scene: WPS on open access points: the first device configures one that is not; a configured one stays open; WPS_CONFIG by hand
# radios: 4
# needs: hostapd-net
# timeout: 240
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# Not configured: the first device to press makes it a WPA2 network, with a key that was drawn for it.
write_open_ini "$LOGS/ap.ini" wps.wps_state=1 wps.eap_server=1 wps.config_methods=push_button wps.wps_pin_requests="$LOGS/requests"
sed -i '1i # a comment that must survive' "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
ap_address
grep -q . <(iw dev wlan0 info) || fail "no interface"
start_wps_client sta1 1

# A PIN that nobody has entered is asked for, and written down.
wpa sta1 wlan1 wps_pin "$(address_of 0)" 12345670 >/dev/null
wait_for "$HN_LOG" 'WPS-PIN-NEEDED' 30
wpa sta1 wlan1 wps_cancel >/dev/null
wait_until 5 test -s "$LOGS/requests" || fail "wps_pin_requests stays empty"
grep -q $'\t02:00:00:00:01:00\tclient1\t' "$LOGS/requests" || fail "$(cat "$LOGS/requests")"
pass "the device that wants a PIN is in the file"

hncli wps_pbc | grep -q OK || fail "WPS_PBC refused"
wpa sta1 wlan1 wps_pbc >/dev/null
wait_for "$HN_LOG" 'WPS-SUCCESS' 60
wait_for "$HN_LOG" 'WPS-NEW-AP-SETTINGS' 10
wait_for "$HN_LOG" 'AP-ENABLED' 10 2
connected sta1 30
wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED 02:00:00:00:01:00' 10
expect_ping sta1 $AP_ADDRESS 3
grep -q '^# a comment that must survive' "$LOGS/ap.ini" || fail "the comment is gone"
grep -qE '^wpa *= *2' "$LOGS/ap.ini" && grep -qE '^wps_state *= *2' "$LOGS/ap.ini" || fail "not stored: $(cat "$LOGS/ap.ini")"
passphrase=$(sed -n 's/^wpa_passphrase *= *//p' "$LOGS/ap.ini")
[[ ${#passphrase} -ge 8 ]] || fail "no passphrase: $(cat "$LOGS/ap.ini")"
hostapd-net --check "$LOGS/ap.ini" >/dev/null || fail "what it has written is not good"
join sta2 2 "$passphrase"
expect_ping sta2 $AP_ADDRESS 3
stop_hostapd_net
stop_client_quietly() { wpa "$1" "$2" terminate >/dev/null 2>&1 || true; wait_until 10 is_gone "${client_pid[$1]}"; }
stop_client_quietly sta1 wlan1
stop_client_quietly sta2 wlan2
pass "an unconfigured access point was configured by its first device: WPA2, and the key is in the file"

# Configured, and open: what is handed out is what it is.
write_open_ini "$LOGS/open.ini" wps.wps_state=2 wps.eap_server=1 wps.config_methods=push_button
start_hostapd_net "$LOGS/open.ini"
ap_address
start_wps_client sta3 3
hncli wps_pbc | grep -q OK || fail "WPS_PBC refused"
wpa sta3 wlan3 wps_pbc >/dev/null
wait_for "$HN_LOG" 'WPS-SUCCESS' 60 2
connected sta3 30
expect_ping sta3 $AP_ADDRESS 3
wpa sta3 wlan3 status | grep -qx 'key_mgmt=NONE' || fail "$(wpa sta3 wlan3 status)"
pass "a configured open network hands out that it is open"

# By hand.
hncli wps_config labnew WPA2PSK CCMP new-passphrase1 | grep -q OK || fail "WPS_CONFIG"
wait_for "$HN_LOG" 'WPS-NEW-AP-SETTINGS' 10 2
wait_for "$HN_LOG" 'AP-ENABLED' 15 4
hncli status | grep -qx 'ssid\[0\]=labnew' || fail "the new name is not in force"
grep -qE '^wpa_passphrase *= *new-passphrase1' "$LOGS/open.ini" || fail "not stored"
pass "WPS_CONFIG does the same by hand"
