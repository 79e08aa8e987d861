# scene: stock clients join by SAE, by hunting and pecking, by hash to element, and as either likes; one that comes back does no arithmetic
# radios: 2
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

password='a password of SAE may be far longer than sixty-three characters, as this one is'
sta_netns sta1 1
started() { matches "$HN_LOG" 'start SAE authentication'; }

# through OURS THEIRS METHOD [section.key=value…]: sae_pwe of both sides, what they speak, and what else is set here.
through() {
    say "sae_pwe=$1 here, sae_pwe=$2 there"
    : >"$HN_LOG"
    : >"$LOGS/sta1.log"
    write_ini "$LOGS/ap.ini" security.wpa_key_mgmt=SAE security.wpa_passphrase= "security.sae_password=$password" "security.sae_pwe=$1" "${@:4}"
    start_hostapd_net "$LOGS/ap.ini"
    ap_address
    write_sae_client "$LOGS/sta1.conf" "$password" "$2"
    start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
    connected sta1
    handshaken 1
    expect_ping sta1 $AP_ADDRESS 3
    in_order "$HN_LOG" 'start SAE authentication' "SAE authentication \(group 19, $3\)" 'associated \(aid 1\)' "AP-STA-CONNECTED $(address_of 1)"
    expect_count "$HN_LOG" 'start SAE authentication' 1
    local station
    station=$(hcli sta "$(address_of 1)")
    for line in 'AKMSuiteSelector=00-0f-ac-8' 'sae_group=19' 'auth_alg=3' 'hostapdMFPR=1'; do
        grep -qx "$line" <<<"$station" || fail "STA does not say $line"
    done
    wpa sta1 wlan1 status | grep -qx 'key_mgmt=SAE' || fail "the client says $(wpa sta1 wlan1 status | grep key_mgmt)"
    wpa sta1 wlan1 status | grep -qx 'pmf=2' || fail 'the client does not say pmf=2'
    pass "$3"
}

leave() {
    stop_client sta1 wlan1
    stop_hostapd_net
}

through 0 0 hunting-and-pecking
hcli get_config | grep -qx 'key_mgmt=SAE' || fail "GET_CONFIG says $(hcli get_config | grep key_mgmt)"
hcli get_config | grep -qx 'ieee80211w=2' || fail 'SAE alone is to have ieee80211w=2'
leave
through 2 0 hunting-and-pecking
leave
through 1 2 hash-to-element
leave
# A client that compares no names is not kept out by who would.
through 2 2 hash-to-element security.ssid_protection=1

say 'a client that comes back names the key that it has'
comes_again sta1 1
expect_count "$HN_LOG" 'start SAE authentication' 1
wait_for "$LOGS/sta1.log" 'PMKSA caching was used' 1
pass 'PMKSA caching'

say 'one whose key is not known here any more is told so, and begins anew'
hcli pmksa | grep -qi "$(address_of 1)" || fail "PMKSA says $(hcli pmksa)"
hcli pmksa_flush | grep -q OK || fail 'PMKSA_FLUSH is refused'
[[ $(hcli pmksa | wc -l) -eq 1 ]] || fail "after PMKSA_FLUSH PMKSA says $(hcli pmksa)"
wpa sta1 wlan1 disconnect >/dev/null
wait_for "$HN_LOG" "AP-STA-DISCONNECTED $(address_of 1)" 5 2
wpa sta1 wlan1 reconnect >/dev/null
connected sta1 20 3
expect_ping sta1 $AP_ADDRESS 3
expect_count "$HN_LOG" 'start SAE authentication' 2
wait_for "$HN_LOG" 'association refused, status 53' 1
pass 'a full SAE after status 53'
