# Sourced by the benches inside the VM: figures that a scene measures itself.
# shellcheck shell=bash

# figure a|b UNIT VALUE NAME: a is ours, b the stock program's.
figure() { printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" >>"$LOGS/figures.txt"; }
