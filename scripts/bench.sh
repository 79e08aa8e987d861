#!/usr/bin/env bash
# Measures us against the stock programs in the same boots of the lab, interleaved A B B A, and prints for every
# figure minimum, median, maximum, the ratio of medians (ours / theirs) and its 95 % bootstrap interval.
#   bench.sh SUITE… | all [--boots N] [--joins N] [--out DIR]
#   --boots N   boots of the VM (default: 3, or as many as the suite asks for)
#   --joins N   joins in each of the four blocks of a boot (default 10: 60 a side over 3 boots)
#   --out DIR   keep captures, logs, result.json and result.svg there (default: a temporary folder); the table also holds
#               what other suites have left there before
# "all", in some 40 minutes, is every suite but those that say here why they are not in it:
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

BENCH=$REPO/scripts/bench

# A suite is a file of scripts/bench with a line "# bench:". "# alone:" keeps it out of "all" and says why; "# host: yes" runs it
# without the lab.
header() { sed -n "s/^# $2: *//p" "$BENCH/$1.sh" | head -n 1; }
every_suite() { grep -l '^# bench:' "$BENCH"/*.sh | xargs -n 1 basename -s .sh; }
is_left_out() { [[ -n $(header "$1" alone) ]]; }

usage() {
    local suite
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
    for suite in $(every_suite); do
        printf '  %-14s %s\n' "$suite" "$(header "$suite" bench)"
        ! is_left_out "$suite" || printf '  %-14s not in "all": %s\n' '' "$(header "$suite" alone)"
    done
}

suites=() boots= joins=10 out=
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --boots) boots=$2; shift ;;
        --joins) joins=$2; shift ;;
        --out) out=$2; shift ;;
        all) for suite in $(every_suite); do is_left_out "$suite" || suites+=("$suite"); done ;;
        *)
            [[ $1 != -* && -f $BENCH/$1.sh && -n $(header "$1" bench) ]] || { usage >&2; exit 2; }
            suites+=("$1")
            ;;
    esac
    shift
done
[[ ${#suites[@]} -gt 0 ]] || { usage >&2; exit 2; }
[[ -n $out ]] || out=$(mktemp -d)
mkdir -p "$out"

# --joins makes most suites longer than they think.
limit() { local own; own=$(header "$1" timeout); echo $((own > 900 ? own : 900)); }

# run_boot SUITE N: leaves its figures in SUITE/bootN.figures.
run_boot() {
    local suite=$1 boot=$2 folder=$out/$1/boot$2
    note "$suite, boot $boot"
    if [[ $(header "$suite" host) == yes ]]; then
        "$BENCH/$suite.sh" "$joins" "$boot" >"$folder.figures"
        return
    fi
    "$REPO/scripts/lab/run.sh" --timeout "$(limit "$suite")" --out "$folder" "$BENCH/$suite.sh" -- "$joins" "$boot" \
        >"$folder.txt" || { tail -n 40 "$folder.txt"; return 1; }
    [[ ! -e $folder/$suite/figures.txt ]] || cat "$folder/$suite/figures.txt" >"$folder.figures"
    [[ ! -e $folder/$suite/marks.txt ]] ||
        dotnet run "$BENCH/joins.cs" -- "$folder/$suite" >>"$folder.figures"
}

"$REPO/scripts/build.sh" >&2
for suite in "${suites[@]}"; do
    mkdir -p "$out/$suite"
    rm -rf "$out/$suite"/boot*
    wanted=$(header "$suite" boots)
    for ((boot = 1; boot <= ${boots:-${wanted:-3}}; boot++)); do
        run_boot "$suite" $boot
        [[ -s $out/$suite/boot$boot.figures ]] || die "$suite left no figures"
        # Suites share names of figures (CPU, RSS); the table tells them apart.
        sed "s/\t\([^\t]*\)$/\t$suite: \1/" "$out/$suite/boot$boot.figures" >"$out/$suite/boot$boot.named"
    done
done
dotnet run "$BENCH/report.cs" -- "$out" "$out"/*/boot*.named
for suite in $(every_suite); do
    [[ -d $out/$suite ]] || echo "not in this table: $suite ($(header "$suite" bench))"
done
note "kept in $out"
