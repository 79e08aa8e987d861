#!/bin/busybox sh
# Pid 1 of the lab's VM until the host's file system is there: loads the 9p modules, lays RAM over the host's
# read-only root and hands over to guest-init.sh of the checkout that called.
b=/bin/busybox
$b mount -t proc proc /proc
$b mount -t sysfs sys /sys
$b mount -t devtmpfs dev /dev
$b mount -t tmpfs -o mode=755 run /run

load() {
    for file in $($b sed -n "s/^$1: //p" /modules/order); do
        # Shared dependencies are asked for more than once.
        [ -e "/run/loaded-$file" ] || { $b insmod "/modules/$file" && : >"/run/loaded-$file"; }
    done
}
for module in $($b cat /modules/boot); do load "$module"; done
$b rm -f /run/loaded-*

argument() { $b sed -n "s/.*lab\.$1=\([^ ]*\).*/\1/p" /proc/cmdline; }

stop() { echo "lab: $*" >/dev/console; $b reboot -f; }

# The kernel asks modprobe for what it misses, over 9p that takes 3.7 s, for a cipher between two key installs:
# guest-init.sh loads what a scene needs, and a request for more is refused from RAM.
$b mkdir -p /run/lab
printf '#!/run/lab/busybox sh\nexit 1\n' >/run/lab/no-modprobe
$b chmod 755 /run/lab/no-modprobe
echo /run/lab/no-modprobe >/proc/sys/kernel/modprobe

options=trans=virtio,version=9p2000.L,msize=262144
$b mkdir -p /run/lab/lower /run/lab/upper /run/lab/out /host
$b mount -t 9p -o "$options,ro,cache=loose" root /run/lab/lower || stop "cannot mount the host's root"
$b mount -t tmpfs -o mode=755 upper /run/lab/upper
$b mkdir /run/lab/upper/files /run/lab/upper/work
$b mount -t overlay -o lowerdir=/run/lab/lower,upperdir=/run/lab/upper/files,workdir=/run/lab/upper/work root /host ||
    stop "cannot mount the overlay"
$b mount -t 9p -o "$options,access=any" out /run/lab/out || stop "cannot mount the result directory"
# What a scene needs at the speed of RAM stays reachable after the change of root.
$b cp -r /modules /run/lab/modules
$b cp $b /run/lab/busybox
init=$(argument init)
uptime=$($b cut -d' ' -f1 /proc/uptime)
for place in proc sys dev run; do $b mount --move /$place /host/$place; done
echo "lab: root is ready after $uptime s" >/host/dev/kmsg
exec $b switch_root /host /bin/bash "$init"
stop "switch_root failed"
