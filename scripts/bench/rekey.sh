# bench: packets lost while pairwise keys are renewed once a second under a ping of 50 a second, at our daemon (A) and at hostapd (B)
# radios: 2
# boots: 1
# timeout: 900
# shellcheck shell=bash source=../lab/guest.sh
source "$LAB/guest.sh"
# shellcheck source=blocks.sh
source "$LAB/../bench/blocks.sh"

# 20 renewals a block, and what they take beside the second between them.
SECONDS_OF_BLOCK=24
sta_netns sta1 1

start_a() { HOSTAPD_NET_FLAGS=-t start_hostapd_net "$LOGS/ap.ini"; }
stop_a() { stop_hostapd_net; }
start_b() { start_reference hostapd -t "$LOGS/hostapd.conf"; }
stop_b() { stop_reference; }

# block a|b KEYIDS ap|station
block() {
    local side=$1 key_ids=$2 asks=$3 keys lost name
    local -a of_ap=() of_hostapd=() of_client=()
    if [[ $asks == ap ]]; then
        of_ap=(security.wpa_ptk_rekey=1) of_hostapd=(wpa_ptk_rekey=1)
    else
        of_client=(wpa_ptk_rekey=1)
    fi
    write_ini "$LOGS/ap.ini" radio.ieee80211n=1 security.extended_key_id="$key_ids" "${of_ap[@]}"
    write_hostapd_conf "$LOGS/hostapd.conf" extended_key_id="$key_ids" "${of_hostapd[@]}"
    write_client "$LOGS/sta1.conf" $PASSPHRASE "${of_client[@]}"
    sed -i "1i extended_key_id=$key_ids" "$LOGS/sta1.conf"
    : >"$LOGS/sta1.log"
    "start_$side"
    ap_address
    start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
    connected sta1
    try_ping sta1 "$AP_ADDRESS" 3 >/dev/null || fail 'no traffic before the first renewal'
    ip netns exec sta1 ping -q -i 0.02 -c $((50 * SECONDS_OF_BLOCK)) -W 3 "$AP_ADDRESS" >"$LOGS/ping.txt" || true
    keys=$(matches "$LOGS/sta1.log" 'WPA: Key negotiation completed')
    lost=$(awk '/packets transmitted/ { print $1 - $4 }' "$LOGS/ping.txt")
    say "$side, key IDs $key_ids, $asks asks: $keys keys, $lost of $((50 * SECONDS_OF_BLOCK)) packets lost"
    [[ $keys -ge 21 ]] || fail "only $keys keys in $SECONDS_OF_BLOCK s"
    expect_count "$LOGS/sta1.log" 'wlan1: Associated with' 1
    [[ $key_ids -eq 1 ]] && name='two key IDs' || name='one key ID'
    figure "$side" packets "$lost" "lost with $name, the $asks asks"
    figure "$side" keys "$keys" "renewals with $name, the $asks asks"
    stop_client sta1 wlan1
    "stop_$side"
    nap 0.3
}

for asks in ap station; do
    for key_ids in 1 0; do
        for side in a b b a; do
            block $side $key_ids $asks
        done
    done
done
