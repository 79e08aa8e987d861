# bench: joins while keys cannot be drawn, held at M2 or at M1, beside unblocked ones and a starved wpa_supplicant as owner
# radios: 3
# boots: 1
# timeout: 800
# shellcheck shell=bash source=../lab/guest.sh
source "$LAB/guest.sh"
# shellcheck source=figures.sh
source "$LAB/../bench/figures.sh"

joins=${1:-10}
# The longest hold an owner can set: 6 s are to be held, not sent away.
write_go_ini "$LOGS/go.ini" entropy.entropy_hold_max=7
HOSTAPD_NET_FLAGS=-t start_hostapd_net "$LOGS/go.ini" --testing
start_p2p_client sta1 1
go=$(address_of 0)
joined=0

# The time of the last line of FILE that matches, in seconds since 1970.
time_of() { grep -E -- "$2" "$1" | tail -n 1 | sed -E 's/^([0-9.]+).*/\1/'; }
milliseconds() { awk -v from="$1" -v to="$2" 'BEGIN { printf "%.1f", 1000 * (to - from) }'; }

# p2p_join: one push button join from a fresh client; the press comes before, as on a device.
p2p_join() {
    joined=$((joined + 1))
    wpa sta1 wlan1 p2p_flush >/dev/null
    hncli wps_pbc >/dev/null
    wpa sta1 wlan1 p2p_find freq=2437 >/dev/null
    wait_for "$LOGS/sta1.log" "P2P-DEVICE-FOUND $go" 20 $joined
    wpa sta1 wlan1 p2p_connect "$go" pbc join freq=2437 >/dev/null
    p2p_joined sta1 $joined
}
p2p_leave() {
    wpa sta1 wlan1 p2p_group_remove wlan1 >/dev/null
    wait_for "$HN_LOG" 'AP-STA-DISCONNECTED 02:00:00:00:01:00' 5 "${1:-$joined}"
    nap 0.2
}
# counted: what a hold must not change: one association to be provisioned, one with the key, nobody thrown out.
begin_counting() { associations=$(matches "$LOGS/sta1.log" 'wlan1: Trying to associate with'); thrown=$(thrown_out); }
thrown_out() { matches "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED .*reason=[0-9]+$'; }
end_counting() {
    local seen=$(($(matches "$LOGS/sta1.log" 'wlan1: Trying to associate with') - associations))
    [[ $seen -eq $1 ]] || fail "$2: $seen associations instead of $1"
    [[ $(thrown_out) -eq $thrown ]] || fail "$2: the client was thrown out"
}
ready_lines() { matches "$HN_LOG" 'ENTROPY-READY'; }
since_release() { milliseconds "$(time_of "$HN_LOG" 'ENTROPY-READY')" "$(time_of "$LOGS/sta1.log" "$1")"; }

for ((n = 1; n <= joins; n++)); do
    p2p_join
    figure a ms "$(milliseconds "$(time_of "$LOGS/sta1.log" 'WPS: Building Message M1')" \
        "$(time_of "$LOGS/sta1.log" 'P2P-GROUP-STARTED')")" "P2P, unblocked: M1 to P2P-GROUP-STARTED"
    p2p_leave
done
say "$joins unblocked joins"

for event in CTRL-EVENT-EAP-STARTED WPS-SUCCESS; do
    for seconds in 1 3 6; do
        for ((n = 1; n <= 1 + joins / 4; n++)); do
            begin_counting
            held=$(matches "$HN_LOG" 'EAPOL-HELD')
            hncli raw "ENTROPY_BLOCK_ON $event ${seconds}000" | grep -q OK || fail "ENTROPY_BLOCK_ON refused"
            p2p_join
            [[ $(matches "$HN_LOG" 'EAPOL-HELD') -gt $held ]] || fail "$event ${seconds} s: nothing was held"
            end_counting 2 "$event $seconds s"
            figure a ms "$(since_release P2P-GROUP-STARTED)" "P2P, blocked at $event for $seconds s: release to P2P-GROUP-STARTED"
            p2p_leave
        done
    done
    say "blocked at $event for 1, 3 and 6 s"
done

# A persistent rejoin: the client knows the group, so that there is no WPS.
wpa sta1 wlan1 p2p_flush >/dev/null
p2p_join
network=$(wpa sta1 p2p-dev-wlan1 list_networks | awk '/P2P-PERSISTENT/ { print $1; exit }')
p2p_leave
rejoins=$joined
for seconds in 1 3; do
    begin_counting
    wpa sta1 wlan1 bss_flush 0 >/dev/null
    wpa sta1 wlan1 p2p_find freq=2437 >/dev/null
    nap 2
    ready=$(ready_lines)
    hncli raw "ENTROPY_BLOCK ${seconds}000" >/dev/null
    wpa sta1 p2p-dev-wlan1 p2p_group_add persistent="$network" freq=2437 >/dev/null
    rejoins=$((rejoins + 1))
    wait_for "$LOGS/sta1.log" 'P2P-GROUP-STARTED' 20 $rejoins
    [[ $(ready_lines) -gt $ready ]] || fail "a persistent rejoin got through a blocked pool"
    end_counting 1 "persistent rejoin, $seconds s"
    figure a ms "$(since_release P2P-GROUP-STARTED)" "persistent rejoin, blocked for $seconds s: release to P2P-GROUP-STARTED"
    p2p_leave $rejoins
done
say "persistent rejoins"

# A plain station that knows the passphrase.
SSID=$(sed -n 's/^ssid=//p' "$LOGS/wlan0.group")
PASSPHRASE=$(sed -n 's/^passphrase=//p' "$LOGS/wlan0.group")
sta_netns sta2 2
write_client "$LOGS/sta2.conf" "$PASSPHRASE"
start_wpa_supplicant sta2 wlan2 "$LOGS/sta2.conf"
connected sta2
times=1
# rejoins KIND: who is in leaves, and comes back to a pool that is short.
rejoins() {
    local seconds n associations
    for seconds in 1 3; do
        for ((n = 1; n <= 1 + joins / 4; n++)); do
            wpa sta2 wlan2 disconnect >/dev/null
            wait_for "$LOGS/sta2.log" 'CTRL-EVENT-DISCONNECTED' 5 $times
            wpa sta2 wlan2 pmksa_flush >/dev/null
            associations=$(matches "$LOGS/sta2.log" 'wlan2: Trying to associate with')
            hncli raw "ENTROPY_BLOCK ${seconds}000" >/dev/null
            wpa sta2 wlan2 reconnect >/dev/null
            times=$((times + 1))
            connected sta2 20 $times
            [[ $(matches "$LOGS/sta2.log" 'wlan2: Trying to associate with') -eq $((associations + 1)) ]] || fail "$1: more than one association"
            figure a ms "$(milliseconds "$(time_of "$HN_LOG" 'ENTROPY-READY')" "$(time_of "$LOGS/sta2.log" 'CTRL-EVENT-CONNECTED')")" \
                "$1 station, blocked for $seconds s: release to CONNECTED"
        done
    done
    say "plain stations: $1"
}
rejoins PSK
stop_client sta2 wlan2
stop_hostapd_net

# One of WPA3: its commit is held where it has to be drawn when the station asks, as by hunting and pecking, or else message 1.
SSID=labtest PASSPHRASE=12345678
for pwe in 0 2; do
    write_ini "$LOGS/sae.ini" security.wpa_key_mgmt=SAE security.sae_pwe=$pwe security.disable_pmksa_caching=1 entropy.entropy_hold_max=7
    HOSTAPD_NET_FLAGS=-t start_hostapd_net "$LOGS/sae.ini" --testing
    write_sae_client "$LOGS/sta2.conf" $PASSPHRASE $pwe
    : >"$LOGS/sta2.log"
    start_wpa_supplicant sta2 wlan2 "$LOGS/sta2.conf"
    connected sta2
    times=1
    rejoins "SAE (sae_pwe=$pwe)"
    stop_client sta2 wlan2
    stop_hostapd_net
done

# Beside it: what the same client suffers from a starved stock Group Owner.
wpa sta1 wlan1 p2p_flush >/dev/null
starved_go sta1 1
figure b count "$(matches "$LOGS/starved-go.log" 'Reject 4-way handshake to collect more entropy')" \
    "starved Group Owner: rejected handshakes until the client gives up"
