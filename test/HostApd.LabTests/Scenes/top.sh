# scene: the stations live on a terminal: they come, go and find room, and the terminal is given back
# radios: 3
# needs: hostapd-net
# timeout: 450
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

station=02:00:00:00:01:00
export LC_ALL=C.UTF-8 HOME=$LOGS
pane() { tmux -L top -f /dev/null "$@"; }
# shows REGEX: a row of the screen matches.
shows() { pane capture-pane -p >"$LOGS/screen.txt" && grep -qE -- "$1" "$LOGS/screen.txt"; }
shows_not() { ! shows "$1"; }
expect_screen() { wait_until "${2:-10}" shows "$1" || { cat "$LOGS/screen.txt"; fail "the screen does not show '$1'"; }; }
expect_gone() { wait_until "${2:-10}" shows_not "$1" || { cat "$LOGS/screen.txt"; fail "the screen still shows '$1'"; }; }
# expect_alternate 1|0: the terminal's other screen is shown, or not.
expect_alternate() { wait_until 10 alternate "$1" || fail "the terminal's other screen: not $1"; }
alternate() { [[ $(pane display-message -p '#{alternate_on}') == "$1" ]]; }
keep_screen() { pane capture-pane -p | tee "$LOGS/screen-$1.txt"; }

write_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
pane new-session -d -x 120 -y 20 'env PS1="ready> " bash --norc --noprofile'
expect_screen '^ready>'
pane send-keys 'hostapd-net-cli -i wlan0 top -n 0.5' Enter
expect_screen '^labtest  wlan0  channel 6, 2437 MHz  0 stations'
expect_screen '^entropy READY, [0-9]+ bits'
expect_alternate 1
join sta1 1 $PASSPHRASE
expect_screen "^$station +authorized +-[0-9]+ .* [0-9]{2}:[0-9]{2}:[0-9]{2}  connected [0-9]+ ms, "
expect_screen ' 1 station$'
keep_screen 120
pass "a station with its state and its last join"

pane resize-window -x 40 -y 10
expect_screen '^STATION +STATE +dBm$'
expect_screen "^$station  authorized +-[0-9]+$"
expect_gone '2437 MHz  1 station$'
[[ $(keep_screen 40 | wc -l) -eq 10 ]] || fail "not ten rows"
pane resize-window -x 200 -y 30
expect_screen "^$station .* connected [0-9]+ ms, "
[[ $(matches "$LOGS/screen.txt" "$station") -eq 1 ]] || { cat "$LOGS/screen.txt"; fail "rows of before are left"; }
pass "another size keeps the table whole"

ap_address
try_ping sta1 $AP_ADDRESS 3 || fail "no traffic"
pane send-keys s
expect_screen '\[s signal\]'
pane send-keys j
expect_screen '\[j join time\]'
pass "keys sort"

pane send-keys C-z
expect_alternate 0
expect_screen 'Stopped'
pane send-keys fg Enter
expect_alternate 1
expect_screen "^$station +authorized"
pass "Ctrl-Z gives the terminal back, fg takes it again"

stop_client sta1 wlan1
expect_gone "^$station"
expect_screen ' 0 stations$'
pass "who leaves is gone"

stop_hostapd_net
expect_screen '^Connection to hostapd-net lost'
start_hostapd_net "$LOGS/ap.ini"
expect_screen '^labtest  wlan0 '
pass "it finds the daemon again"

pane send-keys q
expect_alternate 0
pane send-keys 'stty -a' Enter
expect_screen ' icanon '
expect_screen '[ ;]echo '
shows_not 'channel 6' || { cat "$LOGS/screen.txt"; fail "it has drawn where others write"; }
shows 'Stopped' || { cat "$LOGS/screen.txt"; fail "what stood there is gone"; }
pane send-keys 'hostapd-net-cli -i wlan0 top' Enter
expect_screen '^labtest  wlan0 '
pane send-keys C-c
expect_alternate 0
pass "q and Ctrl-C end it, and the terminal is as it was"

pane send-keys 'hostapd-net-cli -i wlan0' Enter
expect_screen '^Interactive mode'
pane send-keys top Enter
expect_screen '^labtest  wlan0 '
pane send-keys q
expect_alternate 0
pane send-keys ping Enter
expect_screen '^PONG'
pane kill-server
pass "also inside the interactive mode"

client=$LOGS/sta1.conf
start_wpa_supplicant sta1 wlan1 "$client"
connected sta1 15 2
handshaken 1
hncli top -n 0.2 </dev/null | tee "$LOGS/top.txt"
grep -qE "^$station +authorized" "$LOGS/top.txt" || fail "no plain table"
[[ $(matches "$LOGS/top.txt" $'\e') -eq 0 ]] || fail "what steers a terminal, in a pipe"
hncli --json top -n 0.2 >"$LOGS/top.json"
python3 - "$LOGS/top.json" <<'PYTHON' || fail "JSON"
import json, sys
[one] = json.load(open(sys.argv[1]))
assert (one["address"], one["state"], one["p2p"]) == ("02:00:00:00:01:00", "authorized", False), one
assert one["signal"] < 0 and one["up_bytes_per_second"] >= 0 and one["verdict"].startswith("connected "), one
PYTHON
pass "one table for a pipe, an array for programs"

stop_client sta1 wlan1
stop_hostapd_net
write_go_ini "$LOGS/go.ini"
start_hostapd_net "$LOGS/go.ini"
start_p2p_client phone 2
joins_group phone 2
hncli top -n 0.2 </dev/null | tee "$LOGS/top.txt"
grep -qE '^phone +02:00:00:00:02:00  authorized, P2P ' "$LOGS/top.txt" || fail "the phone's name is not there"
pass "a P2P client by its name"
