# scene: logs of the stock programs for what WPA3 can come to, at debug level and at the level they have by default
# radios: 2
# timeout: 300
# What this folder holds was made by it: scripts/lab/run.sh --out DIR this-file. The logs were then trimmed to the lines that speak of
# frames, scans and decisions.
# shellcheck shell=bash source=../../../../../scripts/lab/guest.sh
source "$LAB/guest.sh"
ap_conf() { printf '%s\n' interface=wlan0 driver=nl80211 country_code=US hw_mode=g channel=6 ssid=$SSID wpa=2 rsn_pairwise=CCMP ctrl_interface=/var/run/hostapd "$@" >"$LOGS/hostapd.conf"; }
begin_ap() { # name flags
    hostapd $2 "$LOGS/hostapd.conf" >>"$LOGS/$1.ap.log" 2>&1 &
    ap_pid=$!
    wait_for "$LOGS/$1.ap.log" 'AP-ENABLED' 10
}
end_ap() { kill "$ap_pid"; wait "$ap_pid" 2>/dev/null || true; }
begin_client() { # name flags
    ip netns exec sta1 wpa_supplicant $2 -Dnl80211 -i wlan1 -c "$LOGS/sta1.conf" >>"$LOGS/$1.client.log" 2>&1 &
    c_pid=$!
}
end_client() { kill "$c_pid"; wait "$c_pid" 2>/dev/null || true; nap 1; }
sta_netns sta1 1
for level in debug info; do
    [[ $level == debug ]] && flags=-dt || flags=-t
    ap_conf wpa_key_mgmt=SAE ieee80211w=2 sae_password=mekmitasdigoat sae_pwe=2
    begin_ap "wrong.$level" $flags
    write_sae_client "$LOGS/sta1.conf" 'another one' 2
    begin_client "wrong.$level" $flags; nap 8; end_client; end_ap
    begin_ap "clean.$level" $flags
    write_sae_client "$LOGS/sta1.conf" mekmitasdigoat 2
    begin_client "clean.$level" $flags; nap 6
    mv "$LOGS/clean.$level.ap.log" "$LOGS/x"; cp "$LOGS/x" "$LOGS/clean.$level.ap.log"
    end_ap
    mark=$(stat -c %s "$LOGS/clean.$level.client.log")
    begin_ap "cached.$level" $flags
    nap 14; end_client; end_ap
    tail -c +$((mark + 1)) "$LOGS/clean.$level.client.log" >"$LOGS/cached.$level.client.log"
    truncate -s "$mark" "$LOGS/clean.$level.client.log"
    ap_conf wpa_key_mgmt=SAE ieee80211w=2 sae_password=mekmitasdigoat sae_groups=19
    begin_ap "groups.$level" $flags
    write_sae_client "$LOGS/sta1.conf" mekmitasdigoat 0 global:sae_groups='20 21'
    begin_client "groups.$level" $flags; nap 6; end_client; end_ap
    ap_conf wpa_key_mgmt=SAE ieee80211w=1 sae_require_mfp=1 sae_password=mekmitasdigoat
    begin_ap "nopmf.$level" $flags
    write_sae_client "$LOGS/sta1.conf" mekmitasdigoat 0
    sed -i s/ieee80211w=2/ieee80211w=0/ "$LOGS/sta1.conf"
    begin_client "nopmf.$level" $flags; nap 6; end_client; end_ap
    ap_conf wpa_key_mgmt=OWE ieee80211w=2 owe_groups=19
    begin_ap "owegroup.$level" $flags
    write_owe_client "$LOGS/sta1.conf" owe_group=20
    begin_client "owegroup.$level" $flags; nap 6; end_client
    end_ap
    begin_ap "owe.$level" $flags
    write_owe_client "$LOGS/sta1.conf"
    begin_client "owe.$level" $flags; nap 5; end_client; end_ap
done
rm -f "$LOGS/x"
pass done
