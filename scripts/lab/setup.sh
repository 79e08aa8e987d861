#!/usr/bin/env bash
# Makes what the lab boots: Debian's kernel as an ELF file and an initramfs that holds the radio modules.
# Everything lands in a cache directory; nothing but ordinary packages is installed on the host.
#   setup.sh [--refresh]    --refresh: ask for a newer kernel package than the cached one
# Prints the directory with vmlinux, initramfs and modules.
set -euo pipefail
# shellcheck source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

LAB=$REPO/scripts/lab
CACHE=${HOSTAPD_NET_CACHE:-$HOME/.cache/hostapd-net}/lab
PACKAGES=(gcc libc6-dev qemu-system-x86 wpasupplicant hostapd iw tshark busybox-static cpio xz-utils kmod iproute2
    iputils-ping musl wireless-regdb python3 python3-prometheus-client prometheus-node-exporter systemd
    tmux librsvg2-bin zbar-tools iwd dbus freeradius freeradius-utils eapoltest openssl)
# What the boot loads before there is a root file system, and what a scene may ask for later.
BOOT_MODULES=(virtio_pci virtio_console 9pnet_virtio 9p overlay)
SCENE_MODULES=(ctr ccm gcm ghash-generic cmac rfkill cfg80211 mac80211 mac80211_hwsim nlmon bridge veth 8021q evdev uinput)
# iwd has the kernel do its cryptography.
SCENE_MODULES+=(algif_hash algif_skcipher algif_aead des_generic md4 md5 sha512_generic ecb cbc hmac arc4 pkcs8_key_parser)

# The image belongs to these sources; a change of either makes a new one, a newer kernel only on --refresh,
# so that two runs of one checkout boot the same thing.
sources_hash() { cat "$LAB/setup.sh" "$LAB/initramfs-init.sh" "$LAB/button/button.c" "$LAB/starve.c" "$LAB/flood.c" |
    sha1sum | cut -c1-12; }

kernel_package() { apt-cache depends linux-image-amd64 2>/dev/null | sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1; }

# Leaves the unpacked kernel package in $CACHE/kernel and its package name beside it.
fetch_kernel() {
    local work=$1 package
    [[ $(id -u) -eq 0 ]] && retry 3 10 apt-get update -qq >&2
    package=$(kernel_package)
    [[ -n $package ]] || die "apt knows no linux-image-amd64; as root: apt-get update"
    note "fetching $package"
    # apt drops its privileges for a download and wants to own the directory: mute that warning only.
    (cd "$work" && retry 3 10 apt-get download -qq -o APT::Sandbox::User=root "$package") >&2
    dpkg -x "$work"/linux-image-*.deb "$work/root"
    rm -f "$work"/linux-image-*.deb
}

# bzImage → ELF: qemu starts the ELF directly (PVH), which saves 2.5 s of emulated decompression.
extract_vmlinux() {
    local image=$1 output=$2 setup offset length
    setup=$(od -An -tu1 -j $((0x1f1)) -N1 "$image")
    offset=$(od -An -tu4 -j $((0x248)) -N4 "$image")
    length=$(od -An -tu4 -j $((0x24c)) -N4 "$image")
    # The payload ends with 4 bytes that are its unpacked size and no part of the xz stream.
    dd if="$image" iflag=skip_bytes,count_bytes bs=1M skip=$(((setup + 1) * 512 + offset)) count=$((length - 4)) \
        status=none | xz -dc >"$output"
    [[ $(head -c 4 "$output") == $'\x7fELF' ]] || die "no ELF kernel inside $image"
}

# Copies a module with what it needs and adds one line "name: files in order" to the list.
add_module() {
    local root=$1 version=$2 name=$3 target=$4 file files=()
    while read -r file; do
        [[ -e $target/${file##*/} ]] || cp "$file" "$target/"
        files+=("${file##*/}")
    done < <(modprobe -C /dev/null -d "$root" -S "$version" --show-depends "$name" | sed -n 's/^insmod \([^ ]*\).*/\1/p')
    printf '%s: %s\n' "$name" "${files[*]}" >>"$target/order"
}

build_initramfs() {
    local root=$1 version=$2 output=$3 tree name
    tree=$(mktemp -d)
    mkdir -p "$tree"/{bin,proc,sys,dev,run,host,modules,lib/firmware}
    cp /bin/busybox "$tree/bin/busybox"
    # cfg80211 looks these up in pid 1's root at the moment it is loaded.
    cp -L /lib/firmware/regulatory.db /lib/firmware/regulatory.db.p7s "$tree/lib/firmware/"
    depmod -b "$root" "$version" 2>/dev/null
    for name in "${BOOT_MODULES[@]}" "${SCENE_MODULES[@]}"; do
        add_module "$root" "$version" "$name" "$tree/modules"
    done
    printf '%s\n' "${BOOT_MODULES[@]}" >"$tree/modules/boot"
    # The finger on the WPS button: travels to /run/lab/modules with the rest.
    gcc -O2 -Wall -o "$tree/modules/button" "$LAB/button/button.c"
    # Beside it a crowd of strangers, and what starves the stock programs.
    gcc -O2 -Wall -o "$tree/modules/flood" "$LAB/flood.c"
    gcc -O2 -Wall -shared -fPIC -o "$tree/modules/starve.so" "$LAB/starve.c"
    install -m 755 "$LAB/initramfs-init.sh" "$tree/init"
    # Uncompressed: the emulated processor would unpack it, the host only copies it.
    (cd "$tree" && find . -print0 | cpio --null --quiet -o -H newc) >"$output"
    rm -rf "$tree"
}

build() {
    local work version
    work=$(mktemp -d "$CACHE/build.XXXXXX")
    # shellcheck disable=SC2064
    trap "rm -rf '$work'" EXIT
    if [[ ! -d $CACHE/kernel/lib || $refresh == yes ]]; then
        fetch_kernel "$work"
        rm -rf "$CACHE/kernel"
        mv "$work/root" "$CACHE/kernel"
    fi
    version=$(basename "$CACHE"/kernel/lib/modules/*)
    note "building the lab's boot files for kernel $version"
    mkdir "$work/image"
    extract_vmlinux "$CACHE/kernel/boot/vmlinuz-$version" "$work/image/vmlinux"
    build_initramfs "$CACHE/kernel" "$version" "$work/image/initramfs"
    printf '%s\n' "$version" >"$work/image/version"
    rm -rf "$image"
    # Complete or absent: a build that was interrupted leaves nothing under the final name.
    mv "$work/image" "$image"
}

refresh=no
[[ ${1:-} != --refresh ]] || refresh=yes
need_packages "${PACKAGES[@]}"
[[ $(uname -m) == x86_64 ]] || die "the lab boots an x86-64 kernel under qemu-system-x86_64; run it on amd64"
image=$CACHE/image-$(sources_hash)
if [[ ! -e $image/version || $refresh == yes ]]; then
    mkdir -p "$CACHE"
    exec 9>"$CACHE/setup.lock"
    flock 9
    [[ -e $image/version && $refresh == no ]] || build
fi
printf '%s\n' "$image"
