#!/usr/bin/env bash
# Whether what SAE computes with a password goes the same way, and touches the same memory in the same order, for every password of a
# length: valgrind tells the address of each instruction, load and store in the arithmetic, and all of them are hashed on their way. Ends
# with 0 when each method and group has one hash for all. Some minutes a password: constant-time.sh, which counts, is the quick one.
#   address-trace.sh [--passwords N] ['METHOD GROUP'…]     (default: 3, 'h2e 19')
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }

passwords=3
ways=()
while [[ $# -gt 0 ]]; do
    case $1 in
        --passwords) passwords=${2:?}; shift ;;
        'loop '* | 'h2e '*) ways+=("$1") ;;
        *) usage ;;
    esac
    shift
done
[[ ${#ways[@]} -gt 0 ]] || ways=('h2e 19')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
workbench_with_symbols "$work"

# From the first instruction of what computes with the password to the one that it returns to. Nothing of it is left out: neither what
# the runtime gives it memory with, nor the hashes.
marks=$(objdump -d --no-show-raw-insn "$work/workbench" | awk '
    after { sub(":", "", $1); print $1; after = 0 }
    /call.*SaeStudy__WithPassword>/ { print $(NF - 1); after = 1 }')
read -r first last <<<"$(xargs <<<"$marks")"
[[ -n $first && -n $last ]] || die "no SaeStudy.WithPassword in the workbench"

# Addresses are the system's choice no more; the heap is large enough for nothing to be collected.
trace() {
    DOTNET_GCHeapHardLimit=0x4000000 DOTNET_GCgen0size=0x2000000 setarch -R valgrind --tool=lackey --trace-mem=yes --log-fd=9 \
        "$work/workbench" sae "$@" 9>&1 >/dev/null 2>&1 | dotnet run -c Release "$REPO/scripts/address-trace.cs" -- "$first" "$last"
}

# A thread of the runtime may wake meanwhile, whose instructions nothing tells from the others (constant-time.sh counts one thread). So a password is tried
# again, and so is the first: what depends on the password never comes to a hash of the first's.
status=0
for way in "${ways[@]}"; do
    # shellcheck disable=SC2086 # two words
    known=$(trace $way aaaaaaaaaaaa)
    printf '%s: %s\n' "$way" "$known"
    [[ $(awk '{ print $1 }' <<<"$known") -gt 1000000 ]] || status=1
    for ((n = 0; n < passwords; n++)); do
        password=$(head -c 9 /dev/urandom | base64 | tr '/+' 'ab')
        for attempt in 1 2 3; do
            # shellcheck disable=SC2086 # two words
            traced=$(trace $way "$password")
            ! grep -qxF "$traced" <<<"$known" || break
            # shellcheck disable=SC2086 # two words
            known+=$'\n'$(trace $way aaaaaaaaaaaa)
        done
        if grep -qxF "$traced" <<<"$known"; then
            printf '%s, %s: the same\n' "$way" "$password"
        else
            printf '%s, %s: %s, after %s attempts\n' "$way" "$password" "$traced" "$attempt"
            status=1
        fi
    done
done
exit $status
