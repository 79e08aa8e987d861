# scene: in a root file system with libc and nothing else, WPS and P2P joins work and no OpenSSL is mapped
# radios: 3
# needs: hostapd-net
# timeout: 450
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

bare=/run/lab/bare
# A root with the daemon and the libraries that it names itself; sockets (a client's is in /tmp) and logs are shared with
# the scene.
make_bare_root() {
    local library
    mkdir -p "$bare"
    mount -t tmpfs -o mode=755 bare "$bare"
    mkdir -p "$bare"/{bin,proc,sys,dev,etc,tmp,var/run/hostapd,var/lib} "$bare$LOGS" /var/run/hostapd
    cp "$(type -P hostapd-net)" "$bare/bin/"
    while read -r library; do
        mkdir -p "$bare$(dirname "$library")"
        cp -L "$library" "$bare$library"
    done < <(ldd "$bare/bin/hostapd-net" 2>&1 | grep -o '/[^ ]*' || true)
    mount -t proc proc "$bare/proc"
    mount --bind /sys "$bare/sys"
    mount --bind /dev "$bare/dev"
    mount --bind "$LOGS" "$bare$LOGS"
    mount --bind /tmp "$bare/tmp"
    mount --bind /var/run/hostapd "$bare/var/run/hostapd"
}

# hostapd-net on the PATH is from here on the one in the bare root: exec keeps the process id.
hostapd-net() { exec chroot "$bare" /bin/hostapd-net "$@"; }

# expect_no_openssl WHEN
expect_no_openssl() {
    [[ $(readlink "/proc/$HN_PID/root") == "$bare" ]] || fail "the daemon does not live in the bare root"
    grep -q '/bin/hostapd-net' "/proc/$HN_PID/maps" || fail "the maps do not name the daemon"
    awk '$6 ~ /\.so/ { print $6 }' "/proc/$HN_PID/maps" | sort -u >"$LOGS/mapped.txt"
    expect_none "$LOGS/mapped.txt" 'libssl|libcrypto' "OpenSSL is mapped $1: a router without it would abort"
    # A static daemon maps none; of another they name libc, or they were not read.
    [[ -z $libraries && ! -s $LOGS/mapped.txt ]] || grep -q 'libc\.so' "$LOGS/mapped.txt" || fail "the maps do not even name libc"
    pass "$1 only these are mapped: $(sed 's,.*/,,' "$LOGS/mapped.txt" | xargs)"
}

make_bare_root
libraries=$(find "$bare" -xdev -name '*.so*' -printf '%f\n' | sort | xargs)
say "libraries in the root file system: $libraries"
for library in $libraries; do
    [[ $library =~ ^(libc|libm|libdl|libpthread|librt|ld-linux-x86-64)\.so ]] || fail "the daemon wants $library"
done

write_wps_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
ap_address
start_wps_client sta1 1
hncli wps_pbc | grep -q OK || fail "WPS_PBC refused"
wpa sta1 wlan1 wps_pbc >/dev/null
wps_succeeded sta1
expect_ping sta1 $AP_ADDRESS 3
expect_no_openssl "after a WPS join"
stop_client sta1 wlan1
stop_hostapd_net

write_go_ini "$LOGS/go.ini"
start_hostapd_net "$LOGS/go.ini"
start_p2p_client client 2
joins_group client 2
expect_no_openssl "after a P2P join"
stop_hostapd_net
umount -R "$bare"
say "executable: $(stat -c %s "$(type -P hostapd-net)") bytes"
