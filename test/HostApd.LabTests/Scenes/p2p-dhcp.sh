# scene: beside a P2P group a plain station gets its address by DHCP from the daemon itself
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_go_ini "$LOGS/go.ini" bss.ssid=DIRECT-ab-lab security.wpa_passphrase=$PASSPHRASE p2p.dhcp=on
start_hostapd_net "$LOGS/go.ini"
sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE
sed -i 's/ssid=".*"/ssid="DIRECT-ab-lab"/' "$LOGS/sta1.conf"
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
ip -4 address show dev wlan0 | grep -q 'inet 10.0.0.1/24' || fail "the Group Owner's address is not on the interface"
dhcp_lease sta1 wlan1
ip netns exec sta1 ip -4 address show dev wlan1 | grep -q 'inet 10.0.0.50/24' || fail "another address than the first of the range"
expect_ping sta1 $AP_ADDRESS 3
wait_for "$HN_LOG" 'DHCP: Ack 10.0.0.50' 2
stop_hostapd_net
ip -4 address show dev wlan0 | grep -q 'inet 10.0.0.1/24' && fail "the address stayed after the end"
pass "the address came and went with the group"
