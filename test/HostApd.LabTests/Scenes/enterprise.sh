# scene: WPA-Enterprise: PEAP, TTLS and TLS come in with FreeRADIUS, by both AKMs; wrong passwords and strangers stay out before any handshake
# radios: 2
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

make_radius
radius_server one 18120 18130
write_radius_ini "$LOGS/ap.ini" 18120 18130
start_hostapd_net "$LOGS/ap.ini"
ap_address
sta_netns sta1 1

# comes_in AKM METHOD USER PASSWORD [line…]: AKM as wpa_cli calls it.
joins=0
comes_in() {
    try_enterprise sta1 1 "${@:2}"
    connected sta1 20
    joins=$((joins + 1))
    wait_for "$HN_LOG" "AP-STA-CONNECTED $(address_of 1)" 5 $joins
    wpa sta1 wlan1 status >"$LOGS/status.txt"
    grep -q "^key_mgmt=$1\$" "$LOGS/status.txt" || fail "the AKM is another: $(grep key_mgmt "$LOGS/status.txt")"
    expect_ping sta1 $AP_ADDRESS 3
    hncli timeline "$(address_of 1)" >"$LOGS/timeline.txt"
    grep -q '^EAP ' "$LOGS/timeline.txt" && grep -q '  server  frames ' "$LOGS/timeline.txt" || fail "no word of the server: $(cat "$LOGS/timeline.txt")"
    pass "$2 as $3, $1: $(join_milliseconds sta1) ms from authentication; $(sed -n 's/^\(EAP\) */\1 /p' "$LOGS/timeline.txt" | cut -d'|' -f1 | xargs)"
}
comes_in 'WPA2/IEEE 802.1X/EAP' PEAP alice secret-a
stop_client sta1 wlan1
comes_in 'WPA2/IEEE 802.1X/EAP' TTLS bob secret-b
stop_client sta1 wlan1
comes_in 'WPA2/IEEE 802.1X/EAP' TLS user@test -
stop_client sta1 wlan1
comes_in 'WPA2-EAP-SHA256' PEAP alice secret-a key_mgmt=WPA-EAP-SHA256 ieee80211w=2
wpa sta1 wlan1 disconnect >/dev/null
wait_for "$HN_LOG" "AP-STA-DISCONNECTED $(address_of 1)" 5 $joins
wpa sta1 wlan1 reconnect >/dev/null
connected sta1 20 2
joins=$((joins + 1))
expect_count "$LOGS/sta1.log" 'CTRL-EVENT-EAP-SUCCESS' 1
expect_ping sta1 $AP_ADDRESS 3
pass "it comes back with its key, and the server is not asked"
stop_client sta1 wlan1

# stays_out WHY METHOD USER PASSWORD
stays_out() {
    try_enterprise sta1 1 "${@:2}"
    wait_for "$LOGS/sta1.log" 'CTRL-EVENT-EAP-FAILURE' 20
    wait_for "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED .*reason=23' 10
    expect_none "$LOGS/sta1.log" 'RX message 1 of 4-Way' "$1: a handshake began"
    expect_count "$HN_LOG" 'AP-STA-CONNECTED' $joins
    hncli timeline "$(address_of 1)" | grep -q '^verdict: server: said no to the client' || fail "$1: $(hncli timeline "$(address_of 1)" | grep verdict)"
    stop_client sta1 wlan1
    pass "$1 stays out: reason 23, no handshake, by the server's word"
}
stays_out "a wrong password" PEAP alice secret-b
stays_out "an unknown user" TTLS nobody secret-a
stays_out "a user who is refused" PEAP mallory secret-a

detail=$(radius_detail one)
wait_for "$detail" 'Acct-Status-Type = Stop' 10 $joins
expect_count "$detail" 'Acct-Status-Type = Start' $joins
expect_count "$detail" 'Acct-Status-Type = Stop' $joins
expect_none "$detail" 'User-Name = "(nobody|mallory)"' "who stayed out has a session"
grep -q 'Class = 0x616c696365' "$detail" || fail "the Class of alice's Access-Accept is in no record"
stop_hostapd_net
wait_for "$detail" 'Acct-Status-Type = Accounting-Off' 5
pass "$joins sessions have begun and ended in the server's records"
