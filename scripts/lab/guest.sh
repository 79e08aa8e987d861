# Sourced by every scene inside the VM. Radio N is phyX (X grows with every reload, hence phy_of) with interface
# wlanN; radio 0 stays in the root namespace and plays the access point.
# shellcheck shell=bash
set -euo pipefail
# shellcheck source=modules.sh
source "$LAB/modules.sh"

AP_IF=wlan0
AP_ADDRESS=10.0.0.1
PASSPHRASE=12345678
SSID=labtest
# All logs live in $LOGS (RAM): a verbose daemon that logs over 9p answers too late.
: "${LOGS:?runs in the lab only: scripts/lab/run.sh}"
HN_PID='' HN_LOG=$LOGS/hostapd-net.log
# Limits below are those of a quick machine, times this: they cost nothing when the event comes.
PATIENCE=4

# What an earlier scene left that had no time to tidy up: mounts, and sockets that nobody answers at.
for left in /run/lab/bare /run/hostapd; do ! mountpoint -q "$left" || umount -R -l "$left"; done
rm -rf /run/x /run/harness /run/package-scene.dpkg /tmp/hostapd_net_* /tmp/lab_ctrl_*

say() { printf -- '-- %s\n' "$*"; }
pass() { printf 'ok: %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*"; exit 1; }

dump_logs() {
    local status=$? log
    [[ $status -ne 0 ]] || return 0
    for log in "$LOGS"/*.log; do
        [[ -s $log && $log != *dumpcap* ]] || continue
        printf '>> the end of %s\n' "${log##*/}"
        tail -n "${DUMP_LINES:-25}" "$log" | cut -c1-220
    done
}
trap dump_logs EXIT
# A command that ends the scene without a word of its own is named.
# -E: also inside the functions below, where set -e ends the scene first.
set -E
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR
on_error() {
    local line=$1
    # Inside a function the scene's own line is the outermost but one of the call stack.
    [[ ${#BASH_LINENO[@]} -le 2 ]] || line=${BASH_LINENO[-2]}
    printf 'FAILED: %s line %s: %s\n' "$SCENE.sh" "$line" "$2" >&2
}

# A sleep without a process: starting one costs 10–20 ms here. Reading from a pipe nobody writes to times out.
mkfifo "$LOGS/.nap" && exec {nap_fd}<>"$LOGS/.nap" && rm "$LOGS/.nap"
nap() { read -rt "$1" -u "$nap_fd" || true; }

# Some writers write line by line: a reader that has seen enough and goes would break them, and with pipefail the answer would be no.
# So what is searched quietly is read to its end.
grep() {
    if [[ ${1:-} == -*q* && $1 != --* ]]; then
        command grep "${1/q/s}" "${@:2}" >/dev/null
    else
        command grep "$@"
    fi
}

matches() { grep -cE -- "$2" "$1" 2>/dev/null || true; }

# wait_for FILE REGEX SECONDS [COUNT]: until the file holds COUNT (1) lines that match.
wait_for() {
    local file=$1 regex=$2 seconds=$(($3 * PATIENCE)) count=${4:-1}
    local end=$((SECONDS + seconds + 1))
    while [[ $(matches "$file" "$regex") -lt $count ]]; do
        if [[ $SECONDS -ge $end ]]; then
            printf 'FAILED: no %s× "%s" in %s within %s s\n' "$count" "$regex" "${file##*/}" "$seconds"
            return 1
        fi
        nap 0.1
    done
}

# wait_until SECONDS COMMAND…: until the command succeeds.
wait_until() {
    local seconds=$(($1 * PATIENCE))
    local end=$((SECONDS + seconds + 1))
    shift
    until "$@" >/dev/null 2>&1; do
        if [[ $SECONDS -ge $end ]]; then
            printf 'FAILED: not within %s s: %s\n' "$seconds" "$*"
            return 1
        fi
        nap 0.1
    done
}

is_gone() { ! kill -0 "$1" 2>/dev/null; }

# expect_none FILE REGEX WHY
expect_none() {
    ! grep -E -m 3 -- "$2" "$1" 2>/dev/null || fail "$3"
}

# in_order FILE REGEX…: the first line that matches each stands below that of the one before.
in_order() {
    local file=$1 regex line last=0
    shift
    for regex; do
        line=$(grep -nEm 1 -- "$regex" "$file" | cut -d: -f1 || true)
        [[ ${line:-0} -gt $last ]] || fail "${file##*/}: \"$regex\" is at line ${line:-none}, expected below line $last"
        last=$line
    done
}

# expect_count FILE REGEX N
expect_count() {
    local seen
    seen=$(matches "$1" "$2")
    [[ $seen -eq $3 ]] || fail "${1##*/} has $seen lines \"$2\", expected $3"
}

# ---- radios ---------------------------------------------------------------------------------------------------

# phy_of N: the name of radio N; hwsim gives radio N the address 02:00:00:00:0N:00.
phy_of() {
    local directory
    for directory in /sys/class/ieee80211/*; do
        [[ $(<"$directory/macaddress") == "$(address_of "$1")" ]] && { echo "${directory##*/}"; return; }
    done
    fail "no radio $1"
}

address_of() { printf '02:00:00:00:%02x:00\n' "$1"; }

# sta_netns NAME N: radio N gets a network namespace of its own, else the kernel would answer a ping to the
# access point's address without any radio.
sta_netns() {
    ip netns add "$1"
    iw phy "$(phy_of "$2")" set netns name "$1"
    ip -n "$1" link set lo up
    ip -n "$1" address add "10.0.0.$((10 + $2))/24" dev "wlan$2"
}

ap_address() { ip address replace "$AP_ADDRESS/24" dev "${1:-$AP_IF}"; }

# try_ping NETNS ADDRESS [COUNT [INTERVAL]]: shows the last of up to three goes; one without loss ends it. Directly after
# a join the first packet may be lost to ARP or to an interface that is not yet declared up.
try_ping() {
    local go result=''
    for go in 1 2 3; do
        result=$(ip netns exec "$1" ping -n -c "${3:-5}" -i "${4:-0.2}" -W 5 "$2" 2>&1) || true
        ! grep -q ' 0% packet loss' <<<"$result" || { printf '%s\n' "$result"; return 0; }
        [[ $go -eq 3 ]] || nap 1
    done
    printf '%s\n' "$result"
    return 1
}

expect_ping() {
    local result
    result=$(try_ping "$@") || { printf '%s\n' "$result"; fail "ping from $1 to $2"; }
    pass "$1 pings $2: $(grep 'packet loss' <<<"$result")"
}

# no_ping NETNS ADDRESS: nobody answers there.
no_ping() {
    ! ip netns exec "$1" ping -n -c 3 -i 0.2 -W 1 "$2" >/dev/null 2>&1 || fail "$1 reaches $2"
    pass "$1 does not reach $2"
}

# make_trunk ID…: trunk0 leads, tagged, to a switch with a host in each network: 10.0.0.1ID in the namespace hostID.
make_trunk() {
    local id
    load_module bridge
    load_module veth
    load_module 8021q
    ip link add trunk0 type veth peer name trunk1
    ip link set trunk0 up
    ip link set trunk1 up
    for id; do
        ip netns add "host$id"
        ip link add link trunk1 name "t$id" type vlan id "$id"
        ip link set "t$id" netns "host$id"
        ip -n "host$id" address add "10.0.0.1$id/24" dev "t$id"
        ip -n "host$id" link set "t$id" up
    done
}

# find_other NETNS IF ADDRESS ADDRESS: the client is connected to one of the two; here and there are what they are then, and there is heard.
find_other() {
    here=$(wpa "$1" "$2" status | sed -n 's/^bssid=//p')
    there=$3
    [[ $here != "$there" ]] || there=$4
    is_heard() {
        wpa "$1" "$2" scan >/dev/null
        nap 2
        wpa "$1" "$2" scan_results | grep -q "^$there"
    }
    wait_until 20 is_heard "$1" "$2" || fail "the client does not hear the other access point"
}

# beacons_in SECONDS: how many Beacons of the AP's address the air carries in that time.
beacons_in() {
    ip link set hwsim0 up
    dumpcap -q -i hwsim0 -a "duration:$1" -f "wlan type mgt subtype beacon and wlan addr2 $(address_of 0)" \
        -w "$LOGS/beacons.pcapng" 2>&1 | tr '\r' '\n' | sed -n 's/^Packets captured: //p'
}

interface_type() { iw dev "$1" info | sed -n 's/^\ttype //p'; }

# ---- our daemon -----------------------------------------------------------------------------------------------

# write_ini FILE [section.key=value…]: the standard WPA2 configuration with changes; an empty value drops a key.
# The only place that knows the section names.
write_ini() {
    local file=$1 entry key section last=''
    shift
    local -A value=()
    local order=()
    local entries=(radio.interface=$AP_IF radio.country_code=US radio.hw_mode=g radio.channel=6
        bss.ssid=$SSID
        security.wpa=2 security.wpa_key_mgmt=WPA-PSK security.rsn_pairwise=CCMP
        "security.wpa_passphrase=$PASSPHRASE"
        control.ctrl_interface=/var/run/hostapd)
    for entry in "${entries[@]}" "$@"; do
        key=${entry%%=*}
        [[ -n ${value[$key]+set} ]] || order+=("$key")
        value[$key]=${entry#*=}
    done
    # Keys of one section may arrive apart; a section is written once.
    for section in $(printf '%s\n' "${order[@]%%.*}" | awk '!seen[$0]++'); do
        for key in "${order[@]}"; do
            [[ ${key%%.*} == "$section" && -n ${value[$key]} ]] || continue
            [[ $last == "$section" ]] || printf '[%s]\n' "$section"
            last=$section
            printf '%s = %s\n' "${key#*.}" "${value[$key]}"
        done
    done >"$file"
}

# write_open_ini FILE […]: the same without security.
write_open_ini() {
    local file=$1
    shift
    write_ini "$file" security.wpa= security.wpa_key_mgmt= security.rsn_pairwise= security.wpa_passphrase= "$@"
}

# start_hostapd_net CONF [flags…]: returns when the AP is on the air.
start_hostapd_net() {
    local conf=$1 before
    shift
    before=$(matches "$HN_LOG" 'AP-ENABLED')
    hostapd-net "${HOSTAPD_NET_FLAGS:--dt}" "$@" "$conf" >>"$HN_LOG" 2>&1 &
    HN_PID=$!
    local end=$((SECONDS + 15 * PATIENCE))
    while [[ $(matches "$HN_LOG" 'AP-ENABLED') -le $before ]]; do
        kill -0 "$HN_PID" 2>/dev/null || { cat "$HN_LOG"; fail "hostapd-net ended before AP-ENABLED"; }
        [[ $SECONDS -lt $end ]] || fail "no AP-ENABLED within $((15 * PATIENCE)) s"
        nap 0.1
    done
}

# stop_hostapd_net [SIGNAL]: returns when the process is gone.
stop_hostapd_net() {
    kill "-${1:-TERM}" "$HN_PID"
    wait_until 10 is_gone "$HN_PID" || fail "hostapd-net still runs after SIG${1:-TERM}"
    wait "$HN_PID" 2>/dev/null || true
}

memory_kb() { sed -n "s/^$2: *\([0-9]*\).*/\1/p" "/proc/$1/smaps_rollup"; }

# hcli: Debian's client; hncli: ours.
hcli() { hostapd_cli -i "$AP_IF" "$@"; }
hncli() { hostapd-net-cli -i "$AP_IF" "$@"; }

# ---- the stock programs ---------------------------------------------------------------------------------------

# write_hostapd_conf FILE [line…]: the standard WPA2 configuration in hostapd's words.
write_hostapd_conf() {
    printf '%s\n' interface=$AP_IF driver=nl80211 country_code=US hw_mode=g channel=6 ieee80211n=1 "ssid=$SSID" wpa=2 \
        wpa_key_mgmt=WPA-PSK rsn_pairwise=CCMP "wpa_passphrase=$PASSPHRASE" ctrl_interface=/var/run/hostapd \
        "${@:2}" >"$1"
}

start_hostapd() {
    hostapd -dt "$1" >>"$LOGS/hostapd.log" 2>&1 &
    wait_for "$LOGS/hostapd.log" 'AP-ENABLED' 10
}

# write_client FILE PASSPHRASE|open [network lines…]: without scan_freq the client scans every channel: 10 s.
write_client() {
    local file=$1 security="psk=\"$2\""
    [[ $2 != open ]] || security='key_mgmt=NONE'
    shift 2
    printf '%s\n' ctrl_interface=/run/wpa_supplicant 'network={' "ssid=\"$SSID\"" 'scan_freq=2437' \
        "$security" "$@" '}' >"$file"
}

# write_sae_client FILE PASSWORD PWE [line…]: a client of WPA3; sae_pwe=PWE and lines that begin with "global:" stand before the network.
write_sae_client() {
    local file=$1 password=$2 line global=("sae_pwe=$3") lines=()
    shift 3
    for line; do
        if [[ $line == global:* ]]; then global+=("${line#global:}"); else lines+=("$line"); fi
    done
    printf '%s\n' ctrl_interface=/run/wpa_supplicant "${global[@]}" 'network={' "ssid=\"$SSID\"" 'scan_freq=2437' \
        'key_mgmt=SAE' 'ieee80211w=2' "sae_password=\"$password\"" "${lines[@]}" '}' >"$file"
}

# write_owe_client FILE [line…]: a client of OWE.
write_owe_client() {
    printf '%s\n' ctrl_interface=/run/wpa_supplicant 'network={' "ssid=\"$SSID\"" 'scan_freq=2437' \
        'key_mgmt=OWE' 'ieee80211w=2' "${@:2}" '}' >"$1"
}

# start_wpa_supplicant NETNS IF CONF: its log is $LOGS/NETNS.log.
declare -A client_pid=()
start_wpa_supplicant() {
    ip netns exec "$1" wpa_supplicant -dt -Dnl80211 -i "$2" -c "$3" >>"$LOGS/$1.log" 2>&1 &
    client_pid[$1]=$!
    # Its control socket is there once the interface is set up.
    wait_until 10 test -S "/run/wpa_supplicant/$2" || fail "wpa_supplicant in $1 opened no control socket"
}

# no_station ADDRESS: no access point of ours has it.
no_station() {
    local directory
    for directory in /sys/class/net/*/phy80211; do
        directory=${directory%/phy80211}
        ! iw dev "${directory##*/}" station get "$1" >/dev/null 2>&1 || return 1
    done
}

# stop_client NETNS IF: ends it, and returns when its process and its station entry are gone. One that runs on would
# come back, also to the access point of the scene's next part.
stop_client() {
    local pid=${client_pid[$1]} address
    address=$(ip netns exec "$1" cat "/sys/class/net/$2/address" 2>/dev/null) || address=''
    wpa "$1" "$2" terminate >/dev/null 2>&1 || kill "$pid" 2>/dev/null || true
    wait_until 10 is_gone "$pid" || fail "the client in $1 does not end"
    wait "$pid" 2>/dev/null || true
    unset "client_pid[$1]"
    [[ -z $address ]] || wait_until 10 no_station "$address" || fail "the access point still has the station of $1"
}

# wpa NETNS IF args…
wpa() { ip netns exec "$1" wpa_cli -p /run/wpa_supplicant -i "$2" "${@:3}"; }

# connected NETNS [SECONDS] [TIMES]
connected() { wait_for "$LOGS/$1.log" 'CTRL-EVENT-CONNECTED' "${2:-15}" "${3:-1}"; }

# handshaken N [SECONDS]: our side has seen radio N's handshake to its end; the client says CONNECTED a little earlier.
handshaken() { wait_for "$HN_LOG" "EAPOL-4WAY-HS-COMPLETED $(address_of "$1")" "${2:-5}"; }

# expect_associations NETNS N: so many did the client ask for, not counting those of which it heard too late on a busy
# machine and which it repeated.
expect_associations() {
    local asked late
    asked=$(matches "$LOGS/$1.log" 'Trying to associate with')
    late=$(matches "$LOGS/$1.log" 'SME: Association time(d )?out')
    [[ $((asked - late)) -eq $2 ]] || fail "$1 asked for $asked associations, $late of them timed out; expected $2"
}

# join NAME N PASSPHRASE|open: namespace, client, and its CONNECTED.
join() {
    sta_netns "$1" "$2"
    write_client "$LOGS/$1.conf" "$3"
    start_wpa_supplicant "$1" "wlan$2" "$LOGS/$1.conf"
    connected "$1"
    pass "$1 is connected: $(join_milliseconds "$1") ms from authentication"
}

# From the client's last "authenticate" to its last CONNECTED.
join_milliseconds() {
    awk '/Trying to authenticate|SME: Trying to authenticate/ { start = $1 + 0 }
        /CTRL-EVENT-CONNECTED/ { end = $1 + 0 }
        END { printf "%.0f", (end - start) * 1000 }' "$LOGS/$1.log"
}

# ---- 802.1X and RADIUS ----------------------------------------------------------------------------------------

RADIUS=$LOGS/radius
RADIUS_SECRET=secret-of-the-lab-16
declare -A radius_pid=()

# make_radius: FreeRADIUS's folder. Users of PEAP and TTLS are alice (secret-a) and bob (secret-b), of TLS user@test; mallory is refused.
make_radius() {
    mkdir -p "$RADIUS/certs"
    make_certificates "$RADIUS/certs" >"$LOGS/certificates.log" 2>&1
    echo '$INCLUDE /usr/share/freeradius/dictionary' >"$RADIUS/dictionary"
    printf '%s\n' 'alice Cleartext-Password := "secret-a"' '	Session-Timeout = 3600, Class = 0x616c696365' \
        'bob Cleartext-Password := "secret-b"' 'mallory Auth-Type := Reject' 'user@test Auth-Type := EAP' >"$RADIUS/users"
    write_radiusd_conf >"$RADIUS/radiusd.conf"
}

# make_certificates DIR: an authority, a server radius.test and a client user@test, with keys on P-256: quick to make and to use.
make_certificates() {
    local dir=$1 name subject use key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
    openssl req -x509 "${key[@]}" -keyout "$dir/ca.key" -out "$dir/ca.pem" -days 30 -subj /CN=ca
    while read -r name subject use; do
        openssl req "${key[@]}" -keyout "$dir/$name.key" -out "$dir/$name.csr" -subj "/CN=$subject"
        printf 'extendedKeyUsage=%s\nsubjectAltName=DNS:%s\n' "$use" "$subject" >"$dir/$name.ext"
        openssl x509 -req -in "$dir/$name.csr" -CA "$dir/ca.pem" -CAkey "$dir/ca.key" -CAcreateserial -days 30 \
            -extfile "$dir/$name.ext" -out "$dir/$name.pem"
    done <<<$'server radius.test serverAuth\nclient user@test clientAuth'
}

# FreeRADIUS wants a line's end after each brace. Without the updates of its answers it signs only those with EAP.
write_radiusd_conf() {
    cat <<EOF
libdir = /usr/lib/freeradius
base = $RADIUS
logdir = \${base}
proxy_requests = no
security {
    reject_delay = 0
    status_server = yes
}
client lab {
    ipaddr = 127.0.0.0/8
    secret = $RADIUS_SECRET
    require_message_authenticator = yes
}
modules {
    files {
        filename = \${base}/users
    }
    pap {
    }
    mschap {
    }
    detail {
        filename = \${base}/detail.\$ENV{NAME}
    }
    eap {
        default_eap_type = peap
        tls-config lab {
            private_key_file = \${base}/certs/server.key
            certificate_file = \${base}/certs/server.pem
            ca_file = \${base}/certs/ca.pem
            tls_max_version = "1.2"
        }
        tls {
            tls = lab
        }
        ttls {
            tls = lab
            virtual_server = all
            use_tunneled_reply = yes
        }
        peap {
            tls = lab
            virtual_server = all
            use_tunneled_reply = yes
        }
        mschapv2 {
        }
    }
}
server all {
    listen {
        type = auth
        ipaddr = 127.0.0.1
        port = \$ENV{AUTH}
    }
    listen {
        type = acct
        ipaddr = 127.0.0.1
        port = \$ENV{ACCT}
    }
    authorize {
        mschap
        eap {
            ok = return
        }
        files
        pap
    }
    authenticate {
        eap
        Auth-Type PAP {
            pap
        }
        Auth-Type MS-CHAP {
            mschap
        }
    }
    accounting {
        detail
    }
    post-auth {
        update reply {
            Message-Authenticator := 0x00
        }
        Post-Auth-Type REJECT {
            update reply {
                Message-Authenticator := 0x00
            }
        }
    }
}
EOF
}

# radius_server NAME AUTHPORT ACCTPORT: returns when it answers; its log is $LOGS/radius-NAME.log, its records radius_detail NAME.
radius_server() {
    local log=$LOGS/radius-$1.log before
    before=$(matches "$log" 'Ready to process requests')
    touch "$RADIUS/detail.$1"
    NAME=$1 AUTH=$2 ACCT=$3 freeradius -f -l stdout -d "$RADIUS" -n radiusd >>"$log" 2>&1 &
    radius_pid[$1]=$!
    wait_for "$log" 'Ready to process requests' 10 $((before + 1)) || { cat "$log"; fail "FreeRADIUS does not start"; }
}

# stop_radius NAME: its ports are closed then; freeze_radius, thaw_radius: it is silent, and answers again.
stop_radius() {
    kill -9 "${radius_pid[$1]}"
    wait "${radius_pid[$1]}" 2>/dev/null || true
}
freeze_radius() { kill -STOP "${radius_pid[$1]}"; }
thaw_radius() { kill -CONT "${radius_pid[$1]}"; }

radius_detail() { printf '%s\n' "$RADIUS/detail.$1"; }

# radius_blackhole PORT…: takes what is sent to these and never answers, until stop_radius blackhole.
radius_blackhole() {
    python3 -c 'import signal, socket, sys
held = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in sys.argv[1:]]
for each, port in zip(held, sys.argv[1:]):
    each.bind(("127.0.0.1", int(port)))
signal.pause()' "$@" &
    radius_pid[blackhole]=$!
    local port
    for port; do
        wait_until 10 grep -qi "0100007F:$(printf '%04X' "$port") " /proc/net/udp || fail "nobody holds port $port"
    done
}

# write_enterprise_client FILE METHOD USER PASSWORD [network line…]: METHOD is PEAP, TTLS or TLS, which has no use for the password.
write_enterprise_client() {
    local file=$1 lines
    case $2 in
        TLS) lines=("client_cert=\"$RADIUS/certs/client.pem\"" "private_key=\"$RADIUS/certs/client.key\"") ;;
        *) lines=("password=\"$4\"" 'anonymous_identity="anonymous"' 'phase2="auth=MSCHAPV2"') ;;
    esac
    printf '%s\n' ctrl_interface=/run/wpa_supplicant 'network={' "ssid=\"$SSID\"" 'scan_freq=2437' key_mgmt=WPA-EAP \
        "eap=$2" "identity=\"$3\"" "ca_cert=\"$RADIUS/certs/ca.pem\"" 'domain_match="radius.test"' "${lines[@]}" "${@:5}" '}' >"$file"
}

# try_enterprise NETNS N METHOD USER PASSWORD [network line…]: a fresh client, with a fresh log, in the namespace that sta_netns made.
try_enterprise() {
    rm -f "$LOGS/$1.log"
    write_enterprise_client "$LOGS/$1.conf" "${@:3}"
    start_wpa_supplicant "$1" "wlan$2" "$LOGS/$1.conf"
}

# write_radius_ini FILE AUTHPORT ACCTPORT [section.key=value…]: our access point of 802.1X. The only place that knows these keys.
write_radius_ini() {
    write_ini "$1" security.wpa_passphrase= "security.wpa_key_mgmt=WPA-EAP WPA-EAP-SHA256" security.ieee80211w=1 \
        radius.ieee8021x=1 radius.own_ip_addr=127.0.0.1 radius.nas_identifier=lab \
        radius.auth_server_addr=127.0.0.1 "radius.auth_server_port=$2" "radius.auth_server_shared_secret=$RADIUS_SECRET" \
        radius.acct_server_addr=127.0.0.1 "radius.acct_server_port=$3" "radius.acct_server_shared_secret=$RADIUS_SECRET" "${@:4}"
}

# further_server auth|acct PORT: what write_radius_ini is given for a second one.
further_server() { printf 'radius.%s_server_2=127.0.0.1 %s %s\n' "$1" "$2" "$RADIUS_SECRET"; }

# write_radius_conf FILE AUTHPORT ACCTPORT [line…]: the same of hostapd's, where later lines open further servers.
write_radius_conf() {
    write_hostapd_conf "$1" 'wpa_key_mgmt=WPA-EAP WPA-EAP-SHA256' ieee80211w=1 ieee8021x=1 own_ip_addr=127.0.0.1 nas_identifier=lab \
        auth_server_addr=127.0.0.1 "auth_server_port=$2" "auth_server_shared_secret=$RADIUS_SECRET" \
        acct_server_addr=127.0.0.1 "acct_server_port=$3" "acct_server_shared_secret=$RADIUS_SECRET" "${@:4}"
}

# disconnect_by_radius N: a server wants the access point to end radio N's session; prints what it answers.
disconnect_by_radius() {
    local address
    address=$(address_of "$1")
    printf 'Calling-Station-Id="%s",Event-Timestamp=%s,Message-Authenticator=0x00\n' "${address//:/-}" "$(date +%s)" |
        radclient -x -r 1 -t 5 127.0.0.1:3799 disconnect "$RADIUS_SECRET" 2>&1
}

# ---- Wi-Fi Simple Configuration -------------------------------------------------------------------------------

# write_wps_ini FILE [section.key=value…]: the standard access point with WPS.
write_wps_ini() {
    local file=$1
    shift
    write_ini "$file" radio.ieee80211n=1 wps.wps_state=2 "wps.config_methods=virtual_push_button display keypad" \
        wps.device_name=labap wps.manufacturer=m wps.model_name=m wps.model_number=1 wps.serial_number=1 "$@"
}

# start_wps_client NETNS N [conf lines…]: a client without a network; it looks on channel 6 only.
start_wps_client() {
    sta_netns "$1" "$2"
    printf '%s\n' ctrl_interface=/run/wpa_supplicant update_config=1 freq_list=2437 \
        "device_name=client$2" 'config_methods=virtual_push_button virtual_display keypad' "${@:3}" >"$LOGS/$1.conf"
    start_wpa_supplicant "$1" "wlan$2" "$LOGS/$1.conf"
}

# wps_succeeded NETNS [TIMES]: WPS-SUCCESS and then CONNECTED, so often since the client started.
wps_succeeded() {
    wait_for "$LOGS/$1.log" 'WPS-SUCCESS' 30 "${2:-1}"
    connected "$1" 15 "${2:-1}"
}

# ---- Wi-Fi Direct ---------------------------------------------------------------------------------------------

# write_go_ini FILE [section.key=value…]: a P2P Group Owner that hands out addresses.
write_go_ini() {
    local file=$1
    shift
    write_open_ini "$file" bss.ssid= p2p.p2p_go=1 p2p.p2p_ssid_postfix=-lab "p2p.group_file=$LOGS/wlan0.group" \
        p2p.ip_addr_go=10.0.0.1 p2p.ip_addr_mask=255.255.255.0 p2p.ip_addr_start=10.0.0.50 p2p.ip_addr_end=10.0.0.60 \
        wps.device_name=labgo "$@"
}

# write_device_ini FILE [section.key=value…]: the same with groups on demand.
write_device_ini() {
    local file=$1
    shift
    write_go_ini "$file" p2p.p2p_mode=on-demand p2p.p2p_group_idle=0 "$@"
}

# start_p2p_client NETNS N [conf lines…]: stock wpa_supplicant as a P2P client on radio N.
start_p2p_client() {
    sta_netns "$1" "$2"
    printf '%s\n' ctrl_interface=/run/wpa_supplicant update_config=1 "device_name=$1" device_type=1-0050F204-1 \
        'config_methods=virtual_push_button virtual_display keypad' p2p_no_group_iface=1 persistent_reconnect=1 \
        "${@:3}" >"$LOGS/$1.conf"
    start_wpa_supplicant "$1" "wlan$2" "$LOGS/$1.conf"
}

# start_phone NETNS N [conf lines…]: a P2P client that listens where we do, and does not search for long.
start_phone() {
    start_p2p_client "$@"
    wpa "$1" "wlan$2" p2p_set listen_channel 6 >/dev/null
}

# p2p_device NETNS N: its P2P Device Address.
p2p_device() { wpa "$1" "wlan$2" status | sed -n 's/^p2p_device_address=//p'; }

# p2p_if NETNS N: the interface that has its P2P networks: one for P2P alone where the radio has such.
p2p_if() {
    if ip netns exec "$1" test -S "/run/wpa_supplicant/p2p-dev-wlan$2"; then echo "p2p-dev-wlan$2"; else echo "wlan$2"; fi
}

# finds_us NETNS N: it has found our device.
finds_us() {
    local found
    found=$(matches "$LOGS/$1.log" "P2P-DEVICE-FOUND $(address_of 0)")
    wpa "$1" "wlan$2" p2p_find type=social >/dev/null
    wait_for "$LOGS/$1.log" "P2P-DEVICE-FOUND $(address_of 0)" 20 $((found + 1))
}

# device_listens: ours has no group and can be found (again).
device_listens() { hncli status | grep -qx 'p2p_state=LISTEN'; }

# no_group_left NETNS N: neither side has one, and ours can be found again.
no_group_left() {
    wait_until 20 device_listens || fail "the device is not found again: $(hncli status | grep p2p_state)"
    [[ $(interface_type "$AP_IF") == AP ]] || fail "the interface is $(interface_type "$AP_IF")"
    ! iw dev "$AP_IF" info | grep -q '^\tssid' || fail "the group is still on the air"
    wait_until 20 no_station "$(address_of "$2")"
}

# station_of_others NET: a stock access point on channel 11, on radio 2 in a namespace of its own so that pings go through the air, and its
# station, of another program, on our radio: NET.1 and NET.2.
station_of_others() {
    sta_netns far 2
    write_hostapd_conf "$LOGS/far.conf" interface=wlan2 channel=11
    ip netns exec far hostapd -dt "$LOGS/far.conf" >"$LOGS/hostapd.log" 2>&1 &
    wait_for "$LOGS/hostapd.log" 'AP-ENABLED' 10
    ip netns exec far ip address add "$1.1/24" dev wlan2
    write_client "$LOGS/station.conf" "$PASSPHRASE" scan_freq=2462
    wpa_supplicant -dt -Dnl80211 -i wlan0 -c "$LOGS/station.conf" >"$LOGS/station.log" 2>&1 &
    wait_for "$LOGS/station.log" 'CTRL-EVENT-CONNECTED' 20
    ip address add "$1.2/24" dev wlan0
}

# dhcp_lease NETNS IF: by DHCP, in place of any address that it has.
dhcp_lease() {
    ip netns exec "$1" ip address flush dev "$2"
    printf '%s\n' '#!/bin/sh' '[ "$1" = bound ] && ip address add "$ip/$mask" dev "$interface"' 'exit 0' >"$LOGS/udhcpc.sh"
    chmod +x "$LOGS/udhcpc.sh"
    ip netns exec "$1" busybox udhcpc -i "$2" -n -q -t 10 -T 3 -s "$LOGS/udhcpc.sh" || fail "no lease"
}

# said_by NAME: marks what a demonstration shows with who said it.
said_by() { sed -u "s/^/[$1] /"; }

# demo_ping NETNS IF: what a network script does with the address that came inside the handshake, and a ping to who gave it.
demo_ping() {
    local line address owner
    line=$(grep -o 'P2P-GROUP-STARTED.*' "$LOGS/$1.log" | tail -n 1)
    address=$(sed -n 's/.* ip_addr=\([0-9.]*\).*/\1/p' <<<"$line")
    owner=$(sed -n 's/.* go_ip_addr=\([0-9.]*\).*/\1/p' <<<"$line")
    [[ -n $address && -n $owner ]] || fail "no address came in the handshake"
    ip netns exec "$1" ip address flush dev "$2"
    ip netns exec "$1" ip address add "$address/24" dev "$2"
    try_ping "$1" "$owner" 5 0.3 >"$LOGS/ping.txt" || true
    said_by ping <"$LOGS/ping.txt"
    grep -q ' 0% packet loss' "$LOGS/ping.txt" || fail "ping lost packets"
}

# demo_timeline: where the time of that join went.
demo_timeline() {
    say "where the time of that join went: hostapd-net-cli timeline"
    hncli timeline >"$LOGS/timeline.txt"
    said_by timeline <"$LOGS/timeline.txt"
    grep -q 'verdict: ' "$LOGS/timeline.txt" || fail "the timeline says nothing of the join"
}

# p2p_joined NETNS [TIMES]
p2p_joined() { wait_for "$LOGS/$1.log" 'P2P-GROUP-STARTED' 40 "${2:-1}"; }

# joins_group NETNS N: a stock P2P client finds our group, and joins by push button.
joins_group() {
    hncli wps_pbc | grep -q OK || fail "WPS_PBC refused"
    wpa "$1" "wlan$2" p2p_find freq=2437 >/dev/null
    wait_for "$LOGS/$1.log" "P2P-DEVICE-FOUND $(address_of 0)" 20
    wpa "$1" "wlan$2" p2p_connect "$(address_of 0)" pbc join freq=2437 >/dev/null
    p2p_joined "$1"
}

# comes_again NETNS N: who has been in once leaves and comes again; the key of its group is then renewed.
comes_again() {
    wpa "$1" "wlan$2" disconnect >/dev/null
    wait_for "$HN_LOG" "AP-STA-DISCONNECTED $(address_of "$2")" 5
    wpa "$1" "wlan$2" reconnect >/dev/null
    connected "$1" 15 2
    wait_for "$HN_LOG" "AP-STA-CONNECTED $(address_of "$2")" 5 2
    expect_ping "$1" $AP_ADDRESS 3
    hncli rekey_gtk | grep -q OK || fail 'REKEY_GTK is refused'
    wait_for "$LOGS/$1.log" 'WPA: Group rekeying completed' 10
    expect_ping "$1" $AP_ADDRESS 3
}

# starved_go NETNS N: a stock wpa_supplicant on radio 0 as a Group Owner that is short of entropy; NETNS with radio N
# joins by push button, and gives up after two rejected handshakes.
starved_go() {
    local netns=$1 n=$2
    printf '%s\n' ctrl_interface=/run/wpa_supplicant_go device_name=labgo device_type=6-0050F204-1 \
        'config_methods=virtual_push_button virtual_display keypad' p2p_no_group_iface=1 p2p_listen_channel=6 \
        p2p_oper_channel=6 country=US >"$LOGS/starved-go.conf"
    LD_PRELOAD=/run/lab/modules/starve.so wpa_supplicant -dt -Dnl80211 -i wlan0 -c "$LOGS/starved-go.conf" \
        >"$LOGS/starved-go.log" 2>&1 &
    wait_until 10 test -S /run/wpa_supplicant_go/wlan0
    wpa_cli -p /run/wpa_supplicant_go -i wlan0 p2p_group_add freq=2437 >/dev/null
    wait_for "$LOGS/starved-go.log" 'P2P-GROUP-STARTED' 10
    wpa_cli -p /run/wpa_supplicant_go -i wlan0 wps_pbc >/dev/null
    local removed
    removed=$(matches "$LOGS/$netns.log" 'P2P-GROUP-REMOVED .*reason=PSK_FAILURE')
    wpa "$netns" "wlan$n" p2p_connect "$(address_of 0)" pbc join freq=2437 >/dev/null
    wait_for "$LOGS/$netns.log" 'P2P-GROUP-REMOVED .*reason=PSK_FAILURE' 60 $((removed + 1))
    pass "the client gave up: $(grep -o 'P2P-GROUP-REMOVED.*' "$LOGS/$netns.log" | tail -n 1)"
}
