# scene: Debian's hostapd asks FreeRADIUS about Debian's wpa_supplicant by PEAP, TTLS and TLS, and keeps account: the lab itself works
# radios: 2
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

make_radius
radius_server one 18120 18130
say "FreeRADIUS by itself"
status=$(echo Message-Authenticator=0x00 | radclient -x -r 1 127.0.0.1:18120 status "$RADIUS_SECRET" 2>&1)
grep -q 'Received Access-Accept' <<<"$status" || fail "Status-Server: $status"
pass "it answers Status-Server"
write_enterprise_client "$LOGS/eapol.conf" TTLS alice secret-a
eapol_test -c "$LOGS/eapol.conf" -a 127.0.0.1 -p 18120 -s "$RADIUS_SECRET" -M "$(address_of 1)" -t 20 >"$LOGS/eapol.log" 2>&1 || fail "eapol_test is refused"
pass "it lets eapol_test in"

write_radius_conf "$LOGS/hostapd.conf" 18120 18130 radius_das_port=3799 "radius_das_client=127.0.0.1 $RADIUS_SECRET"
start_hostapd "$LOGS/hostapd.conf"
ap_address
sta_netns sta1 1
for try in 'PEAP alice secret-a' 'TTLS bob secret-b' 'TLS user@test -'; do
    read -r method user password <<<"$try"
    try_enterprise sta1 1 "$method" "$user" "$password"
    connected sta1 20
    pass "$method: $(join_milliseconds sta1) ms from authentication"
    [[ $method == TLS ]] || stop_client sta1 wlan1
done
expect_ping sta1 $AP_ADDRESS 3
# It comes back at once: what is counted is what was before.
wait_for "$(radius_detail one)" 'Acct-Status-Type = Start' 10 3
expect_count "$(radius_detail one)" 'Acct-Status-Type = Stop' 2
pass "three sessions are in the server's records, two of them with their ends"
answer=$(disconnect_by_radius 1)
grep -q 'Received Disconnect-ACK' <<<"$answer" || fail "the server's Disconnect: $answer"
wait_for "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED' 5
wait_for "$(radius_detail one)" 'Acct-Status-Type = Stop' 10 3
pass "a server ends the session"
stop_client sta1 wlan1

try_enterprise sta1 1 PEAP alice secret-b
wait_for "$LOGS/sta1.log" 'CTRL-EVENT-EAP-FAILURE' 20
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-CONNECTED' "a wrong password came in"
pass "a wrong password stays out"
