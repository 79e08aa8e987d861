# scene: the interface's place in bridges: found, made, moved, followed and given back; what a bridge learns of stations goes with them
# radios: 3
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"
load_module bridge
load_module veth

master() { basename "$(readlink "/sys/class/net/${1:-wlan0}/master" || echo /none)"; }
status() { hcli raw STATUS-DRIVER >"$LOGS/status.txt"; sed -n "s/^$1=//p" "$LOGS/status.txt"; }
# is_in BRIDGE: the kernel says so, and the daemon, too.
is_in() { [[ $(master) == "$1" && $(status brname) == "${1#none}" ]]; }
learnt() { bridge fdb show br "$1" | grep -q "^$2 dev wlan0 .*master $1"; }
bridge_of_ours() { ip link add "$1" type bridge && ip link set "$1" up && ip address add "$AP_ADDRESS/24" dev "$1"; }
# come NETNS: its client starts, and is in; again NETNS: one that runs goes off and comes back.
come() {
    local times
    times=$(matches "$LOGS/$1.log" CTRL-EVENT-CONNECTED)
    start_wpa_supplicant "$1" "wlan${1#sta}" "$LOGS/$1.conf"
    connected "$1" 15 $((times + 1))
}
again() {
    local times
    times=$(matches "$LOGS/$1.log" CTRL-EVENT-CONNECTED)
    wpa "$1" "wlan${1#sta}" disconnect >/dev/null
    wait_until 5 no_station "$(address_of "${1#sta}")"
    wpa "$1" "wlan${1#sta}" reconnect >/dev/null
    connected "$1" 15 $((times + 1))
}
for n in 1 2; do
    sta_netns "sta$n" $n
    write_client "$LOGS/sta$n.conf" $PASSPHRASE
done

for transport in auto packet; do
    say "EAPOL: $transport"
    write_ini "$LOGS/$transport.ini" radio.eapol_transport=$transport
    write_ini "$LOGS/$transport-br0.ini" radio.eapol_transport=$transport bss.bridge=br0

    # ---- found: no bridge= at all ------------------------------------------------------------------------------
    bridge_of_ours br1
    iw dev wlan0 set type __ap
    ip link set wlan0 master br1
    start_hostapd_net "$LOGS/$transport.ini"
    is_in br1 || fail "found in br1: $(master), and brname=$(status brname)"
    expect_none "$LOGS/status.txt" '^added_' "what was found is not ours"
    come sta1
    come sta2
    expect_ping sta1 $AP_ADDRESS 2
    expect_ping sta1 10.0.0.12 2
    pass "found in a bridge, it stays there, and stations come in"

    # ---- what the bridge has learnt of them --------------------------------------------------------------------
    for n in 1 2; do learnt br1 "$(address_of $n)" || fail "the bridge does not know sta$n: $(bridge fdb show br br1)"; done
    wpa sta2 wlan2 disconnect >/dev/null
    wait_until 5 no_station "$(address_of 2)"
    ! learnt br1 "$(address_of 2)" || fail "the bridge still looks for sta2 here"
    learnt br1 "$(address_of 1)" || fail "sta1 is here, and the bridge has forgotten it"
    pass "the bridge names both that talked, and not the one that left"

    # ---- followed: taken out and put into another --------------------------------------------------------------
    ip link set wlan0 nomaster
    wait_until 5 is_in none || fail "taken out: $(master), and brname=$(status brname)"
    ip link add br2 type bridge
    ip link set br2 up
    ip address del "$AP_ADDRESS/24" dev br1
    ip address add "$AP_ADDRESS/24" dev br2
    ip link set wlan0 master br2
    wait_until 5 is_in br2 || fail "put into br2: brname=$(status brname)"
    again sta1
    expect_ping sta1 $AP_ADDRESS 2
    # This kernel renames what is down.
    ip link set br2 down
    ip link set br2 name br3
    ip link set br3 up
    wait_until 5 is_in br3 || fail "renamed: brname=$(status brname)"
    pass "moved while it runs, it is followed, and stations come in through the new bridge"
    for n in 1 2; do stop_client "sta$n" "wlan$n"; done
    stop_hostapd_net
    [[ $(master) == br3 ]] || fail "the end took it out of the bridge that somebody put it into"
    pass "the end leaves it where somebody put it"
    ip link del br3
    ip address add "$AP_ADDRESS/24" dev br1

    # ---- made, moved out of another, given back ------------------------------------------------------------------
    ip link set wlan0 master br1
    start_hostapd_net "$LOGS/$transport-br0.ini"
    is_in br0 || fail "moved: $(master), and brname=$(status brname)"
    [[ $(grep -A 2 '^beacon_set=1' "$LOGS/status.txt" | xargs) == "beacon_set=1 added_if_into_bridge=1 added_bridge=1" ]] ||
        fail "the status says $(xargs <"$LOGS/status.txt")"
    ip address del "$AP_ADDRESS/24" dev br1
    ip address add "$AP_ADDRESS/24" dev br0
    come sta1
    expect_ping sta1 $AP_ADDRESS 2
    stop_client sta1 wlan1
    stop_hostapd_net
    [[ $(master) == br1 && ! -e /sys/class/net/br0 ]] || fail "not given back to br1, or br0 is still there: $(master)"
    pass "moved into a bridge that was made, and both undone"

    # ---- a bridge that is there, and somebody takes it out of it -------------------------------------------------
    ip link set wlan0 nomaster
    ip link add br0 type bridge
    start_hostapd_net "$LOGS/$transport-br0.ini"
    is_in br0 || fail "put in: $(master), and brname=$(status brname)"
    [[ $(status added_if_into_bridge)/$(status added_bridge) == 1/ ]] || fail "the status says $(xargs <"$LOGS/status.txt")"
    ip link set wlan0 master br1
    stop_hostapd_net
    [[ $(master) == br1 && -e /sys/class/net/br0 ]] || fail "somebody's doing was undone: $(master)"
    pass "what somebody else did last stays"
    for name in br0 br1; do ip link del "$name"; done
done

# ---- a second BSS in a bridge that is there -------------------------------------------------------------------------
start_second() {
    write_hostapd_conf "$LOGS/two.conf" bridge=br0 "bss=wlan0_1" ssid=second bridge=br1 wpa=2 wpa_key_mgmt=WPA-PSK rsn_pairwise=CCMP \
        "wpa_passphrase=$PASSPHRASE"
    start_hostapd_net "$LOGS/two.conf" --testing
    wait_for "$HN_LOG" 'wlan0_1: AP-ENABLED' 10
}
bridge_of_ours br1
ip link add br1-inside type veth peer name outside
ip link set br1-inside master br1
start_second
[[ $(master) == br0 && $(master wlan0_1) == br1 ]] || fail "the second BSS is in $(master wlan0_1)"
hostapd_cli -i wlan0_1 raw STATUS-DRIVER >"$LOGS/second.txt"
[[ $(grep -E '^(brname|added)' "$LOGS/second.txt" | xargs) == "brname=br1 added_if_into_bridge=1" ]] || fail "its status says $(xargs <"$LOGS/second.txt")"
sed -i 's/ssid=".*"/ssid="second"/' "$LOGS/sta1.conf"
come sta1
expect_ping sta1 $AP_ADDRESS 2
pass "a second BSS in a bridge that is there"

# ---- data tests through bridges: the one that is named, and the one that it is in ------------------------------------
ok() { [[ $(hostapd_cli -i "$1" raw "${*:2}" | tail -n 1) == OK ]] || fail "$*"; }
for where in "" " ifname=br1"; do
    hostapd-net-cli -i wlan0_1 events 'DATA-TEST-RX*' >"$LOGS/events.txt" &
    listener=$!
    # Its socket is there before it asks for the events; what follows takes longer than that.
    wait_until 5 compgen -G "/tmp/hostapd_net_*$listener*"
    ok wlan0_1 "DATA_TEST_CONFIG 1$where"
    ip netns exec sta1 python3 - "$(cat /sys/class/net/br1/address)" <<'PY'
import socket, struct, sys
def mac(text): return bytes(int(x, 16) for x in text.split(':'))
payload = bytes(range(80))
head = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 100, 0, 0, 64, 1, 0, bytes([192, 168, 1, 1]), bytes([192, 168, 1, 2]))
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(('wlan1', 0))
s.send(mac(sys.argv[1]) + mac(open('/sys/class/net/wlan1/address').read().strip()) + b'\x08\x00' + head + payload)
PY
    wait_for "$LOGS/events.txt" "DATA-TEST-RX $(cat /sys/class/net/br1/address) $(address_of 1) len=100" 5
    ok wlan0_1 "DATA_TEST_CONFIG 0"
    kill $listener
    wait $listener 2>/dev/null || true
done
pass "data tests hear what comes through the bridge"
stop_client sta1 wlan1
stop_hostapd_net
[[ ! -e /sys/class/net/br0 && -e /sys/class/net/br1 ]] || fail "the made bridge is to go, the found one to stay"
pass "the bridge that was made went, the one that was found stays"
# The next scene has this address elsewhere.
ip link del br1-inside
ip link del br1
