#!/usr/bin/env bash
# Asks a hostapd which keys it knows: every word in its binary, every ending of one (the linker shares them), and every word of
# up to three characters (the compiler compares those in place) is given to it as a key. What it does not call unknown, it knows.
# Nothing is started: each file has mistakes. The answer belongs into test/HostApd.Tests/Configuration/Files.
# Usage: scripts/hostapd-keys.sh [hostapd]
set -euo pipefail

HOSTAPD=${1:-$(PATH=$PATH:/usr/sbin:/sbin command -v hostapd)}
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

{
    grep -aoE '[A-Za-z0-9_]{2,60}' "$HOSTAPD" | awk '{ for (i = 1; i < length($0); i++) print substr($0, i) }'
    awk 'BEGIN { n = split("a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9 _", a, " ")
        for (i = 1; i <= n; i++) { print a[i]; for (j = 1; j <= n; j++) { print a[i] a[j]; for (k = 1; k <= n; k++) print a[i] a[j] a[k] } } }'
} | LC_ALL=C sort -u | grep -vx bss > "$WORK/words"

# Some keys are known only where a server was named before them.
{ echo auth_server_addr=127.0.0.1; echo acct_server_addr=127.0.0.1; sed 's/$/=x/' "$WORK/words"; } > "$WORK/all.conf"
"$HOSTAPD" "$WORK/all.conf" > "$WORK/answer" || true
grep -q 'errors found in configuration file' "$WORK/answer"

echo "# Keys that hostapd knows, found by scripts/hostapd-keys.sh: $("$HOSTAPD" -v 2>&1 | sed -n 1p), package $(dpkg-query -W -f '${Version}' hostapd 2> /dev/null || echo unknown)."
sed -nE 's/^Line ([0-9]+): unknown configuration item.*/\1/p' "$WORK/answer" | awk 'NR == FNR { unknown[$1]; next } !(FNR + 2 in unknown)' - "$WORK/words"
