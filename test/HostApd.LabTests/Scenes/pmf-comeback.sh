# scene: a client with protected management frames is killed and started anew: it is asked for, does not answer, and is in again after the time it is told
# radios: 2
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini" security.ieee80211w=2
start_hostapd_net "$LOGS/ap.ini"
ap_address
# In a network name space of its own the radio is not listed any more.
phy=$(phy_of 1)
sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE key_mgmt=WPA-PSK ieee80211w=2
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
handshaken 1
expect_ping sta1 $AP_ADDRESS 3

mountpoint -q /sys/kernel/debug || mount -t debugfs debugfs /sys/kernel/debug
# What hwsim's radios of one group send, those of another do not hear.
reach=/sys/kernel/debug/ieee80211/$phy/hwsim/group
[[ -w $reach ]] || fail "no $reach"
within=$(cat "$reach")

for round in 2 3; do
    # Out of reach when it dies, so that not even its kernel says good-bye; the keys are gone with the interface's state.
    pid=${client_pid[sta1]}
    echo 0x100 >"$reach"
    kill -9 "$pid"
    wait_until 10 is_gone "$pid" || fail "the client does not end"
    wait "$pid" 2>/dev/null || true
    unset "client_pid[sta1]"
    rm -f /run/wpa_supplicant/wlan1
    ip netns exec sta1 ip link set wlan1 down
    echo "$within" >"$reach"
    iw dev wlan0 station get "$(address_of 1)" >/dev/null || fail "the access point has lost the client already"
    start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
    connected sta1 30 "$round"
    wait_for "$HN_LOG" "AP-STA-CONNECTED $(address_of 1)" 20 "$round"
    expect_ping sta1 $AP_ADDRESS 3
    pass "back for the time $round"
done

expect_count "$HN_LOG" 'association asked for in its name' 2
in_order "$HN_LOG" 'association asked for in its name' 'did not answer SA Query' "AP-STA-DISCONNECTED $(address_of 1)"
pass "asked, not answered, and let in"
