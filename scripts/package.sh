#!/usr/bin/env bash
# Packs what build.sh made into artifacts/packages/: hostapd-net_<version>_<arch>.deb and a .deb of the workbench where that was built;
# and of the static executables, for OpenWrt, hostapd-net_<version>_<arch>.ipk for each name that a board of that processor goes by, and
# the same as .tar.gz.
#   package.sh [--rid linux-x64|linux-arm64]
# Times in the packages are the commit's, or SOURCE_DATE_EPOCH: the same commit and executables give the same bytes.
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

take_rid "$@"
case $rid in
    # An .ipk is refused whose architecture is not the board's own word, though one file runs on all of them.
    linux-x64) arch=amd64 boards=(x86_64) ;;
    linux-arm64) arch=arm64 boards=(aarch64_generic aarch64_cortex-a53 aarch64_cortex-a72 aarch64_cortex-a76) ;;
    *) die "no package is made for '$rid'" ;;
esac
built=$REPO/artifacts/$rid static=$REPO/artifacts/$rid-static
is_built() { [[ -x $1/hostapd-net && -x $1/hostapd-net-cli ]]; }
is_built "$built" || is_built "$static" || die "first: scripts/build.sh --rid $rid, or with --static for OpenWrt"
command -v dpkg-deb >/dev/null || die "this needs dpkg-deb"
version=$(sed -n 's,.*<Version>\(.*\)</Version>.*,\1,p' "$REPO/src/Directory.Build.props")
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$REPO" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
umask 022
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
packages=$REPO/artifacts/packages
mkdir -p "$packages"

# put MODE SOURCE TARGET
put() { install -D -m "$1" "$2" "$3"; }

# licences TREE FOLDER: what is linked in, and what the static executables ask of who passes them on.
licences() {
    local file
    for file in "$REPO"/conf/licenses/*; do put 644 "$file" "$1/$2/${file##*/}"; done
}

# manual SOURCE TREE: compressed without name and time.
manual() {
    local name=${1##*/}
    mkdir -p "$2/usr/share/man/man${name##*.}"
    sed "s/@VERSION@/$version/" "$1" | gzip -9n >"$2/usr/share/man/man${name##*.}/$name.gz"
}

# debian_doc NAME TREE: changelog and copyright, and what lintian need not tell again.
debian_doc() {
    local doc=$2/usr/share/doc/$1
    mkdir -p "$doc" "$2/usr/share/lintian/overrides"
    gzip -9n <"$REPO/conf/changelog" >"$doc/changelog.gz"
    {
        printf '%s\n' 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/' 'Upstream-Name: HostApd.Net' '' \
            'Files: *' 'Copyright: 2026 the owner of HostApd.Net' 'License: not-named-yet' ' The owner has not named a licence yet.' '' \
            'Comment: what is linked into the executables, under which licences:'
        sed -n '/^| what/,/^$/p' "$REPO/conf/licenses/README.md" | sed -e '/^$/d' -e 's/^/ /'
        printf ' %s\n' 'The texts are in licenses/.'
    } >"$doc/copyright"
    # The runtime brings its own; executables at fixed addresses are meant so (README.md, Limits); files with passphrases are root's; and
    # the owner has named no address.
    printf "$1: %s\n" 'embedded-library *' 'hardening-no-pie *' 'non-standard-file-perm 0600 *' 'bogus-mail-host *' \
        'bogus-mail-host-in-debian-changelog *' 'maintainer-script-calls-systemctl *' >"$2/usr/share/lintian/overrides/$1"
}

# The reference file is the manual: in it a comment explains the key below it.
reference_manual() {
    printf '.TH HOSTAPD-NET.INI 5 "" "hostapd-net @VERSION@" "File formats"\n.SH NAME\n'
    printf 'hostapd-net.ini \\- configuration of hostapd-net\n.SH DESCRIPTION\n'
    sed -e 's/[\\]/\\e/g' -e 's/-/\\-/g' "$REPO/conf/reference.ini" | awk '
        function words(text) { if (text != "") print "\\&" text; text = "" }
        /^\[.*\]$/ { words(about); about = ""; print ".SH " toupper(substr($0, 2, length($0) - 2)); next }
        /^#[a-z]/ { print ".TP\n.B " substr($0, 2); words(about == "" ? " " : about); about = ""; next }
        /^# / { about = about (about == "" ? "" : " ") substr($0, 3); next }
        END { words(about) }'
    printf '.SH SEE ALSO\n.BR hostapd\\-net (8)\n'
}

control() {
    local name=$1 tree=$2
    printf '%s\n' "Package: $name" "Version: $version" "Architecture: $arch" 'Section: net' 'Priority: optional' \
        'Maintainer: HostApd.Net <hostapd-net@localhost>' "Installed-Size: $(du -k --apparent-size -s "$tree" | cut -f1)" \
        "${@:3}" >"$tree/DEBIAN/control"
}

pack() {
    local tree=$1 name=$2
    (cd "$tree" && find . -type f ! -path './DEBIAN/*' -printf '%P\0' | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
    find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    # One thread: how xz cuts its blocks must not depend on the machine.
    dpkg-deb --root-owner-group -Zxz --threads-max=1 -b "$tree" "$packages/${name}_${version}_$arch.deb" >/dev/null 2>&1 ||
        dpkg-deb --root-owner-group -Zxz -b "$tree" "$packages/${name}_${version}_$arch.deb" >/dev/null
}

daemon_deb() {
    local tree=$work/daemon file
    mkdir -p "$tree/DEBIAN"
    put 755 "$built/hostapd-net" "$tree/usr/sbin/hostapd-net"
    put 755 "$built/hostapd-net-cli" "$tree/usr/bin/hostapd-net-cli"
    for file in "$REPO"/conf/*.ini; do put 600 "$file" "$tree/etc/hostapd-net/${file##*/}"; done
    # The one that holds nobody's passphrase.
    chmod 644 "$tree/etc/hostapd-net/reference.ini"
    for file in README.md conf/README.md conf/images/join.svg; do put 644 "$REPO/$file" "$tree/usr/share/doc/hostapd-net/$file"; done
    licences "$tree" usr/share/doc/hostapd-net/licenses
    put 644 "$REPO/conf/grafana/hostapd-net.json" "$tree/usr/share/doc/hostapd-net/grafana/hostapd-net.json"
    for file in "$REPO"/conf/examples/*; do put 644 "$file" "$tree/usr/share/doc/hostapd-net/examples/${file##*/}"; done
    debian_doc hostapd-net "$tree"
    manual "$REPO/conf/man/hostapd-net.8" "$tree"
    manual "$REPO/conf/man/hostapd-net-cli.1" "$tree"
    reference_manual >"$work/hostapd-net.ini.5"
    manual "$work/hostapd-net.ini.5" "$tree"
    put 644 "$REPO/conf/completion/hostapd-net" "$tree/usr/share/bash-completion/completions/hostapd-net"
    ln -s hostapd-net "$tree/usr/share/bash-completion/completions/hostapd-net-cli"
    put 644 "$REPO/conf/systemd/hostapd-net@.service" "$tree/lib/systemd/system/hostapd-net@.service"
    put 644 "$REPO/conf/logrotate/hostapd-net" "$tree/etc/logrotate.d/hostapd-net"
    (cd "$tree" && find etc -type f -printf '/%p\n' | sort) >"$tree/DEBIAN/conffiles"
    # What the daemon itself wrote: seed, groups, settings learnt by WPS.
    local systemd='[ -d /run/systemd/system ]'
    printf '%s\n' '#!/bin/sh' 'set -e' 'if [ "$1" = purge ]; then' \
        '    rm -rf /var/lib/hostapd-net /etc/hostapd-net' 'fi' \
        "if $systemd; then systemctl daemon-reload || true; fi" >"$tree/DEBIAN/postrm"
    # An upgrade runs what it brought, and what is removed does not run on.
    printf '%s\n' '#!/bin/sh' 'set -e' "if [ \"\$1\" = configure ] && $systemd; then" '    systemctl daemon-reload || true' \
        "    [ -z \"\$2\" ] || systemctl try-restart 'hostapd-net@*.service' || true" 'fi' >"$tree/DEBIAN/postinst"
    printf '%s\n' '#!/bin/sh' 'set -e' "if [ \"\$1\" = remove ] && $systemd; then" \
        "    systemctl stop 'hostapd-net@*.service' || true" 'fi' >"$tree/DEBIAN/prerm"
    chmod 755 "$tree"/DEBIAN/postrm "$tree"/DEBIAN/postinst "$tree"/DEBIAN/prerm
    control hostapd-net "$tree" 'Depends: libc6 (>= 2.34)' 'Suggests: hostapd-net-workbench' \
        'Description: Wi-Fi access point and P2P Group Owner daemon' ' One native file that needs nothing but libc.'
    pack "$tree" hostapd-net
}

workbench_deb() {
    local tree=$work/workbench file
    mkdir -p "$tree/DEBIAN"
    put 755 "$built/hostapd-net-workbench" "$tree/usr/bin/hostapd-net-workbench"
    for file in "$REPO"/conf/scenarios/*; do
        put 644 "$file" "$tree/usr/share/doc/hostapd-net-workbench/scenarios/${file##*/}"
    done
    licences "$tree" usr/share/doc/hostapd-net-workbench/licenses
    debian_doc hostapd-net-workbench "$tree"
    manual "$REPO/conf/man/hostapd-net-workbench.1" "$tree"
    # The same file as the daemon's, which may not be installed: bash looks it up by the name of the command.
    put 644 "$REPO/conf/completion/hostapd-net" "$tree/usr/share/bash-completion/completions/hostapd-net-workbench"
    control hostapd-net-workbench "$tree" 'Depends: libc6 (>= 2.34)' \
        'Description: studies Wi-Fi joins in logs, captures and simulations' \
        ' Says of each who was waited for, and why it failed or took long.'
    pack "$tree" hostapd-net-workbench
}

# reproducible_tar TREE TARGET: its files are root's, in one order and of one time.
reproducible_tar() {
    tar -C "$1" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -cf - . | gzip -9n >"$2"
}

# for_openwrt FILE: a shipped file as a board has it. The radio has no interface of its own, /var is RAM, /var/run/hostapd is wpad's.
for_openwrt() {
    sed -e 's|^interface = wlan0$|# The radio has no interface of its own: this one is made on it, and removed at the end.\ninterface = hostapd-net0\nphy = phy0|' \
        -e 's|^ctrl_interface = .*|ctrl_interface = /var/run/hostapd-net|' \
        -e "s|^p2p_go = 1\$|&\n# /var is gone at each boot.\ngroup_file = /etc/hostapd-net/$(basename "$1" .ini).group|" "$1"
    printf '%s\n' '' '[entropy]' '# Kept from one boot to the next, and in no backup: from an old seed that is put back is drawn twice.' \
        'seed_file = /etc/hostapd-net/seed'
}

openwrt_tree() {
    local tree=$1 file
    put 755 "$static/hostapd-net" "$tree/usr/sbin/hostapd-net"
    # The client is the same file, called by its name.
    ln -s hostapd-net "$tree/usr/sbin/hostapd-net-cli"
    for file in access-point wpa3 p2p-go p2p-on-demand; do
        for_openwrt "$REPO/conf/$file.ini" >"$work/$file.ini"
        put 600 "$work/$file.ini" "$tree/etc/hostapd-net/$file.ini"
    done
    licences "$tree" usr/share/licenses/hostapd-net
    put 755 "$REPO/conf/openwrt/hostapd-net.init" "$tree/etc/init.d/hostapd-net"
    put 600 "$REPO/conf/openwrt/hostapd-net.config" "$tree/etc/config/hostapd-net"
    put 644 "$REPO/conf/openwrt/hostapd-net.keep" "$tree/lib/upgrade/keep.d/hostapd-net"
}

# openwrt_ipk TREE BOARD
openwrt_ipk() {
    local tree=$1 board=$2 meta=$work/ipk-$2
    mkdir -p "$meta/control" "$meta/outer"
    printf '%s\n' 'Package: hostapd-net' "Version: $version-r1" 'Section: net' "Architecture: $board" 'Maintainer: HostApd.Net' \
        "Installed-Size: $(du -b -s "$tree" | cut -f1)" 'Description: Wi-Fi access point and P2P Group Owner daemon' >"$meta/control/control"
    # One by one: the folder also holds the seed, which must be in no backup.
    (cd "$tree" && find etc/hostapd-net etc/config -type f -printf '/%p\n' | sort) >"$meta/control/conffiles"
    local script
    for script in postinst prerm; do
        printf '%s\n' '#!/bin/sh' '[ "${IPKG_NO_SCRIPT}" = "1" ] && exit 0' '. ${IPKG_INSTROOT}/lib/functions.sh' "default_$script \$0 \$@" \
            >"$meta/control/$script"
        chmod 755 "$meta/control/$script"
    done
    reproducible_tar "$meta/control" "$meta/outer/control.tar.gz"
    reproducible_tar "$tree" "$meta/outer/data.tar.gz"
    printf '2.0\n' >"$meta/outer/debian-binary"
    reproducible_tar "$meta/outer" "$packages/hostapd-net_${version}_$board.ipk"
}

openwrt() {
    local tree=$work/openwrt board
    openwrt_tree "$tree"
    for board in "${boards[@]}"; do openwrt_ipk "$tree" "$board"; done
    reproducible_tar "$tree" "$packages/hostapd-net_${version}_$arch.tar.gz"
}

if is_built "$built"; then
    daemon_deb
    [[ ! -x $built/hostapd-net-workbench ]] || workbench_deb
fi
! is_built "$static" || openwrt
ls -l "$packages"/*
