# scene: an update of the package for OpenWrt keeps seed, group and settings, a downgrade reads what it can and says what it cannot
# radios: 2
# needs: static packages
# timeout: 450
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"
# shellcheck source=../OpenWrt/board.sh
source "$LAB/../../test/HostApd.LabTests/OpenWrt/board.sh"

older=$(newest_ipk)
[[ -n $older ]] || fail "there is no package: run scripts/build.sh --static and scripts/package.sh"
root=/run/openwrt-update
etc=$root/etc/hostapd-net ini=$root/etc/hostapd-net/p2p-go.ini group=$root/etc/hostapd-net/p2p-go.group seed=$root/etc/hostapd-net/seed
info=$root/usr/lib/opkg/info/hostapd-net
AP_IF=hostapd-net0 HN_LOG=$root/var/log/p2p.log
init() { chroot $root /etc/init.d/hostapd-net "$1"; }
cli() { chroot $root /usr/sbin/hostapd-net-cli -i $AP_IF "$@"; }
run_starts=0
# on_the_air: as often as it was called, the daemon has been.
on_the_air() {
    run_starts=$((run_starts + 1))
    wait_for "$HN_LOG" 'AP-ENABLED' 15 $run_starts
}
network_of() { cli status | grep -E '^(ssid|bssid)\[0\]='; cli p2p_get_passphrase; }

# A version of the same file whose shipped settings are others.
newer=$LOGS/newer.ipk
mkdir -p "$LOGS"/newer/{outer,control,data}
tar -xzf "$older" -C "$LOGS/newer/outer"
for part in control data; do tar -xzf "$LOGS/newer/outer/$part.tar.gz" -C "$LOGS/newer/$part"; done
sed -i 's/^Version: .*/Version: 99.0.0-r1/' "$LOGS/newer/control/control"
sed -i 's/^device_name = .*/&-99/' "$LOGS"/newer/data/etc/hostapd-net/p2p-*.ini
for part in control data; do tar -C "$LOGS/newer/$part" -cf - . | gzip -1 >"$LOGS/newer/outer/$part.tar.gz"; done
tar -C "$LOGS/newer/outer" -cf - . | gzip -1 >"$newer"

make_board $root
opkg_install $root "$older"
# What a person writes.
sed -i -e "s/^phy = phy0/phy = $(phy_of 0)/" -e 's/^p2p_ssid_postfix = .*/p2p_ssid_postfix = -kitchen/' "$ini"
sed -i -e "/config instance p2p/,\$s/enabled '0'/enabled '1'/" -e 's/p2p-on-demand/p2p-go/' $root/etc/config/hostapd-net
cp "$ini" $root/etc/config/hostapd-net "$LOGS/"
init start
on_the_air
wait_until 20 test -s "$seed" || fail "no seed is kept"
start_p2p_client client 1
go=$(cli status | sed -n 's/^bssid\[0\]=//p')
cli wps_pbc >/dev/null
wpa client wlan1 p2p_connect "$go" pbc persistent join freq=2437 >/dev/null
p2p_joined client
wait_until 10 grep -q '^device ' "$group" || fail "the client's key is not kept"
saved=$(wpa client p2p-dev-wlan1 list_networks | awk '/P2P-PERSISTENT/ { print $1; exit }')
[[ -n $saved ]] || fail "the client kept no persistent group"
network=$(network_of)
[[ $network == *-kitchen* ]] || fail "another name: $network"
wpa client wlan1 p2p_group_remove wlan1 >/dev/null
wait_for "$LOGS/client.log" 'P2P-GROUP-REMOVED' 5
pass "a group, and a client that has saved it"

# comes_back TIMES: the client, by what it has saved and without a button. Its own scan for a persistent group fails (an empty list of
# channels); with fresh results of a search it needs none.
comes_back() {
    wpa client wlan1 bss_flush 0 >/dev/null
    local heard_of
    heard_of=$(matches "$LOGS/client.log" 'nl80211: Received scan results')
    wpa client wlan1 p2p_find freq=2437 >/dev/null
    wait_for "$LOGS/client.log" 'nl80211: Received scan results' 10 $((heard_of + 1))
    wait_until 10 eval "wpa client wlan1 bss $go | grep -q '^ssid=DIRECT-'"
    wpa client p2p-dev-wlan1 p2p_group_add persistent="$saved" freq=2437 >/dev/null
    p2p_joined client "$1"
    expect_count "$HN_LOG" 'WPS-SUCCESS' 1
    wpa client wlan1 p2p_group_remove wlan1 >/dev/null
    wait_for "$LOGS/client.log" 'P2P-GROUP-REMOVED' 5 "$1"
}

# The update.
expect_none "$HN_LOG" 'the seed file is mixed in' "there was a seed before"
HN_PID=$(<$root/var/run/procd/p2p)
opkg_install $root "$newer"
is_gone "$HN_PID" || fail "the older daemon runs on"
on_the_air
grep -qx 'Version: 99.0.0-r1' $info.control || fail "it is not installed"
cmp "$ini" "$LOGS/p2p-go.ini" && cmp $root/etc/config/hostapd-net "$LOGS/hostapd-net" || fail "settings are lost"
grep -q '^device_name = .*-99$' "$ini-opkg" || fail "the new settings are not beside the changed ones"
grep -q '^device_name = .*-99$' "$etc/p2p-on-demand.ini" && [[ ! -e $etc/p2p-on-demand.ini-opkg ]] || fail "an unchanged file is not replaced"
[[ -L $root/etc/rc.d/S25hostapd-net ]] || fail "it is not enabled any more"
wait_for "$HN_LOG" 'entropy: the seed file is mixed in' 10
[[ $(network_of) == "$network" ]] || fail "another network: $(network_of), before: $network"
comes_back 2
pass "updated: the same settings and network, the seed is used, and the client is back without a button"

# A board whose kernel has no entropy at all lives on that seed.
init stop
{ cat "$ini"; printf '%s\n' 'test_starve_kernel = 1' 'jitter = 0'; } >"$etc/starved.ini"
chroot $root /usr/sbin/hostapd-net --testing /etc/hostapd-net/starved.ini >"$LOGS/starved.log" 2>&1 &
HN_PID=$!
wait_for "$LOGS/starved.log" 'AP-ENABLED' 15
in_order "$LOGS/starved.log" 'entropy: the seed file is mixed in, and counts' 'ENTROPY-READY' 'AP-ENABLED'
stop_hostapd_net
pass "the seed alone is enough, on the board that wrote it"

# What a newer version might leave.
sed -i -e 's/^version=.*/version=3/' -e '/^address=/aband=6' -e '$asae 42:00:00:00:01:00 00112233445566778899' "$group"
{ printf HNSeed2; head -c 129 /dev/urandom; } >"$seed"
sed -i '/^p2p_ssid_postfix/ap2p_pairing = 1' "$ini"
cp "$group" "$seed" "$ini" "$LOGS/"
line=$(grep -n p2p_pairing "$ini" | cut -d: -f1)
before=$(matches "$HN_LOG" '')
opkg_install $root "$older"
said() { tail -n "+$((before + 1))" "$HN_LOG"; }
wait_until 10 is_gone "$(<$root/var/run/procd/p2p)" || fail "it runs with a setting that it does not know"
said | grep -qF "/etc/hostapd-net/p2p-go.ini:$line: p2p_pairing: unknown configuration item: a newer version's, or misspelt; take the line out" ||
    fail "the setting is not named: $(said)"
for file in p2p-go.group seed p2p-go.ini; do cmp "$LOGS/$file" "$etc/$file" || fail "$file was touched"; done
pass "a setting of the newer version: named, and nothing is started or written"

sed -i 's/^p2p_pairing/#&/' "$ini"
init start
on_the_air
wait_until 10 test -s "$group.unread" || fail "the newer file is not kept"
cmp "$group.unread" "$LOGS/p2p-go.group" || fail "it is another"
sae=$(grep -n ^sae "$group.unread" | cut -d: -f1) band=$(grep -n ^band "$group.unread" | cut -d: -f1)
said >"$LOGS/said.txt"
in_order "$LOGS/said.txt" '/etc/hostapd-net/p2p-go.group:1: version: 3 is newer than 2' "/p2p-go.group:$band: band: this version does not know that" \
    "/p2p-go.group:$sae: sae: this version" '3 lines are not read by this version: the file is kept as /etc/hostapd-net/p2p-go.group.unread'
expect_none "$LOGS/said.txt" '0011223344' "a key is in the log"
wait_for "$HN_LOG" '/etc/hostapd-net/seed: the seed file is not used, and replaced .*: it has 136 bytes, and those of this version have 104' 10
wait_until 10 eval '[[ $(stat -c %s "$seed") == 104 ]]' || fail "there is no seed for the next start"
[[ $(head -n 1 "$group") == version=2 ]] || fail "the file is not this version's"
[[ $(network_of) == "$network" ]] || fail "another network: $(network_of), before: $network"
comes_back 3
pass "what is known is read, the rest is told and kept, and the client is back"

init stop
kept=$(sysupgrade_keeps $root | xargs)
[[ $kept == "/etc/config/hostapd-net /etc/hostapd-net/access-point.ini /etc/hostapd-net/p2p-go.group /etc/hostapd-net/p2p-go.group.unread \
/etc/hostapd-net/p2p-go.ini /etc/hostapd-net/p2p-on-demand.ini /etc/hostapd-net/starved.ini /etc/hostapd-net/wpa3.ini" ]] || fail "sysupgrade takes along: $kept"
pass "a new firmware gets settings and group, and no copy of the seed"

# Where there is no opkg: the tar, of which everything but the settings is unpacked.
tar=$(find "$LAB/../../artifacts/packages" -name 'hostapd-net_*_amd64.tar.gz' | sort | tail -n 1)
find $root/etc -type f -exec sha256sum {} + | grep -v init.d >"$LOGS/before.txt"
rm -r $root/usr/sbin $root/etc/init.d $root/lib/upgrade
chroot $root /bin/busybox tar -xzf - -C / ./usr ./lib ./etc/init.d <"$tar"
find $root/etc -type f -exec sha256sum {} + | grep -v init.d | cmp - "$LOGS/before.txt" || fail "the tar changes settings"
[[ -f $root/lib/upgrade/keep.d/hostapd-net ]] || fail "sysupgrade would take nothing along"
init start
on_the_air
[[ $(network_of) == "$network" ]] || fail "another network: $(network_of), before: $network"
init stop
pass "the same by the tar"
