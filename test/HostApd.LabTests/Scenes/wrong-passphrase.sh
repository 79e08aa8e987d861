# scene: a wrong passphrase is reported, the right one then connects
# radios: 2
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
sta_netns sta1 1
write_client "$LOGS/sta1.conf" 87654321
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
wait_for "$HN_LOG" 'AP-STA-POSSIBLE-PSK-MISMATCH 02:00:00:00:01:00' 20
wait_for "$LOGS/sta1.log" 'WRONG_KEY' 20
expect_none "$HN_LOG" 'AP-STA-CONNECTED' "a station with the wrong passphrase was let in"
pass "the mismatch is reported on both sides"
wpa sta1 wlan1 set_network 0 psk "\"$PASSPHRASE\"" >/dev/null
# The client keeps the network disabled for 10 s after a wrong key; enable_network ends that.
wpa sta1 wlan1 disconnect >/dev/null
wpa sta1 wlan1 enable_network 0 >/dev/null
wpa sta1 wlan1 reassociate >/dev/null
connected sta1 30
pass "the right passphrase connects"
