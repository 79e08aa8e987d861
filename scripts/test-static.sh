#!/usr/bin/env bash
# Runs the static executables where there is nothing else: in an empty root without a libc, /dev or /proc, and, on x64, in one whose
# only libc is musl. Needs root.
#   test-static.sh [--rid linux-x64|linux-arm64] [--no-build]
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$REPO"

take_rid "$@"
set -- "${rest[@]}"
[[ ${1:-} == --no-build ]] || scripts/build.sh --rid "$rid" --static
built=$REPO/artifacts/$rid-static
root=$(mktemp -d)
chroot=$(command -v chroot) && [[ $(id -u) -eq 0 ]] || die "this needs chroot, and root"
daemon='' failed=0
end_daemon() {
    [[ -z $daemon ]] || { kill "$daemon" && wait "$daemon"; } 2>/dev/null || true
    daemon=''
}
trap 'end_daemon; rm -rf "$root"' EXIT

ok() {
    local what=$1
    shift
    if "$@"; then printf 'ok: %s\n' "$what"; else printf 'failed: %s\n' "$what"; failed=1; fi
}
asks_for_nothing() { ! readelf -lW "$1" | grep -q INTERP && ! readelf -dW "$1" | grep -q NEEDED; }

# within PROGRAM argument…: there, without any variable of ours.
within() { env -i PATH=/bin "$chroot" "$root" "${emulator[@]}" "$@"; }
says() {
    local wanted=$1 text
    shift
    text=$(within "$@" 2>&1) || true
    [[ $text == *"$wanted"* ]] || { printf '  said: %s\n' "${text:0:300}"; return 1; }
}

# greets_a_stranger: the runtime asks for the home of whoever sits at a terminal.
greets_a_stranger() {
    local text
    text=$(env -i PATH="$PATH" script -qec "'$chroot' --userspec=4242:4242 '$root' ${emulator[*]} /hostapd-net -v" /dev/null) || true
    [[ $text == *'hostapd-net v'* ]] || { printf '  said: %s\n' "${text:0:300}"; return 1; }
}

# everything: what the programs do without a radio.
everything() {
    ok "$1: version" says 'hostapd-net v' /hostapd-net -v
    ok "$1: version of the client" says 'hostapd-net-cli v' /hostapd-net-cli -v
    local file
    for file in p2p-go p2p-on-demand; do ok "$1: check of $file.ini" says ': good' /hostapd-net --check "/conf/$file.ini"; done
    for file in access-point wpa3; do ok "$1: check of $file.ini" says 'everybody knows it' /hostapd-net --check "/conf/$file.ini"; done
    ok "$1: a user whom nobody knows, at a terminal" greets_a_stranger
    ok "$1: usage of the client" says 'usage: hostapd-net-cli' /hostapd-net-cli --help
    [[ ! -x $root/hostapd-net-workbench ]] || ok "$1: simulation" says '1 of 1 clients in' /hostapd-net-workbench simulate /conf/scenarios/2011-wps-trace.ini
    rm -rf "$root/run/hostapd"
    # Without a shell in between, which would be killed in its place.
    env -i PATH=/bin "$chroot" "$root" "${emulator[@]}" /hostapd-net -g /run/hostapd/global -G network >"$root/log" 2>&1 &
    daemon=$!
    local try
    for ((try = 0; try < 50; try++)); do [[ ! -S $root/run/hostapd/global ]] || break; sleep 0.2; done
    ok "$1: a group of users by its name" test "$(stat -c %g "$root/run/hostapd/global" 2>/dev/null)" = 101
    ok "$1: client and daemon" says PONG /hostapd-net-cli -p /run/hostapd -i global ping
    end_daemon
}

emulator=()
chmod 755 "$root"
mkdir -p "$root"/{run,tmp,etc}
cp "$built"/hostapd-net* "$root/"
cp -r conf "$root/conf"
printf 'root:x:0:\nnetwork:x:101:\n' >"$root/etc/group"
if [[ $rid == linux-arm64 ]]; then
    need_packages qemu-user-static
    cp /usr/bin/qemu-aarch64-static "$root/emulator"
    emulator=(/emulator)
fi
for program in "$root"/hostapd-net*; do ok "${program##*/} asks for no loader and no library" asks_for_nothing "$program"; done
everything 'nothing else there'
if [[ $rid == linux-x64 ]]; then
    # Its own user and name service switch, as where a libc of the system would look for plug-ins.
    need_packages musl busybox-static
    mkdir -p "$root"/{bin,lib,dev,proc}
    cp /bin/busybox "$root/bin/busybox"
    cp -L /lib/ld-musl-x86_64.so.1 "$root/lib/"
    printf 'passwd: files systemd\n' >"$root/etc/nsswitch.conf"
    printf 'somebody:x:7:7::/:/bin/sh\n' >"$root/etc/passwd"
    everything 'beside musl'
fi
exit $failed
