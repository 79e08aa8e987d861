# scene: stations in networks of their own by the word of FreeRADIUS and of a list: data and broadcasts apart, tagged on a trunk; a bad number comes nowhere
# radios: 4
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"
make_trunk 10 20

make_radius
user() { printf '%s Cleartext-Password := "%s"\n\tTunnel-Type = VLAN, Tunnel-Medium-Type = IEEE-802, Tunnel-Private-Group-Id = "%s"\n' "$@"; }
{ user ten secret-10 10; user twenty secret-20 20; user bad secret-bad guests; user far secret-far 4000; printf 'nowhere Cleartext-Password := "secret-no"\n'; } >>"$RADIUS/users"
radius_server one 18120 18130
for n in 1 2 3; do sta_netns "sta$n" $n; done
printf '%s\n' '10 wlan0.10' '20 guests br-guests' >"$LOGS/vlans"
write_radius_ini "$LOGS/ap.ini" 18120 18130 vlan.dynamic_vlan=1 "vlan.vlan_file=$LOGS/vlans" vlan.vlan_tagged_interface=trunk0
start_hostapd_net "$LOGS/ap.ini"
ap_address
is_ap_vlan() { [[ $(interface_type "$1") == AP/VLAN ]]; }
wait_until 5 is_ap_vlan wlan0.10 || fail "wlan0.10 is $(interface_type wlan0.10)"
is_ap_vlan guests || fail "guests is $(interface_type guests)"
pass "what the file names is there before anybody comes"

try_enterprise sta1 1 PEAP ten secret-10
connected sta1 20
try_enterprise sta2 2 PEAP twenty secret-20
connected sta2 20
try_enterprise sta3 3 TTLS nowhere secret-no
connected sta3 20
for n in 1 2; do
    wait_for "$HN_LOG" "AP-STA-CONNECTED $(address_of $n).* vlanid=${n}0" 5
    hcli sta "$(address_of $n)" | grep -qx "vlan_id=${n}0" || fail "STA says $(hcli sta "$(address_of $n)" | grep vlan_id)"
done
bridge link show dev vlan10 | grep -q 'master brtrunk0.10' || fail "the link of VLAN 10: $(bridge link show)"
bridge link show dev guests | grep -q 'master br-guests' || fail "the interface of VLAN 20: $(bridge link show)"

expect_ping sta1 10.0.0.110 3
expect_ping sta2 10.0.0.120 3
expect_ping sta3 $AP_ADDRESS 3
no_ping sta1 10.0.0.120
no_ping sta1 10.0.0.12
no_ping sta2 10.0.0.110
no_ping sta1 $AP_ADDRESS
no_ping sta3 10.0.0.11

# A broadcast of host10 asks for an address that nobody has: sta1 hears it, and the others, who hear the same radio, do not.
for n in 1 2 3; do
    ip netns exec "sta$n" timeout 6 dumpcap -q -i "wlan$n" -f 'arp host 10.0.0.77' -w "$LOGS/heard$n.pcapng" >/dev/null 2>&1 &
done
nap 2
ip netns exec host10 ping -n -c 2 -W 1 10.0.0.77 >/dev/null 2>&1 || true
nap 5
heard() { tshark -r "$LOGS/heard$1.pcapng" -Y 'arp.dst.proto_ipv4 == 10.0.0.77' 2>/dev/null | grep -c . || true; }
[[ $(heard 1) -gt 0 ]] || fail "sta1 does not hear a broadcast of its network"
[[ $(heard 2) -eq 0 && $(heard 3) -eq 0 ]] || fail "a broadcast of VLAN 10 is heard by $(heard 2) and $(heard 3)"
pass "broadcasts stay in their network"

for key in 1 2 3; do
    hcli raw REKEY_GTK | grep -q OK || fail "REKEY_GTK $key"
    nap 1
done
expect_ping sta1 10.0.0.110 3
expect_ping sta2 10.0.0.120 3
pass "another group key, three times, in each network"

for n in 1 2 3; do stop_client "sta$n" "wlan$n"; done
for refused in 'bad secret-bad' 'far secret-far'; do
    read -r user password <<<"$refused"
    try_enterprise sta1 1 PEAP "$user" "$password"
    wait_for "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED .* reason=23' 20
    expect_none "$LOGS/sta1.log" 'CTRL-EVENT-CONNECTED' "$user came in"
    stop_client sta1 wlan1
    pass "$user is let in by the server and comes nowhere: $(grep -o 'refused: .*' "$HN_LOG" | tail -1)"
done
stop_hostapd_net
for gone in wlan0.10 guests vlan10 vlan20 brtrunk0.10 br-guests; do
    [[ ! -e /sys/class/net/$gone ]] || fail "$gone is still there"
done
pass "nothing of it is left"

: >"$HN_LOG"
printf '%s\n' "$(address_of 1) 10" "$(address_of 2)" >"$LOGS/accept"
write_ini "$LOGS/list.ini" vlan.dynamic_vlan=2 vlan.vlan_tagged_interface=trunk0 vlan.vlan_naming=1 bss.macaddr_acl=1 "bss.accept_mac_file=$LOGS/accept"
start_hostapd_net "$LOGS/list.ini"
for n in 1 2; do write_client "$LOGS/sta$n.conf" $PASSPHRASE; done
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
wait_for "$HN_LOG" "AP-STA-CONNECTED $(address_of 1).* vlanid=10" 15
expect_ping sta1 10.0.0.110 3
[[ -e /sys/class/net/trunk0.10 ]] || fail "vlan_naming=1, and there is no trunk0.10"
rm -f "$LOGS/sta2.log"
start_wpa_supplicant sta2 wlan2 "$LOGS/sta2.conf"
wait_for "$LOGS/sta2.log" 'CTRL-EVENT-ASSOC-REJECT .*status_code=12' 15
expect_none "$HN_LOG" "AP-STA-CONNECTED $(address_of 2)" "a station without a network came in"
stop_client sta1 wlan1
wait_until 5 test ! -e /sys/class/net/wlan0.10 || fail "the network stays without its last station"
[[ ! -e /sys/class/net/trunk0.10 ]] || fail "trunk0.10 is still there"
pass "by a list, with a passphrase: who has no network does not come in, and a network goes with its last station"
