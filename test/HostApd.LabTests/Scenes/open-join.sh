# scene: a stock client joins an open network
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_open_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
ap_address
join sta1 1 open
expect_ping sta1 $AP_ADDRESS 5
wait_for "$HN_LOG" 'AP-STA-CONNECTED 02:00:00:00:01:00' 2
