# scene: two RADIUS servers: the first refuses, then is silent, then is there again; clients come in, and records of sessions reach a server
# radios: 2
# needs: hostapd-net
# timeout: 600
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

make_radius
radius_server two 18121 18131
write_radius_ini "$LOGS/ap.ini" 18120 18130 "$(further_server auth 18121)" "$(further_server acct 18131)"
sta_netns sta1 1
detail=$(radius_detail two)

# second_serves WHAT: one join while the first server does not answer, and another one without its delay.
second_serves() {
    local starts silent
    starts=$(matches "$detail" 'Acct-Status-Type = Start')
    start_hostapd_net "$LOGS/ap.ini"
    ap_address
    try_enterprise sta1 1 PEAP alice secret-a
    connected sta1 30
    expect_count "$LOGS/sta1.log" 'CTRL-EVENT-EAP-STARTED' 1
    expect_ping sta1 $AP_ADDRESS 3
    pass "$1: $(join_milliseconds sta1) ms from authentication, at the first try"
    stop_client sta1 wlan1
    silent=$(matches "$HN_LOG" 'No response from Authentication server .*failover')
    [[ $silent -ge 1 ]] || fail "the log does not tell of the failover"
    try_enterprise sta1 1 PEAP alice secret-a
    connected sta1 30
    expect_count "$HN_LOG" 'No response from Authentication server .*failover' "$silent"
    pass "$1, the next: $(join_milliseconds sta1) ms"
    stop_client sta1 wlan1
    wait_for "$detail" 'Acct-Status-Type = Stop' 60 $((starts + 2))
    pass "$1: the records reach the second"
}
second_serves "the first refuses"
stop_hostapd_net
radius_blackhole 18120 18130
second_serves "the first is silent"

stop_radius blackhole
radius_server one 18120 18130
wait_for "$HN_LOG" 'RADIUS: Authentication server .* is there again' 60
stop_radius two
try_enterprise sta1 1 TLS user@test -
connected sta1 30
expect_ping sta1 $AP_ADDRESS 3
pass "the first is asked again"
