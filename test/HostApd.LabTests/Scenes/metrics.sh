# scene: OpenMetrics that its own parser and node_exporter read: a join, a wrong key, a hold
# radios: 3
# needs: hostapd-net
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

mkdir -p "$LOGS/textfiles"
write_ini "$LOGS/ap.ini" "control.metrics_file=$LOGS/textfiles/hostapd-net.prom" control.metrics_interval=1
start_hostapd_net "$LOGS/ap.ini" --testing
# Held for some tenths of a second, however long the client takes to get there.
hncli raw ENTROPY_BLOCK | grep -qx OK
sta_netns sta1 1
write_client "$LOGS/sta1.conf" "$PASSPHRASE"
start_wpa_supplicant sta1 wlan1 "$LOGS/sta1.conf"
wait_for "$HN_LOG" 'EAPOL-HELD' 15
nap 0.3
hncli raw ENTROPY_RELEASE | grep -qx OK
connected sta1
sta_netns sta2 2
write_client "$LOGS/sta2.conf" 'not the passphrase'
start_wpa_supplicant sta2 wlan2 "$LOGS/sta2.conf"
wait_for "$HN_LOG" 'POSSIBLE-PSK-MISMATCH' 15
stop_client sta2 wlan2
# A join that ends in silence counts as ended after 30 s.
counted() { hncli metrics >"$LOGS/metrics.txt" && grep -qE "joins_total\{.*outcome=\"$1\"\} [1-9]" "$LOGS/metrics.txt"; }
wait_until 40 counted wrong-key
wait_until 40 counted connected

hncli metrics >"$LOGS/metrics.txt"
python3 - "$LOGS/metrics.txt" <<'PYTHON' || fail "not what OpenMetrics' own parser accepts"
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
samples = {(s.name, *sorted(s.labels.items())): s.value
           for family in text_string_to_metric_families(open(sys.argv[1]).read()) for s in family.samples}
def value(name, **labels):
    return samples[(name, *sorted({"interface": "wlan0", **labels}.items()))]
assert value("hostapd_net_joins_total", outcome="connected") == 1
assert value("hostapd_net_joins_total", outcome="wrong-key") >= 1
assert value("hostapd_net_stations", state="authorized") == 1
assert value("hostapd_net_join_waited_seconds_total", side="entropy") > 0.1
assert value("hostapd_net_entropy_held_seconds_total") > 0.1
assert value("hostapd_net_join_duration_seconds_count") == 1
assert value("hostapd_net_frames_received_total", type="eapol") >= 3
assert value("hostapd_net_frames_sent_total", type="association-response") >= 2
print(len(samples), "samples")
PYTHON
pass "OpenMetrics' own parser reads it"

prometheus-node-exporter --collector.disable-defaults --collector.textfile --web.listen-address=127.0.0.1:9100 \
    --collector.textfile.directory="$LOGS/textfiles" >"$LOGS/exporter.log" 2>&1 &
# The file is written once a second: the scrape may come before it tells of the join.
for ((i = 0; i < 100; i++)); do
    python3 -c 'import urllib.request; print(urllib.request.urlopen("http://127.0.0.1:9100/metrics").read().decode())' \
        >"$LOGS/scraped.txt" 2>/dev/null && grep -q 'outcome="connected"} 1$' "$LOGS/scraped.txt" && break
    nap 0.1
done
grep -qx 'node_textfile_scrape_error 0' "$LOGS/scraped.txt" || { cat "$LOGS/exporter.log"; fail "node_exporter cannot read the file"; }
grep -qE '^hostapd_net_joins_total\{interface="wlan0",outcome="connected"\} 1$' "$LOGS/scraped.txt" || fail "node_exporter misses the join"
pass "node_exporter collects it: $(grep -c '^hostapd_net_' "$LOGS/scraped.txt") samples"
stop_hostapd_net
[[ ! -e $LOGS/textfiles/hostapd-net.prom ]] || fail "the file outlives the daemon"
pass "the file goes with the daemon"
