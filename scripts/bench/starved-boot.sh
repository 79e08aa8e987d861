# bench: a boot whose kernel has no entropy: from exec to Ready with each source, and a join
# radios: 2
# append: random.trust_cpu=off random.trust_bootloader=off
# shellcheck shell=bash source=../lab/guest.sh
source "$LAB/guest.sh"
# shellcheck source=figures.sh
source "$LAB/../bench/figures.sh"

[[ $(dmesg | grep -c 'crng init done' || true) -eq 0 ]] || fail "somebody has made the kernel ready before us"
# ready_after NAME FLAGS [entropy settings…]: starts the daemon and notes how long it took to be Ready.
ready_after() {
    local name=$1 begin before
    shift
    write_ini "$LOGS/ap.ini" "entropy.seed_file=$LOGS/seed" "$@"
    before=$(matches "$HN_LOG" 'ENTROPY-READY')
    begin=$EPOCHREALTIME
    HOSTAPD_NET_FLAGS=-t start_hostapd_net "$LOGS/ap.ini" --testing
    wait_for "$HN_LOG" 'ENTROPY-READY' 10 $((before + 1)) >/dev/null || { figure a ms 10000 "$figure_name$name"; return 0; }
    figure a ms "$(awk -v from="$begin" -v to="$(grep ENTROPY-READY "$HN_LOG" | tail -n 1 | cut -d: -f1)" \
        'BEGIN { printf "%.1f", 1000 * (to - from) }')" "$figure_name$name"
}
figure_name='starved kernel, exec to Ready (10000: not at all): '
# The kernel alone, before anybody (a client, above all) has made it gather by waiting for it; in every tenth boot, for it
# takes its time.
if [[ $((${2:-0} % 10)) -eq 0 ]]; then
    ready_after "kernel alone" entropy.jitter=0 entropy.seed_credit=0
    stop_hostapd_net
fi
rm -f "$LOGS/seed"
# A join with all that we have, as the first consumer of the boot.
ready_after "all sources"
join sta1 1 $PASSPHRASE
expect_count "$LOGS/sta1.log" 'Trying to associate' 1
expect_none "$LOGS/sta1.log" 'CTRL-EVENT-DISCONNECTED' "the client was thrown out"
figure a count 1 "starved kernel: joins that succeeded at the first try"
stop_hostapd_net
ready_after "jitter alone" entropy.test_starve_kernel=1 entropy.seed_credit=0
stop_hostapd_net
ready_after "seed file alone" entropy.test_starve_kernel=1 entropy.jitter=0
stop_hostapd_net
