# Sourced by the scripts beside it: messages, package installation, retries.
# shellcheck shell=bash

REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

note() { printf '== %s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# take_rid argument…: takes "--rid NAME" from the beginning. Leaves the name in rid (linux-x64 when there is none), the others in rest.
take_rid() {
    rid=linux-x64 rest=("$@")
    [[ ${1:-} == --rid ]] || return 0
    rid=${2:?--rid needs a value}
    # shellcheck disable=SC2034
    rest=("${@:3}")
}

# need_packages PACKAGE…: installs what dpkg does not know as installed.
need_packages() {
    local missing=() package
    for package; do
        # A query of dpkg's status file costs 10 ms a package; its own list file costs nothing.
        compgen -G "/var/lib/dpkg/info/$package.list" >/dev/null ||
            compgen -G "/var/lib/dpkg/info/$package:*.list" >/dev/null || missing+=("$package")
    done
    [[ ${#missing[@]} -eq 0 ]] && return 0
    command -v apt-get >/dev/null || die "this needs Debian's packages: ${missing[*]}"
    [[ $(id -u) -eq 0 ]] || die "missing packages; as root: apt-get install ${missing[*]}"
    install_packages "${missing[@]}"
}

install_packages() {
    note "installing ${*}"
    local policy=/usr/sbin/policy-rc.d made=
    # The lab wants the programs of wpasupplicant, hostapd and freeradius, never their services.
    if [[ ! -e $policy ]]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
        made=yes
    fi
    local status=0
    retry 3 10 apt_install "$@" || status=$?
    [[ -z $made ]] || rm -f "$policy"
    [[ $status -eq 0 ]] || die "apt-get could not install: $*"
    disable_services "$@"
}

# disable_services PACKAGE…: what Debian would start at the next boot stays off. Only of what was installed just now: a server
# that was here before has its owner.
disable_services() {
    local package
    for package; do
        # This takes the links of systemd, too, and an upgrade does not bring them back.
        [[ $package != freeradius ]] || update-rc.d "$package" disable
    done
}

apt_install() {
    local log
    log=$(mktemp)
    if apt-get update >"$log" 2>&1 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1; then
        rm -f "$log"
        return 0
    fi
    tail -n 15 "$log" >&2
    rm -f "$log"
    return 1
}

# scene_names: what can be run in the lab.
scene_names() {
    local file
    for file in "$REPO"/test/HostApd.LabTests/Scenes/*.sh; do
        [[ $file == *.check.sh ]] || basename "$file" .sh
    done
}

# scene_file NAME: where a scene stands.
scene_file() {
    local file=$REPO/test/HostApd.LabTests/Scenes/$1.sh
    [[ $1 != *.check && -f $file ]] || die "no scene '$1'; there are: $(scene_names | xargs)"
    printf '%s\n' "$file"
}

# scene_header FILE KEY: what a scene says of itself in a comment "# KEY: …".
scene_header() { sed -n "s/^# $2: *//p" "$1" | head -n 1; }

# retry TIMES SECONDS COMMAND…
retry() {
    local times=$1 pause=$2 try
    shift 2
    for ((try = 1; ; try++)); do
        "$@" && return 0
        [[ $try -lt $times ]] || return 1
        note "try $try of $times failed: $1; again in $pause s"
        sleep "$pause"
    done
}

# workbench_with_symbols DIR: builds DIR/workbench, whose functions valgrind and objdump know by name.
workbench_with_symbols() {
    need_packages valgrind
    note "native workbench with its symbols"
    # The linker's options are no input of the build's own check whether to link.
    rm -f "$REPO/src/HostApd.Workbench/bin/Release/net10.0/linux-x64/native/hostapd-net-workbench"
    dotnet publish "$REPO/src/HostApd.Workbench/HostApd.Workbench.csproj" -c Release -r linux-x64 -p:StripSymbols=false -o "$1/out" -v quiet --nologo >&2
    # valgrind of Debian 12 gives up at the line tables of newer compilers; names are all it needs.
    objcopy --strip-debug "$1/out/hostapd-net-workbench" "$1/workbench"
}
