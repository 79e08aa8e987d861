#!/usr/bin/env bash
# bench: the curves of SAE against OpenSSL's: one product, and what hostapd and we compute for a join; without the lab
# boots: 1
# host: yes
set -euo pipefail
# shellcheck source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

exec dotnet run "$REPO/scripts/bench/curves.cs" -- "$REPO/artifacts/linux-x64/hostapd-net-workbench" 40
