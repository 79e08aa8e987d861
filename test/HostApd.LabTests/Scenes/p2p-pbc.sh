# scene: a stock P2P client joins by push button; its address comes inside the 4-way handshake
# radios: 3
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_go_ini "$LOGS/go.ini"
start_hostapd_net "$LOGS/go.ini"
ap_address
cat "$LOGS/wlan0.group" | sed 's/^passphrase=.*/passphrase=…/'
start_p2p_client client 1
joins_group client 1
line=$(grep -o 'P2P-GROUP-STARTED.*' "$LOGS/client.log")
say "$line"
[[ $line == *ip_addr=10.0.0.50*ip_mask=255.255.255.0*go_ip_addr=10.0.0.1* ]] || fail "no address in the handshake"
ip netns exec client ip address flush dev wlan1
ip netns exec client ip address add 10.0.0.50/24 dev wlan1
expect_ping client $AP_ADDRESS 3
grep -E 'P2P-PROV-DISC|AP-STA-CONNECTED' "$HN_LOG"
hncli raw P2P_PEER FIRST
wait_for "$HN_LOG" 'P2P-PROV-DISC-PBC-REQ' 2
wait_for "$HN_LOG" 'AP-STA-CONNECTED 02:00:00:00:01:00 p2p_dev_addr=42:00:00:00:01:00 ip_addr=10.0.0.50' 2 ||
    fail "AP-STA-CONNECTED does not name device and address"
