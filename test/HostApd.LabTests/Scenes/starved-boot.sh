# scene: a board that has just booted, its kernel without entropy: a join, also with our own sources alone
# radios: 2
# needs: hostapd-net
# timeout: 270
# boot: own
# boots: 5
# append: random.trust_cpu=off random.trust_bootloader=off
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

[[ $(dmesg | grep -c 'crng init done' || true) -eq 0 ]] || fail "somebody has made the kernel ready before us"
write_ini "$LOGS/ap.ini" "entropy.seed_file=$LOGS/seed" entropy.seed_credit=0
start_hostapd_net "$LOGS/ap.ini"
ap_address
join sta1 1 $PASSPHRASE
expect_ping sta1 $AP_ADDRESS 3
expect_associations sta1 1
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED' "the client was thrown out"
stop_hostapd_net
[[ $(stat -c %a "$LOGS/seed") == 600 ]] || fail "no seed file of mode 600"
pass "the first consumer of a starved kernel"

# A kernel that never gets ready: our own sources do. What it is given it takes.
wpa sta1 wlan1 disconnect >/dev/null
# A hardware generator that the kernel does not count (a virtio one would make it ready): urandom stands in.
rm -f /dev/hwrng; mknod /dev/hwrng c 1 9
write_ini "$LOGS/ap.ini" entropy.credit_kernel=1 entropy.test_starve_kernel=1 "entropy.seed_file=$LOGS/seed" entropy.seed_credit=0
start_hostapd_net "$LOGS/ap.ini" --testing
ap_address
wait_for "$HN_LOG" 'entropy: 256 bits were given to the kernel' 15
# The first source to have enough is enough for the kernel; the others come a little later.
all_gave() {
    hncli raw ENTROPY >"$LOGS/entropy.txt" && grep -qE 'source=hwrng state=(ok|off) bits=[0-9]+ samples=[1-9]' "$LOGS/entropy.txt" &&
        grep -qE 'source=jitter state=(ok|off) bits=[1-9]' "$LOGS/entropy.txt"
}
wait_until 5 all_gave || true
cat "$LOGS/entropy.txt"
grep -qE 'source=hwrng state=(ok|off) bits=[0-9]+ samples=[1-9]' "$LOGS/entropy.txt" || fail "the hardware generator gave nothing"
grep -qE 'source=jitter state=(ok|off) bits=[1-9]' "$LOGS/entropy.txt" || fail "the jitter source gave nothing"
grep -q 'source=kernel state=off bits=0' "$LOGS/entropy.txt" || fail "the kernel was counted"
wpa sta1 wlan1 reconnect >/dev/null
connected sta1 20 2
expect_ping sta1 $AP_ADDRESS 3
expect_associations sta1 2
stop_client sta1 wlan1
stop_hostapd_net

# And with the seed that it left.
write_ini "$LOGS/ap.ini" entropy.test_starve_kernel=1 "entropy.seed_file=$LOGS/seed"
start_hostapd_net "$LOGS/ap.ini" --testing
hncli raw ENTROPY | grep -q 'source=seed state=.* bits=256' || fail "the seed was not counted"
pass "jitter, hardware generator and seed file"
