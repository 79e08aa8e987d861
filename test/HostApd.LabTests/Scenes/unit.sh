# scene: the shipped group under the shipped unit's sandbox: ready, a client joins, and DHCP leases
# radios: 2
# needs: hostapd-net
# timeout: 150
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

conf=$(realpath "$LAB/../../conf")
unit="$conf/systemd/hostapd-net@.service"
setting() { sed -n "s/^$1=//p" "$unit" | tail -n 1; }

# The unit's user (root), bounding set, folders and socket; everything else is read-only, as ProtectSystem=strict has it.
folders=("/var/lib/$(setting StateDirectory)" "/var/log/$(setting LogsDirectory)" "/run/$(setting RuntimeDirectory)" /etc/hostapd-net)
mkdir -p "${folders[@]}"
chmod "$(setting StateDirectoryMode)" "${folders[0]}"
chmod "$(setting RuntimeDirectoryMode)" "${folders[2]}"
cp "$conf/p2p-go.ini" /etc/hostapd-net/
bounding=-all
for capability in $(setting CapabilityBoundingSet); do
    bounding+=,+$(tr '[:upper:]' '[:lower:]' <<<"${capability#CAP_}")
done
read -ra command <<<"$(setting ExecStart | sed s,%i,p2p-go,)"
command[0]=$(command -v hostapd-net)
cat >"$LOGS/sandbox.sh" <<'SANDBOX'
set -euo pipefail
mount --make-rprivate /
IFS=: read -ra folders <<<"$FOLDERS"
for folder in "${folders[@]}"; do mount --bind "$folder" "$folder"; done
[[ $PRIVATE_TMP != yes ]] || mount -t tmpfs tmpfs /tmp
mount -o remount,bind,ro /
! touch /usr/sandbox-probe 2>/dev/null || { echo "the root can be written"; exit 1; }
umask 0077
exec setpriv --bounding-set="$BOUNDING" --inh-caps=-all --no-new-privs "$@"
SANDBOX

heard=$LOGS/notify.log
python3 "$(dirname "${BASH_SOURCE[0]}")/notify.py" /run/unit-scene.notify >>"$heard" 2>&1 &
wait_for "$heard" listening 30
export FOLDERS BOUNDING=$bounding NOTIFY_SOCKET=/run/unit-scene.notify PRIVATE_TMP
PRIVATE_TMP=$(setting PrivateTmp)
FOLDERS=$(IFS=:; echo "${folders[*]}")
unshare --mount bash "$LOGS/sandbox.sh" "${command[@]}" >>"$HN_LOG" 2>&1 &
HN_PID=$!
wait_for "$heard" 'READY=1' 30
HN_PID=$(pgrep -x hostapd-net)
effective=$(sed -n 's/^CapEff:\t//p' "/proc/$HN_PID/status") privileges=$(sed -n 's/^NoNewPrivs:\t//p' "/proc/$HN_PID/status")
[[ $privileges == 1 && $effective != *fffff* ]] || fail "the sandbox does not hold: CapEff $effective NoNewPrivs $privileges"
pass "ready with capabilities $effective: ${command[*]}"

# A device without Wi-Fi Direct gets in by the passphrase, and its address by DHCP.
name=$(hcli status | sed -n 's/^ssid\[0\]=//p')
[[ $name == DIRECT-*-hostapd-net ]] || fail "the group's name: $name"
passphrase=$(hncli p2p_get_passphrase)
SSID=$name
sta_netns sta1 1
ip netns exec sta1 ip address flush dev wlan1
write_client "$LOGS/sta1.conf" "$passphrase"
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
connected sta1
cat >"$LOGS/udhcpc.sh" <<'EOF2'
#!/bin/sh
[ "$1" = bound ] && ip address add "$ip/$mask" dev "$interface"
exit 0
EOF2
chmod +x "$LOGS/udhcpc.sh"
ip netns exec sta1 busybox udhcpc -i wlan1 -n -q -t 10 -T 3 -s "$LOGS/udhcpc.sh" || { cat "$HN_LOG"; fail "no lease"; }
ip netns exec sta1 ip -4 address show dev wlan1 | grep -q 'inet 192.168.42.2/24' || fail "another address than the first of the range"
expect_ping sta1 192.168.42.1 3
expect_none "$HN_LOG" 'Permission denied|Operation not permitted|Read-only file system' "something was forbidden"
pass "$name: a lease from the group's own server"

kill -HUP "$HN_PID"
wait_for "$HN_LOG" 'reload: wlan0' 10
kill -TERM "$HN_PID"
wait_until 10 is_gone "$HN_PID" || fail "it does not end"
[[ -s ${folders[0]}/seed && -s ${folders[0]}/wlan0.group ]] || fail "seed or group were not kept: $(ls "${folders[0]}")"
expect_none "$HN_LOG" 'Permission denied|Operation not permitted|Read-only file system' "something was forbidden at the end"
pass "seed and group are kept in ${folders[0]}"
