# scene: twenty joins in a row, each with one handshake and no deauthentication by the AP
# radios: 2
# needs: hostapd-net
# timeout: 450
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
    say "join $n: $(join_milliseconds sta1) ms"
done
wait_for "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 2 20
expect_count "$HN_LOG" 'AP-STA-CONNECTED' 20
expect_count "$HN_LOG" 'EAPOL-4WAY-HS-COMPLETED' 20
# A retransmitted message 1 or 3 is legal and means that somebody was late; a new ANonce means a restart.
nonces=$(sed -n 's/.*key_nonce - hexdump(len=32): *//p' "$LOGS/sta1.log" | grep -v '^00 00 00 00' | sort -u | wc -l)
[[ $nonces -eq 20 ]] || fail "$nonces nonces in 20 joins"
for message in 1 3; do
    seen=$(matches "$LOGS/sta1.log" "WPA: RX message $message of 4-Way Handshake")
    [[ $seen -ge 20 ]] || fail "only $seen messages $message"
    say "messages $message: $seen"
done
# The client's own disconnects say locally_generated=1; nobody else's may be there.
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED .*reason=[0-9]+$' "the AP threw the client out"
rss=$(memory_kb "$HN_PID" Rss)
say "RSS after 20 joins: $rss kB, of it anonymous $(memory_kb "$HN_PID" Anonymous) kB"
[[ $rss -le 12288 ]] || fail "RSS $rss kB is above 12 MB"
pass "20 joins, 20 handshakes"
