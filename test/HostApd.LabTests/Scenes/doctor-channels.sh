# scene: --doctor goes to a channel and back also where the driver, not mac80211, moves the radio
# radios: 1
# channels: 2
# needs: hostapd-net
# timeout: 120
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

hostapd-net --doctor wlan0 >"$LOGS/doctor.txt" || { cat "$LOGS/doctor.txt"; fail "--doctor ended with $?"; }
expect_count "$LOGS/doctor.txt" 'can be found while it has no group: yes \(tried: remained on 2437 MHz; up to 1000 ms at a time\)' 1
[[ $(interface_type wlan0) == managed && $(<"/sys/class/net/wlan0/operstate") == down ]] || fail "wlan0 is not given back as it was found"
expect_count "$LOGS/doctor.txt" 'beside a station .*a group on one of 2 channels' 1
pass "a radio on two channels"

# Whoever uses it is left alone.
ip link set wlan0 up
hostapd-net --doctor wlan0 >"$LOGS/doctor.txt"
expect_count "$LOGS/doctor.txt" 'no group: not tried \(wlan0 is up, and may be in use' 1
[[ $(interface_type wlan0) == managed ]] || fail "wlan0 was touched"
pass "an interface that is up"
