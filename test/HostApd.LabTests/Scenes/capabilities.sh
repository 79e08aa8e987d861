# scene: without systemd root gives up what its settings do not take, on every thread, and everything goes on working
# radios: 2
# needs: hostapd-net
# timeout: 450
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

own=$(sed -n 's/^CapBnd:\t//p' /proc/self/status)
ends() { wait_until 10 is_gone "$1" || fail "$1 does not end"; }

# bound PID HEX: each thread has exactly these, may get exactly these, and no new privileges.
bound() {
    local wanted seen
    wanted=$(printf 'CapAmb:%016x\nCapBnd:%016x\nCapEff:%016x\nCapInh:%016x\nCapPrm:%016x\nNoNewPrivs:1\n' 0 "0x$2" "0x$2" 0 "0x$2")
    seen=$(cat "/proc/$1"/task/*/status | grep -E '^(Cap...|NoNewPrivs):' | tr -d '\t' | LC_ALL=C sort -u)
    [[ $seen == "$wanted" ]] || fail "process $1 has, of all threads: $seen"
    pass "$(find "/proc/$1/task" -mindepth 1 -maxdepth 1 | wc -l) threads of $(<"/proc/$1/comm") with $2"
}

# told FILE WORDS: the one line of it.
told() {
    grep -qE "capabilities: $2\$" "$1" || fail "told is: $(grep capabilities: "$1")"
    expect_count "$1" 'capabilities: ' 1
}

# A group that hands out addresses: port 67.
write_go_ini "$LOGS/go.ini" bss.ssid=DIRECT-ab-lab security.wpa_passphrase=$PASSPHRASE p2p.dhcp=on
start_hostapd_net "$LOGS/go.ini"
bound "$HN_PID" 3400
told "$HN_LOG" 'NET_ADMIN NET_RAW NET_BIND_SERVICE \(dhcp = on\); no new privileges'
[[ $(<"/proc/$HN_PID/comm") == hostapd-net ]] || fail "its name is $(<"/proc/$HN_PID/comm")"
[[ $(tr '\0' ' ' <"/proc/$HN_PID/cmdline") == "hostapd-net ${HOSTAPD_NET_FLAGS:--dt} $LOGS/go.ini " ]] || fail "its words are others"
sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE
sed -i 's/ssid=".*"/ssid="DIRECT-ab-lab"/' "$LOGS/sta1.conf"
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
dhcp_lease sta1 wlan1
expect_ping sta1 $AP_ADDRESS 3
pass "a client has joined and been given its address"

# A reload keeps what it has; what asks for more is told.
kill -HUP "$HN_PID"
wait_for "$HN_LOG" 'reload: wlan0' 10
expect_none "$HN_LOG" 'given up at the start' "a reload of the same file asks for more"
write_go_ini "$LOGS/go.ini" bss.ssid=DIRECT-ab-lab security.wpa_passphrase=$PASSPHRASE p2p.dhcp=on control.ctrl_interface_group=audio \
    entropy.credit_kernel=1
kill -HUP "$HN_PID"
wait_for "$HN_LOG" 'reload: wlan0' 10 2
grep -qE 'ctrl_interface_group takes CAP_CHOWN.*credit_kernel = 1 takes CAP_SYS_ADMIN, which was given up at the start: restart' "$HN_LOG" ||
    fail "a reload that asks for more is not told"
bound "$HN_PID" 3400
expect_ping sta1 $AP_ADDRESS 1
stop_client sta1 wlan1
stop_hostapd_net
ip -4 address show dev wlan0 | grep -q 'inet 10.0.0.1/24' && fail "the address stayed after the end"
expect_none "$HN_LOG" 'Permission denied|Operation not permitted' "something was forbidden"
pass "reloaded, told what takes a restart, and everything given back"

# In the background, with a group for the sockets whose members are not root: their own sockets are theirs alone.
cd "$LOGS"
write_ini ap.ini
sed 's/^channel.*/channel = 6 # quiet/' ap.ini >remarked.ini
gid=$(getent group audio | cut -d: -f3)
out=$(hostapd-net -B -P daemon.pid -f daemon.log -g /var/run/hostapd/global -G audio remarked.ini 2>&1) || fail "rc $?: $out"
[[ $(grep -c 'is read as 6' <<<"$out") == 1 ]] || fail "a remark is told twice, or not at all: $out"
pid=$(<daemon.pid)
bound "$pid" 3403
told daemon.log 'NET_ADMIN NET_RAW NET_BIND_SERVICE \(-g\) CHOWN \(-G\) DAC_OVERRIDE \(-G\); no new privileges'
member() { (umask 022; setpriv --reuid=1234 --regid=1234 --groups="$gid" "$@"); }
[[ $(member hostapd_cli -p /var/run/hostapd -s /tmp -i wlan0 ping) == PONG ]] || fail "the stock client of a member of the group has no answer"
[[ $(member hostapd-net-cli -s /tmp -i wlan0 ping) == PONG ]] || fail "our client of a member of the group has no answer"
pass "members of the group are answered"
write_ini more.ini radio.interface=wlan7 entropy.credit_kernel=1
chmod 600 more.ini
! hostapd-net-cli -i global --json raw ADD wlan7 "config=$PWD/more.ini" >json.txt 2>&1 || fail "ADD of what takes more"
grep -q 'credit_kernel = 1 takes CAP_SYS_ADMIN' json.txt || fail "$(cat json.txt)"
kill "$pid"
ends "$pid"
[[ ! -e daemon.pid ]] || fail "the pid file stays"

# credit_kernel, another user's file and folder, and none of all that: what each takes.
# takes HEX WORDS [flags…]: started with ap.ini, or what follows.
takes() {
    local hex=$1 words=$2
    shift 2
    rm -f takes.log
    HN_LOG=$LOGS/takes.log start_hostapd_net "$@"
    [[ $hex == - ]] || bound "$HN_PID" "$hex"
    told takes.log "$words"
}
takes 3000 'NET_ADMIN NET_RAW; no new privileges' ap.ini
stop_hostapd_net
write_ini credit.ini entropy.credit_kernel=1
takes 203000 'NET_ADMIN NET_RAW SYS_ADMIN \(credit_kernel = 1\); no new privileges' credit.ini
stop_hostapd_net
mkdir -p theirs
cp ap.ini theirs/ap.ini
chmod 600 theirs/ap.ini
chmod 700 theirs
chown -R 1234 theirs
takes 3004 "NET_ADMIN NET_RAW DAC_READ_SEARCH \(the file: theirs/ap.ini is another user's\); no new privileges" theirs/ap.ini
kill -HUP "$HN_PID"
wait_for takes.log 'reload: wlan0: ' 10
expect_none takes.log 'cannot be read' "its file cannot be read again"
stop_hostapd_net
takes 3002 "NET_ADMIN NET_RAW DAC_OVERRIDE \(-P: theirs/pid is another user's\); no new privileges" ap.ini -P theirs/pid
[[ -s theirs/pid ]] || fail "no pid file in another user's folder"
stop_hostapd_net
[[ ! -e theirs/pid ]] || fail "the pid file stays in another user's folder"

# Programs of on_event have what the daemon kept, and by wish what it was given.
cat >tell <<EOF
#!/bin/sh
exec grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/self/status >"$LOGS/told.\$HOSTAPD_NET_EVENT"
EOF
chmod 755 tell
write_ini event.ini "control.on_event=$LOGS/tell"
takes 3000 'NET_ADMIN NET_RAW; no new privileges' event.ini
wait_until 10 grep -q NoNewPrivs told.AP-ENABLED || fail "the program does not run"
[[ $(sed -n 's/^CapEff:\t//p' told.AP-ENABLED) == 0000000000003000 ]] || fail "the program has $(cat told.AP-ENABLED)"
[[ $(sed -n 's/^NoNewPrivs:\t//p' told.AP-ENABLED) == 1 ]] || fail "the program may get more"
stop_hostapd_net
rm told.*
write_ini all.ini "control.on_event=$LOGS/tell" control.capabilities=all
takes - 'NET_ADMIN NET_RAW .*; capabilities = all: as they were given' all.ini
for key in CapBnd CapEff; do
    [[ $(cat /proc/"$HN_PID"/task/*/status | sed -n "s/^$key:\t//p" | sort -u) == "$own" ]] || fail "something was given up"
done
wait_until 10 grep -q NoNewPrivs told.AP-ENABLED || fail "the program does not run"
[[ $(sed -n 's/^CapEff:\t//p' told.AP-ENABLED) == "$own" ]] || fail "the program has $(cat told.AP-ENABLED)"
[[ $(sed -n 's/^NoNewPrivs:\t//p' told.AP-ENABLED) == 0 ]] || fail "the program may get no more"
stop_hostapd_net
pass "programs of on_event have what the daemon has"

# Nobody may lower it, or it is not root: nothing is changed, and it is said.
mkdir -p /tmp/lab_ctrl_user
chown 1234 /tmp/lab_ctrl_user
write_ini user.ini control.ctrl_interface=/tmp/lab_ctrl_user/run entropy.seed_file=/tmp/lab_ctrl_user/seed
chmod 644 user.ini
as_user() { exec setpriv --reuid=1234 --regid=1234 --clear-groups --inh-caps=+net_admin,+net_raw --ambient-caps=+net_admin,+net_raw "$@"; }
without_setpcap() { exec setpriv --bounding-set=-setpcap "$@"; }
for who in as_user without_setpcap; do
    rm -f other.log
    "$who" hostapd-net "$PWD/user.ini" >other.log 2>&1 &
    wait_for other.log AP-ENABLED 15
    kill "$!"
    wait "$!" || fail "$who: ended with $?"
    cp other.log "$who.log"
done
told as_user.log 'NET_ADMIN NET_RAW; not root: as they were given'
told without_setpcap.log 'NET_ADMIN .*; as they were given: giving any up takes SETPCAP'
hostapd-net --check event.ini >check.txt || fail "--check: $(cat check.txt)"
grep -q 'takes the capabilities NET_ADMIN NET_RAW$' check.txt || fail "$(cat check.txt)"
pass "who may not lower it says so"
