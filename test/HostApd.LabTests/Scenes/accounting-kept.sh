# scene: records that no accounting server has taken outlive the daemon, and are told before the word of its start
# radios: 2
# needs: hostapd-net
# timeout: 180
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

make_radius
sta_netns sta1 1
queue=$LOGS/queue
write_ini "$LOGS/ap.ini" radius.nas_identifier=lab radius.acct_server_addr=127.0.0.1 radius.acct_server_port=18130 \
    "radius.acct_server_shared_secret=$RADIUS_SECRET" "radius.acct_queue_file=$queue"
start_hostapd_net "$LOGS/ap.ini"
ap_address
write_client "$LOGS/sta1.conf" "$PASSPHRASE"
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1 20
expect_ping sta1 $AP_ADDRESS 5
session=$(sed -n 's/.*RADIUS: starting accounting session \([0-9A-F]*\).*/\1/p' "$HN_LOG" | tail -1)
stop_client sta1 wlan1
[[ ! -e $queue ]] || fail "written within a minute: flash wears"
stop_hostapd_net
[[ $(grep -vc '^#' "$queue") -eq 4 ]] || fail "the file has: $(cut -c1-40 "$queue")"
[[ $(stat -c %a "$queue") == 600 ]] || fail "the file has mode $(stat -c %a "$queue")"
wait_for "$HN_LOG" "4 records of accounting were told to no server, and are kept in $queue" 5
pass "On, Start, Stop and Off are kept at the end of the daemon"

radius_server one 18120 18130
detail=$(radius_detail one)
start_hostapd_net "$LOGS/ap.ini"
told() { [[ $(grep -c 'Acct-Status-Type = ' "$detail") -ge 5 ]]; }
wait_until 20 told || fail "$(cat "$detail")"
order=$(sed -n 's/.*Acct-Status-Type = //p' "$detail" | xargs)
[[ $order == "Accounting-On Start Stop Accounting-Off Accounting-On" ]] || fail "told: $order"
[[ $(grep -c "Acct-Session-Id = \"$session\"" "$detail") -eq 2 ]] || fail "session $session is not there: $(grep Session-Id "$detail")"
grep -q 'Acct-Terminate-Cause = User-Request' "$detail" || fail "$(cat "$detail")"
pass "the next start tells them first: $order"
stop_hostapd_net
! grep -q '^[^#]' "$queue" || fail "told ones are still there: $(cut -c1-40 "$queue")"
pass "and keeps none that was told"
