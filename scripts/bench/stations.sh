#!/usr/bin/env bash
# bench: 10 to 2,007 stations on the simulated air, without the lab
# boots: 1
# host: yes
# alone: no stock program plays it, and what it tells is how its own rows grow
set -euo pipefail
# shellcheck source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

# The workbench's own table for people, and its rows as figures.
"$REPO/artifacts/linux-x64/hostapd-net-workbench" stations | tee /dev/stderr | awk '$1 ~ /^[0-9]+$/ {
    printf "a\tus\t%s\tthe access point, a join of %s stations\n", $3, $1
    printf "a\tB\t%s\tmemory a station, of %s\n", $4, $1
    printf "a\tms\t%s\ta group rekey of %s stations\n", $5, $1
}'
