# A board in a folder for the scenes of the package: musl, busybox, our stand-ins for what OpenWrt has around a package, and opkg.
# shellcheck shell=bash

newest_ipk() { find "$LAB/../../artifacts/packages" -name 'hostapd-net_*_x86_64.ipk' 2>/dev/null | sort | tail -n 1; }

# make_board ROOT
make_board() {
    local root=$1 stand_ins=$LAB/../../test/HostApd.LabTests/OpenWrt name
    mkdir -p "$root"/{bin,sbin,dev,etc/rc.d,lib,proc,sys,tmp,usr/lib/opkg/info,var/log,var/run}
    cp /bin/busybox "$root/bin/"
    for name in sh awk cat find grep kill ln ls mkdir rm sleep; do ln -s busybox "$root/bin/$name"; done
    cp -L /lib/ld-musl-x86_64.so.1 "$root/lib/"
    install -m 755 "$stand_ins/rc.common" "$root/etc/rc.common"
    install -m 644 "$stand_ins/functions.sh" "$root/lib/functions.sh"
    for name in dev proc sys; do mount --bind "/$name" "$root/$name"; done
}

# opkg_files_of IPK: as opkg lists them, without folders.
opkg_files_of() { tar -xzOf "$1" ./data.tar.gz | tar -tzf - | sed -n 's,^\.\(/.*[^/]\)$,\1,p' | sort; }

# opkg_script ROOT NAME ARGUMENTS…: as opkg runs one, if the package has it.
opkg_script() {
    local root=$1 script=/usr/lib/opkg/info/hostapd-net.$2
    [[ ! -f $root$script ]] || chroot "$root" /bin/sh -c "$script ${*:3}"
}

sum_of() { [[ ! -f $1 ]] || sha256sum <"$1"; }

# opkg_install ROOT IPK: what opkg of 24.10 does, with a package that is there already as an update or downgrade: the old prerm;
# changed conffiles out of the way; the old files away; the new ones; a changed conffile back, and the new one beside it as -opkg if it is
# another; and the new postinst.
opkg_install() {
    local root=$1 ipk=$2 info=$1/usr/lib/opkg/info/hostapd-net file version
    export PKG_UPGRADE=0
    version=$(tar -xzOf "$ipk" ./control.tar.gz | tar -xzOf - ./control | sed -n 's/^Version: //p')
    if [[ -f $info.list ]]; then
        PKG_UPGRADE=1
        opkg_script "$root" prerm upgrade "$version"
        while read -r sum file; do
            [[ ! -f $root$file || $(sum_of "$root$file") == "$sum"* ]] || cp -p "$root$file" "$root$file-opkg.backup"
        done <"$info.sums"
        opkg_script "$root" postrm upgrade "$version"
        while read -r file; do rm -f "$root$file"; done <"$info.list"
        rm -f "$info".*
    fi
    tar -xzOf "$ipk" ./control.tar.gz | tar -xzf - -C "${info%/*}" --transform 's,^\./\(.\),hostapd-net.\1,'
    opkg_files_of "$ipk" >"$info.list"
    tar -xzOf "$ipk" ./data.tar.gz | tar -xzf - -C "$root"
    while read -r file; do
        printf '%s %s\n' "$(sum_of "$root$file" | cut -d' ' -f1)" "$file"
    done <"$info.conffiles" >"$info.sums"
    while read -r file; do
        [[ -f $root$file-opkg.backup ]] || continue
        if [[ $(sum_of "$root$file-opkg.backup") == "$(sum_of "$root$file")" ]]; then
            rm "$root$file-opkg.backup"
        else
            mv "$root$file" "$root$file-opkg"
            mv "$root$file-opkg.backup" "$root$file"
        fi
    done <"$info.conffiles"
    opkg_script "$root" postinst configure
}

# sysupgrade_keeps ROOT: what it takes along because of /lib/upgrade/keep.d, whose lines a shell spells out.
sysupgrade_keeps() { { chroot "$1" /bin/sh -c 'find $(grep -hv "^#" /lib/upgrade/keep.d/*) -type f' 2>/dev/null || true; } | sort -u; }
