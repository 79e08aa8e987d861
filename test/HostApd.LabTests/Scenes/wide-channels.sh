# scene: 80 MHz on channel 36 from one wish, with VHT, HE and EHT: a stock client is as wide, and the kernel knows what it speaks
# radios: 2
# needs: hostapd-net
# timeout: 200
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

sta_netns sta1 1
for generation in ac ax be; do
    say "802.11$generation"
    write_ini "$LOGS/$generation.ini" radio.hw_mode= radio.channel=36 radio.channel_width=80 radio.generation=$generation
    start_hostapd_net "$LOGS/$generation.ini"
    ap_address
    write_client "$LOGS/sta.$generation.conf" $PASSPHRASE scan_freq=5180
    start_wpa_supplicant sta1 wlan1 "$LOGS/sta.$generation.conf"
    connected sta1
    expect_ping sta1 $AP_ADDRESS 3
    wpa sta1 wlan1 signal_poll >"$LOGS/signal.$generation.txt"
    grep -qx 'WIDTH=80 MHz' "$LOGS/signal.$generation.txt" && grep -qx 'CENTER_FRQ1=5210' "$LOGS/signal.$generation.txt" ||
        { cat "$LOGS/signal.$generation.txt"; fail "the client is not 80 MHz wide"; }
    hcli all_sta >"$LOGS/sta.$generation.txt"
    case $generation in
    ac) flags='[HT][VHT]' ;;
    ax) flags='[HT][VHT][HE]' ;;
    be) flags='[HT][VHT][HE][EHT]' ;;
    esac
    grep -qF "[WMM]$flags" "$LOGS/sta.$generation.txt" || { grep '^flags' "$LOGS/sta.$generation.txt"; fail "the station's flags are not $flags"; }
    hcli status >"$LOGS/status.$generation.txt"
    grep -qx 'channel_width=80' "$LOGS/status.$generation.txt" && grep -qx 'secondary_channel=1' "$LOGS/status.$generation.txt" ||
        { cat "$LOGS/status.$generation.txt"; fail "STATUS does not tell the width"; }
    pass "80 MHz with 802.11$generation: $flags"
    wpa sta1 wlan1 terminate >"$LOGS/terminate.txt"
    wait_until 10 is_gone "${client_pid[sta1]}"
    : >"$LOGS/sta1.log"
    stop_hostapd_net
done
