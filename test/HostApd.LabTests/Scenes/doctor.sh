# scene: --doctor tells what a radio can do and what is in the way; a refused start names its cause
# radios: 2
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# doctor STATUS PATTERN…
doctor() {
    local status=0 pattern
    hostapd-net --doctor wlan0 >"$LOGS/doctor.txt" 2>&1 || status=$?
    [[ $status -eq $1 ]] || { cat "$LOGS/doctor.txt"; fail "--doctor ended with $status, not $1"; }
    for pattern in "${@:2}"; do
        grep -qE -- "$pattern" "$LOGS/doctor.txt" || { cat "$LOGS/doctor.txt"; fail "--doctor does not say: $pattern"; }
    done
}

# refused PATTERN [flags…]: the daemon must end with 1 and name the cause.
refused() {
    local pattern=$1 status=0
    shift
    timeout 60 hostapd-net "$@" "$LOGS/ap.ini" >"$LOGS/refused.log" 2>&1 || status=$?
    [[ $status -eq 1 ]] || { cat "$LOGS/refused.log"; fail "ended with $status, not 1"; }
    grep -qE -- "$pattern" "$LOGS/refused.log" || { cat "$LOGS/refused.log"; fail "does not say: $pattern"; }
    say "$(grep -E -- "$pattern" "$LOGS/refused.log" | head -n 1)"
}

doctor 0 'access point +yes' 'P2P Group Owner +yes' 'P2P device +yes' 'over nl80211, with TX status' 'CSA\) +yes' \
    'ciphers .*CCMP' 'WPA3 and OWE +yes' 'rfkill +not blocked' '-> set country_code' 'channel 1-11 +2412 MHz on: up to' \
    'can be found while it has no group: yes \(tried: remained on 2437 MHz; up to 5000 ms at a time\)' \
    'beside a station +a group on the same channel'
cat "$LOGS/doctor.txt"
[[ $(interface_type wlan0) == managed && $(<"/sys/class/net/wlan0/operstate") == down ]] || fail "wlan0 is not given back as it was found"
pass "a radio at rest"

hostapd-net --doctor --report "$LOGS/report.md" wlan0 >/dev/null 2>"$LOGS/report.log" || { cat "$LOGS/report.log"; fail "--report"; }
for pattern in '^hostapd-net v' 'kernel +6\.1' 'driver +mac80211_hwsim' 'wlan0 on phy' 'can start now +yes'; do
    grep -qE -- "$pattern" "$LOGS/report.md" || { cat "$LOGS/report.md"; fail "the report does not say: $pattern"; }
done
! grep -qiE '([0-9a-f]{2}:){5}[0-9a-f]{2}' "$LOGS/report.md" || fail "there is an address in it"
pass "a report that can be posted"

iw reg set US
in_us() { [[ $(iw reg get) == *'country US'* ]]; }
wait_until 5 in_us
nap 0.5
doctor 0 'country +US' 'channel 12-14 +2467 MHz on: it is not allowed in US \(regulatory: disabled; no rule of US covers it' \
    'channel 52-64 +5260 MHz on: it needs radar detection \(DFS\) in US; rule [0-9]+-[0-9]+ MHz'
write_ini "$LOGS/ap.ini" radio.channel=13
refused 'not allowed in US \(regulatory: disabled; no rule of US covers it\); set another channel'
pass "a channel that the country does not allow"

rfkill=$(echo "/sys/class/ieee80211/$(phy_of 0)"/rfkill*)
echo 1 >"$rfkill/soft"
doctor 1 'rfkill +blocked \(soft\)' '-> run .rfkill unblock wifi' 'no group: not tried \(the radio is switched off\)'
write_ini "$LOGS/ap.ini"
refused 'rfkill unblock wifi'
echo 0 >"$rfkill/soft"
pass "a radio that is switched off"

# Another access point on the same radio, which can use one channel at a time.
iw phy "$(phy_of 0)" interface add wlan0b type managed
write_hostapd_conf "$LOGS/other.conf" interface=wlan0b
sed -i '/^interface=wlan0$/d; s/^channel=.*/channel=1/' "$LOGS/other.conf"
hostapd "$LOGS/other.conf" >"$LOGS/hostapd.log" 2>&1 &
wait_for "$LOGS/hostapd.log" 'AP-ENABLED' 5
doctor 0 'also on this radio +wlan0b \(AP, 2412 MHz\)' '-> one channel at a time' \
    'no group: not tried \((wlan0b \(AP, 2412 MHz\) is on the same radio|it may be in use by hostapd)' "may be in use by hostapd \\(process $!\\)"
refused "wlan0b \\(AP, 2412 MHz\\).*on 1 channel.*in use by hostapd \\(process $!\\)"
kill $!
wait $! || true
pass "a radio that is busy elsewhere"

sed -i 's/^interface = .*/interface = wlan9/' "$LOGS/ap.ini"
refused 'wlan9.*there is no such interface'
hostapd-net --doctor wlan9 && fail "a missing interface is well"
pass "no such interface"
