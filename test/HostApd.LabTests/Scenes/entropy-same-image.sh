# scene: two starts from one disk image, the same seed counted in both and no other source: no nonce is drawn twice
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini" "entropy.seed_file=$LOGS/seed"
start_hostapd_net "$LOGS/ap.ini"
# Only the seed of a pool that was ready counts at the next start.
ready() { hncli status | grep -q '^entropy_state=READY'; }
wait_until 10 ready
nap 0.5
stop_hostapd_net
cp "$LOGS/seed" "$LOGS/image"
write_ini "$LOGS/ap.ini" "entropy.seed_file=$LOGS/seed" entropy.test_starve_kernel=1 entropy.jitter=0
sta_netns sta1 1
write_client "$LOGS/sta1.conf" $PASSPHRASE
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
for start in 1 2; do
    # What a restored snapshot does; nothing in the file can tell.
    cp "$LOGS/image" "$LOGS/seed"
    start_hostapd_net "$LOGS/ap.ini" --testing
    hncli raw ENTROPY | grep -q 'source=seed state=.* bits=256' || fail "the seed was not counted in start $start"
    for join in 1 2 3; do
        connected sta1 20 $(((start - 1) * 3 + join))
        # A deauthentication by the access point: the client comes back by itself.
        [[ $join -eq 3 ]] || hncli deauthenticate 02:00:00:00:01:00 >/dev/null
    done
    stop_hostapd_net
done
# Messages 1 and 3, and their repetitions, carry the same ANonce: each association has one, which no other has.
awk '/: Associated with / { n++ }
    /key_nonce - hexdump\(len=32\)/ { sub(/.*: /, ""); if ($0 !~ /^00 00 00 00/) seen[n " " $0]++ }
    END { for (key in seen) print key }' "$LOGS/sta1.log" | sort -n >"$LOGS/nonces.txt"
cut -c1-40 "$LOGS/nonces.txt"
handshakes=$(cut -d' ' -f1 "$LOGS/nonces.txt" | sort -u | wc -l) nonces=$(cut -d' ' -f2- "$LOGS/nonces.txt" | sort -u | wc -l)
[[ $handshakes -ge 6 ]] || fail "only $handshakes handshakes"
[[ $(wc -l <"$LOGS/nonces.txt") -eq $handshakes && $nonces -eq $handshakes ]] || fail "$handshakes handshakes, but $nonces nonces"
pass "every handshake has a nonce of its own"
