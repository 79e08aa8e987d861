#!/usr/bin/env bash
# What strangers can make of the daemon's heap: its access point under its heap limit with two full tables of the largest
# stations there are, bytes a station, and the limit itself. Ends with "N passed, N failed".
#   crowd.sh [--rid linux-x64|linux-arm64] [wpa2|open|p2p|wps|limit]
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

options=() runner=()
take_rid "$@"
set -- "${rest[@]}"
need_packages clang zlib1g-dev
if [[ $rid == linux-arm64 ]]; then
    need_packages lld gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static
    options=(-p:LinkerFlavor=lld -p:ObjCopyName=aarch64-linux-gnu-objcopy)
    runner=(qemu-aarch64-static -L /usr/aarch64-linux-gnu)
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
project=$REPO/test/HostApd.Crowd/HostApd.Crowd.csproj
restore() { dotnet restore "$project" -r "$rid" "${options[@]}" >"$work/restore.log" 2>&1 || { tail -n 5 "$work/restore.log" >&2; false; }; }
retry 5 30 restore
dotnet publish "$project" --no-restore -c Release -r "$rid" -o "$work" -v quiet --nologo "${options[@]}"
"${runner[@]}" "$work/hostapd-net-crowd" "$@"
