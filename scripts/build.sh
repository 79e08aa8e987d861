#!/usr/bin/env bash
# Publishes the daemon, its client and the workbench as native executables into artifacts/<rid>/, or artifacts/<rid>-static/.
#   build.sh [--rid linux-x64|linux-arm64|linux-arm|linux-musl-x64|linux-musl-arm64] [--static] [--without-workbench] [msbuild options…]
#   --static   with no library of the system: they run on any Linux of that processor, whatever its libc; daemon and client are one file
#              of two names, which saves a third of the flash of a small board
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

take_rid "$@"
set -- "${rest[@]}"
static=
if [[ ${1:-} == --static ]]; then
    [[ $rid == linux-x64 || $rid == linux-arm64 ]] || die "--static is for linux-x64 and linux-arm64"
    static=-static
    shift
fi
workbench=yes
if [[ ${1:-} == --without-workbench ]]; then
    workbench=no
    shift
fi
options=("$@")

# What links for the target, beside the compiler that NativeAOT always calls.
prepare_target() {
    local triple=
    case $rid in
        linux-x64 | linux-musl-x64) need_packages clang zlib1g-dev ;;
        linux-arm64 | linux-musl-arm64) triple=aarch64-linux-gnu; need_packages clang zlib1g-dev lld gcc-$triple libc6-dev-arm64-cross ;;
        linux-arm) triple=arm-linux-gnueabihf; need_packages clang zlib1g-dev lld gcc-$triple libc6-dev-armhf-cross ;;
        *) die "unknown rid '$rid'" ;;
    esac
    # No SysRoot: Debian's cross packages are found by clang itself.
    [[ -z $triple ]] || options+=(-p:LinkerFlavor=lld "-p:ObjCopyName=$triple-objcopy")
    if [[ -n $static ]]; then
        options+=(-p:StaticExecutable=true)
        # llvm-objcopy 14 does not take the .rela.plt of a static file.
        [[ -n $triple ]] || { need_packages binutils; options+=(-p:ObjCopyName=objcopy); }
    fi
}

restore() {
    local log=$work/restore.log
    dotnet restore "$1" -r "$rid" "${options[@]}" >"$log" 2>&1 && return
    grep -m 5 -E 'error|warn' "$log" >&2 || tail -n 5 "$log" >&2
    return 1
}

# publish PROJECT EXECUTABLE
publish() {
    local project=$REPO/src/$1/$1.csproj
    # A package that nobody asked for before is answered "not found" at first and is there some minutes later.
    retry 5 30 restore "$project" || die "NuGet does not have a package that $1 needs for $rid (yet): try later"
    # The linker's options are no input of the build's own check whether to link.
    rm -f "$REPO/src/$1/bin/Release/net10.0/$rid/native/$2"
    dotnet publish "$project" --no-restore -c Release -r "$rid" -o "$work/$1" -v quiet --nologo "${options[@]}"
    install -m 755 "$work/$1/$2" "$target/$2"
    [[ ! -e $work/$1/$2.dbg ]] || install -m 644 "$work/$1/$2.dbg" "$target/symbols/$2.dbg"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
target=$REPO/artifacts/$rid$static
mkdir -p "$target/symbols"
prepare_target
if [[ -n $static ]]; then
    options+=(-p:WithClient=true)
    publish HostApd hostapd-net
    ln -sf hostapd-net "$target/hostapd-net-cli"
else
    publish HostApd hostapd-net
    publish HostApd.Cli hostapd-net-cli
fi
# Nothing in the lab but one scene needs the workbench: --without-workbench saves its time.
[[ $workbench == no ]] || publish HostApd.Workbench hostapd-net-workbench
ls -l "$target"/hostapd-net*
