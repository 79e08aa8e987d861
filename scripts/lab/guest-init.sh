#!/usr/bin/env bash
# Pid 1 of the lab's VM once the host's files are there: prepares the machine, runs the scenes one after the
# other, each with fresh radios, copies what they left to the result share and powers off.
set -uo pipefail
export PATH=/run/lab/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export HOME=/root LC_ALL=C TERM=dumb
LAB=$(dirname "${BASH_SOURCE[0]}")
export LAB
OUT=/run/lab/out
# The virtio port is the caller's terminal; what the kernel says goes to the serial console.
name=$(grep -lx lab.out /sys/class/virtio-ports/*/name)
port=/dev/$(basename "${name%/name}")
exec </dev/null >"$port" 2>&1
# devtmpfs has none of these; bash's <(…) needs the first.
ln -s /proc/self/fd /dev/fd
ln -s /proc/self/fd/1 /dev/stdout
ln -s /proc/self/fd/2 /dev/stderr
# shellcheck source=modules.sh
source "$LAB/modules.sh"
# Written by run.sh: SCENES, RADIOS, CAPTURE, BIN.
# shellcheck disable=SC1091
source "$OUT/job"

prepare() {
    mkdir -p /dev/pts /dev/shm /run/lab/bin /run/lab/logs
    mount -t devpts devpts /dev/pts
    ip link set lo up
    # Ciphers above all: without them the kernel runs modprobe at the first key, in the middle of a handshake.
    local module
    for module in ctr ccm gcm ghash-generic cmac mac80211; do load_module "$module"; done
    # From RAM: the first start of a program must not be timed against 9p.
    [[ ! -d $BIN ]] || find "$BIN" -maxdepth 1 \( -type f -perm -u+x ! -name '*.dbg' -o -type l \) -exec cp -P {} /run/lab/bin/ \;
}

header() { sed -n "s/^# $2: *//p" "$1" | head -n 1; }

start_captures() {
    ip link set hwsim0 up
    load_module nlmon
    ip link add nlmon0 type nlmon
    ip link set nlmon0 up
    local logs=$1
    dumpcap -q -i hwsim0 -w "$logs/air.pcapng" >/dev/null 2>"$logs/dumpcap-air.log" &
    captures=($!)
    dumpcap -q -i nlmon0 -w "$logs/netlink.pcapng" >/dev/null 2>"$logs/dumpcap-netlink.log" &
    captures+=($!)
    # Both say "File: …" once they listen.
    local try
    for ((try = 0; try < 100; try++)); do
        grep -q File: "$logs/dumpcap-air.log" && grep -q File: "$logs/dumpcap-netlink.log" && return
        sleep 0.05
    done
}

stop_captures() {
    [[ ${#captures[@]} -gt 0 ]] || return 0
    sleep 0.2
    kill -INT "${captures[@]}" 2>/dev/null
    wait "${captures[@]}" 2>/dev/null
    captures=()
    ip link del nlmon0 2>/dev/null
}

# Every process but the kernel's and ours, then the namespaces, then the radios: the next scene starts as after
# a boot.
clean_up() {
    local directory pid
    for directory in /proc/[0-9]*; do
        pid=${directory##*/}
        [[ $pid -ne 1 && -e $directory/exe && -n $(readlink "$directory/exe" 2>/dev/null) ]] && kill -9 "$pid" 2>/dev/null
    done
    wait 2>/dev/null
    find /run/netns -mindepth 1 -maxdepth 1 -printf '%f\n' 2>/dev/null | xargs -r -n1 ip netns del
    grep -q '^mac80211_hwsim ' /proc/modules && rmmod mac80211_hwsim
    # What a scene that failed has left lying would take the next one's packets.
    local link
    for link in /sys/class/net/*; do
        [[ ! -e $link/bridge ]] || ip link del "${link##*/}"
    done
    ip -o link show type veth 2>/dev/null | sed -n 's/^[0-9]*: \([^@:]*\).*/\1/p' | while read -r link; do ip link del "$link" 2>/dev/null; done
    # The country that a scene set would outlive its radios.
    iw reg set 00
    rm -rf /run/hostapd* /run/wpa_supplicant* /tmp/wpa_ctrl_* /var/lib/hostapd-net
}

# run_scene FILE: the verdict line is for machines, the rest for people.
run_scene() {
    local file=$1 name logs begin status=0 radios channels wanted took
    name=$(basename "$file" .sh)
    logs=/run/lab/logs/$name
    mkdir -p "$logs"
    radios=$(header "$file" radios)
    channels=$(header "$file" channels)
    load_module mac80211_hwsim "radios=${RADIOS:-${radios:-3}}" "channels=${channels:-1}" "support_p2p_device=$(header "$file" p2p_device | grep . || echo 1)"
    captures=()
    [[ $CAPTURE != yes && $(header "$file" capture) != yes ]] || start_captures "$logs"
    printf 'scene %s: begin\n' "$name"
    begin=${EPOCHREALTIME/./}
    wanted=$(header "$file" timeout)
    (
        cd "$logs" || exit 1
        export LOGS=$logs SCENE=$name
        for needed in $(header "$file" needs); do
            [[ $needed == packages || $needed == static || -x /run/lab/bin/$needed ]] || { echo "$needed not built: run scripts/build.sh"; exit 1; }
        done
        exec timeout -k 5 "${wanted:-90}" bash "$file" "${SCENE_ARGS[@]}"
    ) > >(tee "$logs/output.txt") 2>&1 || status=$?
    took=$(((${EPOCHREALTIME/./} - begin) / 1000))
    [[ $status -ne 124 && $status -ne 137 ]] || printf 'scene %s: out of time after %s s\n' "$name" "${wanted:-90}"
    stop_captures
    clean_up
    printf '%s\n' "$status" >"$logs/status"
    dmesg -c >"$logs/kernel.log"
    local verdict=ok
    [[ $status -eq 0 ]] || verdict=failed
    printf 'scene %s: %s (%d.%d s)\n' "$name" "$verdict" $((took / 1000)) $((took % 1000 / 100))
    printf '%s %s %d.%d\n' "$name" "$verdict" $((took / 1000)) $((took % 1000 / 100)) >>"$OUT/results.txt"
    cp -r "$logs" "$OUT/"
    return "$status"
}

echo "lab: guest-init starts" >/dev/kmsg
prepare
echo "lab: guest-init is prepared" >/dev/kmsg
final=0
for scene in "${SCENES[@]}"; do
    run_scene "$scene" || { status=$?; [[ $final -ne 0 ]] || final=$status; }
done
echo "$final" >"$OUT/status"
sync -f "$OUT"
/run/lab/busybox poweroff -f
