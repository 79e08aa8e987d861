#!/usr/bin/env bash
# bench: the exponentiation of WPS against OpenSSL's with the same 256 bits, without the lab
# boots: 1
# host: yes
set -euo pipefail
# shellcheck source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

exec dotnet run "$REPO/scripts/bench/group5.cs" -- "$REPO/artifacts/linux-x64/hostapd-net-workbench" 40
