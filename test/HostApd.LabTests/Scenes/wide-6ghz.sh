# scene: 6 GHz: WPA3 alone, 20 to 160 MHz of HE and 320 of EHT; a stock client is as wide
# radios: 2
# needs: hostapd-net
# boot: own
# run: all
# timeout: 200
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

sta_netns sta1 1
for case in 131:20:6135:ax 133:80:6145:ax 134:160:6185:ax 137:320:6105:be; do
    IFS=: read -r class width centre generation <<<"$case"
    name=$generation$width
    say "$width MHz, 802.11$generation"
    write_ini "$LOGS/$name.ini" radio.country_code=DE radio.hw_mode=a radio.op_class="$class" radio.channel=37 radio.channel_width="$width" radio.generation="$generation" \
        security.wpa_key_mgmt=SAE security.ieee80211w=2 security.sae_pwe=1
    start_hostapd_net "$LOGS/$name.ini"
    ap_address
    write_sae_client "$LOGS/sta.$name.conf" $PASSPHRASE 1 global:country=DE scan_freq=6135
    sed -i 's/scan_freq=2437//' "$LOGS/sta.$name.conf"
    start_wpa_supplicant sta1 wlan1 "$LOGS/sta.$name.conf"
    connected sta1 30
    expect_ping sta1 $AP_ADDRESS 3
    wpa sta1 wlan1 signal_poll >"$LOGS/signal.$name.txt"
    # It has no word for 320 MHz, whose centre tells them from any other.
    [[ $width == 320 ]] || grep -qx "WIDTH=$width MHz" "$LOGS/signal.$name.txt" || { cat "$LOGS/signal.$name.txt"; fail "the client is not $width MHz wide"; }
    grep -qx "CENTER_FRQ1=$centre" "$LOGS/signal.$name.txt" || { cat "$LOGS/signal.$name.txt"; fail "the client is not around $centre MHz"; }
    hcli all_sta >"$LOGS/sta.$name.txt"
    flags='[AUTHORIZED][WMM][MFP][HE][6GHZ]'
    [[ $generation == ax ]] || flags='[AUTHORIZED][WMM][MFP][HE][EHT][6GHZ]'
    grep -qF "$flags" "$LOGS/sta.$name.txt" || { grep '^flags' "$LOGS/sta.$name.txt"; fail "the station's flags are not $flags"; }
    pass "the client is $width MHz wide around $centre MHz: $flags"
    wpa sta1 wlan1 terminate >"$LOGS/terminate.txt"
    wait_until 10 is_gone "${client_pid[sta1]}"
    : >"$LOGS/sta1.log"
    stop_hostapd_net
done
