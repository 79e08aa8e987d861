# scene: iwd, which is no child of wpa_supplicant, joins by SAE and by WPA-PSK, has its keys renewed, and comes back when it was sent away
# radios: 2
# needs: hostapd-net
# timeout: 300
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

for module in algif_hash algif_skcipher algif_aead des_generic cmac md4 md5 sha512_generic ecb cbc hmac arc4 ctr pkcs8_key_parser; do
    # What is built into the kernel has no file.
    ! grep -q "^$module: .*ko" /run/lab/modules/order || load_module "$module"
done
mkdir -p /run/dbus /var/lib/iwd /etc/iwd
cat >"$LOGS/bus.conf" <<'BUS'
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=/run/dbus/system_bus_socket</listen>
  <auth>EXTERNAL</auth>
  <auth>ANONYMOUS</auth>
  <allow_anonymous/>
  <policy context="default">
    <allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow receive_sender="*"/>
    <allow user="*"/>
  </policy>
</busconfig>
BUS
dbus-daemon --config-file="$LOGS/bus.conf" --fork
printf '[General]\nEnableNetworkConfiguration=false\nUseDefaultInterface=true\n' >/etc/iwd/main.conf
printf '[Security]\nPassphrase=%s\n' $PASSPHRASE >"/var/lib/iwd/$SSID.psk"
sta_netns sta1 1

# through WHAT LINES KEY=VALUE…: with lines of STA.
through() {
    local what=$1 lines=$2 line
    shift 2
    : >"$HN_LOG"
    write_ini "$LOGS/ap.ini" "$@"
    start_hostapd_net "$LOGS/ap.ini"
    ap_address
    ip netns exec sta1 /usr/libexec/iwd -d >"$LOGS/iwd.log" 2>&1 &
    local pid=$!
    wait_for "$HN_LOG" "AP-STA-CONNECTED $(address_of 1)" 25
    expect_ping sta1 $AP_ADDRESS 3
    for line in $lines; do
        hcli sta "$(address_of 1)" | grep -qx "$line" || fail "STA does not say $line: $(hcli sta "$(address_of 1)" | grep -E 'AKM|sae')"
    done
    hncli rekey_gtk | grep -q OK || fail 'REKEY_GTK is refused'
    wait_for "$HN_LOG" 'group key handshake completed' 10
    expect_ping sta1 $AP_ADDRESS 3
    hcli deauthenticate "$(address_of 1)" >/dev/null
    wait_for "$HN_LOG" "AP-STA-CONNECTED $(address_of 1)" 25 2
    expect_ping sta1 $AP_ADDRESS 3
    kill "$pid"
    wait "$pid" || true
    stop_hostapd_net
    pass "$what"
}

through 'WPA-PSK' AKMSuiteSelector=00-0f-ac-2
through 'SAE' AKMSuiteSelector=00-0f-ac-8 security.wpa_key_mgmt=SAE security.sae_pwe=2
through 'SAE in group 20' 'AKMSuiteSelector=00-0f-ac-8 sae_group=20' security.wpa_key_mgmt=SAE security.sae_pwe=2 security.sae_groups=20
through 'SAE beside WPA-PSK' AKMSuiteSelector=00-0f-ac-8 'security.wpa_key_mgmt=WPA-PSK SAE' security.sae_pwe=2
