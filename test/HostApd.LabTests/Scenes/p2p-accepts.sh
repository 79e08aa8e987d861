# scene: whom the rule lets in gets a group without anybody being asked; on a list, and whoever asks
# radios: 3
# needs: hostapd-net
# timeout: 480
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

us=$(address_of 0)
start_phone phone 1
start_phone other 2
phone=$(p2p_device phone 1)
other=$(p2p_device other 2)

write_device_ini "$LOGS/device.ini" p2p.p2p_accept=allowlist "p2p.auto_pbc_devices=$phone"
start_hostapd_net "$LOGS/device.ini"
finds_us other 2
wpa other wlan2 p2p_connect "$us" pbc go_intent=1 >/dev/null
wait_for "$HN_LOG" "P2P-GO-NEG-REQUEST $other dev_passwd_id=4" 15
pass "who is not on the list is asked about"
wpa other wlan2 p2p_cancel >/dev/null
finds_us phone 1
wpa phone wlan1 p2p_connect "$us" pbc go_intent=1 >/dev/null
p2p_joined phone
wait_for "$HN_LOG" "P2P-GO-NEG-SUCCESS role=GO .*peer_dev=$phone " 10
expect_none "$HN_LOG" "P2P-GO-NEG-REQUEST $phone" "it was asked about"
pass "who is on the list is in"
stop_hostapd_net
wait_for "$LOGS/phone.log" 'P2P-GROUP-REMOVED' 20

write_device_ini "$LOGS/device.ini" p2p.p2p_accept=on-request
start_hostapd_net "$LOGS/device.ini"
finds_us other 2
wpa other wlan2 p2p_connect "$us" pbc go_intent=6 >/dev/null
p2p_joined other
pass "whoever asks is in"
