# scene: another program changes the country, the kernel stops the access point on a channel that is closed there, and it comes back
# radios: 2
# needs: hostapd-net
# run: all
# timeout: 900
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini" radio.country_code=DE radio.channel=13
start_hostapd_net "$LOGS/ap.ini"
ap_address
sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE
sed -i 's/scan_freq=2437/scan_freq=2472/' "$LOGS/sta1.conf"
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1 30
pass "on channel 13 of DE"

# The kernel leaves a closed channel a minute after the domain has changed.
iw reg set US
wait_for "$HN_LOG" 'the kernel stopped' 120
pass "the kernel stopped it"
wait_for "$HN_LOG" 'AP-ENABLED' 120 2
connected sta1 90 2
ap_address
expect_ping sta1 $AP_ADDRESS 2
pass "the country is asked for again, and the client is back"
