# scene: -B lets go of the terminal and tells failure; logs, pid file and client as an administrator's scripts use them
# radios: 2
# needs: hostapd-net
# timeout: 150
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

ends() { wait_until 10 is_gone "$1" || fail "$1 does not end"; }
cd "$LOGS"
write_ini ap.ini

# A script that reads what the daemon says gets its end once it runs.
out=$(hostapd-net -B -P daemon.pid -f daemon.log ap.ini 2>&1) || fail "rc $?: $out"
[[ -s daemon.pid ]] || fail "no pid file when -B returned"
pid=$(cat daemon.pid)
grep -q AP-ENABLED "$LOGS/daemon.log" || fail "the log is not in the working directory"
for fd in 0 1 2; do
    [[ $(readlink "/proc/$pid/fd/$fd") == /dev/null ]] || fail "descriptor $fd is $(readlink "/proc/$pid/fd/$fd")"
done
pass "out=\$(hostapd-net -B …) returns, with its pid file: [$out]"
ap_address
join sta1 1 $PASSPHRASE
expect_ping sta1 $AP_ADDRESS 2
stop_client sta1 wlan1
kill "$pid"
ends "$pid"
[[ ! -e daemon.pid ]] || fail "the pid file stays"

# Whoever closes the standard descriptors gets a daemon, too: nothing of its own stands in their places.
hostapd-net -B -P daemon.pid ap.ini <&- >&- 2>&- || fail "rc $? with closed descriptors"
pid=$(cat daemon.pid)
for fd in 0 1 2; do
    [[ $(readlink "/proc/$pid/fd/$fd") == /dev/null ]] || fail "descriptor $fd is $(readlink "/proc/$pid/fd/$fd")"
done
[[ $(hostapd-net-cli ping 2>/dev/null) == PONG ]] || fail "it does not answer"
kill "$pid"
ends "$pid"

# What goes wrong is told before the parent returns, on the terminal, too, when the log is elsewhere.
refused() {
    local wanted=$1 out
    shift
    ! out=$(hostapd-net "$@" 2>&1) || fail "rc 0: $*"
    grep -qE "$wanted" <<<"$out" || fail "$*: [$out]"
    is_alone || fail "something still runs after $*"
}
is_alone() { [[ -z $(pgrep -x hostapd-net) ]]; }
refused '/no/x/pid.*No such file or directory' -B -P /no/x/pid ap.ini
refused 'nofile.ini: .*No such file or directory' nofile.ini
refused '/tmp: .*Is a directory' /tmp
sed 's/^interface.*/interface = wlan9/' ap.ini >wlan9.ini
refused 'there is no such interface' -B -f elsewhere.log wlan9.ini
refused 'wlan0 is taken by ap.ini' ap.ini ap.ini
sed 's/^channel.*/channel = 6 # quiet/' wlan9.ini >remarked.ini
[[ $(hostapd-net -B remarked.ini 2>&1 | grep -c 'is read as 6') == 1 ]] || fail "a remark is told twice, or not at all"
chmod 644 ap.ini
! out=$(setpriv --reuid=65534 --regid=65534 --clear-groups hostapd-net -e /tmp/nobody.seed ap.ini 2>&1) || fail "it runs as nobody"
grep -q 'Permission denied; run as root' <<<"$(tail -n 1 <<<"$out")" || fail "the last word is another: $out"
pass "refusals are told, and nothing is left running; as nobody: $(tail -n 1 <<<"$out")"

# A log that cannot be opened is said; the daemon logs to standard output.
hostapd-net -f /no/such/folder/log ap.ini >fallback.txt 2>&1 &
HN_PID=$!
wait_for fallback.txt AP-ENABLED 15
grep -q '/no/such/folder/log: No such file or directory; logging to standard output' fallback.txt || fail "$(cat fallback.txt)"
[[ ! -e /no ]] || fail "folders were made"

# The client: who may not is told so, the interface's socket is preferred to the process's, and refusals have reasons.
kill "$HN_PID"; ends "$HN_PID"
sed 's/^interface.*//' ap.ini >without.ini
hostapd-net -B -P daemon.pid -g /var/run/hostapd/global -i wlan0 without.ini || fail "-i instead of interface="
setpriv --reuid=65534 --regid=65534 --clear-groups hostapd-net-cli -s /tmp status >nobody.txt 2>&1 && fail "nobody may use the socket"
grep -q 'Permission denied' nobody.txt || fail "$(cat nobody.txt)"
hostapd-net-cli status >status.txt 2>selected.txt || fail "$(cat selected.txt)"
grep -q "Selected interface 'wlan0'" selected.txt || fail "$(cat selected.txt)"
grep -q '^state=ENABLED' status.txt || fail "$(cat status.txt)"
! hostapd-net-cli -i global --json raw ADD wlan9 config=/nofile >json.txt 2>why.txt || fail "ADD of a file that is not there"
python3 -c 'import json,sys; r=json.load(open("json.txt")); sys.exit(0 if r["error"]=="FAIL" and "No such file or directory" in r["reason"] else 1)' || fail "$(cat json.txt)"
hostapd-net-cli -i wlan0 --json timeline list | python3 -c 'import json,sys; json.load(sys.stdin)' || fail "timeline list is no JSON"
! hostapd-net-cli -i wlan0 -a /nofile >action.txt 2>&1 || fail "-a /nofile"
grep -q '/nofile: No such file or directory' action.txt || fail "$(cat action.txt)"
printf '# a comment\nping\n' | hostapd-net-cli -i wlan0 | grep -q PONG || fail "a script with comments"
pid=$(cat daemon.pid)
kill "$pid"
ends "$pid"

# The check sees what only shows when it runs.
sed -e "s/^wpa_passphrase.*/wpa_passphrase = change me please/" ap.ini >shipped.ini
printf '[control]\non_event = /nofile\nctrl_interface_group = nosuchgroup\n[button]\ninput = /dev/nope\nled = nope\n' >>shipped.ini
! hostapd-net --check shipped.ini >good.txt 2>check.txt || fail "--check: $(cat good.txt)"
for wanted in 'everybody knows it' 'executing /nofile: No such file' 'no group nosuchgroup' '/dev/nope: No such file' 'leds/nope'; do
    grep -q -- "$wanted" check.txt || fail "$wanted: $(cat check.txt)"
done
hostapd-net --check ap.ini 2>check.txt | grep -q 'ap.ini: good, and phy' || fail "$(cat check.txt)"
pass "the client and --check say what is wrong"
