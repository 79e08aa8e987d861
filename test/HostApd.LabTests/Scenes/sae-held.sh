# scene: a commit comes before keys can be drawn: it is held, and the client joins at the first try, also when that takes longer than it waits for an answer
# radios: 2
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

sta_netns sta1 1
for seconds in 3 12; do
    : >"$HN_LOG"
    : >"$LOGS/sta1.log"
    write_ini "$LOGS/ap.ini" security.wpa_key_mgmt=SAE security.sae_pwe=2 entropy.test_block=-1 "entropy.seed_file=$LOGS/seed"
    start_hostapd_net "$LOGS/ap.ini" --testing
    ap_address
    write_sae_client "$LOGS/sta1.conf" $PASSPHRASE 2
    start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
    wait_for "$HN_LOG" "EAPOL-HELD $(address_of 1)" 10
    nap "$seconds"
    hncli raw ENTROPY_RELEASE | grep -q OK || fail "ENTROPY_RELEASE is refused"
    connected sta1 15
    expect_ping sta1 $AP_ADDRESS 3
    in_order "$HN_LOG" "EAPOL-HELD $(address_of 1)" "EAPOL-RELEASED $(address_of 1)" "AP-STA-CONNECTED $(address_of 1)"
    expect_none "$LOGS/sta1.log" 'CTRL-EVENT-(DISCONNECTED|SSID-TEMP-DISABLED|AUTH-REJECT)|authentication with .* timed out' 'the client was put off'
    stop_client sta1 wlan1
    stop_hostapd_net
    pass "held for $seconds s"
done
