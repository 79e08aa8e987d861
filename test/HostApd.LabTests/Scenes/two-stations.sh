# scene: two stations at once, both reach the AP and each other
# radios: 3
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
ap_address
for n in 1 2; do
    sta_netns "sta$n" $n
    write_client "$LOGS/sta$n.conf" $PASSPHRASE
    start_wpa_supplicant "sta$n" "wlan$n" "$LOGS/sta$n.conf"
done
connected sta1
connected sta2
expect_ping sta1 $AP_ADDRESS 5
expect_ping sta2 $AP_ADDRESS 5
# Broadcast (ARP) under the group key, unicast relayed by the AP.
expect_ping sta1 10.0.0.12 5
# The distance between two stations' aid is the AP's to choose; that they differ is the standard's.
[[ $(hcli all_sta | grep '^aid=' | sort -u | wc -l) -eq 2 ]] || fail "two stations need two association ids"
pass "two stations with two association ids"
