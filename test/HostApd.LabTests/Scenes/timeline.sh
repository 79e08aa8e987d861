# scene: the timelines of a push button join and of a P2P join, for the host to compare with the air
# radios: 3
# needs: hostapd-net
# capture: yes
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# keep NAME ADDRESS: the client's join as a table for people, frame by frame for the host, and as a picture.
keep() {
    hncli timeline "$2" --frames --svg "$LOGS/$1.svg" >"$LOGS/$1.txt" || fail "no timeline of the join"
    hncli raw "TIMELINE $2 lines" >"$LOGS/$1.lines"
    hncli timeline "$2" --json >"$LOGS/$1.json"
    cat "$LOGS/$1.txt"
    grep -q '^join .*: connected after' "$LOGS/$1.txt" || fail "the timeline says not connected"
    grep -q '"cause":"clean"' "$LOGS/$1.json" || say "the verdict is not clean: $(grep -o '"cause":"[^"]*"' "$LOGS/$1.json" | head -n 1)"
    grep -q '</svg>' "$LOGS/$1.svg" || fail "no picture"
}

write_wps_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
start_wps_client sta1 1
hncli wps_pbc | grep -q OK || fail "WPS_PBC refused"
wpa sta1 wlan1 wps_pbc >/dev/null
wps_succeeded sta1
handshaken 1
keep wps "$(address_of 1)"
[[ $(hncli raw TIMELINE | wc -l) -eq 1 ]] || fail "one join, but the list has $(hncli raw TIMELINE | wc -l)"
hncli timeline 02:00:00:00:77:00 && fail "a join of a stranger"
stop_client sta1 wlan1
stop_hostapd_net

write_go_ini "$LOGS/go.ini"
start_hostapd_net "$LOGS/go.ini"
start_p2p_client client 2
hncli wps_pbc | grep -q OK || fail "WPS_PBC refused"
wpa client wlan2 p2p_connect "$(address_of 0)" pbc join freq=2437 >/dev/null
p2p_joined client
handshaken 2
keep p2p "$(address_of 2)"
grep -q 'P2P device 42:00:00:00:02:00' "$LOGS/p2p.txt" || fail "device and interface address are not one join"
in_order "$LOGS/p2p.txt" 'provision-discovery-request' 'provision-discovery-response' 'M1$' 'M8$' 'eap-failure' \
    '1/4' '4/4' 'authorized'
nap 0.3
