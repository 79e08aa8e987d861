# Sourced by the benches inside the VM: runs the blocks A B B A and leaves marks.txt, which joins.cs reads, and figures.
# A bench defines start_a, stop_a, start_b, stop_b, join_once TOTAL, leave, and perhaps before_join; start_a sets A_PID.
# shellcheck shell=bash

# shellcheck source=figures.sh
source "$LAB/../bench/figures.sh"

REFERENCE_PID=''

# start_reference COMMAND…: a stock program, logging to RAM; returns when its access point is on the air.
start_reference() {
    : >"$LOGS/reference.log"
    "$@" >"$LOGS/reference.log" 2>&1 &
    REFERENCE_PID=$!
    [[ $1 != hostapd ]] || wait_for "$LOGS/reference.log" 'AP-ENABLED' 10
}
stop_reference() { kill "$REFERENCE_PID"; wait "$REFERENCE_PID" || true; }

before_join() { :; }

run_blocks() {
    local joins=$1 total=0 block n pid cpu
    for block in a b b a; do
        "start_$block"
        nap 0.5
        [[ $block == a ]] && pid=$A_PID || pid=$REFERENCE_PID
        cpu=$(cpu_ns "$pid")
        for ((n = 1; n <= joins; n++)); do
            total=$((total + 1))
            before_join
            echo "MARK begin $block $total $(date +%s.%N)" >>"$LOGS/marks.txt"
            join_once $total
            echo "MARK end $block $total $(date +%s.%N)" >>"$LOGS/marks.txt"
            leave $total
        done
        figure "$block" ms "$(awk -v from="$cpu" -v to="$(cpu_ns "$pid")" -v n="$joins" 'BEGIN { printf "%.3f", (to - from) / n / 1e6 }')" "CPU a join"
        memory_figures "$block" "$pid"
        "stop_$block"
        nap 0.3
    done
    say "$total joins"
}
