# scene: each commit needs a token: both methods; a client that is told at once with our commit that we confirm; forged commits cost no arithmetic
# radios: 2
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

sta_netns sta1 1

# through WHAT PWE KEY=VALUE…
through() {
    local what=$1 pwe=$2
    shift 2
    : >"$HN_LOG"
    : >"$LOGS/sta1.log"
    write_ini "$LOGS/ap.ini" security.wpa_key_mgmt=SAE "security.sae_pwe=$pwe" "$@"
    start_hostapd_net "$LOGS/ap.ini"
    ap_address
    write_sae_client "$LOGS/sta1.conf" $PASSPHRASE "$pwe"
    start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
    connected sta1
    expect_ping sta1 $AP_ADDRESS 3
    stop_client sta1 wlan1
    stop_hostapd_net
    pass "$what, sae_pwe=$pwe"
}

for pwe in 0 1; do
    through 'a token for each' $pwe security.anti_clogging_threshold=0
    wait_for "$LOGS/sta1.log" 'SME: SAE anti-clogging token requested|status code 76|status_code=76' 1
    through 'our confirm at once' $pwe security.sae_confirm_immediate=1
done
