# scene: orders in any order, ten at a time, with two stations: nothing is stuck afterwards, no fault is told, and memory stays
# radios: 4
# needs: hostapd-net
# timeout: 600
# run: all
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# arguments: SEQUENCES SEED; scripts/lab/run.sh --timeout 3600 orders -- 200 1
for n in 1 2; do
    sta_netns "sta$n" $n
    write_client "$LOGS/sta$n.conf" $PASSPHRASE
    sed -i 's/scan_freq=.*/scan_freq=2412 2437 2462/' "$LOGS/sta$n.conf"
done
write_hostapd_conf "$LOGS/ap.conf"
printf '%s\n' interface=wlan0_1 driver=nl80211 hw_mode=g channel=6 ssid=second ctrl_interface=/var/run/hostapd >"$LOGS/second.conf"
printf '%s\n' interface=wlan3 driver=nl80211 hw_mode=g channel=6 ssid=third ctrl_interface=/var/run/hostapd >"$LOGS/third.conf"
mkdir -p /run/x
HOSTAPD_NET_FLAGS=-t start_hostapd_net "$LOGS/ap.conf" -g /run/x/global
for n in 1 2; do
    # A log at its lowest level: this goes on for long.
    ip netns exec "sta$n" wpa_supplicant -qq -Dnl80211 -i "wlan$n" -c "$LOGS/sta$n.conf" &
done
python3 "$(dirname "${BASH_SOURCE[0]}")/orders.py" /run/x/global "$HN_PID" "$LOGS" "${1:-10}" "${2:-1}" || fail "the orders ended with $?"
expect_none "$HN_LOG" 'a fault of ours' 'an exception'
stop_hostapd_net
pass 'both stations are in after every sequence'
