#!/usr/bin/env bash
# Runs on the host after scene capture, in its result directory: tshark reads both files without a complaint.
set -euo pipefail
# Each at its first time: on a busy machine a message may be sent again.
first_times() { awk '!seen[$0]++'; }
for name in plain keys; do
    complaints=$(tshark -r "$name.pcapng" -Y '_ws.malformed || _ws.expert.severity >= 8388608' 2>&1 |
        grep -v 'Running as user' || true)
    [[ -z $complaints ]] || { echo "$name: $complaints"; exit 1; }
    messages=$(tshark -r "$name.pcapng" -Y wps.message_type -T fields -e wps.message_type 2>/dev/null | grep -vE '^0x0[123]$' | first_times | xargs)
    [[ $messages == "0x04 0x05 0x07 0x08 0x09 0x0a 0x0b 0x0c 0x0f" ]] || { echo "$name: messages: $messages"; exit 1; }
    handshake=$(tshark -r "$name.pcapng" -Y 'wlan_rsna_eapol.keydes.msgnr' -T fields -e wlan_rsna_eapol.keydes.msgnr 2>/dev/null | first_times | xargs)
    [[ $handshake == "1 2 3 4" ]] || { echo "$name: handshake: $handshake"; exit 1; }
    tshark -r "$name.pcapng" -Y 'radiotap.channel.freq == 2437 && radiotap.dbm_antsignal < 0 && wlan.fc.type_subtype == 11' 2>/dev/null |
        grep -q Authentication || { echo "$name: no strength of the client's signal"; exit 1; }
    comments=$(tshark -r "$name.pcapng" -T fields -e frame.comment 2>/dev/null)
    grep -q 'WPS-SUCCESS' <<<"$comments" || { echo "$name: no comment tells WPS-SUCCESS"; exit 1; }
done
# Nothing secret without -K; with it Wireshark can decrypt the key data of message 3.
! grep -aqE 'wpa-psk:|tk:[0-9a-f]{32}' plain.pcapng || { echo "keys without -K"; exit 1; }
psk=$(tshark -r keys.pcapng -T fields -e frame.comment 2>/dev/null | grep -o 'wpa-psk:[0-9a-f]*' | head -n 1)
[[ $psk == wpa-psk:????????????????????????????????????????????????????????????????* ]] || { echo "no key with -K"; exit 1; }
gtk=$(tshark -r keys.pcapng -o wlan.enable_decryption:TRUE -o "uat:80211_keys:\"wpa-psk\",\"${psk#*:}\"" -Y 'wlan.rsn.ie.gtk_kde.gtk' 2>/dev/null | wc -l)
[[ $gtk -ge 1 ]] || { echo "message 3 is not decrypted by the key in the capture"; exit 1; }
echo "two captures, read without a complaint; keys only with -K"
