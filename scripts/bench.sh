#!/usr/bin/env bash
# Measures us against the stock programs in the same boots of the lab, interleaved A B B A, and prints for every
# figure minimum, median, maximum, the ratio of medians (ours / theirs) and its 95 % bootstrap interval.
#   bench.sh SUITE [--boots N] [--joins N] [--out DIR]
# SUITE is a scene in scripts/bench/: join, or "stations": 10 to 2,007 stations on the simulated air, without the lab: joins a
# second, the access point's share of a join and of a group rekey, bytes a station, and how they grow
#   --boots N   boots of the VM (default 3)
#   --joins N   joins in each of the four blocks of a boot (default 10: 60 a side over 3 boots)
#   --out DIR   keep captures, logs and result.json there (default: a temporary folder)
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }

if [[ ${1:-} == stations ]]; then
    "$REPO/scripts/build.sh" >&2
    exec "$REPO/artifacts/linux-x64/hostapd-net-workbench" stations
fi

suite=${1:-} boots=3 joins=10 out=
[[ -n $suite && -f $REPO/scripts/bench/$suite.sh ]] || usage
shift
while [[ $# -gt 0 ]]; do
    case $1 in
        --boots) boots=$2 ;;
        --joins) joins=$2 ;;
        --out) out=$2 ;;
        *) usage ;;
    esac
    shift 2
done
[[ -n $out ]] || out=$(mktemp -d)
mkdir -p "$out"

"$REPO/scripts/build.sh" >&2
for ((boot = 1; boot <= boots; boot++)); do
    note "boot $boot of $boots"
    "$REPO/scripts/lab/run.sh" --capture --timeout 600 --out "$out/boot$boot" \
        "$REPO/scripts/bench/$suite.sh" -- "$joins" >"$out/boot$boot.txt" || { tail -n 40 "$out/boot$boot.txt"; exit 1; }
done
dotnet run "$REPO/scripts/bench/analyze.cs" -- "$suite" "$out"
