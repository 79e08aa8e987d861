# scene: our client as a person, a script and a program for each event use it
# radios: 2
# needs: hostapd-net
# timeout: 450
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

here=$(dirname "${BASH_SOURCE[0]}")
station=02:00:00:00:01:00
export HOME=$LOGS

# exit_code N command…: our client ends so.
exit_code() {
    local expected=$1 code=0
    shift
    hncli "$@" >"$LOGS/out.txt" 2>&1 </dev/null || code=$?
    [[ $code -eq $expected ]] || { cat "$LOGS/out.txt"; fail "hostapd-net-cli $* ends with $code, not $expected"; }
}

exit_code 255 ping
write_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
exit_code 0 ping
exit_code 0 stat
exit_code 1 set nonsense 1
exit_code 1 sta 02:00:00:00:77:00
exit_code 2 nonsense
exit_code 2 sta
exit_code 2 -x
exit_code 2 -B
exit_code 255 -i nobody ping
pass "exit codes 0, 1, 2 and 255"

cat >"$LOGS/action" <<SCRIPT
#!/bin/sh
echo "begin \$@"
echo "\$HOSTAPD_NET_INTERFACE|\$HOSTAPD_NET_EVENT|\$HOSTAPD_NET_ADDRESS|\$HOSTAPD_NET_TEXT"
sleep 0.2
echo "end \$2"
SCRIPT
sed -i "2s,^,exec >>$LOGS/actions.txt 2>\&1\n," "$LOGS/action"
chmod +x "$LOGS/action"
hostapd-net-cli -iwlan0 -rB -G1 -P "$LOGS/cli.pid" -a "$LOGS/action" || fail "-B"
kill -0 "$(<"$LOGS/cli.pid")" || fail "-P names no process"
pass "in the background once it is connected"
hostapd-net-cli -i wlan0 --json events 'AP-STA-*' >"$LOGS/events.jsonl" &
events=$!
# Its socket is there before it asks for the events; the join takes longer than that.
wait_until 5 compgen -G "/tmp/hostapd_net_*$events*"
join sta1 1 $PASSPHRASE
wait_for "$LOGS/actions.txt" '^end EAPOL-4WAY-HS-COMPLETED' 10
in_order "$LOGS/actions.txt" "^begin wlan0 AP-STA-CONNECTED $station" \
    "^wlan0\|AP-STA-CONNECTED\|$station\|AP-STA-CONNECTED $station" '^end AP-STA-CONNECTED' \
    "^begin wlan0 EAPOL-4WAY-HS-COMPLETED $station" '^end EAPOL-4WAY-HS-COMPLETED'
pass "the action program: arguments, environment, one after the other"

hncli --json status >"$LOGS/status.json"
hncli sta $station --json >"$LOGS/sta.json"
hncli --json all_sta >"$LOGS/all_sta.json"
wait_for "$LOGS/events.jsonl" 'AP-STA-CONNECTED' 5
# A shell without job control starts what runs beside it deaf to SIGINT.
kill "$events"
wait "$events" || fail "events ends with $?"
python3 - "$LOGS" <<'PYTHON' || fail "JSON"
import json, sys
logs = sys.argv[1]
status = json.load(open(f"{logs}/status.json"))
assert (status["state"], status["freq"], status["bss"][0]["ssid"], status["bss"][0]["num_sta"]) == ("ENABLED", 2437, "labtest", 1), status
sta = json.load(open(f"{logs}/sta.json"))
assert sta["address"] == "02:00:00:00:01:00" and "AUTHORIZED" in sta["flags"] and isinstance(sta["signal"], int), sta
assert [one["address"] for one in json.load(open(f"{logs}/all_sta.json"))] == [sta["address"]]
event = json.loads(open(f"{logs}/events.jsonl").readline())
assert (event["interface"], event["level"], event["event"], event["address"]) == ("wlan0", 3, "AP-STA-CONNECTED", sta["address"]), event
PYTHON
pass "JSON of status, sta, all_sta and events"
[[ $(printf 'ping\nlist_sta\n' | hncli) == "PONG"$'\n'"$station" ]] || fail "lines from a pipe"
pass "commands from a pipe"

python3 "$here/cli.py" "$HN_PID" "$LOGS/ap.ini" "$HN_LOG" "$LOGS/daemon.pid" || fail "the interactive session"
HN_PID=$(<"$LOGS/daemon.pid")
grep -q '^list_sta$' "$LOGS/.hostapd-net-cli_history" || fail "no history"
expect_none "$LOGS/.hostapd-net-cli_history" 'wpa_passphrase' "a secret in the history"

# The program's client has found the new daemon, too. It looks for it once a second, and what came before it was there is
# nobody's news: the station is sent away until the program hears of its return.
heard=$(matches "$LOGS/actions.txt" '^end EAPOL-4WAY-HS-COMPLETED')
hears_a_return() {
    wait_until 10 authorized || return
    hncli deauthenticate $station | grep -qx OK || return
    wait_for "$LOGS/actions.txt" '^end EAPOL-4WAY-HS-COMPLETED' 4 $((heard + 1))
}
authorized() { hncli sta $station | grep -qF '[AUTHORIZED]'; }
nap 3
wait_until 20 hears_a_return || fail "the action program does not hear the restarted daemon"
pass "the action program hears the restarted daemon"
kill "$(<"$LOGS/cli.pid")"
wait_until 5 test ! -e "$LOGS/cli.pid" || fail "the pid file is left"
[[ -z $(compgen -G '/tmp/hostapd_net_*') ]] || fail "client sockets are left: $(echo /tmp/hostapd_net_*)"
kill "$HN_PID"
