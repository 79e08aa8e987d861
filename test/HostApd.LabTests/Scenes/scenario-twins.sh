# scene: scenarios of conf/scenarios, simulated and with a stock client on the kernel's radios: the same sequence of frames
# radios: 5
# needs: hostapd-net hostapd-net-workbench
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

SCENARIOS=$LAB/../../conf/scenarios

# value SCENARIO KEY: what the one file says, to both.
value() { sed -n "s/^$2 *= *//p" "$SCENARIOS/$1.ini" | head -n 1; }

# play SCENARIO N: the scenario's first client on radio N, and the daemon's record of its join. The client is gone before
# the next scenario begins.
play() {
    local name=$1 n=$2
    case $(value "$name" joins):$(value "$name" p2p):$(value "$name" asks) in
        psk::)
            write_ini "$LOGS/$name.ini" "bss.ssid=$(value "$name" ssid)" "security.wpa_passphrase=$(value "$name" passphrase)"
            start_hostapd_net "$LOGS/$name.ini"
            join "sta$n" "$n" "$(value "$name" passphrase)"
            ;;
        pbc::)
            write_wps_ini "$LOGS/$name.ini" "bss.ssid=$(value "$name" ssid)"
            start_hostapd_net "$LOGS/$name.ini"
            start_wps_client "sta$n" "$n"
            hncli wps_pbc >/dev/null
            wpa "sta$n" "wlan$n" wps_pbc >/dev/null
            wps_succeeded "sta$n"
            ;;
        pbc:on:)
            write_go_ini "$LOGS/$name.ini" "p2p.group_file=$LOGS/$name.group"
            start_hostapd_net "$LOGS/$name.ini"
            start_p2p_client "sta$n" "$n"
            hncli wps_pbc >/dev/null
            wpa "sta$n" "wlan$n" p2p_connect "$(address_of 0)" pbc join freq=2437 >/dev/null
            p2p_joined "sta$n"
            ;;
        ::group)
            write_device_ini "$LOGS/$name.ini" "p2p.group_file=$LOGS/$name.group"
            start_hostapd_net "$LOGS/$name.ini"
            start_phone "sta$n" "$n"
            finds_us "sta$n" "$n"
            wpa "sta$n" "wlan$n" p2p_connect "$(address_of 0)" pbc go_intent=1 >/dev/null
            wait_for "$HN_LOG" 'P2P-GO-NEG-REQUEST' 15
            hncli wps_pbc >/dev/null
            p2p_joined "sta$n"
            ;;
    esac
    handshaken "$n"
    hncli raw "TIMELINE $(address_of "$n") lines" >"$LOGS/$name.lines"
    stop_client "sta$n" "wlan$n"
    stop_hostapd_net
}

# After EAP-Failure both sides may say goodbye, and on a loaded machine both do: that is one step. So is a frame that was
# repeated between two goodbyes because its answer came late.
steps() {
    awk '$2 == "deauthentication" { if (!gone) print "goodbye"; gone = 1; split("", seen); next }
        { gone = 0; if (!seen[$0]++) print }'
}

n=0
for name in psk wps-pbc p2p-pbc p2p-asked; do
    play "$name" $((++n))
    # MARKS is odd when the access point sent it; searches differ, what follows them does not.
    awk 'NR > 1 && $2 !~ /^(probe-|authorized|hold-|pbc|psk-)/ { print ($3 % 2 ? "ap" : "client"), $2 }' \
        "$LOGS/$name.lines" | steps >"$LOGS/$name.real"
    hostapd-net-workbench simulate --sequence "$SCENARIOS/$name.ini" | steps >"$LOGS/$name.simulated"
    [[ -s $LOGS/$name.real ]] || fail "$name: no join recorded"
    diff "$LOGS/$name.simulated" "$LOGS/$name.real" || fail "$name: simulated (<) and real (>) differ"
    pass "$name: $(wc -l <"$LOGS/$name.real") frames, the same simulated and real"
done
