# scene: frames forged in the name of a client with protected management frames: it stays, is never replaced, and its data goes on
# radios: 3
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"
here=$(dirname "${BASH_SOURCE[0]}")

write_ini "$LOGS/ap.ini" security.ieee80211w=1
start_hostapd_net "$LOGS/ap.ini"
ap_address
sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE key_mgmt=WPA-PSK ieee80211w=2
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
handshaken 1
expect_ping sta1 $AP_ADDRESS 3

iw phy "$(phy_of 2)" interface add mon2 type monitor
ip link set wlan2 down
ip link set mon2 up
iw dev mon2 set freq 2437

# forge KIND…: frames in the client's name.
forge() { SSID=$SSID python3 "$here/forge.py" mon2 "$(cat /sys/class/net/wlan0/address)" "$(address_of 1)" "$@" || fail "forging $*"; }

# undisturbed WHAT: one association, one handshake, no disconnection on either side, and data.
undisturbed() {
    expect_ping sta1 $AP_ADDRESS 3
    [[ $(matches "$HN_LOG" "AP-STA-CONNECTED $(address_of 1)") -eq 1 ]] || fail "$1: the client has joined anew"
    expect_none "$HN_LOG" "AP-STA-DISCONNECTED $(address_of 1)" "$1: the client is gone for us"
    expect_none "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED' "$1: we are gone for the client"
    pass "undisturbed by $1"
}

forge deauth x20
forge disassoc x20
undisturbed "deauthentications and disassociations"
forge auth x20
undisturbed "authentications"
forge spectrum saquery x10
undisturbed "robust action frames"

# Asked whether it is still there, the client says so, and the forger is put off each time.
forge assoc
wait_for "$HN_LOG" "$(address_of 1) IEEE 802.11: is still there" 5
undisturbed "an association"
forge reassoc assoc auth deauth x20
nap 2
undisturbed "all of them together"
expect_none "$HN_LOG" 'did not answer SA Query' "the client did not answer"

# A client without protection has none of this: the same frame ends its session.
stop_client sta1 wlan1
write_client "$LOGS/sta1.conf" $PASSPHRASE key_mgmt=WPA-PSK ieee80211w=0
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
wait_for "$HN_LOG" "AP-STA-CONNECTED $(address_of 1)" 20 2
forge deauth
wait_for "$HN_LOG" "$(address_of 1) IEEE 802.11: deauthenticated by itself" 5
pass "the forger works: without protection his frame counts"
