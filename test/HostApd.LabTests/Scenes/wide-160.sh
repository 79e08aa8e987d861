# scene: 160 MHz on channel 100 where the country asks for no radar detection
# radios: 2
# needs: hostapd-net
# boot: own
# run: all
# timeout: 200
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

sta_netns sta1 1
for width in 160 auto; do
    write_ini "$LOGS/$width.ini" radio.country_code=ZA radio.hw_mode= radio.channel=100 radio.channel_width=$width
    start_hostapd_net "$LOGS/$width.ini"
    ap_address
    write_client "$LOGS/sta.$width.conf" $PASSPHRASE scan_freq=5500
    sed -i '1i country=ZA' "$LOGS/sta.$width.conf"
    start_wpa_supplicant sta1 wlan1 "$LOGS/sta.$width.conf"
    connected sta1
    expect_ping sta1 $AP_ADDRESS 3
    wpa sta1 wlan1 signal_poll >"$LOGS/signal.txt"
    grep -qx 'WIDTH=160 MHz' "$LOGS/signal.txt" && grep -qx 'CENTER_FRQ1=5570' "$LOGS/signal.txt" || { cat "$LOGS/signal.txt"; fail "the client is not 160 MHz wide"; }
    pass "channel_width = $width: the client is 160 MHz wide"
    wpa sta1 wlan1 terminate >"$LOGS/terminate.txt"
    wait_until 10 is_gone "${client_pid[sta1]}"
    : >"$LOGS/sta1.log"
    stop_hostapd_net
done
