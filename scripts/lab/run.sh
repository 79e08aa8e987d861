#!/usr/bin/env bash
# Boots the lab's VM, runs scenes in it one after the other and gives back their status.
#   run.sh [options] SCENE… [-- argument…]
# SCENE is a name from test/HostApd.LabTests/Scenes or a path; arguments after -- go to every scene.
#   --radios N      simulated radios (default: the scene's header "# radios:", else 3)
#   --out DIR       keep logs, captures and verdicts there
#   --capture       also the air (air.pcapng) and every netlink message (netlink.pcapng)
#   --timeout S     end the whole VM after S seconds with status 124 (default 60 + what each scene asks for)
#   --append 'ARGS' more kernel arguments
#   --bin DIR       the daemon's executables (default HOSTAPD_NET_BIN, else artifacts/linux-x64 of this checkout)
# HOSTAPD_NET_LAB_PROGRESS names a file that gets what the VM says, too, line by line.
# Status: 0, or that of the first scene that failed; 124 out of time; 125 the VM did not come to the end.
set -euo pipefail
# shellcheck source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

LAB=$REPO/scripts/lab
CACHE=${HOSTAPD_NET_CACHE:-$HOME/.cache/hostapd-net}/lab
radios= out= capture=no timeout= append= progress=${HOSTAPD_NET_LAB_PROGRESS:-/dev/null} bin=${HOSTAPD_NET_BIN:-$REPO/artifacts/linux-x64}
scenes=() arguments=()

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }

find_scene() {
    if [[ -f $1 ]]; then
        realpath "$1"
    else
        scene_file "$1"
    fi
}

while [[ $# -gt 0 ]]; do
    case $1 in
        --radios) radios=$2; shift ;;
        --out) out=$2; shift ;;
        --capture) capture=yes ;;
        --timeout) timeout=$2; shift ;;
        --append) append=$2; shift ;;
        --bin) bin=$2; shift ;;
        --) shift; arguments=("$@"); break ;;
        -*) usage ;;
        *) scene=$(find_scene "$1"); scenes+=("$scene") ;;
    esac
    shift
done
[[ ${#scenes[@]} -gt 0 ]] || usage

# A scene that has a boot of its own may want kernel arguments of its own.
[[ ${#scenes[@]} -ne 1 || -n $append ]] || append=$(scene_header "${scenes[0]}" append)

image=$("$LAB/setup.sh")

# The 100 ms a client waits for its association are only met with both cores to one VM.
exec 9>"$CACHE/vm.lock"
flock -n 9 || { note "another lab VM runs; waiting for it"; flock 9; }

share=$(mktemp -d)
vm= watch=
finish() {
    [[ -z $vm ]] || kill "$vm" 2>/dev/null || true
    [[ -z $watch ]] || kill "$watch" 2>/dev/null || true
    rm -rf "$share"
}
trap finish EXIT
trap 'exit 130' INT TERM

write_job() {
    printf 'SCENES=(%s)\n' "${scenes[*]@Q}"
    printf 'SCENE_ARGS=(%s)\n' "${arguments[*]@Q}"
    printf 'RADIOS=%q CAPTURE=%q BIN=%q\n' "$radios" "$capture" "$(realpath -m "$bin")"
}
write_job >"$share/job"

# The time that the scenes' headers allow: all of them and a minute for the boot, and the longest of them.
sum=60 longest=0
allowed() {
    local scene own
    for scene in "${scenes[@]}"; do
        own=$(scene_header "$scene" timeout)
        own=${own:-90}
        sum=$((sum + own))
        [[ $own -le $longest ]] || longest=$own
    done
}
allowed

boot() {
    local kernel=(mitigations=off nokaslr tsc=reliable no_timer_check rcupdate.rcu_expedited=1 cryptomgr.notests
        audit=0 random.trust_cpu=on quiet panic=-1 console=ttyS0 "lab.init=$LAB/guest-init.sh")
    # A stdio chardev whose stdin is at its end blocks the guest's writes; a file does not. It is a pipe to cat
    # because a file chardev cannot open a socket, which is what stdout may be.
    exec timeout --foreground -k 5 "${timeout:-$sum}" \
        qemu-system-x86_64 -M q35 -accel tcg,thread=multi,tb-size=512 -cpu max -smp 2 -m 1024 \
        -nodefaults -no-reboot -display none \
        -kernel "$image/vmlinux" -initrd "$image/initramfs" -append "${kernel[*]} $append" \
        -chardev "file,id=console,path=$share/console.log" -serial chardev:console \
        -fsdev local,id=root,path=/,security_model=none,readonly=on,multidevs=remap \
        -device virtio-9p-pci,fsdev=root,mount_tag=root \
        -fsdev "local,id=out,path=$share,security_model=none,multidevs=remap" \
        -device virtio-9p-pci,fsdev=out,mount_tag=out \
        -device virtio-serial-pci -chardev file,id=port,path=/dev/stdout,append=on \
        -device virtserialport,chardev=port,name=lab.out
}

# A scene that is out of time is ended by the guest; a guest whose kernel hangs ends nothing any more. results.txt grows at
# the end of each scene; two minutes are for the boot and for what follows a scene.
watch_for_a_stall() {
    local last patience=$((longest + 120))
    while sleep 5 2>/dev/null; do
        last=$(stat -c %Y "$share/results.txt" 2>/dev/null || stat -c %Y "$share/job") || return 0
        [[ $(($(date +%s) - last)) -gt $patience ]] || continue
        note "the VM has ended no scene for $patience s"
        kill "$1" 2>/dev/null
        return 0
    done
}

# Waits in the background so that a Ctrl-C is answered at once.
boot </dev/null 9>&- > >(exec tee -a "$progress") &
vm=$!
watch_for_a_stall "$vm" </dev/null >/dev/null 9>&- &
watch=$!
vm_status=0
wait "$vm" || vm_status=$?
vm=

keep_results() {
    [[ -n $out ]] || return 0
    mkdir -p "$out"
    rm -f "$share/job"
    cp -r "$share/." "$out/"
}
keep_results

if [[ $vm_status -eq 124 || $vm_status -eq 137 ]]; then
    note "the VM was ended: out of time"
    exit 124
elif [[ ! -s $share/status ]]; then
    note "the VM stopped before its scenes were done (qemu status $vm_status); its console's end:"
    tail -n 20 "$share/console.log" >&2 || true
    exit 125
fi
exit "$(cat "$share/status")"
