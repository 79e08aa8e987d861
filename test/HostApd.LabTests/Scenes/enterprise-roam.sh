# scene: from one network of ours to another of the same name, with the key of before (OKC): no server is asked, and the records of both sessions belong together
# radios: 2
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

make_radius
radius_server one 18120 18130
detail=$(radius_detail one)
common="ssid=$SSID
wpa=2
wpa_key_mgmt=WPA-EAP
rsn_pairwise=CCMP
ieee8021x=1
okc=1
own_ip_addr=127.0.0.1
auth_server_addr=127.0.0.1
auth_server_port=18120
auth_server_shared_secret=$RADIUS_SECRET
acct_server_addr=127.0.0.1
acct_server_port=18130
acct_server_shared_secret=$RADIUS_SECRET"
printf '%s\n' interface=wlan0 ctrl_interface=/run/hostapd hw_mode=g channel=6 "$common" nas_identifier=first bss=wlan0_1 "$common" nas_identifier=second bridge=br0 >"$LOGS/ap.conf"
sed -i '/^interface=/a bridge=br0' "$LOGS/ap.conf"
load_module bridge
start_hostapd_net "$LOGS/ap.conf"
wait_for "$HN_LOG" 'wlan0_1: AP-ENABLED' 5
ap_address br0
second=$(iw dev wlan0_1 info | sed -n 's/^\taddr //p')
sta_netns sta1 1
write_enterprise_client "$LOGS/sta1.conf" PEAP alice secret-a proactive_key_caching=1
# The first it hears of is taken, and the other one is roamed to.
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1 20
expect_ping sta1 $AP_ADDRESS 3
find_other sta1 wlan1 "$(address_of 0)" "$second"
asked() { hostapd_cli -p /run/hostapd -i wlan0 mib | sed -n 's/^radiusAuthClientAccessRequests=//p'; }
before=$(asked)
[[ $before -gt 5 ]] || fail "MIB tells of ${before:-no} requests after a join by PEAP"
ip netns exec sta1 ping -n -i 0.1 -c 60 -W 10 $AP_ADDRESS >"$LOGS/ping.txt" 2>&1 &
ping=$!
nap 1
wpa sta1 wlan1 roam "$there" | grep -q OK || fail "the client does not roam"
connected sta1 20 2
[[ $(wpa sta1 wlan1 status | sed -n 's/^bssid=//p') == "$there" ]] || fail "it is somewhere else"
wait "$ping" || true
expect_count "$LOGS/sta1.log" 'CTRL-EVENT-EAP-SUCCESS' 1
[[ $(asked) == "$before" ]] || fail "the server was asked: $before requests before, $(asked) after"
grep -q 'PMK from PMKSA cache' "$HN_LOG" || fail "no key of before was used"
pass "the key of before, and no question: $(grep loss "$LOGS/ping.txt")"
expect_ping sta1 $AP_ADDRESS 3
wait_for "$detail" 'Acct-Status-Type = Start' 10 2
wait_for "$detail" 'Acct-Status-Type = Stop' 10 1
[[ $(sed -n 's/.*Acct-Multi-Session-Id = //p' "$detail" | sort -u | wc -l) -eq 1 ]] || fail "the records have several numbers: $(grep Multi "$detail")"
[[ $(sed -n 's/.*Acct-Session-Id = //p' "$detail" | sort -u | wc -l) -ge 2 ]] || fail "the sessions have one number"
[[ $(grep -c 'User-Name = "alice"' "$detail") -ge 3 ]] || fail "the records name $(grep User-Name "$detail" | sort -u)"
pass "two sessions with one number in common, and the name of before"

# Without the common key it is asked: the other network forgets.
hostapd_cli -p /run/hostapd -i wlan0 pmksa_flush | grep -q OK || fail PMKSA_FLUSH
hostapd_cli -p /run/hostapd -i wlan0_1 pmksa_flush | grep -q OK || fail PMKSA_FLUSH
wpa sta1 wlan1 roam "$here" | grep -q OK || fail "the client does not roam back"
connected sta1 30 3
wait_for "$LOGS/sta1.log" 'CTRL-EVENT-EAP-SUCCESS' 10 2
[[ $(asked) -gt $before ]] || fail "the server was not asked"
pass "where nobody knows the key any more it is asked"
