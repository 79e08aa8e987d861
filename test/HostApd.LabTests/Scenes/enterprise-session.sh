# scene: what a server says of a session: its end, another question at its end without a lost ping, addresses and their passphrases, and what was sent
# radios: 4
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

make_radius
{
    printf 'short Cleartext-Password := "secret-s"\n\tSession-Timeout = 10\n'
    printf 'asked Cleartext-Password := "secret-a"\n\tSession-Timeout = 10, Termination-Action = RADIUS-Request\n'
    printf '020000000100 Cleartext-Password := "020000000100"\n\tTunnel-Password = "of-this-device"\n'
    printf '020000000300 Cleartext-Password := "020000000300"\n'
} >>"$RADIUS/users"
radius_server one 18120 18130
detail=$(radius_detail one)
for n in 1 2 3; do sta_netns "sta$n" $n; done
write_radius_ini "$LOGS/ap.ini" 18120 18130
start_hostapd_net "$LOGS/ap.ini"
ap_address

try_enterprise sta2 2 PEAP asked secret-a
connected sta2 20
expect_ping sta2 $AP_ADDRESS 3
ip netns exec sta2 ping -n -c 70 -i 0.2 -W 2 $AP_ADDRESS >"$LOGS/ping.txt" 2>&1 &
pinging=$!
try_enterprise sta1 1 PEAP short secret-s
connected sta1 20
expect_ping sta1 $AP_ADDRESS 20 0.1
iw dev $AP_IF station get "$(address_of 1)" >"$LOGS/station.txt"
wait_for "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED .*reason=2' 20
stop_client sta1 wlan1
wait_for "$detail" 'Acct-Terminate-Cause = Session-Timeout' 10
pass "Session-Timeout ends the session, by reason 2"
wait "$pinging" || true
grep -q ' 0% packet loss' "$LOGS/ping.txt" || fail "pings while it is asked anew: $(grep loss "$LOGS/ping.txt")"
wait_for "$HN_LOG" "STA $(address_of 2) IEEE 802.1X: reauthentication: Session-Timeout" 5
wait_for "$HN_LOG" "CTRL-EVENT-EAP-SUCCESS2 $(address_of 2)" 10 2
expect_none "$HN_LOG" "AP-STA-DISCONNECTED $(address_of 2)" "it was sent away"
pass "with Termination-Action it is asked anew, and no ping is lost: $(grep loss "$LOGS/ping.txt")"
before=$(matches "$HN_LOG" "CTRL-EVENT-EAP-SUCCESS2 $(address_of 2)")
hcli raw EAPOL_REAUTH "$(address_of 2)" | grep -q OK || fail "EAPOL_REAUTH is refused"
wait_for "$HN_LOG" "CTRL-EVENT-EAP-SUCCESS2 $(address_of 2)" 10 $((before + 1))
expect_ping sta2 $AP_ADDRESS 3
hcli sta "$(address_of 2)" | grep -qx 'last_eap_type_as=25 (PEAP)' || fail "STA says $(hcli sta "$(address_of 2)" | grep eap)"
pass "and by command"

# What the record says was sent is what the kernel counted: no less than shortly before, and hardly more.
packets() { sed -n "s/^\trx packets:[ \t]*//p" "$LOGS/station.txt"; }
told=$(awk '/Acct-Status-Type = Stop/ { stop = 1 } /^$/ { if (stop && timeout) print packets; stop = timeout = 0 } /Acct-Input-Packets = / { packets = $3 }
    /Acct-Terminate-Cause = Session-Timeout/ { timeout = 1 } END { if (stop && timeout) print packets }' "$detail")
[[ $told -ge $(packets) && $told -le $(($(packets) + 40)) ]] || fail "the record says $told packets, the kernel $(packets) a few seconds before"
pass "the record of the session: $told packets, and $(packets) counted by the kernel shortly before its end"
stop_client sta2 wlan2
stop_hostapd_net

say "addresses by the word of the server"
: >"$HN_LOG"
write_radius_ini "$LOGS/macs.ini" 18120 18130 security.wpa_key_mgmt=WPA-PSK security.ieee80211w=0 radius.ieee8021x=0 "security.wpa_passphrase=$PASSPHRASE" \
    bss.macaddr_acl=2 radius.wpa_psk_radius=2
start_hostapd_net "$LOGS/macs.ini"
ap_address
write_client "$LOGS/sta1.conf" of-this-device
write_client "$LOGS/sta2.conf" of-this-device
write_client "$LOGS/sta3.conf" $PASSPHRASE
rm -f "$LOGS"/sta[123].log
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1 20
expect_ping sta1 $AP_ADDRESS 3
start_wpa_supplicant sta2 wlan2 "$LOGS/sta2.conf"
start_wpa_supplicant sta3 wlan3 "$LOGS/sta3.conf"
wait_for "$HN_LOG" "STA $(address_of 3) IEEE 802.11: authentication ignored: the server lets it in without a passphrase" 20
wait_for "$LOGS/sta2.log" 'authentication with .* timed out|CTRL-EVENT-(SSID-TEMP-DISABLED|AUTH-REJECT)|SME: Authentication request' 20
nap 3
for n in 2 3; do expect_none "$HN_LOG" "AP-STA-CONNECTED $(address_of $n)" "sta$n came in"; done
pass "who is known comes in by its own passphrase, who is not or has none stays out"
