# scene: stock clients join by OWE in the groups 19, 20 and 21; one whose group is not taken stays out; one that comes back does no arithmetic
# radios: 2
# needs: hostapd-net
# timeout: 240
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

sta_netns sta1 1

# begin GROUP [section.key=value…]: both sides, the client with that group.
begin() {
    local group=$1
    shift
    : >"$HN_LOG"
    : >"$LOGS/sta1.log"
    write_ini "$LOGS/ap.ini" security.wpa_key_mgmt=OWE security.wpa_passphrase= "$@"
    start_hostapd_net "$LOGS/ap.ini"
    ap_address
    write_owe_client "$LOGS/sta1.conf" "owe_group=$group"
    start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
}

leave() {
    stop_client sta1 wlan1
    stop_hostapd_net
}

# through GROUP: the client joins, and both sides say what they have come to.
through() {
    local line station
    begin "$1"
    connected sta1
    handshaken 1
    expect_ping sta1 $AP_ADDRESS 3
    in_order "$HN_LOG" "OWE: group $1" 'associated \(aid 1\)' "AP-STA-CONNECTED $(address_of 1)"
    expect_count "$HN_LOG" 'OWE: group' 1
    station=$(hcli sta "$(address_of 1)")
    for line in 'AKMSuiteSelector=00-0f-ac-18' 'hostapdMFPR=1'; do
        grep -qx "$line" <<<"$station" || fail "STA does not say $line"
    done
    wpa sta1 wlan1 status | grep -qx 'key_mgmt=OWE' || fail "the client says $(wpa sta1 wlan1 status | grep key_mgmt)"
    wpa sta1 wlan1 status | grep -qx 'pmf=2' || fail 'the client does not say pmf=2'
    pass "group $1"
}

through 19
hcli get_config | grep -qx 'key_mgmt=OWE' || fail "GET_CONFIG says $(hcli get_config | grep key_mgmt)"
hcli get_config | grep -qx 'ieee80211w=2' || fail 'OWE alone is to have ieee80211w=2'
leave
through 21
leave
through 20

say 'a client that comes back names the key that it has'
comes_again sta1 1
expect_count "$HN_LOG" 'OWE: group' 1
expect_count "$HN_LOG" 'OWE: comes back with a key that is known' 1
pass 'PMKSA caching'

say 'one whose key is not known here any more agrees on another'
hcli pmksa_flush | grep -q OK || fail 'PMKSA_FLUSH is refused'
wpa sta1 wlan1 disconnect >/dev/null
wait_for "$HN_LOG" "AP-STA-DISCONNECTED $(address_of 1)" 5 2
wpa sta1 wlan1 reconnect >/dev/null
connected sta1 15 3
expect_ping sta1 $AP_ADDRESS 3
expect_count "$HN_LOG" 'OWE: group' 2
leave
pass 'a full exchange after the key was forgotten'

say 'a group that is not taken'
begin 19 'security.owe_groups=20 21'
wait_for "$HN_LOG" 'association refused, status 77' 15
wait_for "$HN_LOG" 'OWE: group 19 is not among owe_groups' 1
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-CONNECTED' 'the client is in'
leave
pass 'status 77'

say 'a client that chooses for itself comes to a group that is taken'
: >"$HN_LOG"
: >"$LOGS/sta1.log"
start_hostapd_net "$LOGS/ap.ini"
ap_address
write_owe_client "$LOGS/sta1.conf"
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1 40
expect_ping sta1 $AP_ADDRESS 3
wait_for "$HN_LOG" 'OWE: group 20$' 1
pass 'group 20 after 19 was refused'
