# scene: a group of 80 MHz on channel 36: a stock P2P client joins by push button and is as wide
# radios: 2
# needs: hostapd-net
# timeout: 240
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_go_ini "$LOGS/go.ini" radio.hw_mode= radio.channel=36 radio.channel_width=80
start_hostapd_net "$LOGS/go.ini"
ap_address
start_p2p_client client 1 country=US
hncli wps_pbc | grep -q OK || fail "WPS_PBC refused"
wpa client wlan1 p2p_find freq=5180 >"$LOGS/find.txt"
wait_for "$LOGS/client.log" "P2P-DEVICE-FOUND $(address_of 0)" 20
wpa client wlan1 p2p_connect "$(address_of 0)" pbc join freq=5180 >"$LOGS/connect.txt"
p2p_joined client
ip netns exec client ip address flush dev wlan1
ip netns exec client ip address add 10.0.0.50/24 dev wlan1
expect_ping client $AP_ADDRESS 3
wpa client wlan1 signal_poll >"$LOGS/signal.txt"
grep -qx 'WIDTH=80 MHz' "$LOGS/signal.txt" || { cat "$LOGS/signal.txt"; fail "the client is not 80 MHz wide"; }
pass "a P2P client of a group of 80 MHz"
