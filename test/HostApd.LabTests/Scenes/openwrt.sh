# scene: the package for OpenWrt is unpacked beside musl and busybox, started by its init script, and a stock client joins
# radios: 2
# needs: static packages
# timeout: 450
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# shellcheck source=../OpenWrt/board.sh
source "$LAB/../../test/HostApd.LabTests/OpenWrt/board.sh"

package=$(newest_ipk)
[[ -n $package ]] || fail "there is no package: run scripts/build.sh --static and scripts/package.sh"
root=/run/openwrt
make_board $root
[[ $(tar -xzOf "$package" ./debian-binary) == 2.0 ]] || fail "no .ipk"
opkg_install $root "$package"
info=$root/usr/lib/opkg/info/hostapd-net
grep -qx 'Architecture: x86_64' $info.control || fail "the architecture: $(<$info.control)"
while read -r file; do
    [[ -f $root$file ]] || fail "no such configuration file: $file"
    [[ $(stat -c %a "$root$file") == 600 ]] || fail "everybody may read $file"
done <$info.conffiles
! grep -q seed $info.conffiles || fail "the seed would be in backups"
[[ $(find $root/lib $root/usr -name '*.so*' | xargs -n 1 basename) == ld-musl-x86_64.so.1 ]] || fail "there is another libc"
[[ -L $root/etc/rc.d/S25hostapd-net ]] || fail "it is not enabled for the next boot"
pass "installed: $(wc -l <$info.list) files, beside musl alone"

init() { chroot $root /etc/init.d/hostapd-net "$1"; }
cli() { chroot $root /usr/sbin/hostapd-net-cli -i $AP_IF "$@"; }
AP_IF=hostapd-net0
[[ ! -e $root/var/run/procd ]] || fail "it runs although nobody has enabled it"

# What a person writes.
sed -i "s/^phy = phy0/phy = $(phy_of 0)/" $root/etc/hostapd-net/*.ini
sed -i "s/^wpa_passphrase = .*/wpa_passphrase = $PASSPHRASE/" $root/etc/hostapd-net/access-point.ini
sed -i "/access_point/,/p2p/s/enabled '0'/enabled '1'/" $root/etc/config/hostapd-net
init start
HN_LOG=$root/var/log/access_point.log
HN_PID=$(<$root/var/run/procd/access_point)
wait_for "$HN_LOG" 'AP-ENABLED' 15
[[ $(readlink "/proc/$HN_PID/exe") == */usr/sbin/hostapd-net ]] || fail "another daemon runs"
[[ $(interface_type $AP_IF) == AP ]] || fail "the interface is not made"
grep -q 'capabilities: NET_ADMIN NET_RAW; no new privileges$' "$HN_LOG" || fail "its capabilities: $(grep capabilities: "$HN_LOG")"
[[ $(cat "/proc/$HN_PID"/task/*/status | sed -n 's/^Cap\(Eff\|Bnd\):\t//p' | sort -u) == 0000000000003000 ]] || fail "it has more than it says"
ap_address
SSID=hostapd-net join sta1 1 "$PASSPHRASE"
expect_ping sta1 $AP_ADDRESS 3
[[ $(cli status | sed -n 's/^num_sta\[0\]=//p') == 1 ]] || fail "the client's status: $(cli status)"
pass "the init script starts it, and a client joins"

sed -i 's/^ssid = .*/&-new/' $root/etc/hostapd-net/access-point.ini
init reload
wait_until 10 eval 'cli status | grep -q "^ssid\[0\]=hostapd-net-new"' || fail "a reload does nothing"
wait_until 20 test -s $root/etc/hostapd-net/seed || fail "no seed is kept"
init stop
wait_until 10 is_gone "$HN_PID" || fail "it does not end"
[[ ! -e /sys/class/net/$AP_IF ]] || fail "the interface is left over"
pass "reloaded, and stopped"

# A device whose groups come on demand, from the other section.
sed -i "/access_point/,/p2p/s/enabled '1'/enabled '0'/; /config instance p2p/,\$s/enabled '0'/enabled '1'/" $root/etc/config/hostapd-net
init start
HN_LOG=$root/var/log/p2p.log
wait_for "$HN_LOG" 'AP-ENABLED' 15
wait_until 20 eval 'cli status | grep -qx p2p_state=LISTEN' || fail "the device does not listen: $(cli status)"
[[ -s $root/etc/hostapd-net/p2p-on-demand.group ]] || fail "the group is not kept"
init stop
wait_until 10 test ! -e /sys/class/net/$AP_IF || fail "the interface is left over"
pass "a device that is found, whose group is kept where it stays"
