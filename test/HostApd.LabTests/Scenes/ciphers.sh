# scene: a stock client joins with every pairwise and group cipher that the radio has, and pings through; of several it gets the best
# radios: 2
# needs: hostapd-net
# timeout: 400
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

declare -A selector=([CCMP]=00-0f-ac-4 [GCMP]=00-0f-ac-8 [GCMP-256]=00-0f-ac-9 [CCMP-256]=00-0f-ac-10)
sta_netns sta1 1

# joined PAIRWISE GROUP: the client is in with these, both sides say so, and a ping goes through under every key.
joined() {
    connected sta1
    handshaken 1
    expect_ping sta1 $AP_ADDRESS 3
    local status station
    status=$(wpa sta1 wlan1 status)
    station=$(hcli sta "$(address_of 1)")
    grep -qx "pairwise_cipher=$1" <<<"$status" && grep -qx "group_cipher=$2" <<<"$status" \
        || fail "the client says $(grep cipher <<<"$status" | xargs)"
    grep -qx "dot11RSNAStatsSelectedPairwiseCipher=${selector[$1]}" <<<"$station" \
        || fail "STA says $(grep SelectedPairwise <<<"$station")"
    hcli mib | grep -qx "dot11RSNAGroupCipherSelected=${selector[$2]}" || fail "MIB says $(hcli mib | grep GroupCipherSelected)"
    hncli rekey_gtk | grep -q OK || fail 'REKEY_GTK is refused'
    wait_for "$LOGS/sta1.log" 'WPA: Group rekeying completed' 10
    # A broadcast goes out under the new group key.
    ip netns exec sta1 ip neighbour flush all
    ip neighbour flush all
    expect_ping sta1 $AP_ADDRESS 3
    pass "$1 with $2 for the group"
}

# through OFFERED GROUP-OR-NOTHING WANTED PAIRWISE GROUP: an access point, a client that wants WANTED, and what comes of it.
through() {
    local group=()
    [[ -z $2 ]] || group=("security.group_cipher=$2")
    : >"$LOGS/sta1.log"
    : >"$HN_LOG"
    write_ini "$LOGS/ap.ini" "security.rsn_pairwise=$1" "${group[@]}"
    start_hostapd_net "$LOGS/ap.ini"
    ap_address
    write_client "$LOGS/sta1.conf" $PASSPHRASE proto=RSN "pairwise=$3" 'group=CCMP GCMP CCMP-256 GCMP-256'
    start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
    joined "$4" "$5"
    stop_client sta1 wlan1
    stop_hostapd_net
}

for cipher in CCMP GCMP CCMP-256 GCMP-256; do
    through $cipher '' $cipher $cipher $cipher
done

through CCMP GCMP-256 CCMP CCMP GCMP-256
through GCMP-256 CCMP GCMP-256 GCMP-256 CCMP
through 'GCMP GCMP-256' '' GCMP-256 GCMP-256 GCMP
# The client names one in its request: which of two longer ones is its own affair.
through 'CCMP CCMP-256 GCMP GCMP-256' '' 'CCMP GCMP GCMP-256' GCMP-256 CCMP
through 'CCMP CCMP-256 GCMP GCMP-256' '' GCMP GCMP CCMP
