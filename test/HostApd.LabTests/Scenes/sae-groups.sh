# scene: SAE in the groups 19, 20 and 21 by both methods; a client whose first groups are not taken comes to one that is, and says which were refused
# radios: 2
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

sta_netns sta1 1

# through GROUPS-OF-OURS GROUPS-OF-THEIRS PWE GROUP: and the group that they come to.
through() {
    : >"$HN_LOG"
    : >"$LOGS/sta1.log"
    write_ini "$LOGS/ap.ini" security.wpa_key_mgmt=SAE "security.sae_groups=$1" "security.sae_pwe=$3"
    start_hostapd_net "$LOGS/ap.ini"
    ap_address
    write_sae_client "$LOGS/sta1.conf" $PASSPHRASE "$3" "global:sae_groups=$2"
    start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
    connected sta1
    handshaken 1
    expect_ping sta1 $AP_ADDRESS 3
    hcli sta "$(address_of 1)" | grep -qx "sae_group=$4" || fail "STA says $(hcli sta "$(address_of 1)" | grep sae_group)"
    stop_client sta1 wlan1
    stop_hostapd_net
    pass "sae_pwe=$3: $1 here, $2 there: $4"
}

for pwe in 0 1; do
    for group in 19 20 21; do
        through $group $group $pwe $group
    done
done
through '19 20 21' '21 20 19' 1 21
# The list of the refused groups goes into the keys: both sides have to have seen the same.
through '19 20' '21 20 19' 1 20
through 19 '21 20 19' 1 19
through 19 '21 20 19' 0 19
