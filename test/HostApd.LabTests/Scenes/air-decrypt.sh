# scene: a join in the air capture decrypts with the passphrase alone
# radios: 2
# needs: hostapd-net
# capture: yes
# timeout: 270
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# air-decrypt.check.sh looks at the capture afterwards, on the host: tshark takes many seconds in here.
write_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
ap_address
join sta1 1 $PASSPHRASE
expect_ping sta1 $AP_ADDRESS 5
