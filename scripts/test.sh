#!/usr/bin/env bash
# Everything that must hold before a change lands: format, build without warnings, unit tests, fuzz targets, and
# the scenes in the lab's VM. Ends with "N passed, N failed, N skipped".
#   test.sh [--no-lab | --all]    --all: also the scenes of a minute or more, and what fills the daemon's heap
#   test.sh SCENE…                these scenes alone, in one VM, and what they need
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$REPO"

lab=yes all=no scenes=()
usage() { die "usage: test.sh [--no-lab | --all | SCENE…]; there are: $(scene_names | xargs)"; }
[[ $# -le 1 || $1 != -* ]] || usage
case ${1:-} in
    '') ;;
    --no-lab) lab=no ;;
    --all) all=yes; export HOSTAPD_NET_ALL=1 ;;
    -*) usage ;;
    *)
        # Who names a long scene wants it.
        export HOSTAPD_NET_ALL=1
        for name; do
            file=$(scene_file "$name")
            scenes+=("$file")
        done
        ;;
esac
# What hangs is ended, and says how far it came.
longest=4500
[[ $all == no ]] || longest=9000
passed=0 failed=0 skipped=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# restore SOLUTION|PROJECT
restore() {
    dotnet restore "$1" >"$work/restore.log" 2>&1 && return
    grep -m 5 -E 'error' "$work/restore.log" >&2 || tail -n 5 "$work/restore.log" >&2
    return 1
}

# step NAME COMMAND…: counts as one test.
step() {
    local name=$1
    shift
    note "$name"
    if "$@"; then
        passed=$((passed + 1))
    else
        printf 'failed: %s\n' "$name"
        failed=$((failed + 1))
        return 1
    fi
}

# The runner's summary has lines "total: N", "failed: N", "succeeded: N", "skipped: N".
summary() { sed -n "s/^ *$2: *\([0-9][0-9]*\).*/\1/p" "$1" | tail -n 1; }

# run_tests PROJECT [options…]: one project after the other, for the VM of the lab wants both cores.
run_tests() {
    local log=$work/$1.log status=0
    note "tests of $1"
    timeout -k 10 "$longest" dotnet test --project "test/$1/$1.csproj" --no-build "${@:2}" 2>&1 | tee "$log" || status=$?
    [[ $status -ne 124 && $status -ne 137 ]] || printf 'the tests of %s were ended: out of time\n' "$1"
    local broken
    broken=$(summary "$log" failed)
    passed=$((passed + $(summary "$log" succeeded || true) + 0))
    skipped=$((skipped + $(summary "$log" skipped || true) + 0))
    failed=$((failed + ${broken:-0}))
    # Exit 8 is "no test ran"; a runner that died counts, even if it counted nothing.
    if [[ $status -ne 0 && $status -ne 8 && ${broken:-0} -eq 0 ]]; then
        printf 'failed: the test runner of %s ended with %s\n' "$1" "$status"
        failed=$((failed + 1))
    fi
}

# run_lab_tests [options…]: with a line for each scene as it ends, so that a run that is cut off shows how far it came.
run_lab_tests() {
    export HOSTAPD_NET_LAB_PROGRESS=$work/progress
    : >"$HOSTAPD_NET_LAB_PROGRESS"
    tail -f -n +1 "$HOSTAPD_NET_LAB_PROGRESS" > >(grep --line-buffered -aE '^scene .*: (ok|failed|out of time)') &
    local tail=$!
    run_tests HostApd.LabTests "$@"
    kill "$tail" && wait "$tail" 2>/dev/null || true
}

finish() {
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    rm -rf "$work"
    [[ $failed -eq 0 && $passed -gt 0 ]]
    exit
}

# within_flash: what is built fits the boards that it is for; the bounds in bytes.
within_flash() {
    local file bound size status=0
    while read -r file bound; do
        size=$(stat -c %s "artifacts/$file")
        printf '%s: %s bytes of at most %s\n' "$file" "$size" "$bound"
        [[ $size -le $bound ]] || status=1
    done <<<"linux-x64/hostapd-net 7700000
linux-x64-static/hostapd-net 9300000"
    return $status
}

# needed WORD: one of the named scenes says so in its header.
needed() {
    local scene
    for scene in "${scenes[@]}"; do
        [[ " $(scene_header "$scene" needs) " != *" $1 "* ]] || return 0
    done
    return 1
}

# The named scenes and what they need: no formatting, no other tests.
run_scenes() {
    local project=test/HostApd.LabTests/HostApd.LabTests.csproj options=() names=() scene
    step "restore (a first 'not found' of the registry is retried)" retry 5 30 restore "$project" || finish
    step "build, warnings are errors" dotnet build "$project" --no-restore -v quiet --nologo || finish
    scripts/install.sh lab
    if needed hostapd-net; then
        needed hostapd-net-workbench || options=(--without-workbench)
        step "native executables" scripts/build.sh "${options[@]}" || finish
    fi
    ! needed static || step "static executables" scripts/build.sh --static --without-workbench || finish
    ! needed packages || step "packages" scripts/package.sh || finish
    for scene in "${scenes[@]}"; do names+=("Name=$(basename "$scene" .sh)"); done
    run_lab_tests -- --filter "$(IFS='|'; echo "${names[*]}")"
    finish
}

scripts/install.sh build
[[ ${#scenes[@]} -eq 0 ]] || run_scenes
# A package registry may answer "not found" for a package it was never asked for and have it minutes later.
step "restore (a first 'not found' of the registry is retried)" retry 5 30 restore HostApd.Net.sln || finish
step "build, warnings are errors" dotnet build HostApd.Net.sln --no-restore -v quiet --nologo || finish
step "format" dotnet format HostApd.Net.sln --no-restore --verify-no-changes || true
for project in HostApd.Tests HostApd.Fuzz; do run_tests "$project"; done
if [[ $lab == yes ]]; then
    scripts/install.sh lab
    step "native executables" scripts/build.sh && step "static executables" scripts/build.sh --static --without-workbench &&
        step "packages" scripts/package.sh || true
    step "size of the executables" within_flash || true
    step "static executables where nothing else is" scripts/test-static.sh --no-build || true
    run_lab_tests
else
    # What is said of the lab holds without it, too.
    run_tests HostApd.LabTests -- --filter "FullyQualifiedName!~SceneTests"
fi
# What Debian's own checker says of the packages: nothing.
checked_packages() { need_packages lintian && lintian --allow-root --fail-on error,warning --tag-display-limit 0 artifacts/packages/*_amd64.deb; }

if [[ $all == yes ]]; then
    step "packages by lintian" checked_packages || true
    step "a crowd of strangers" scripts/crowd.sh || true
    step "the same on arm64" scripts/crowd.sh --rid linux-arm64 || true
    step "static executables of arm64 where nothing else is" scripts/test-static.sh --rid linux-arm64 || true
fi
finish
