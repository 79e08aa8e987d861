# scene: a phone taps our name: found, asked, in, gone, and found again; scripts/demo.sh on-demand shows it
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# The configuration that the repository ships, so that what a newcomer reads is what runs.
conf=${1:-}
[[ -n $conf && -f $conf ]] || conf=$LAB/../../conf/p2p-on-demand.ini

AP_IF=$(sed -n 's/^ *interface *= *//p' "$conf" | head -n 1)
[[ $AP_IF == wlan0 ]] || ip link set wlan0 name "$AP_IF"
start_hostapd_net "$conf"
wait_until 5 device_listens || fail "it does not listen: $(hncli status)"
say "no group, nothing beacons; the device listens: $(hncli status | grep p2p_state)"
start_phone phone 1
us=$(address_of 0)
phone=$(p2p_device phone 1)
finds_us phone 1
grep -o "P2P-DEVICE-FOUND $us.*" "$LOGS/phone.log" | head -n 1 | cut -c1-150 | said_by phone
say "the phone's owner taps our name: wpa_cli p2p_connect $us pbc"
wpa phone wlan1 p2p_connect "$us" pbc go_intent=1 >/dev/null
wait_for "$HN_LOG" "P2P-GO-NEG-REQUEST $phone" 15
grep -o 'P2P-GO-NEG-REQUEST.*' "$HN_LOG" | said_by hostapd-net
say "and ours says yes: hostapd-net-cli wps_pbc"
hncli wps_pbc >/dev/null
p2p_joined phone
wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 10
grep -oE "P2P-(GO-NEG-SUCCESS|GROUP-FORMATION|GROUP-STARTED).*|$AP_IF: AP-STA-CONNECTED.*" "$HN_LOG" | said_by hostapd-net
demo_ping phone wlan1
demo_timeline
wpa phone wlan1 p2p_group_remove wlan1 >/dev/null
idle=$(sed -n 's/^ *p2p_group_idle *= *//p' "$conf")
say "the phone leaves; after $idle s (p2p_group_idle) the group is over"
wait_for "$HN_LOG" 'P2P-GROUP-REMOVED .*reason=IDLE' $((idle + 10))
grep -o 'P2P-GROUP-REMOVED.*' "$HN_LOG" | said_by hostapd-net
no_group_left phone 1
say "and the device listens again"
