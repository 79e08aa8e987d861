# scene: a stock decoder reads the network's QR code in a terminal and in a picture, a client joins by it, and what cannot be shared says why
# radios: 2
# needs: hostapd-net
# timeout: 360
# shellcheck shell=bash source=../../../scripts/lab/guest.sh
source "$LAB/guest.sh"

# What is in the picture.
scanned() {
    hncli share --svg - | rsvg-convert -o "$LOGS/code.png"
    zbarimg --quiet --nodbus --raw "$LOGS/code.png"
}

# expect_scan TEXT WHAT
expect_scan() {
    local text
    text=$(scanned)
    [[ $text == "$1" ]] || fail "$2: the code says '$text'"
    pass "$2"
}

# refuses TEXT: it ends with 1, draws nothing and says so.
refuses() {
    local code=0
    hncli share >"$LOGS/refused.txt" 2>&1 || code=$?
    [[ $code -eq 1 ]] || fail "share ends with $code"
    grep -qF "$1" "$LOGS/refused.txt" || { cat "$LOGS/refused.txt"; fail "it does not say '$1'"; }
    [[ $(matches "$LOGS/refused.txt" '█') -eq 0 ]] || fail "it draws something"
}

# again INI-SETTINGS…: the network anew with these.
again() {
    stop_hostapd_net
    "$@"
    start_hostapd_net "$LOGS/ap.ini"
}

write_ini "$LOGS/ap.ini" 'security.wpa_passphrase=12;45\6:"8,é'
HOSTAPD_NET_FLAGS=-dd start_hostapd_net "$LOGS/ap.ini"
expect_scan 'WIFI:T:WPA;S:labtest;P:12\;45\\6\:\"8\,é;;' 'the picture, with a passphrase of special characters'

# A person's screen, photographed: half blocks as pixels.
LC_ALL=C.UTF-8 tmux -L share -f /dev/null new-session -d -x 80 -y 40 'hostapd-net-cli -i wlan0 share; sleep 1000'
screen_shows() { LC_ALL=C.UTF-8 tmux -L share capture-pane -p >"$LOGS/screen.txt" && grep -qF "$1" "$LOGS/screen.txt"; }
wait_until 10 screen_shows 'scan the code' || { cat "$LOGS/screen.txt"; fail "nothing on the screen"; }
screen_shows 'passphrase  12;45\6:"8,é' || fail "the passphrase is not below it"
LC_ALL=C.UTF-8 tmux -L share capture-pane -e -p | grep -qF '[38;5;16' || fail "the terminal's own colours draw it"
LC_ALL=C.UTF-8 tmux -L share kill-server
python3 - "$LOGS" <<'PYTHON'
import sys
logs = sys.argv[1]
# The client's rows end where the network is named; the terminal keeps no blanks at a row's end.
rows = open(f"{logs}/screen.txt", encoding="utf-8").read().split("\nnetwork")[0].split("\n")
width, scale = max(map(len, rows)) + 4, 6
pixels = []
for row in rows:
    row = row.ljust(width)
    for dark in ("█▀", "█▄"):
        pixels += [bytes(0 if c in dark else 255 for c in row for _ in range(scale))] * scale
open(f"{logs}/screen.pgm", "wb").write(b"P5\n%d %d\n255\n" % (width * scale, len(pixels)) + b"".join(pixels))
PYTHON
code=$(zbarimg --quiet --nodbus --raw "$LOGS/screen.pgm")
[[ $code == 'WIFI:T:WPA;S:labtest;P:12\;45\\6\:\"8\,é;;' ]] || { cat "$LOGS/screen.txt"; fail "the screen says '$code'"; }
pass "a terminal's screen"

# What a phone makes of it: the passphrase between P: and ;; without the backslashes.
passphrase=$(scanned | sed -e 's/.*;P://' -e 's/;;$//' -e 's/\\\(.\)/\1/g')
join sta1 1 "$passphrase"
stop_client sta1 wlan1
expect_none "$HN_LOG" '12;45' "the passphrase is in the log"

hncli share --json >"$LOGS/share.json"
python3 -c 'import json, sys; one = json.load(open(sys.argv[1])); assert (one["ssid"], one["passphrase"], one["hidden"]) == ("labtest", "12;45\\6:\"8,é", False), one' \
    "$LOGS/share.json" || fail "JSON"
again write_open_ini "$LOGS/ap.ini" 'bss.ssid=Café 7'
expect_scan 'WIFI:T:nopass;S:Café 7;;' 'an open network, its name in UTF-8'
again write_ini "$LOGS/ap.ini" bss.ignore_broadcast_ssid=1 bss.ssid=cafe
expect_scan 'WIFI:T:WPA;S:"cafe";P:12345678;H:true;;' 'a hidden one whose name could be hexadecimal'
again write_ini "$LOGS/ap.ini" security.wpa_passphrase= "security.wpa_psk=$(printf '%064d' 7)"
refuses 'no passphrase that a phone could take'
printf '00:00:00:00:00:00 only in a file\n' >"$LOGS/psk"
again write_ini "$LOGS/ap.ini" security.wpa_passphrase= "security.wpa_psk_file=$LOGS/psk"
refuses 'each device has a key of its own'
pass "refusals: a PSK, a file of them"
again write_go_ini "$LOGS/ap.ini"
[[ $(scanned) == "WIFI:T:WPA;S:DIRECT-"??"-lab;P:$(hncli p2p_get_passphrase);;" ]] || fail "the group's code says '$(scanned)'"
pass "a P2P group"
stop_hostapd_net

write_hostapd_conf "$LOGS/hostapd.conf" wps_state=2 eap_server=1
start_hostapd "$LOGS/hostapd.conf"
expect_scan 'WIFI:T:WPA;S:labtest;P:12345678;;' "hostapd's network, where WPS is on"
