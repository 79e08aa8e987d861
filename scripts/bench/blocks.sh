# Sourced by the benches inside the VM: runs the blocks A B B A and leaves what analyze.cs reads.
# A bench defines start_a, stop_a, start_b, stop_b, join_once TOTAL, leave, and perhaps before_join; start_a sets A_PID.
# shellcheck shell=bash

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
# The kernel's own accounting, in nanoseconds on the processor.
cpu_ns() { awk '{ print $1 }' /proc/"$1"/task/*/schedstat | awk '{ sum += $1 } END { printf "%.0f\n", sum }'; }

run_blocks() {
    local joins=$1 total=0 block n pid
    for block in a b b a; do
        "start_$block"
        nap 0.5
        [[ $block == a ]] && pid=$A_PID || pid=$REFERENCE_PID
        echo "CPU begin $block $(cpu_ns "$pid") 0" >>"$LOGS/cpu.txt"
        for ((n = 1; n <= joins; n++)); do
            total=$((total + 1))
            before_join
            echo "MARK begin $block $total $(date +%s.%N)" >>"$LOGS/marks.txt"
            join_once $total
            echo "MARK end $block $total $(date +%s.%N)" >>"$LOGS/marks.txt"
            leave $total
        done
        echo "CPU end $block $(cpu_ns "$pid") $joins $(memory_kb "$pid" VmRSS)" >>"$LOGS/cpu.txt"
        "stop_$block"
        nap 0.3
    done
    say "$total joins"
}
