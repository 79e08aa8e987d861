# scene: the shipped group as the shipped unit under systemd itself, with a radio that comes late: ready, a lease, reload, end
# radios: 2
# needs: hostapd-net
# timeout: 240
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

conf=$(realpath "$LAB/../../conf")
units=/run/systemd/system
mkdir -p "$units/hostapd-net@.service.d" /etc/hostapd-net
cp "$conf/systemd/hostapd-net@.service" "$units/"
cp "$conf/p2p-go.ini" /etc/hostapd-net/
cp "$(command -v hostapd-net)" /usr/sbin/hostapd-net
# Beside the unit as it is: no journal here, and none of a whole system's targets.
cat >"$units/hostapd-net@.service.d/lab.conf" <<CONF
[Unit]
DefaultDependencies=no
[Service]
StandardOutput=append:$HN_LOG
StandardError=append:$HN_LOG
CONF
printf '%s\n' '[Unit]' DefaultDependencies=no AllowIsolate=yes >"$units/lab.target"
mountpoint -q /sys/fs/cgroup || mount -t cgroup2 cgroup2 /sys/fs/cgroup

# As on a board whose adapter is not plugged in yet.
rmmod mac80211_hwsim mac80211 cfg80211

unshare --pid --fork --mount --propagation private --mount-proc \
    env -i container=lab PATH="$PATH" /lib/systemd/systemd --system --unit=lab.target --log-target=console --log-level=info \
    --show-status=false >"$LOGS/systemd.log" 2>&1 &
manager=$!
trap 'pkill -9 -P "$manager" 2>/dev/null || true' EXIT
init() { pgrep -P "$manager" -x systemd; }
wait_until 10 init >"$LOGS/init.txt" || fail "systemd does not start: $(cat "$LOGS/systemd.log")"
init=$(init)
# It listens to its own process namespace alone.
ctl() { nsenter --target "$init" --pid --mount systemctl "$@"; }
reached() { ctl is-active lab.target >/dev/null 2>&1; }
wait_until 60 reached || { cat "$LOGS/systemd.log"; fail "systemd does not come up"; }
name=hostapd-net@p2p-go
ctl start --no-block "$name"
shows() { ctl show -p "$1" --value "$name"; }
waits() { [[ $(shows StatusText) == *'waiting for the interface'* ]]; }
wait_until 20 waits || { ctl status "$name" || true; cat "$LOGS/systemd.log"; fail "it does not wait: $(shows StatusText)"; }
[[ $(shows ActiveState) == activating ]] || fail "ready without a radio"
pass "without a radio: $(shows ActiveState), $(shows StatusText)"

load_module mac80211_hwsim radios=2
active() { [[ $(shows ActiveState) == active ]]; }
wait_until 30 active || { cat "$HN_LOG"; fail "not ready: $(shows ActiveState) $(shows StatusText)"; }
pid=$(shows MainPID)
pass "with it: $(shows ActiveState), $(shows StatusText); sandbox: $(grep -E '^(CapBnd|NoNewPrivs|Seccomp):' "/proc/$(pgrep -x hostapd-net)/status" | tr '\t\n' '  ')"
[[ -n $pid && $(sed -n 's/^Seccomp:\t//p' "/proc/$(pgrep -x hostapd-net)/status") == 2 ]] || fail "no system call filter"
# The sandbox has left what is needed, and nothing was to be given up.
expect_count "$HN_LOG" 'capabilities: NET_ADMIN NET_RAW NET_BIND_SERVICE \(dhcp = on\); no new privileges$' 1

# A device without Wi-Fi Direct gets in by the passphrase, and its address by DHCP.
SSID=$(hcli status | sed -n 's/^ssid\[0\]=//p')
[[ $SSID == DIRECT-*-hostapd-net ]] || fail "the group's name: $SSID"
sta_netns sta1 1
ip netns exec sta1 ip address flush dev wlan1
write_client "$LOGS/sta1.conf" "$(hncli p2p_get_passphrase)"
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
cat >"$LOGS/udhcpc.sh" <<'EOF2'
#!/bin/sh
[ "$1" = bound ] && ip address add "$ip/$mask" dev "$interface"
exit 0
EOF2
chmod +x "$LOGS/udhcpc.sh"
ip netns exec sta1 busybox udhcpc -i wlan1 -n -q -t 10 -T 3 -s "$LOGS/udhcpc.sh" || { cat "$HN_LOG"; fail "no lease"; }
expect_ping sta1 192.168.42.1 3
pass "$SSID: a lease from the group's own server"

ctl reload "$name" || fail "reload"
wait_for "$HN_LOG" 'reload: wlan0' 10
active || fail "not active behind a reload"
ctl stop "$name" || fail "stop"
[[ $(shows Result) == success ]] || fail "it ended with $(shows Result)"
[[ -s /var/lib/hostapd-net/seed && -s /var/lib/hostapd-net/wlan0.group ]] || fail "seed or group were not kept"
expect_none "$HN_LOG" 'Permission denied|Operation not permitted|Read-only file system' "something was forbidden"
pass "reload and stop; seed and group are kept"
