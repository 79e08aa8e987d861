#!/usr/bin/env bash
# Asks hostapd whether it takes files: its parser and its checks run, and nothing is started, for each file is given a mistake
# more that is counted. Files named /etc/hostapd/… are looked for beside the one that names them.
# Usage: scripts/hostapd-accepts.sh FILE…   (HOSTAPD=path for another hostapd)
set -euo pipefail

HOSTAPD=${HOSTAPD:-$(PATH=$PATH:/usr/sbin:/sbin command -v hostapd)}
WORK=$(mktemp)
trap 'rm -f "$WORK"' EXIT

refused=0
for file in "$@"; do
    sed "s#=/etc/hostapd/#=$(realpath "$(dirname "$file")")/#" "$file" > "$WORK"
    printf '\nno_such_key=1\n' >> "$WORK"
    answer=$("$HOSTAPD" "$WORK" 2>&1 || true)
    if grep -q '^1 errors found in configuration file' <<< "$answer"; then
        echo "accepts $file"
    else
        refused=1
        echo "refuses $file"
        grep -vE "no_such_key|errors found|Failed to set up interface|Failed to initialize" <<< "$answer" | sed 's/^/    /'
    fi
done

exit $refused
