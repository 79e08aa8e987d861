# scene: a board that has just booted, its kernel without entropy: SAE joins at the first try, and the client disables nothing
# radios: 2
# needs: hostapd-net
# timeout: 270
# boot: own
# boots: 5
# run: all
# append: random.trust_cpu=off random.trust_bootloader=off
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

[[ $(dmesg | grep -c 'crng init done' || true) -eq 0 ]] || fail "somebody has made the kernel ready before us"
write_ini "$LOGS/ap.ini" security.wpa_key_mgmt=SAE security.sae_pwe=2 "entropy.seed_file=$LOGS/seed" entropy.seed_credit=0
start_hostapd_net "$LOGS/ap.ini"
ap_address
sta_netns sta1 1
write_sae_client "$LOGS/sta1.conf" $PASSPHRASE 2
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1 30
expect_ping sta1 $AP_ADDRESS 3
expect_count "$LOGS/sta1.log" 'CTRL-EVENT-CONNECTED' 1
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-(DISCONNECTED|SSID-TEMP-DISABLED|AUTH-REJECT|ASSOC-REJECT)' "the client was put off"
stop_client sta1 wlan1
stop_hostapd_net
pass "SAE at the first try"

# A kernel that never gets ready: our own sources make the commit, and until they do it is held.
write_ini "$LOGS/ap.ini" security.wpa_key_mgmt=SAE security.sae_pwe=2 entropy.test_starve_kernel=1 "entropy.seed_file=$LOGS/other-seed" entropy.seed_credit=0
start_hostapd_net "$LOGS/ap.ini" --testing
ap_address
: >"$LOGS/sta1.log"
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1 40
expect_ping sta1 $AP_ADDRESS 3
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-(DISCONNECTED|SSID-TEMP-DISABLED|AUTH-REJECT|ASSOC-REJECT)' "the client was put off"
hncli raw ENTROPY | grep -q 'source=kernel state=off bits=0' || fail "the kernel was counted"
pass "with our own sources alone"
