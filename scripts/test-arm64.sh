#!/usr/bin/env bash
# Builds for arm64 and holds the result, under qemu-user, against the x64 build: version, checks of the shipped files,
# and the daemon's core over the scenarios give the same output.
#   test-arm64.sh [--no-build]
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$REPO"

need_packages qemu-user-static libc6-dev-arm64-cross
if [[ ${1:-} != --no-build ]]; then
    for rid in linux-x64 linux-arm64; do scripts/build.sh --rid "$rid"; done
fi
failed=0

# The host's kernel has what qemu-user lacks (netlink): what is said of the radio is cut off.
said() {
    local status=0 text
    text=$("$@" 2>&1) || status=$?
    printf '%s\nstatus %d\n' "$text" "$status" | sed 's/; not checked against a radio.*//'
}

# same PROGRAM argument…
same() {
    local program=$1 here there
    shift
    here=$(said "artifacts/linux-x64/$program" "$@")
    there=$(said qemu-aarch64-static -L /usr/aarch64-linux-gnu "artifacts/linux-arm64/$program" "$@")
    if [[ $here == *'status '[01] && $here == "$there" ]]; then
        printf 'ok: %s\n' "$program $*"
    else
        printf 'failed: %s\n' "$program $*"
        diff <(printf '%s\n' "$here") <(printf '%s\n' "$there") | head -n 10 || true
        failed=1
    fi
}

same hostapd-net -v
for file in conf/access-point.ini conf/wpa3.ini conf/wifi6.ini conf/p2p-go.ini; do same hostapd-net --check "$file"; done
for file in 2011-wps-trace psk wps-pbc wps-pin p2p-pbc wrong-key; do
    same hostapd-net-workbench simulate "conf/scenarios/$file.ini"
done
exit $failed
