# Sourced by the benches inside the VM: figures that a scene measures itself.
# shellcheck shell=bash

# figure a|b UNIT VALUE NAME: a is ours, b the stock program's.
figure() { printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" >>"$LOGS/figures.txt"; }

# The kernel's own accounting, in nanoseconds on the processor.
cpu_ns() { awk '{ print $1 }' /proc/"$1"/task/*/schedstat | awk '{ sum += $1 } END { printf "%.0f\n", sum }'; }

# memory_figures a|b PID [WHEN]: what is resident, and what of it has no file behind it (copied or allocated pages). Pages of a
# program that lies in RAM, as ours does here, count as dirty without having been written.
memory_figures() {
    figure "$1" kB "$(memory_kb "$2" Rss)" "resident memory${3:+ $3}"
    figure "$1" kB "$(memory_kb "$2" Anonymous)" "anonymous memory${3:+ $3}"
}
