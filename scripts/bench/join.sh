# bench: WPA2-PSK joins at our daemon (A) and at hostapd (B), A B B A in one boot
# radios: 2
# capture: yes
# timeout: 400
# shellcheck shell=bash source=../lab/guest.sh
source "$LAB/guest.sh"
joins=${1:-10}

write_ini "$LOGS/ap.ini" radio.ieee80211n=1
printf '%s\n' interface=wlan0 driver=nl80211 country_code=US hw_mode=g channel=6 ieee80211n=1 ssid=$SSID wpa=2 \
    wpa_key_mgmt=WPA-PSK rsn_pairwise=CCMP wpa_passphrase=$PASSPHRASE ctrl_interface=/var/run/hostapd \
    >"$LOGS/hostapd.conf"
sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
wpa sta1 wlan1 disconnect >/dev/null

# Both daemons log to RAM at their default level, as on a router.
start_a() { HOSTAPD_NET_FLAGS=-t start_hostapd_net "$LOGS/ap.ini"; }
stop_a() { stop_hostapd_net; }
start_b() { : >"$LOGS/hostapd.log"; hostapd -t "$LOGS/hostapd.conf" >"$LOGS/hostapd.log" 2>&1 & B_PID=$!
    wait_for "$LOGS/hostapd.log" 'AP-ENABLED' 10; }
stop_b() { kill "$B_PID"; wait "$B_PID" || true; }
cpu_ns() { awk '{ print $1 }' "/proc/$1/schedstat"; }

total=0
for side in a b b a; do
    "start_$side"
    nap 0.5
    for ((n = 1; n <= joins; n++)); do
        total=$((total + 1))
        echo "MARK begin $side $total $(date +%s.%N)" >>"$LOGS/marks.txt"
        wpa sta1 wlan1 reconnect >/dev/null
        connected sta1 20 $total
        echo "MARK end $side $total $(date +%s.%N)" >>"$LOGS/marks.txt"
        wpa sta1 wlan1 disconnect >/dev/null
        wait_for "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED' 5 $total
        nap 0.2
    done
    "stop_$side"
    nap 0.3
done
say "$total joins"
