#!/usr/bin/env bash
# Whether what SAE computes with a password takes as many instructions for every password of a length: valgrind counts them, in the
# arithmetic alone. Ends with 0 when each method and group has one number.
#   constant-time.sh [--passwords N]     (default: 20)
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }

passwords=20
case ${1:-} in
    '') ;;
    --passwords) passwords=${2:?} ;;
    *) usage ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
workbench_with_symbols "$work"

count() {
    DOTNET_GCHeapHardLimit=0x4000000 valgrind --tool=callgrind --toggle-collect='*SaeStudy__WithPassword*' \
        --callgrind-out-file="$work/callgrind" "$work/workbench" sae "$@" 2>&1 | sed -n 's/.*Collected : *\([0-9]*\).*/\1/p'
}

status=0
for way in 'loop 19' 'loop 20' 'loop 21' 'h2e 19' 'h2e 20' 'h2e 21'; do
    for ((n = 0; n < passwords; n++)); do
        password=$(head -c 9 /dev/urandom | base64 | tr '/+' 'ab')
        # shellcheck disable=SC2086 # two words
        count $way "$password"
    done | sort | uniq -c >"$work/counts"
    printf '%s: %s passwords, instructions: %s\n' "$way" "$passwords" "$(awk '{ print $2 }' "$work/counts" | xargs)"
    [[ $(wc -l <"$work/counts") -eq 1 && $(awk '{ print $2 }' "$work/counts") -gt 1000000 ]] || status=1
done
exit $status
