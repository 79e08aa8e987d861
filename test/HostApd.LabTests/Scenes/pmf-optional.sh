# scene: management frames may be protected: a client that can and one that cannot are in side by side, each group key reaches both
# radios: 3
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini" security.ieee80211w=1
start_hostapd_net "$LOGS/ap.ini"
ap_address

sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE key_mgmt=WPA-PSK ieee80211w=1
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
handshaken 1
sta_netns sta2 2
write_client "$LOGS/sta2.conf" $PASSPHRASE key_mgmt=WPA-PSK ieee80211w=0
start_wpa_supplicant sta2 wlan2 "$LOGS/sta2.conf"
connected sta2
handshaken 2
wpa sta1 wlan1 status | grep -qx pmf=1 || fail "the client that can does not say pmf=1"
! wpa sta2 wlan2 status | grep -q '^pmf=[12]' || fail "the client that cannot says pmf"
hcli sta "$(address_of 1)" | grep -q '^flags=.*\[MFP\]' || fail "STA does not say [MFP]"
! hcli sta "$(address_of 2)" | grep -q MFP || fail "STA says MFP of the other"
expect_ping sta1 $AP_ADDRESS 3
expect_ping sta2 $AP_ADDRESS 3

for index in 2 1; do
    hncli rekey_gtk | grep -q OK || fail "REKEY_GTK refused"
    wait_for "$HN_LOG" "group key renewed \\(index $index\\)" 5
    expect_ping sta1 $AP_ADDRESS 3
    expect_ping sta2 $AP_ADDRESS 3
done

# With the other ciphers, and Beacons protected where the radio can.
stop_client sta2 wlan2
stop_client sta1 wlan1
stop_hostapd_net
times=1
for cipher in BIP-GMAC-128 BIP-GMAC-256 BIP-CMAC-256; do
    write_ini "$LOGS/ap.ini" security.ieee80211w=2 security.group_mgmt_cipher=$cipher security.beacon_prot=1
    start_hostapd_net "$LOGS/ap.ini"
    ap_address
    write_client "$LOGS/sta1.conf" $PASSPHRASE key_mgmt=WPA-PSK ieee80211w=2 group_mgmt=$cipher beacon_prot=1
    start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
    times=$((times + 1))
    connected sta1 20 $times
    wpa sta1 wlan1 status | grep -qx "mgmt_group_cipher=$cipher" || fail "the client has not $cipher"
    expect_ping sta1 $AP_ADDRESS 3
    nap 3
    expect_ping sta1 $AP_ADDRESS 3
    expect_none "$LOGS/sta1.log" 'CTRL-EVENT-UNPROT-BEACON' "Beacons are not protected as they should be"
    stop_client sta1 wlan1
    stop_hostapd_net
    pass "$cipher, with Beacons"
done
