# scene: Debian's hostapd_cli with all its commands for access points, an action script and a Python client work against us
# radios: 3
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

load_module bridge
here=$(dirname "${BASH_SOURCE[0]}")
cat >"$LOGS/ap.conf" <<CONF
interface=wlan0
driver=nl80211
ctrl_interface=/run/hostapd
hw_mode=g
channel=6
ieee80211n=1
ssid=$SSID
wpa=2
wpa_key_mgmt=WPA-PSK
wpa_pairwise=TKIP
rsn_pairwise=CCMP
wpa_passphrase=$PASSPHRASE
wps_state=2
eap_server=1
bridge=br-lab
CONF
cat >"$LOGS/action" <<SCRIPT
#!/bin/sh
echo "\$@" >>$LOGS/actions.txt
SCRIPT
chmod +x "$LOGS/action"

hostapd-net --check "$LOGS/ap.conf" 2>&1 | grep -q 'phy.* of wlan0 can do it' || fail "--check"
start_hostapd_net "$LOGS/ap.conf"
cli() { hostapd_cli -p /run/hostapd -i wlan0 "$@"; }
hostapd_cli -p /run/hostapd -i wlan0 -B -a "$LOGS/action"
ip address add "$AP_ADDRESS/24" dev br-lab
join sta1 1 $PASSPHRASE
expect_ping sta1 $AP_ADDRESS 3
pass "through the bridge: $(bridge link show dev wlan0 | grep -o 'master br-lab')"
python3 "$here/tools.py" || fail "the Python client"

# command | what its output holds
while IFS='|' read -r command expected; do
    # shellcheck disable=SC2086
    answer=$(cli $command 2>&1) || fail "hostapd_cli $command ends with $?"
    grep -qE -- "$expected" <<<"$answer" || fail "hostapd_cli $command answers '$answer', not '$expected'"
done <<'COMMANDS'
ping|^PONG
status|^state=ENABLED
mib|^dot11RSNAOptionImplemented=TRUE
relog|^OK
sta 02:00:00:00:01:00|flags=\[AUTH\]\[ASSOC\]\[AUTHORIZED\]
all_sta|^02:00:00:00:01:00
list_sta|^02:00:00:00:01:00
get_config|^ssid=labtest
wps_pin any 12345670|^OK
wps_check_pin 12345670|12345670
wps_pbc|^OK
wps_cancel|^OK
wps_ap_pin random|[0-9]{8}
wps_ap_pin get|[0-9]{8}
wps_ap_pin disable|^OK
wps_get_status|PBC Status: Disabled
get version|[0-9]
set ap_max_inactivity 200|^OK
set nonsense 1|^FAIL
update_beacon|^OK
log_level|^Current level: DEBUG
log_level INFO|^OK
log_level DEBUG|^OK
pmksa|^Index / SPA / PMKID
pmksa_flush|^OK
driver_flags|^[0-9A-F]{16}:
accept_acl ADD_MAC 02:00:00:00:01:00|^OK
accept_acl SHOW|^02:00:00:00:01:00 VLAN_ID=0
accept_acl CLEAR|^OK
poll_sta 02:00:00:00:01:00|^OK
raw STATUS-DRIVER|^ifname=wlan0
COMMANDS
pass "hostapd_cli's commands"

# A reload keeps a station that pings: its name has changed, nothing else. A count, not a deadline, at which an answer
# may still be on its way.
ip netns exec sta1 ping -n -i 0.1 -c 80 -W 10 $AP_ADDRESS >"$LOGS/ping.txt" 2>&1 &
ping=$!
wait_for "$LOGS/ping.txt" 'bytes from' 5 5
sed -i 's/^wps_state=2/wps_state=2\ndevice_name=renamed/' "$LOGS/ap.conf"
kill -HUP "$HN_PID"
wait_for "$HN_LOG" 'reload: wlan0: changed, 1 stations kept' 3
cli raw RELOAD_CONFIG | grep -q 'OK wlan0: nothing changed' || fail "reload_config"
expect_count "$HN_LOG" 'AP-STA-DISCONNECTED' 0
wait "$ping" || { tail -3 "$LOGS/ping.txt"; fail "pings were lost"; }
grep -q ' 0% packet loss' "$LOGS/ping.txt" || { tail -3 "$LOGS/ping.txt"; fail "pings were lost"; }
pass "reloaded under a pinging station: $(grep 'packet loss' "$LOGS/ping.txt")"

# A channel switch takes the station along.
cli chan_switch 5 2417 ht | grep -q '^OK' || fail "chan_switch"
wait_for "$HN_LOG" 'AP-CSA-FINISHED freq=2417 dfs=0' 5
expect_ping sta1 $AP_ADDRESS 3
expect_count "$HN_LOG" 'AP-STA-DISCONNECTED' 0
pass "the station has come along to channel 2"

cli deny_acl ADD_MAC 02:00:00:00:01:00 | grep -q '^OK' || fail "deny_acl"
wait_for "$HN_LOG" 'AP-STA-DISCONNECTED 02:00:00:00:01:00' 3
cli deny_acl SHOW | grep -q '02:00:00:00:01:00 VLAN_ID=0' || fail "deny_acl SHOW"
cli disable | grep -q '^OK' || fail "disable"
cli enable | grep -q '^OK' || fail "enable"
wait_for "$LOGS/actions.txt" 'wlan0 AP-ENABLED' 3
in_order "$LOGS/actions.txt" 'wlan0 AP-STA-CONNECTED 02:00:00:00:01:00' 'wlan0 EAPOL-4WAY-HS-COMPLETED' 'wlan0 AP-STA-DISCONNECTED 02:00:00:00:01:00' \
    'wlan0 AP-DISABLED' 'wlan0 AP-ENABLED'
pass "the action script heard it all"
stop_hostapd_net
[[ ! -e /sys/class/net/br-lab ]] || fail "the bridge that we made is still there"
pass "the bridge went with us"
