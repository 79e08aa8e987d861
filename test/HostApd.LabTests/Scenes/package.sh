# scene: the .deb is installed, started from its own paths without systemctl, joined by a stock client, and purged
# radios: 2
# needs: hostapd-net packages
# timeout: 450
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# dpkg writes into the RAM that lies over the host's root: what is there without a file of the host's below is new.
upper=/run/lab/upper/files lower=/run/lab/lower
new_files() {
    (cd "$upper" && find . -mindepth 1 -printf '%P\n') | sort | while IFS= read -r path; do
        # What every scene leaves.
        case $path in var/log/* | var/cache/* | tmp/* | root/*) continue ;; esac
        [[ -e $lower/$path || -L $lower/$path ]] || printf '/%s\n' "$path"
    done
}

# dpkg with books of its own, in which only libc is installed: the host's are a thousand files, too slow to reach from here.
books=/run/package-scene.dpkg
dpkg_here() { command dpkg --admindir="$books" --force-unsafe-io "$@"; }
mkdir -p "$books"/{info,updates,triggers}
awk -v RS= '/^Package: libc6\n/ && /\nArchitecture: amd64\n/ { print $0 "\n" }' /var/lib/dpkg/status >"$books/status"
grep -q 'install ok installed' "$books/status" || fail "no libc6 in dpkg's status"

package=$(find "$LAB/../../artifacts/packages" -name 'hostapd-net_*_amd64.deb' 2>/dev/null | sort | tail -n 1)
[[ -n $package ]] || fail "there is no package: run scripts/package.sh"
[[ ! -e /usr/sbin/hostapd-net ]] || fail "the host has a hostapd-net of its own"
new_files >"$LOGS/before.txt"

dpkg_here -i "$package" >"$LOGS/dpkg.log" 2>&1 || { cat "$LOGS/dpkg.log"; fail "dpkg -i"; }
cmp /usr/sbin/hostapd-net /run/lab/bin/hostapd-net || fail "the package is older than the executables: run scripts/package.sh"
new_files >"$LOGS/installed.txt"
for file in /usr/sbin/hostapd-net /usr/bin/hostapd-net-cli /etc/hostapd-net/access-point.ini /etc/logrotate.d/hostapd-net \
    /lib/systemd/system/hostapd-net@.service /usr/share/man/man8/hostapd-net.8.gz; do
    [[ -s $file ]] || fail "$file is not installed"
done
[[ $(stat -c %a /etc/hostapd-net/access-point.ini) == 600 ]] || fail "everybody may read the passphrase"
dpkg_here --verify hostapd-net || fail "dpkg --verify"
pass "installed: $(comm -13 "$LOGS/before.txt" "$LOGS/installed.txt" | wc -l) files and folders"

# As the unit's sandbox has it: a mount of its own, which cannot be removed.
mkdir -p /run/hostapd
mount -t tmpfs sockets /run/hostapd
# The command of the unit, as it stands there, with the shipped file as it is.
command=$(sed -n 's,^ExecStart=\(.*\)%i\(.*\)$,\1access-point\2,p' /lib/systemd/system/hostapd-net@.service)
read -ra command <<<"$command"
"${command[@]}" >>"$HN_LOG" 2>&1 &
HN_PID=$!
wait_for "$HN_LOG" 'AP-ENABLED' 15
[[ $(readlink "/proc/$HN_PID/exe") == /usr/sbin/hostapd-net ]] || fail "another daemon runs"
ap_address
SSID=hostapd-net join sta1 1 'change me please'
expect_ping sta1 $AP_ADDRESS 3
[[ $(/usr/bin/hostapd-net-cli -i wlan0 status | sed -n 's/^num_sta\[0\]=//p') == 1 ]] || fail "the client's status"
wait_until 5 test -s /var/lib/hostapd-net/seed || fail "no seed file"
kill "$HN_PID"
wait "$HN_PID" || fail "the daemon ended with $?"
umount /run/hostapd
pass "started by: ${command[*]}"

dpkg_here --purge hostapd-net >>"$LOGS/dpkg.log" 2>&1 || { cat "$LOGS/dpkg.log"; fail "dpkg --purge"; }
new_files >"$LOGS/purged.txt"
left=$(comm -13 "$LOGS/before.txt" "$LOGS/purged.txt")
[[ -z $left ]] || fail "left behind: $left"
[[ -z $(find /run/hostapd /var/log -name '*hostapd-net*' -o -path '/run/hostapd/*' 2>/dev/null) ]] || fail "sockets or logs are left behind"
! dpkg_here -s hostapd-net >/dev/null 2>&1 || fail "dpkg still knows it"
pass "purged: nothing is left"
