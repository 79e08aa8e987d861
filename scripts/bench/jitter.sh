# bench: raw samples of the timing source on the emulated processor: a million, and a thousand from each of 1,000 restarts
# alone: it collects samples for estimators; its one figure says how long that took
# boots: 1
# radios: 1
# timeout: 850
# shellcheck shell=bash source=../lab/guest.sh
source "$LAB/guest.sh"
# shellcheck source=figures.sh
source "$LAB/../bench/figures.sh"

hostapd-net-workbench jitter "$LOGS/million.bin"
begin=$EPOCHREALTIME
for ((n = 0; n < 1000; n++)); do hostapd-net-workbench jitter "$LOGS/restarts.bin" --samples 1000 >/dev/null; done
figure a s "$(awk -v from="$begin" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }')" "1,000 restarts of the timing source"
