# bench: a boot whose kernel has no entropy: from exec to Ready with each source, and a join
# alone: its story takes a hundred boots (--boots 100), and no stock program has anything to be Ready for
# radios: 2
# append: random.trust_cpu=off random.trust_bootloader=off
# shellcheck shell=bash source=../lab/guest.sh
source "$LAB/guest.sh"
# shellcheck source=figures.sh
source "$LAB/../bench/figures.sh"

[[ $(dmesg | grep -c 'crng init done' || true) -eq 0 ]] || fail "somebody has made the kernel ready before us"
# The timing source's first samples of this boot, for the restart matrix of SP 800-90B.
hostapd-net-workbench jitter "$LOGS/jitter.bin" --samples 1000
# ready_after NAME [entropy settings…]: starts the daemon and notes how long it took to be Ready; 10,000 for not at all.
ready_after() {
    local name=$1 begin before
    shift
    write_ini "$LOGS/ap.ini" "entropy.seed_file=$LOGS/seed" "$@"
    before=$(matches "$HN_LOG" 'ENTROPY-READY')
    begin=$EPOCHREALTIME
    HOSTAPD_NET_FLAGS=-t start_hostapd_net "$LOGS/ap.ini" --testing
    if wait_for "$HN_LOG" 'ENTROPY-READY' 10 $((before + 1)) >/dev/null; then
        figure a ms "$(awk -v from="$begin" -v to="$(grep ENTROPY-READY "$HN_LOG" | tail -n 1 | cut -d: -f1)" \
            'BEGIN { printf "%.1f", 1000 * (to - from) }')" "exec to Ready: $name"
    else
        figure a ms 10000 "exec to Ready: $name"
    fi
}

# The kernel alone, before anybody (a client, above all) has made it gather by waiting for it; in every tenth boot, for it
# takes its time.
tenth=$((${2:-0} % 10 == 0))
if [[ $tenth -eq 1 ]]; then
    ready_after "kernel alone (10000: not within 10 s)" entropy.jitter=0 entropy.seed_credit=0
    stop_hostapd_net
    rm -f "$LOGS/seed"
fi
# A join with all that we have, as the first consumer of the boot.
ready_after "all sources of a first boot"
join sta1 1 $PASSPHRASE
expect_count "$LOGS/sta1.log" 'Trying to associate' 1
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED' "the client was thrown out"
figure a count 1 "joins at the first try"
stop_hostapd_net
[[ $tenth -eq 1 ]] || exit 0
ready_after "jitter alone" entropy.test_starve_kernel=1 entropy.seed_credit=0
stop_hostapd_net
ready_after "seed file alone" entropy.test_starve_kernel=1 entropy.jitter=0
stop_hostapd_net
