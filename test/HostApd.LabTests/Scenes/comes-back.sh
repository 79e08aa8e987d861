# scene: whatever takes the access point off the air, it comes back by itself, and a client with it; what a person stopped stays off
# radios: 2
# needs: hostapd-net
# timeout: 720
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
ap_address
join sta1 1 $PASSPHRASE

# before: what was counted before the disturbance; how often the client came back from an earlier one does not matter.
before() {
    enabled=$(matches "$HN_LOG" 'AP-ENABLED') disabled=$(matches "$HN_LOG" 'AP-DISABLED')
    times=$(matches "$LOGS/sta1.log" 'CTRL-EVENT-CONNECTED')
}

# back WHAT: on the air again, and the client in.
back() {
    wait_for "$HN_LOG" 'AP-ENABLED' 20 $((enabled + 1))
    connected sta1 40 $((times + 1))
    ap_address
    expect_ping sta1 $AP_ADDRESS 2
    kill -0 "$HN_PID" || fail "the daemon ended"
    pass "$1: the client is back"
}

# The daemon comes to the news when the link is up again.
before
kill -STOP "$HN_PID"
ip link set wlan0 down
ip link set wlan0 up
kill -CONT "$HN_PID"
back "link down and up while nobody looked"

before
iw dev wlan0 ap stop
back "STOP_AP by another program"

before
ip link set wlan0 down
iw dev wlan0 set type managed
ip link set wlan0 up
[[ $(interface_type wlan0) == managed || $(interface_type wlan0) == AP ]] || fail "type $(interface_type wlan0)"
back "the type changed by another program"
[[ $(interface_type wlan0) == AP ]] || fail "type $(interface_type wlan0)"

switch=$(echo /sys/class/ieee80211/"$(phy_of 0)"/rfkill*)
before
echo 1 >"$switch/soft"
wait_for "$HN_LOG" 'AP-DISABLED' 10 $((disabled + 1))
nap 2
[[ $(matches "$HN_LOG" 'AP-ENABLED') -eq $enabled ]] || fail "on the air although rfkill says no"
echo 0 >"$switch/soft"
back "rfkill"

phy=$(phy_of 0)
before
iw dev wlan0 del
wait_for "$HN_LOG" 'AP-DISABLED' 10 $((disabled + 1))
iw phy "$phy" interface add wlan0 type managed
back "interface deleted and added"

# A switch that does not come to its end: stopped in the countdown.
before
hcli chan_switch 50 2462 >/dev/null
iw dev wlan0 ap stop
back "stopped in the countdown of a channel switch"

before
hcli disable | grep -q OK || fail 'disable refused'
wait_for "$HN_LOG" 'AP-DISABLED' 5 $((disabled + 1))
ip link set wlan0 down
ip link set wlan0 up
kill -HUP "$HN_PID"
hcli reload >/dev/null || true
nap 3
[[ $(matches "$HN_LOG" 'AP-ENABLED') -eq $enabled ]] || fail 'disable: it came back by itself'
pass 'disable: it stays off over link changes and reloads'
hcli enable | grep -q OK || fail 'enable refused'
back 'disable and enable'

# As hostapd, nobody is told; and what goes and comes meanwhile makes it beacon no sooner than somebody says so.
before
hcli raw STOP_AP | grep -q OK || fail 'STOP_AP refused'
[[ $(matches "$HN_LOG" 'AP-DISABLED') -eq $disabled ]] || fail 'STOP_AP: AP-DISABLED is told'
ip link set wlan0 down
ip link set wlan0 up
nap 3
[[ $(beacons_in 1) == 0 ]] || fail 'STOP_AP: it beacons by itself'
pass 'STOP_AP: it is silent over link changes'
hcli enable | grep -q OK || fail 'enable refused'
back 'STOP_AP and enable'
