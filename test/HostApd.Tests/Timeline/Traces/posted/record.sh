# scene: logs of the stock programs for each cause, at debug level and at the level they have by default
# radios: 3
# timeout: 900
# What this folder holds was made by it: scripts/lab/run.sh --out DIR this-file. The debug logs were then trimmed to the lines
# that speak of frames, scans and decisions, the kernel's to those of wlan1 between two marks.
# shellcheck shell=bash source=../../../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# stop_at LINE FILE COMMAND…: runs a program, keeps its output, and stops it (SIGSTOP) in the moment in which it says LINE.
cat >"$LOGS/stop_at.py" <<'PY'
import signal, subprocess, sys
line, path = sys.argv[1].encode(), sys.argv[2]
program = subprocess.Popen(sys.argv[3:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
stopped = False
with open(path, "ab", 0) as log:
    for each in iter(program.stdout.readline, b""):
        if not stopped and line in each:
            program.send_signal(signal.SIGSTOP)
            stopped = True
        log.write(each)
PY
# A client that is out of reach before the answer to its association comes: its frames are injected.
cat >"$LOGS/inject.py" <<'PY'
import socket, subprocess, time
ap, sta = bytes.fromhex("020000000000"), bytes.fromhex("020000000100")
out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
out.bind(("mon1", 0))
def send(kind, sequence, body):
    out.send(bytes.fromhex("0000080000000000") + bytes([kind, 0, 0, 0]) + ap + sta + ap + bytes([sequence << 4, 0]) + body)
send(0xb0, 1, bytes([0, 0, 1, 0, 0, 0]))
time.sleep(0.5)
subprocess.run(["ip", "link", "set", "wlan1", "down"])
rsn = bytes.fromhex("30140100000fac040100000fac040100000fac020000")
rates = bytes.fromhex("010802040b160c121824" "32043048606c")
for n in range(3):
    send(0x00, 2 + n, bytes.fromhex("31040500") + b"\x00\x07labtest" + rates + rsn)
    time.sleep(0.1)
PY

ap='' sta=''
mark() { echo "== $*" >/dev/kmsg; }
start_ap() {
    mark "$1"
    hostapd $debug -t "$LOGS/hostapd.conf" >>"$LOGS/$1.ap.log" 2>&1 &
    ap=$!
    wait_for "$LOGS/$1.ap.log" AP-ENABLED 10
}
start_client() {
    ip netns exec sta1 wpa_supplicant $debug -t -Dnl80211 -i wlan1 -c "$LOGS/$2.conf" >>"$LOGS/$1.client.log" 2>&1 &
    sta=$!
}
end() {
    pkill -KILL -P "$1" || true
    kill -CONT "$1" || true
    kill "$1" || true
    wait "$1" || true
}
# stopped_ap NAME LINE: an access point whose log is of no use but for its LINE, at which it stops.
stopped_ap() {
    mark "$1"
    python3 "$LOGS/stop_at.py" "$2" "$LOGS/$1.stopped" hostapd -dd -t "$LOGS/debug.conf" &
    ap=$!
    wait_for "$LOGS/$1.stopped" AP-ENABLED 10
}

write_hostapd_conf "$LOGS/debug.conf" logger_stdout=-1 logger_stdout_level=0 wps_state=2 eap_server=1 \
    config_methods=virtual_push_button
sta_netns sta1 1
sta_netns sta2 2
write_client "$LOGS/right.conf" $PASSPHRASE
write_client "$LOGS/wrong.conf" 87654321
printf '%s\n' ctrl_interface=/run/wpa_supplicant freq_list=2437 config_methods=virtual_push_button >"$LOGS/wps.conf"

for level in info debug; do
    debug='' least=2
    [[ $level == info ]] || debug=-dd least=0
    sed "s/^logger_stdout_level=.*/logger_stdout_level=$least/" "$LOGS/debug.conf" >"$LOGS/hostapd.conf"

    start_ap clean.$level
    start_client clean.$level right
    wait_for "$LOGS/clean.$level.client.log" CTRL-EVENT-CONNECTED 15
    nap 1
    end "$sta"
    end "$ap"

    start_ap wrongkey.$level
    start_client wrongkey.$level wrong
    wait_for "$LOGS/wrongkey.$level.client.log" TEMP-DISABLED 15
    nap 1
    end "$sta"
    end "$ap"

    LD_PRELOAD=/run/lab/modules/starve.so start_ap starved.$level
    start_client starved.$level right
    wait_for "$LOGS/starved.$level.client.log" 'CTRL-EVENT-DISCONNECTED' 15 2
    nap 2
    end "$sta"
    end "$ap"

    start_ap unanswered.$level
    ip netns exec sta1 python3 "$LOGS/stop_at.py" 'Association request send' "$LOGS/unanswered.$level.stopped" \
        wpa_supplicant -dd -t -Dnl80211 -i wlan1 -c "$LOGS/right.conf" &
    sta=$!
    wait_for "$LOGS/unanswered.$level.stopped" 'Association request send' 15
    nap 13
    end "$sta"
    end "$ap"

    stopped_ap unheard.$level 'IEEE 802.11: associated (aid'
    start_client unheard.$level right
    wait_for "$LOGS/unheard.$level.client.log" 'Trying to associate' 15
    nap 14
    end "$sta"
    end "$ap"

    stopped_ap noassoc.$level 'authentication reply'
    start_client noassoc.$level right
    nap 14
    end "$sta"
    end "$ap"

    # The radio that acknowledges must be on the channel, and a monitor sets that before the client's interface is up.
    start_ap lost.$level
    ip -n sta1 link set wlan1 down
    ip netns exec sta1 iw dev wlan1 interface add mon1 type monitor
    ip -n sta1 link set mon1 up
    ip netns exec sta1 iw dev mon1 set channel 6
    ip -n sta1 link set wlan1 up
    ip netns exec sta1 python3 "$LOGS/inject.py"
    nap 1
    end "$ap"
    ip netns exec sta1 iw dev mon1 del

    start_ap overlap.$level
    for n in 1 2; do
        ip netns exec sta$n wpa_supplicant $debug -t -Dnl80211 -i wlan$n -c "$LOGS/wps.conf" >>"$LOGS/overlap.$level.client$n.log" 2>&1 &
        wait_until 10 test -S /run/wpa_supplicant/wlan$n
        wpa sta$n wlan$n wps_pbc >/dev/null
    done
    nap 2
    hcli wps_pbc || true
    nap 4
    wpa sta1 wlan1 terminate >/dev/null
    wpa sta2 wlan2 terminate >/dev/null
    end "$ap"
done
dmesg >"$LOGS/kernel.log"
pass "recorded"
