# scene: 40 MHz in 2.4 GHz rest while a client reports a neighbour that they disturb, and while one is in that tolerates none; then they return
# radios: 4
# needs: hostapd-net
# run: all
# timeout: 240
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

load_module bridge
write_hostapd_conf "$LOGS/ap.conf" channel=6 'ht_capab=[HT40+][SHORT-GI-40]' obss_interval=3 bridge=br0
printf '%s\n' bss=wlan0_1 ssid=second bridge=br0 wpa=2 wpa_key_mgmt=WPA-PSK rsn_pairwise=CCMP "wpa_passphrase=$PASSPHRASE" >>"$LOGS/ap.conf"
start_hostapd_net "$LOGS/ap.conf"
wait_for "$HN_LOG" 'wlan0_1: AP-ENABLED' 10
ip address add $AP_ADDRESS/24 dev br0
ip link set br0 up

is_wide() { # WIDTH: kernel and STATUS of both networks say so
    local bss
    for bss in wlan0 wlan0_1; do
        iw dev $bss info | grep -q "width: $1 MHz" || return 1
        hostapd_cli -i $bss status | grep -qx "secondary_channel=$(($1 / 40))" || return 1
    done
}
heard_by() { wpa "sta$1" "wlan$1" signal_poll | sed -n 's/^WIDTH=//p'; }
client_is_wide() { [[ $(heard_by "$1") == "$2 MHz" ]]; }

is_wide 40 || fail "it does not begin with 40 MHz"
sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
expect_ping sta1 $AP_ADDRESS 2
wait_until 5 client_is_wide 1 40
pass "the client uses 40 MHz"

say "a neighbour of old on channel 8"
write_hostapd_conf "$LOGS/neighbour.conf" interface=wlan2 ssid=next-door channel=8 ieee80211n=0
hostapd -dt "$LOGS/neighbour.conf" >"$LOGS/neighbour.log" 2>&1 &
neighbour=$!
wait_for "$LOGS/neighbour.log" 'AP-ENABLED' 15
# Every ten seconds is the most that it looks.
wait_for "$HN_LOG" "20 MHz instead of 40: STA $(address_of 1) hears a network on channel 8" 40
wait_until 5 is_wide 20
wait_until 5 client_is_wide 1 20
expect_ping sta1 $AP_ADDRESS 2
hcli status | grep -q '^ht40_coexistence=narrowed STA .* hears a network on channel 8' || fail "STATUS does not say why"
expect_count "$LOGS/sta1.log" 'CTRL-EVENT-CONNECTED' 1
pass "both networks use 20 MHz, and the client has stayed: $(hcli status | grep ht40_coexistence)"

say "it is gone"
kill $neighbour
wait $neighbour || true
wpa sta1 wlan1 bss_flush 0 >/dev/null
wait_for "$HN_LOG" '40 MHz again' 60
wait_until 5 is_wide 40
wait_until 5 client_is_wide 1 40
expect_ping sta1 $AP_ADDRESS 2
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED' "the client was lost on the way"
pass "40 MHz again, and the client has stayed"

say "a client that tolerates none"
sta_netns sta3 3
write_client "$LOGS/sta3.conf" $PASSPHRASE ht40_intolerant=1
start_wpa_supplicant sta3 wlan3 "$LOGS/sta3.conf"
connected sta3
wait_until 5 is_wide 20
hcli status >"$LOGS/status.txt"
grep -qx 'num_sta_ht40_intolerant=1' "$LOGS/status.txt" && grep -q '^ht40_coexistence=narrowed a station that is in' "$LOGS/status.txt" || { cat "$LOGS/status.txt"; fail "STATUS does not count it"; }
expect_ping sta1 $AP_ADDRESS 2
expect_ping sta3 $AP_ADDRESS 3
stop_client sta3 wlan3
wait_for "$HN_LOG" '40 MHz again' 60 2
wait_until 5 is_wide 40
pass "while it was in they rested"
stop_hostapd_net
