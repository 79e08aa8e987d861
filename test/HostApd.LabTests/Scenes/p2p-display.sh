# scene: Wi-Fi Display: a source sees our subelements before it joins, and joins
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_go_ini "$LOGS/go.ini"
start_hostapd_net "$LOGS/go.ini"
start_p2p_client source 1
go=$(address_of 0)
# A primary sink, session available, control port 7236, 300 Mb/s.
hncli raw "SET wifi_display 1" | grep -q OK || fail "SET wifi_display refused"
hncli raw "WFD_SUBELEM_SET 0 000600111c44012c" | grep -q OK || fail "WFD_SUBELEM_SET refused"
[[ $(hncli raw "WFD_SUBELEM_GET 0") == 000600111c44012c ]] || fail "WFD_SUBELEM_GET gives something else"
wpa source wlan1 set wifi_display 1 >/dev/null
wpa source wlan1 wfd_subelem_set 0 000600101c44012c >/dev/null
wpa source wlan1 p2p_find freq=2437 >/dev/null
wait_for "$LOGS/source.log" "P2P-DEVICE-FOUND $go .*wfd_dev_info=0x00111c44012c" 20
pass "the source has found a sink"
hncli wps_pbc >/dev/null
wpa source wlan1 p2p_connect "$go" pbc join freq=2437 >/dev/null
p2p_joined source
pass "and joined its group"
