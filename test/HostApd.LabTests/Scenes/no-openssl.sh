# scene: after a join the daemon has no OpenSSL mapped
# radios: 2
# needs: hostapd-net
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

write_ini "$LOGS/ap.ini"
start_hostapd_net "$LOGS/ap.ini"
join sta1 1 $PASSPHRASE
expect_none "/proc/$HN_PID/maps" 'libssl|libcrypto' "OpenSSL is mapped: a router without it would abort"
say "executable: $(stat -c %s "$(command -v hostapd-net)") bytes"
pass "no OpenSSL"
