#!/usr/bin/env bash
# Runs on the host after scene air-decrypt, in its result directory.
set -euo pipefail
count() {
    tshark -r air.pcapng -o wlan.enable_decryption:TRUE -o 'uat:80211_keys:"wpa-pwd","12345678:labtest"' -Y "$1" 2>/dev/null | wc -l
}
status=0
expect() {
    local seen
    seen=$(count "$2")
    if [[ $seen -ge $3 ]]; then echo "ok: $1: $seen"; else
        echo "FAILED: $1: $seen, expected at least $3"
        status=1
    fi
}
# At least: a message may be sent again, and a ping repeated, on a busy machine.
for n in 1 2 3 4; do expect "message $n of the 4-way handshake" "wlan_rsna_eapol.keydes.msgnr == $n && wlan.fc.retry == 0" 1; done
# Each ping crosses the air once in each direction; seen as ICMP only when it was decrypted.
expect "echo requests in decrypted data frames" "icmp.type == 8 && wlan.fc.protected == 1 && wlan.fc.retry == 0" 5
expect "echo replies in decrypted data frames" "icmp.type == 0 && wlan.fc.protected == 1 && wlan.fc.retry == 0" 5
exit "$status"
