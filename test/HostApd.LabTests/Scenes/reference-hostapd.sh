# scene: Debian's hostapd and wpa_supplicant make a WPA2-PSK join: the lab itself works
# radios: 2
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

printf '%s\n' interface=wlan0 driver=nl80211 country_code=US hw_mode=g channel=6 ssid=$SSID wpa=2 \
    wpa_key_mgmt=WPA-PSK rsn_pairwise=CCMP wpa_passphrase=$PASSPHRASE ctrl_interface=/var/run/hostapd \
    >"$LOGS/hostapd.conf"
start_hostapd "$LOGS/hostapd.conf"
ap_address
join sta1 1 $PASSPHRASE
expect_ping sta1 $AP_ADDRESS 5
hcli all_sta | grep '^flags='
