# scene: a server ends a session: reason 2, a record of it, and the whole way back in; other terms count at once; what is stale, forged or meant for another does nothing
# radios: 2
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

make_radius
radius_server one 18120 18130
detail=$(radius_detail one)
write_radius_ini "$LOGS/ap.ini" 18120 18130 radius.radius_das_port=3799 "radius.radius_das_client=127.0.0.1 $RADIUS_SECRET"
start_hostapd_net "$LOGS/ap.ini"
ap_address
sta_netns sta1 1
station=$(address_of 1)
hcli status | grep -qx 'radius_das_port=3799' || fail "STATUS names no port: $(hcli status | grep radius_das)"

# asks disconnect|coa SECRET SECONDS [attribute…]: what a server wants of radio 1's session, by a clock so far from ours; prints what it hears.
asks() {
    local all="Calling-Station-Id=\"${station//:/-}\",Event-Timestamp=$(($(date +%s) + $3)),Message-Authenticator=0x00" more
    for more in "${@:4}"; do all+=",$more"; done
    printf '%s\n' "$all" | radclient -x -r 1 -t 3 127.0.0.1:3799 "$1" "$2" 2>&1 || true
}

# expect_silence WHY TEXT ANSWER: the server heard nothing, and our log says why.
expect_silence() {
    ! grep -q 'Received' <<<"$3" || fail "$1: $3"
    wait_for "$HN_LOG" "a request of 127.0.0.1:[0-9]+ is dropped: $2" 5
    pass "$1: silence"
}

# eap_joins N: so often it came in by the server's word.
eap_joins() { wait_for "$LOGS/sta1.log" 'CTRL-EVENT-EAP-SUCCESS' 20 "$1" && expect_count "$LOGS/sta1.log" 'CTRL-EVENT-EAP-SUCCESS' "$1"; }

try_enterprise sta1 1 PEAP alice secret-a
connected sta1 20
expect_ping sta1 $AP_ADDRESS 3
expect_silence "another secret" 'its authenticator is wrong' "$(asks disconnect another-than-ours 0)"
expect_silence "an hour behind" 'its Event-Timestamp is further from our time' "$(asks disconnect "$RADIUS_SECRET" -3600)"
answer=$(asks disconnect "$RADIUS_SECRET" 0 'NAS-Identifier="another"')
grep -q 'Received Disconnect-NAK' <<<"$answer" || fail "another access point's name: $answer"
answer=$(asks disconnect "$RADIUS_SECRET" 0 'User-Name="bob"')
grep -q 'Received Disconnect-NAK' <<<"$answer" || fail "another user's name: $answer"
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED' "it was sent away"
expect_ping sta1 $AP_ADDRESS 3
pass "who is meant for another access point or user is told no"

wpa sta1 wlan1 disconnect >/dev/null
wait_for "$HN_LOG" "AP-STA-DISCONNECTED $station" 5
wpa sta1 wlan1 reconnect >/dev/null
connected sta1 20 2
eap_joins 1
pass "by itself it comes back with its key"

user=$(sed -n 's/^\tUser-Name = "\(.*\)"$/\1/p' "$detail" | tail -1)
[[ -n $user ]] || fail "the records name no user"
answer=$(asks disconnect "$RADIUS_SECRET" 0 'NAS-Identifier="lab"' "User-Name=\"$user\"" 'Proxy-State=0x0102')
grep -q 'Received Disconnect-ACK' <<<"$answer" || fail "Disconnect: $answer"
grep -q 'Proxy-State = 0x0102' <<<"$answer" || fail "its Proxy-State does not come back: $answer"
wait_for "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED .*reason=2( |$)' 5
wait_for "$detail" 'Acct-Terminate-Cause = Admin-Reset' 10
connected sta1 20 3
eap_joins 2
expect_ping sta1 $AP_ADDRESS 3
pass "a server ends the session of $user; the record says so, and the way back in is the whole one"

answer=$(asks coa "$RADIUS_SECRET" 0 'Session-Timeout=6')
grep -q 'Received CoA-ACK' <<<"$answer" || fail "CoA: $answer"
expect_ping sta1 $AP_ADDRESS 3
wait_for "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED .*reason=2( |$)' 10 2
wait_for "$HN_LOG" "STA $station IEEE 802.1X: session timeout" 5
wait_for "$detail" 'Acct-Terminate-Cause = Session-Timeout' 10
connected sta1 20 4
eap_joins 3
pass "a time that is set while the session goes on ends it"
answer=$(asks coa "$RADIUS_SECRET" 0 'Filter-Id="x"')
grep -q 'Received CoA-NAK' <<<"$answer" || fail "Filter-Id: $answer"
pass "what cannot be changed is told no"

gone=$(matches "$HN_LOG" "AP-STA-DISCONNECTED $station")
wpa sta1 wlan1 disconnect >/dev/null
wait_for "$HN_LOG" "AP-STA-DISCONNECTED $station" 5 $((gone + 1))
answer=$(asks disconnect "$RADIUS_SECRET" 0)
grep -q 'Received Disconnect-ACK' <<<"$answer" || fail "Disconnect of who is gone: $answer"
wait_for "$HN_LOG" "STA $station RADIUS: its key of before is taken back by 127.0.0.1" 5
answer=$(asks disconnect "$RADIUS_SECRET" 0)
grep -q 'Received Disconnect-NAK' <<<"$answer" || fail "Disconnect of nobody: $answer"
wpa sta1 wlan1 reconnect >/dev/null
connected sta1 20 5
eap_joins 4
pass "who is gone loses the key to come back with"

hostapd_cli -p /run/hostapd -i $AP_IF mib >"$LOGS/mib.txt"
for line in DisconUserSessRemoved=2 CoAUserSessChanged=1 Naks=4 BadAuthenticators=1 PacketsDropped=1; do
    grep -qx "radiusDynAuthServ$line" "$LOGS/mib.txt" || fail "MIB has no $line: $(grep radiusDynAuth "$LOGS/mib.txt")"
done
stop_hostapd_net
expect_count "$detail" 'Acct-Status-Type = Stop' 5
pass "each is counted, and five sessions have ended in the records"
