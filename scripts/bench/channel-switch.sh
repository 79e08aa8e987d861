# bench: what a pinging client loses while its access point moves by CHAN_SWITCH from 36 to 149 at 80 MHz and back, two BSSes, our daemon (A) and hostapd (B)
# alone: it takes a quarter of an hour
# radios: 3
# timeout: 900
# shellcheck shell=bash source=../lab/guest.sh
source "$LAB/guest.sh"
# shellcheck source=blocks.sh
source "$LAB/../bench/blocks.sh"

MOVES=${1:-10}
# No client of ours may be without an answer for longer.
LONGEST_OF_OURS=2000
LOG_OF_CLIENT=("" "$LOGS/sta1.log" "$LOGS/sta2.log")

load_module bridge
ip link add br0 type bridge
ip address add $AP_ADDRESS/24 dev br0
ip link set br0 up
# Both read the same file.
write_hostapd_conf "$LOGS/ap.conf" hw_mode=a channel=36 ieee80211ac=1 ieee80211ax=1 'ht_capab=[HT40+]' vht_oper_chwidth=1 \
    vht_oper_centr_freq_seg0_idx=42 he_oper_chwidth=1 he_oper_centr_freq_seg0_idx=42 bridge=br0
printf '%s\n' bss=wlan0_1 ssid=second bridge=br0 wpa=2 wpa_key_mgmt=WPA-PSK rsn_pairwise=CCMP "wpa_passphrase=$PASSPHRASE" >>"$LOGS/ap.conf"
for n in 1 2; do
    sta_netns sta$n $n
    write_client "$LOGS/sta$n.conf" $PASSPHRASE 'scan_freq=5180 5745'
    [[ $n -eq 1 ]] || sed -i 's/^ssid=.*/ssid="second"/' "$LOGS/sta$n.conf"
done

start_a() { HOSTAPD_NET_FLAGS=-t start_hostapd_net "$LOGS/ap.conf"; }
stop_a() { stop_hostapd_net; }
start_b() { start_reference hostapd -t "$LOGS/ap.conf"; }
stop_b() { stop_reference; }

place_of() { wpa "sta$1" "wlan$1" signal_poll | sed -n 's/^\(FREQUENCY\|WIDTH\|CENTER_FRQ1\)=//p' | tr '\n' ' '; }
is_at() { [[ $(place_of "$1") == "$2 80 MHz $3 " ]]; }
answered() { ip netns exec "sta$1" ping -n -c 1 -W 1 "$AP_ADDRESS"; }

# A question every 10 ms, and when each answer came.
declare -A asking=()
ask() {
    local n
    for n in 1 2; do
        ip netns exec sta$n ping -n -D -i 0.01 "$AP_ADDRESS" >"$LOGS/ping$n.txt" &
        asking[$n]=$!
    done
}

# heard SIDE NAME: ends the questions; the longest time from one answer to the next, and whether the client was lost meanwhile.
heard() {
    local n longest
    for n in 1 2; do
        wait_until 30 answered $n || fail "$1, $2: client $n hears nothing any more"
    done
    nap 0.3
    for n in 1 2; do
        kill -INT "${asking[$n]}"
        wait "${asking[$n]}" || true
        longest=$(awk -F '[][]' '/icmp_seq=/ { if (last && $2 - last > most) most = $2 - last; last = $2 } END { printf "%.0f", most * 1000 }' "$LOGS/ping$n.txt")
        figure "$1" ms "$longest" "longest silence, $2, BSS $n"
        [[ $1 == b || $longest -le $LONGEST_OF_OURS ]] || fail "$2: client $n heard nothing for $longest ms"
        echo -n "$longest ms "
    done
    echo "($1, $2)"
}

# move SIDE NAME FREQUENCY CENTER
move() {
    local side=$1 name=$2 frequency=$3 center=$4 n lost
    local -a before=('')
    for n in 1 2; do before[n]=$(matches "${LOG_OF_CLIENT[n]}" 'CTRL-EVENT-DISCONNECTED'); done
    ask
    nap 0.7
    hcli chan_switch 5 "$frequency" sec_channel_offset=1 center_freq1="$center" bandwidth=80 ht vht he >"$LOGS/switch.txt"
    grep -qx OK "$LOGS/switch.txt" || { cat "$LOGS/switch.txt"; fail "$side refuses CHAN_SWITCH $name"; }
    nap 1.5
    for n in 1 2; do
        wait_until 30 is_at $n "$frequency" "$center" || fail "$side, $name: client $n is at $(place_of $n)"
    done
    heard "$side" "$name"
    for n in 1 2; do
        lost=$(($(matches "${LOG_OF_CLIENT[n]}" 'CTRL-EVENT-DISCONNECTED') - before[n]))
        figure "$side" times "$lost" "client lost, $name, BSS $n"
    done
}

for side in a b b a; do
    start_$side
    for n in 1 2; do
        : >"$LOGS/sta$n.log"
        start_wpa_supplicant sta$n wlan$n "$LOGS/sta$n.conf"
        connected sta$n
        is_at $n 5180 5210 || fail "$side: client $n is at $(place_of $n)"
        try_ping sta$n "$AP_ADDRESS" 3 >/dev/null || fail "$side: no traffic of client $n before the first move"
    done
    ask
    nap 2.2
    heard $side 'without a move'
    for ((move = 1; move <= MOVES; move++)); do
        move $side '36 to 149' 5745 5775
        move $side '149 to 36' 5180 5210
    done
    for n in 1 2; do stop_client sta$n wlan$n; done
    stop_$side
    nap 0.3
done
