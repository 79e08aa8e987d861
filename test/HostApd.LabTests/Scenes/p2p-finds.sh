# scene: found by command only; two who search find each other, and lose each other; Provision Discovery both ways
# radios: 2
# needs: hostapd-net
# timeout: 720
# run: all
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_device_ini "$LOGS/device.ini"
start_hostapd_net "$LOGS/device.ini"
us=$(address_of 0)
start_phone phone 1
phone=$(p2p_device phone 1)

wpa phone wlan1 p2p_find type=social >/dev/null
hncli raw P2P_FIND type=social | grep -qx OK || fail "P2P_FIND refused"
wait_for "$LOGS/phone.log" "P2P-DEVICE-FOUND $us .* name='labgo'" 20
wait_for "$HN_LOG" "P2P-DEVICE-FOUND $phone .* name='phone'" 20
pass "two who search find each other"
hncli raw P2P_PEERS | grep -qx "$phone" || fail "P2P_PEERS: $(hncli raw P2P_PEERS)"
hncli raw P2P_PEER FIRST | grep -qx 'device_name=phone' || fail "P2P_PEER FIRST: $(hncli raw P2P_PEER FIRST)"
hncli raw P2P_STOP_FIND | grep -qx OK
wpa phone wlan1 p2p_stop_find >/dev/null

# The phone asks us for a way to get the key, while we listen.
finds_us phone 1
for method in pbc display keypad; do
    wpa phone wlan1 p2p_prov_disc "$us" $method >/dev/null
    case $method in
        pbc) wait_for "$HN_LOG" "P2P-PROV-DISC-PBC-REQ $phone p2p_dev_addr=$phone" 15; wait_for "$LOGS/phone.log" "P2P-PROV-DISC-PBC-RESP $us" 15 ;;
        display) wait_for "$HN_LOG" "P2P-PROV-DISC-SHOW-PIN $phone " 15; wait_for "$LOGS/phone.log" "P2P-PROV-DISC-ENTER-PIN $us" 15 ;;
        keypad) wait_for "$HN_LOG" "P2P-PROV-DISC-ENTER-PIN $phone " 15; wait_for "$LOGS/phone.log" "P2P-PROV-DISC-SHOW-PIN $us" 15 ;;
    esac
done
expect_none "$HN_LOG" 'P2P-PROV-DISC-PBC-REQ.* group=' "there is no group"
pass "it asks for the button, a PIN of ours, a PIN of its own"

# And we ask it.
wpa phone wlan1 p2p_listen >/dev/null
for method in pbc display keypad; do
    wait_until 20 device_listens
    hncli raw P2P_PROV_DISC "$phone" $method | grep -qx OK || fail "P2P_PROV_DISC $method refused"
    case $method in
        pbc) wait_for "$HN_LOG" "P2P-PROV-DISC-PBC-RESP $phone" 15 ;;
        display) wait_for "$HN_LOG" "P2P-PROV-DISC-ENTER-PIN $phone" 15 2 ;;
        keypad) wait_for "$HN_LOG" "P2P-PROV-DISC-SHOW-PIN $phone" 15 2 ;;
    esac
done
pass "we ask it for the same"

stop_client phone wlan1
wait_for "$HN_LOG" "P2P-DEVICE-LOST p2p_dev_addr=$phone" 75
pass "it is gone, and told of"
hncli raw P2P_FLUSH | grep -qx OK || fail "P2P_FLUSH refused"
