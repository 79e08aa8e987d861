# scene: two BSSes of 80 MHz move from channel 36 to 149 and the clients come along, as wide, one of them asleep; to 2.4 GHz a client drops and comes back by itself
# radios: 3
# needs: hostapd-net
# timeout: 240
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

load_module bridge
write_hostapd_conf "$LOGS/ap.conf" hw_mode=a channel=36 channel_width=80 ieee80211ac=1 ieee80211ax=1 bridge=br0
printf '%s\n' bss=wlan0_1 ssid=second bridge=br0 wpa=2 wpa_key_mgmt=WPA-PSK rsn_pairwise=CCMP "wpa_passphrase=$PASSPHRASE" >>"$LOGS/ap.conf"
start_hostapd_net "$LOGS/ap.conf"
wait_for "$HN_LOG" 'wlan0_1: AP-ENABLED' 10
ip address add $AP_ADDRESS/24 dev br0
ip link set br0 up
mountpoint -q /sys/kernel/debug || mount -t debugfs debugfs /sys/kernel/debug
asleep=/sys/kernel/debug/ieee80211/$(phy_of 2)/hwsim/ps
[[ -w $asleep ]] || fail "no $asleep"
for n in 1 2; do
    sta_netns sta$n $n
    # Where else it looks for its network is its own affair: after a move it has to find it again.
    write_client "$LOGS/sta$n.conf" $PASSPHRASE 'scan_freq=5180 5745 2437'
    [[ $n -eq 1 ]] || sed -i 's/^ssid=.*/ssid="second"/' "$LOGS/sta$n.conf"
    start_wpa_supplicant sta$n wlan$n "$LOGS/sta$n.conf"
    connected sta$n
    expect_ping sta$n $AP_ADDRESS 3
done

width_of() { wpa "sta$1" "wlan$1" signal_poll | sed -n 's/^\(FREQUENCY\|WIDTH\|CENTER_FRQ1\)=//p' | tr '\n' ' '; }
[[ $(width_of 1) == '5180 80 MHz 5210 ' ]] || fail "the client is at $(width_of 1)"

say "within 5 GHz, and one client is asleep"
# 2: it tells its access point that it sleeps, and hears all the same; with 1 hwsim is deaf.
echo 2 >"$asleep"
hcli chan_switch 5 5745 sec_channel_offset=1 center_freq1=5775 bandwidth=80 ht vht he >"$LOGS/switch.txt"
grep -qx OK "$LOGS/switch.txt" || { cat "$LOGS/switch.txt"; fail "CHAN_SWITCH was refused"; }
for bss in wlan0 wlan0_1; do
    wait_for "$HN_LOG" "$bss: AP-CSA-FINISHED freq=5745" 5
    in_order "$HN_LOG" "$bss: CTRL-EVENT-STARTED-CHANNEL-SWITCH freq=5745 .*ch_width=80 MHz cf1=5775" "$bss: CTRL-EVENT-CHANNEL-SWITCH freq=5745 .*ch_width=80 MHz cf1=5775" \
        "$bss: AP-CSA-FINISHED freq=5745"
done
echo 0 >"$asleep"
for n in 1 2; do
    expect_ping sta$n $AP_ADDRESS 3
    [[ $(width_of $n) == '5745 80 MHz 5775 ' ]] || fail "client $n is at $(width_of $n)"
    expect_count "$LOGS/sta$n.log" 'CTRL-EVENT-CONNECTED' 1
    expect_none "$LOGS/sta$n.log" 'CTRL-EVENT-DISCONNECTED' "client $n was lost on the way"
done
hcli status >"$LOGS/status.txt"
grep -qx 'channel=149' "$LOGS/status.txt" && grep -qx 'channel_width=80' "$LOGS/status.txt" || { cat "$LOGS/status.txt"; fail "STATUS stays behind"; }
pass "two BSSes and their clients moved to 149 with 80 MHz, and nobody joined anew"

say "to another band"
hcli chan_switch 5 2437 ht >"$LOGS/switch.txt"
grep -qx OK "$LOGS/switch.txt" || { cat "$LOGS/switch.txt"; fail "CHAN_SWITCH was refused"; }
wait_for "$HN_LOG" 'wlan0: AP-CSA-FINISHED freq=2437' 5
for n in 1 2; do
    connected sta$n 30 2
    expect_ping sta$n $AP_ADDRESS 3
done
hcli status >"$LOGS/status.txt"
grep -qx 'channel=6' "$LOGS/status.txt" && grep -qx 'ieee80211ac=0' "$LOGS/status.txt" && grep -qx 'ieee80211ax=1' "$LOGS/status.txt" ||
    { cat "$LOGS/status.txt"; fail "STATUS stays behind"; }
pass "in 2.4 GHz the clients joined anew by themselves"
stop_hostapd_net
