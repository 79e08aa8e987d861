# scene: a station that moves to another BSS of the daemon leaves the first at once; made BSSes have addresses of their own
# radios: 2
# needs: hostapd-net
# timeout: 120
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# The second's address is given, and is the one that the third would have.
load_module bridge
given=02:00:00:00:00:01
write_hostapd_conf "$LOGS/ap.conf" bridge=br0
for bss in wlan0_1 wlan0_2; do
    printf '%s\n' "bss=$bss" "ssid=$SSID" bridge=br0 wpa=2 wpa_key_mgmt=WPA-PSK rsn_pairwise=CCMP "wpa_passphrase=$PASSPHRASE"
    [[ $bss != wlan0_1 ]] || echo "bssid=$given"
done >>"$LOGS/ap.conf"
start_hostapd_net "$LOGS/ap.conf"
wait_for "$HN_LOG" 'wlan0_2: AP-ENABLED' 10
address() { cat "/sys/class/net/$1/address"; }
[[ $(address wlan0) == 02:00:00:00:00:00 && $(address wlan0_1) == "$given" && $(address wlan0_2) == 02:00:00:00:00:02 ]] ||
    fail "addresses: $(address wlan0) $(address wlan0_1) $(address wlan0_2)"
pass "the third BSS avoids the address that the second was given"

ip address add $AP_ADDRESS/24 dev br0
ip link set br0 up
sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE "bssid_hint=02:00:00:00:00:00"
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
expect_ping sta1 $AP_ADDRESS 2
list() { hostapd_cli -i "$1" list_sta; }
station=$(address_of 1)
here=none
for bss in wlan0 wlan0_1 wlan0_2; do
    [[ $(list "$bss") != "$station" ]] || here=$bss
done
[[ $here != none ]] || fail "the station is nowhere"

# There and back again, and each time it is in one place when it is said to be connected.
for next in wlan0_1 wlan0_2 wlan0; do
    [[ $next != "$here" ]] || continue
    before=$(wc -l <"$HN_LOG")
    wpa sta1 wlan1 roam "$(address $next)" >"$LOGS/roam.txt"
    moved() {
        tail -n +$((before + 1)) "$HN_LOG" >"$LOGS/move.txt"
        grep -q "$next: AP-STA-CONNECTED $station" "$LOGS/move.txt"
    }
    wait_until 10 moved || fail "no move to $next: $(cat "$LOGS/roam.txt")"
    in_order "$LOGS/move.txt" "$here: STA $station IEEE 802.11: has moved to another BSS" "$here: AP-STA-DISCONNECTED $station" "$next: AP-STA-CONNECTED $station"
    [[ -z $(list $here) ]] || fail "$here still lists the station"
    [[ $(list $next) == "$station" ]] || fail "$next does not list the station"
    expect_ping sta1 $AP_ADDRESS 2
    here=$next
done
pass "it moved from BSS to BSS, and was in one at a time"
stop_hostapd_net
