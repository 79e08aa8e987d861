#!/usr/bin/env bash
# Runs on the host after scene wps-pbc-air, in its result directory: M1 to M8 in order, no malformed field anywhere.
set -euo pipefail
# Each at its first time: on a busy machine a message may be sent again.
first_times() { awk '!seen[$0]++'; }
messages=$(tshark -r air.pcapng -Y wps.message_type -T fields -e wps.message_type 2>/dev/null |
    grep -vE '^0x0[123]$' | first_times | xargs)
[[ $messages == "0x04 0x05 0x07 0x08 0x09 0x0a 0x0b 0x0c 0x0f" ]] || { echo "messages: $messages"; exit 1; }
malformed=$(tshark -r air.pcapng -Y '_ws.malformed' 2>/dev/null | wc -l)
[[ $malformed -eq 0 ]] || { tshark -r air.pcapng -Y '_ws.malformed' 2>/dev/null; exit 1; }
echo "M1 to M8 and Done in order, nothing malformed"
