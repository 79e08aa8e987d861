#!/usr/bin/env bash
# From a clean machine with the .NET SDK to a stock client on our access point: installs, builds, boots the VM.
#   demo.sh             a group that always runs, which a P2P client joins by push button
#   demo.sh on-demand   no group until a phone taps our name
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

case ${1:-} in
    '') scene=demo conf=conf/p2p-go.ini ;;
    on-demand) scene=demo-on-demand conf=conf/p2p-on-demand.ini ;;
    *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac

note "1/3 installing what is missing"
"$REPO/scripts/install.sh"
note "2/3 building the native executables"
"$REPO/scripts/build.sh"
note "3/3 a VM with simulated radios: our daemon on one, Debian's wpa_supplicant, a P2P client, on the other"
"$REPO/scripts/lab/run.sh" "$scene" -- "$REPO/$conf"
note "done; the configuration was $conf, the scene test/HostApd.LabTests/Scenes/$scene.sh"
