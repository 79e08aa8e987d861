# scene: fast transition with WPA3 between two radios of one daemon: SAE once, protected frames, and capabilities in an RSNXE
# radios: 3
# needs: hostapd-net
# timeout: 240
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

load_module bridge
domain=('wpa_key_mgmt=SAE FT-SAE' ieee80211w=2 sae_pwe=2 mobility_domain=a1b2 bridge=br0)
write_hostapd_conf "$LOGS/first.conf" "${domain[@]}" nas_identifier=first
write_hostapd_conf "$LOGS/second.conf" interface=wlan2 channel=1 "${domain[@]}" nas_identifier=second
start_hostapd_net "$LOGS/first.conf" "$LOGS/second.conf"
wait_for "$HN_LOG" 'wlan2: AP-ENABLED' 10
ap_address br0
sta_netns sta1 1

# try PWE: a fresh client that moves there and back, with hash to element or hunting and pecking.
try() {
    local here there
    rm -f "$LOGS/sta1.log"
    : >"$HN_LOG"
    write_sae_client "$LOGS/sta1.conf" "$PASSPHRASE" "$1" key_mgmt=FT-SAE 'scan_freq=2437 2412'
    start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
    connected sta1
    expect_ping sta1 $AP_ADDRESS 3
    find_other sta1 wlan1 "$(address_of 0)" "$(address_of 2)"
    wpa sta1 wlan1 roam "$there" | grep -q OK || fail "the client does not roam"
    connected sta1 20 2
    wpa sta1 wlan1 status | grep -q '^pmf=[12]' || fail "its frames are not protected"
    expect_ping sta1 $AP_ADDRESS 3
    wpa sta1 wlan1 roam "$here" | grep -q OK || fail "the client does not roam back"
    connected sta1 20 3
    expect_count "$LOGS/sta1.log" 'FT: Completed successfully' 2
    expect_count "$LOGS/sta1.log" 'RX message 1 of 4-Way Handshake' 1
    expect_count "$HN_LOG" "AP-STA-CONNECTED $(address_of 1) auth_alg=ft" 2
    expect_count "$HN_LOG" 'SAE authentication \(group' 1
    pass "there and back with sae_pwe=$1: one SAE, one handshake"
    expect_ping sta1 $AP_ADDRESS 3
    stop_client sta1 wlan1
}

try 1
try 0
