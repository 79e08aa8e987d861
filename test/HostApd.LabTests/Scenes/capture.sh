# scene: the client has the daemon capture a push button join into a file that the client opened; with and without -K
# radios: 3
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_wps_ini "$LOGS/ap.ini"

# captured NAME N [flags…]: a join of radio N, captured.
captured() {
    local name=$1 n=$2
    start_hostapd_net "$LOGS/ap.ini" "${@:3}"
    hostapd-net-cli -i wlan0 capture "$LOGS/$name.pcapng" 600 2>>"$LOGS/$name.capture.log" &
    local client=$!
    wait_for "$LOGS/$name.capture.log" 'capturing into' 5
    start_wps_client "sta$n" "$n"
    hncli wps_pbc | grep -q OK || fail "WPS_PBC refused"
    wpa "sta$n" "wlan$n" wps_pbc >/dev/null
    wps_succeeded "sta$n"
    handshaken "$n"
    nap 0.5
    # A shell lets its background jobs ignore SIGINT.
    kill -TERM "$client"
    wait "$client" || fail "the client ended with $?"
    hncli raw CAPTURE_STOP && fail "the capture goes on without its client"
    # It would come back as soon as the next daemon is there, into the next capture.
    stop_client "sta$n" "wlan$n"
    stop_hostapd_net
}

captured plain 1
captured keys 2 -K

# A device, or a pipe, is no file to the daemon; it closes what it does not want.
start_hostapd_net "$LOGS/ap.ini"
if timeout 30 hostapd-net-cli -i wlan0 capture /dev/null 2>/dev/null; then fail "a device was taken for a file"; fi
hncli ping | grep -q PONG || fail "the daemon does not answer any more"
[[ $(stat -c %a "$LOGS/plain.pcapng") == 600 ]] || fail "others may read the capture"
