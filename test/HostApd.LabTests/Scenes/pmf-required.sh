# scene: management frames must be protected: a client that can is in, one that cannot stays out; keys are renewed, and a deauthentication is believed
# radios: 3
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini" security.ieee80211w=2
start_hostapd_net "$LOGS/ap.ini"
ap_address
hncli get_config | grep -qx ieee80211w=2 || fail "GET_CONFIG does not say ieee80211w"

sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE key_mgmt=WPA-PSK ieee80211w=2
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
handshaken 1
expect_ping sta1 $AP_ADDRESS 3
wpa sta1 wlan1 status | grep -qx pmf=2 || fail "the client does not say pmf=2"
wpa sta1 wlan1 status | grep -qx mgmt_group_cipher=BIP || fail "the client has no group management cipher"
hcli sta "$(address_of 1)" | grep -q '^flags=.*\[MFP\]' || fail "STA does not say [MFP]"
hcli sta "$(address_of 1)" | grep -qx hostapdMFPR=1 || fail "STA does not say hostapdMFPR=1"
iw dev wlan0 station get "$(address_of 1)" | grep -q 'MFP:.*yes' || fail "the kernel does not protect its frames"
pass "a client that requires protection has it"

# Who cannot is told so (status 31), and goes on asking in vain.
sta_netns sta2 2
write_client "$LOGS/sta2.conf" $PASSPHRASE key_mgmt=WPA-PSK ieee80211w=0
start_wpa_supplicant sta2 wlan2 "$LOGS/sta2.conf"
nap 8
expect_none "$LOGS/sta2.log" 'CTRL-EVENT-CONNECTED' "a client without protection believes that it is in"
expect_none "$HN_LOG" "AP-STA-CONNECTED $(address_of 2)" "a client without protection is in"
stop_client sta2 wlan2
pass "a client that cannot is out"

# A new group key brings a new IGTK, and the client goes on.
hncli rekey_gtk | grep -q OK || fail "REKEY_GTK refused"
wait_for "$HN_LOG" 'group key renewed \(index 2\)' 5
expect_ping sta1 $AP_ADDRESS 3

# SA_QUERY is answered; ours to the client leaves no trace but the frame.
hcli sa_query "$(address_of 1)" | grep -q OK || fail "SA_QUERY refused"
! hcli sa_query 02:00:00:00:09:00 | grep -q OK || fail "SA_QUERY of nobody"
nap 0.5
expect_ping sta1 $AP_ADDRESS 3

# What we say ourselves is believed, for it is protected: an unprotected one with this reason would be ignored.
hcli deauthenticate "$(address_of 1)" reason=2 >/dev/null || true
wait_for "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED .*reason=2' 5
connected sta1 20 2
expect_ping sta1 $AP_ADDRESS 3
pass "deauthenticated, protected, and back"
