# scene: two starts from one disk image, the same seed counted in both and no other source: no nonce is drawn twice
# radios: 2
# needs: hostapd-net
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini" "entropy.seed_file=$LOGS/seed"
start_hostapd_net "$LOGS/ap.ini"
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
# Messages 1 and 3 carry the same ANonce: each join has one.
grep -E 'key_nonce - hexdump\(len=32\)' "$LOGS/sta1.log" | sed 's/.*: //' | grep -v '^00 00 00 00' | sort | uniq -c >"$LOGS/nonces.txt"
cat "$LOGS/nonces.txt" | cut -c1-40
[[ $(wc -l <"$LOGS/nonces.txt") -eq $(matches "$LOGS/sta1.log" 'WPA: RX message 1 of 4-Way Handshake') ]] ||
    fail "$(matches "$LOGS/sta1.log" 'WPA: RX message 1 of 4-Way Handshake') handshakes, but $(wc -l <"$LOGS/nonces.txt") nonces"
pass "every handshake has a nonce of its own"
