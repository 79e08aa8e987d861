#!/usr/bin/env bash
# From a clean machine with the .NET SDK to a stock client on our access point: installs, builds, boots the VM.
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

note "1/3 installing what is missing"
"$REPO/scripts/install.sh"
note "2/3 building the native executables"
"$REPO/scripts/build.sh"
note "3/3 a VM with simulated radios: our daemon on one, Debian's wpa_supplicant, a P2P client, on the other"
"$REPO/scripts/lab/run.sh" demo -- "$REPO/conf/p2p-go.ini"
note "done; the configuration was conf/p2p-go.ini, the scene test/HostApd.LabTests/Scenes/demo.sh"
