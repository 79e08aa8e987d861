#!/usr/bin/env bash
# Runs on the host after scene timeline, in its result directory: what the daemon recorded against what the air carried.
# Order is asserted; the times are printed.
set -euo pipefail

# Every frame of the join of one client: time, and the name that the timeline uses.
air() {
    tshark -r air.pcapng -o wlan.enable_decryption:FALSE -Y "(wlan.sa in {$1} || wlan.da in {$1}) &&
        wlan.fc.retry == 0 && (wlan.fc.type_subtype in {0,1,4,11,12,13} || eapol)" \
        -T fields -E separator=, -E occurrence=f -e frame.time_epoch -e wlan.fc.type_subtype -e wlan.sa \
        -e wlan_rsna_eapol.keydes.msgnr -e eap.code -e eap.type -e wps.message_type -e wifi_p2p.public_action.subtype \
        2>/dev/null | awk -F, '
        function name() {
            if ($4 != "" && $4 != "0") return $4 "/4"
            if ($7 != "" && $5 != "") {
                n["0x04"] = "M1"; n["0x05"] = "M2"; n["0x07"] = "M3"; n["0x08"] = "M4"; n["0x09"] = "M5"; n["0x0a"] = "M6"
                n["0x0b"] = "M7"; n["0x0c"] = "M8"; n["0x0f"] = "wsc-done"
                return n[$7]
            }
            if ($5 == 4) return "eap-failure"
            if ($6 == 1) return $5 == 1 ? "identity-request" : "identity-response"
            if ($6 == 254) return "wsc-start"
            if ($8 == 7) return "provision-discovery-request"
            if ($8 == 8) return "provision-discovery-response"
            ap = $3 == "02:00:00:00:00:00"
            sub(/^0x0*/, "", $2)
            t = $2 == "" ? "0" : $2
            if (t == "0") return "association-request"
            if (t == "1") return "association-response"
            if (t == "4") return "probe-request"
            if (t == "b" || t == "11") return ap ? "authentication-response" : "authentication-request"
            if (t == "c" || t == "12") return "deauthentication"
            return ""
        }
        { kind = name(); if (kind != "") printf "%.6f %s\n", $1, kind }'
}

# What the daemon recorded: the time on the air, and the name. Frames only.
recorded() {
    awk 'NR == 1 { began = $9; next }
        $2 !~ /^(probe-response|hold-|authorized|pbc|psk)/ { printf "%.6f %s\n", (began + $1 + ($7 > 40000 ? $7 : 0)) / 1e6, $2 }' "$1.lines"
}

# From message 4 on the client is in; a join has no other frame behind it.
until_in() { awk '{ print } $2 == "4/4" { exit }'; }

# Both sides may say goodbye at once, on a busy machine in either order: that is one boundary.
one_goodbye() { awk '$2 != "deauthentication" || !gone { print } { gone = $2 == "deauthentication" }'; }

compare() {
    local name=$1
    air "$2" | until_in | one_goodbye >"$name.air"
    recorded "$name" | until_in | one_goodbye >"$name.recorded"
    # Probes of a search are counted, not listed one by one.
    if ! diff <(grep -v ' probe-' "$name.air" | cut -d' ' -f2) <(grep -v ' probe-' "$name.recorded" | cut -d' ' -f2); then
        echo "$name: another order of frames than on the air"
        exit 1
    fi
    paste -d' ' <(grep -v ' probe-' "$name.air") <(grep -v ' probe-' "$name.recorded") |
        awk '{ d = ($3 - $1) * 1000; print d < 0 ? -d : d }' | sort -n >"$name.differences"
    awk -v name="$name" '{ v[NR] = $1 } END { printf "%s: %d boundaries, difference to the air: median %.2f ms, at most %.2f ms\n", name, NR, v[int((NR + 1) / 2)], v[NR] }' "$name.differences"
    awk -v name="$name" 'NR == FNR { if (!a) a = $1; b = $1; next } { if (!c) c = $1; d = $1 }
        END { printf "%s: %.2f %% of the %.1f ms on the air accounted for\n", name, 100 * ((d < b ? d : b) - (c > a ? c : a)) / (b - a), (b - a) * 1000 }' \
        "$name.air" "$name.recorded"
}

compare wps 02:00:00:00:01:00
compare p2p 02:00:00:00:02:00,42:00:00:00:02:00
