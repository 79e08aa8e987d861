# scene: a stock client joins a WPA2-PSK access point from the configuration that is shipped
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# The configuration that the repository ships, so that what a newcomer reads is what runs.
conf=${1:-}
[[ -n $conf && -f $conf ]] || conf=$LAB/../../conf/access-point.ini

key() { sed -n "s/^ *$1 *= *//p" "$conf" | head -n 1; }
SSID=$(key ssid)
PASSPHRASE=$(key wpa_passphrase)
AP_IF=$(key interface)
[[ $AP_IF == wlan0 ]] || ip link set wlan0 name "$AP_IF"

start_hostapd_net "$conf"
grep -o "$AP_IF: .*AP-ENABLED.*" "$HN_LOG" | said_by hostapd-net
ap_address
sta_netns sta1 1
write_client "$LOGS/sta1.conf" "$PASSPHRASE"
# The client must find the AP on whatever channel the configuration names.
sed -i "s/scan_freq=.*/scan_freq=$(iw dev "$AP_IF" info | sed -n 's/.*channel [0-9]* (\([0-9]*\).*/\1/p')/" "$LOGS/sta1.conf"
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
handshaken 1
grep -oE 'wlan1: (Trying to (authenticate|associate) with|Associated with|WPA: Key negotiation|CTRL-EVENT-CONNECTED).*' \
    "$LOGS/sta1.log" | said_by wpa_supplicant
grep -oE "$AP_IF: (STA|AP-STA|EAPOL).*" "$HN_LOG" | said_by hostapd-net
try_ping sta1 $AP_ADDRESS 5 0.3 >"$LOGS/ping.txt" || true
said_by ping <"$LOGS/ping.txt"
grep -q ' 0% packet loss' "$LOGS/ping.txt" || fail "ping lost packets"
hcli all_sta >"$LOGS/all_sta.txt"
grep -E '^(02|flags|aid|connected_time)' "$LOGS/all_sta.txt" | said_by hostapd_cli
grep -qF '[AUTH][ASSOC][AUTHORIZED]' "$LOGS/all_sta.txt" || fail "the station is not authorized"
stop_hostapd_net
pass "an access point in C#, a stock client, no packet lost"
