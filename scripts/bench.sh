#!/usr/bin/env bash
# Measures us against the stock programs in the same boots of the lab, interleaved A B B A, and prints for every
# figure minimum, median, maximum, the ratio of medians (ours / theirs) and its 95 % bootstrap interval.
#   bench.sh SUITE… | all [--boots N] [--joins N] [--out DIR]
# SUITE:  join  wps  p2p-join  p2p-flood   joins at us (A) and at hostapd or a wpa_supplicant Group Owner (B)
#         p2p-negotiate  p2p-reinvoke     the same at a device that has a group on demand
#         startup  service                 exec to AP-ENABLED; CPU time with ten probing clients
#         entropy                          joins while keys cannot be drawn
#         growth                           memory over 10,000 joins (1,000 for each of --joins)
#         starved-boot                     boots without entropy (--boots 100 for the whole story)
#         stations                         10 to 2,007 stations on the simulated air, without the lab (alone)
#         group5                           the exponentiation of WPS against OpenSSL's, without the lab (alone)
#         all                              each of them but stations, group5, growth and starved-boot, in under 30 minutes
#   --boots N   boots of the VM (default: 3; entropy and service 1)
#   --joins N   joins in each of the four blocks of a boot (default 10: 60 a side over 3 boots)
#   --out DIR   keep captures, logs, result.json and result.svg there (default: a temporary folder)
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }

if [[ ${1:-} == stations ]]; then
    "$REPO/scripts/build.sh" >&2
    exec "$REPO/artifacts/linux-x64/hostapd-net-workbench" stations
fi

if [[ ${1:-} == group5 ]]; then
    "$REPO/scripts/build.sh" >&2
    out=$(mktemp -d)
    dotnet run "$REPO/scripts/bench/group5.cs" -- "$REPO/artifacts/linux-x64/hostapd-net-workbench" 40 >"$out/group5.figures"
    dotnet run "$REPO/scripts/bench/report.cs" -- "$out" "$out/group5.figures"
    note "kept in $out"
    exit
fi

suites=() boots= joins=10 out=
while [[ $# -gt 0 ]]; do
    case $1 in
        --boots) boots=$2; shift ;;
        --joins) joins=$2; shift ;;
        --out) out=$2; shift ;;
        all) suites+=(join wps p2p-join p2p-flood p2p-negotiate p2p-reinvoke startup service entropy) ;;
        *) [[ $1 != -* && -f $REPO/scripts/bench/$1.sh ]] && suites+=("$1") || usage ;;
    esac
    shift
done
[[ ${#suites[@]} -gt 0 ]] || usage
[[ -n $out ]] || out=$(mktemp -d)
mkdir -p "$out"

header() { sed -n "s/^# $2: *//p" "$REPO/scripts/bench/$1.sh" | head -n 1; }

# --joins makes most suites longer than they think.
limit() { local own; own=$(header "$1" timeout); echo $((own > 900 ? own : 900)); }

# run_boot SUITE N: leaves its figures in SUITE/bootN.figures.
run_boot() {
    local suite=$1 boot=$2 folder=$out/$1/boot$2
    note "$suite, boot $boot"
    "$REPO/scripts/lab/run.sh" --timeout "$(limit "$suite")" --out "$folder" "$REPO/scripts/bench/$suite.sh" -- "$joins" "$boot" \
        >"$folder.txt" || { tail -n 40 "$folder.txt"; return 1; }
    [[ ! -e $folder/$suite/figures.txt ]] || cat "$folder/$suite/figures.txt" >"$folder.figures"
    [[ ! -e $folder/$suite/marks.txt ]] ||
        dotnet run "$REPO/scripts/bench/joins.cs" -- "$folder/$suite" >>"$folder.figures"
}

"$REPO/scripts/build.sh" >&2
figures=()
for suite in "${suites[@]}"; do
    mkdir -p "$out/$suite"
    wanted=$(header "$suite" boots)
    for ((boot = 1; boot <= ${boots:-${wanted:-3}}; boot++)); do
        run_boot "$suite" $boot
        # Suites share names of figures (CPU, RSS); the table tells them apart.
        sed "s/\t\([^\t]*\)$/\t$suite: \1/" "$out/$suite/boot$boot.figures" >"$out/$suite/boot$boot.named"
        figures+=("$out/$suite/boot$boot.named")
    done
done
dotnet run "$REPO/scripts/bench/report.cs" -- "$out" "${figures[@]}"
note "kept in $out"
