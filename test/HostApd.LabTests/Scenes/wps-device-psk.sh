# scene: every device gets a key of its own; taking one away shuts out that device only
# radios: 3
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_wps_ini "$LOGS/ap.ini" wps.per_sta_psk=1
start_hostapd_net "$LOGS/ap.ini"
ap_address
start_wps_client sta1 1
start_wps_client sta2 2
for n in 1 2; do
    hncli wps_pbc 02:00:00:00:0$n:00 | grep -q OK || fail "WPS_PBC refused"
    wpa sta$n wlan$n wps_pbc >/dev/null
    wps_succeeded sta$n
    expect_ping sta$n $AP_ADDRESS 3
    wpa sta$n wlan$n save_config >/dev/null
done
psk1=$(sed -n 's/^\tpsk=//p' "$LOGS/sta1.conf")
psk2=$(sed -n 's/^\tpsk=//p' "$LOGS/sta2.conf")
[[ ${#psk1} -eq 64 && ${#psk2} -eq 64 && $psk1 != "$psk2" ]] || fail "not two keys: $psk1 $psk2"
hncli raw WPS_REMOVE_DEVICE_PSK 02:00:00:00:01:00 | grep -q OK || fail "the key could not be taken away"
wait_for "$HN_LOG" 'AP-STA-POSSIBLE-PSK-MISMATCH 02:00:00:00:01:00' 20
expect_ping sta2 $AP_ADDRESS 3
pass "one device is shut out, the other is not"
