# scene: after joins the daemon has no OpenSSL mapped and stays below 12 MB
# radios: 2
# needs: hostapd-net
# timeout: 150
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
for ((n = 2; n <= 20; n++)); do
    wpa sta1 wlan1 disconnect >/dev/null
    wait_for "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED' 5 $((n - 1))
    wpa sta1 wlan1 reconnect >/dev/null
    connected sta1 15 $n
done
expect_none "/proc/$HN_PID/maps" 'libssl|libcrypto' "OpenSSL is mapped: a router without it would abort"
rss=$(memory_kb "$HN_PID" VmRSS)
say "RSS $rss kB, anonymous $(memory_kb "$HN_PID" RssAnon) kB, executable $(stat -c %s "$(command -v hostapd-net)") bytes"
[[ $rss -le 12288 ]] || fail "RSS $rss kB is above 12 MB"
pass "no OpenSSL, $rss kB after 20 joins"
