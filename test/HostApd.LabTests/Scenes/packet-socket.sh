# scene: EAPOL through AF_PACKET, for drivers without a control port; with HT and WMM
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini" radio.eapol_transport=packet radio.ieee80211n=1
start_hostapd_net "$LOGS/ap.ini"
ap_address
join sta1 1 $PASSPHRASE
expect_ping sta1 $AP_ADDRESS 5
wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 2
hcli all_sta >"$LOGS/all_sta.txt"
grep -qF '[WMM][HT]' "$LOGS/all_sta.txt" || fail "no WMM and HT: $(grep flags "$LOGS/all_sta.txt")"
hncli sta 02:00:00:00:01:00 | grep -q 'hostapdWPAPTKState=11' || fail "our client sees no finished handshake"
pass "$(grep flags "$LOGS/all_sta.txt")"
# A second join of the same client proves that nothing of the first is in the way.
wpa sta1 wlan1 disconnect >/dev/null
wait_for "$HN_LOG" 'AP-STA-DISCONNECTED' 5
wpa sta1 wlan1 reconnect >/dev/null
connected sta1 15 2
expect_ping sta1 $AP_ADDRESS 3
stop_hostapd_net
