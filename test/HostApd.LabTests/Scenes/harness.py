"""Twenty rounds of what a harness does to hostapd: ADD, SET, ENABLE, join, data test, REMOVE, in one process."""
import ctypes
import os
import socket
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from memory import own_kb  # noqa: E402
from wpa_ctrl import Control  # noqa: E402

GLOBAL, CLIENT, PID = sys.argv[1], sys.argv[2], int(sys.argv[3])
ROUNDS = int(sys.argv[4])
STATION = "02:00:00:00:01:00"


def descriptors():
    return len(os.listdir(f"/proc/{PID}/fd"))


def add(glob, settings, name="wlan0"):
    glob.ok(f"ADD {name} /run/harness")
    assert name in glob.request("INTERFACES").split("\n")
    ap = Control(f"/run/harness/{name}")
    for key, value in settings.items():
        ap.ok(f"SET {key} {value}")
    assert ap.request("SET nosuchfield 1") == "FAIL\n"
    ap.ok("ENABLE")
    ap.wait("AP-ENABLED")
    return ap


def gone(path):
    """Waits for a file to go."""
    for _ in range(100):
        if not os.path.exists(path):
            return True
        time.sleep(0.1)
    return False


def connect(client, network):
    client.request("REMOVE_NETWORK all")
    number = client.request("ADD_NETWORK").strip()
    for key, value in network.items():
        client.ok(f"SET_NETWORK {number} {key} {value}")
    client.ok(f"SET_NETWORK {number} scan_freq 2412")
    client.ok(f"SELECT_NETWORK {number}")


OPEN = {"driver": "nl80211", "hw_mode": "g", "channel": "1", "ieee80211n": "1", "ssid": "open"}
PSK = OPEN | {"ssid": "psk", "wpa": "2", "wpa_passphrase": "12345678", "wpa_key_mgmt": "WPA-PSK", "rsn_pairwise": "CCMP"}
WPS = PSK | {"ssid": "wps", "eap_server": "1", "wps_state": "2"}


def join(ap, client, network):
    client.drain()
    client.events.clear()
    connect(client, network)
    ap.wait(f"AP-STA-CONNECTED {STATION}")
    client.wait("CTRL-EVENT-CONNECTED")


def leave(client):
    client.request("DISCONNECT")
    client.request("REMOVE_NETWORK all")


def one_round(number, glob, client):
    kind = ("open", "psk", "wps", "two")[number % 4]
    if kind == "two":
        for index, name in enumerate(("wlan0", "wlan0-2")):
            with open(f"/tmp/{name}.conf", "w", encoding="ascii") as conf:
                conf.write(f"driver=nl80211\nhw_mode=g\nchannel=1\ninterface={name}\nssid=two{index}\nctrl_interface=/run/harness\n"
                           "wpa=2\nwpa_passphrase=12345678\nrsn_pairwise=CCMP\n")
        glob.ok(f"ADD bss_config={PHY}:/tmp/wlan0.conf")
        glob.ok(f"ADD bss_config={PHY}:/tmp/wlan0-2.conf")
        second = Control("/run/harness/wlan0-2")
        status = second.request("STATUS")
        assert "bss[1]=wlan0-2\n" in status and "state=ENABLED" in status, status
        join(second, client, {"ssid": '"two1"', "psk": '"12345678"'})
        second.ok("DATA_TEST_CONFIG 1")
        bssid = next(line[9:] for line in status.split("\n") if line.startswith("bssid[1]="))
        second.ok(f"DATA_TEST_TX {STATION} {bssid} 0")
        leave(client)
        glob.ok("REMOVE wlan0-2")
        second.close()
        first = Control("/run/harness/wlan0")
        assert "state=ENABLED" in first.request("STATUS")
        join(first, client, {"ssid": '"two0"', "psk": '"12345678"'})
        ap = first
    else:
        ap = add(glob, {"open": OPEN, "psk": PSK, "wps": WPS}[kind])
        if kind == "wps":
            client.drain()
            client.events.clear()
            client.request("REMOVE_NETWORK all")
            ap.ok("WPS_PBC")
            client.ok("WPS_PBC")
            ap.wait("WPS-SUCCESS", 60)
            ap.wait(f"AP-STA-CONNECTED {STATION}", 60)
            client.wait("CTRL-EVENT-CONNECTED", 60)
        else:
            join(ap, client, {"ssid": '"open"', "key_mgmt": "NONE"} if kind == "open" else {"ssid": '"psk"', "psk": '"12345678"'})
        assert ap.request("STA-FIRST").startswith(STATION)
    data = Frames()
    ap.ok("DATA_TEST_CONFIG 1")
    # The client's kernel opens the port a little after its CONNECTED: until then it drops what comes.
    for attempt in range(3):
        ap.ok(f"DATA_TEST_TX {STATION} 02:00:00:00:00:00 0")
        try:
            data.expect(bytes.fromhex("020000000100"))
            break
        except TimeoutError:
            assert attempt < 2, "the data test's frame did not arrive"
    data.answer()
    ap.wait(f"DATA-TEST-RX 02:00:00:00:00:00 {STATION}")
    data.close()
    leave(client)
    glob.ok("REMOVE wlan0")
    glob.wait("IFNAME=wlan0 <3>CTRL-EVENT-TERMINATING")
    assert glob.request("INTERFACES") == ""
    assert gone("/run/harness/wlan0"), "the control socket is left behind"
    ap.close()
    return kind


def enter(namespace):
    """setns(2), which Python has since 3.12 only."""
    new_network = 0x40000000
    assert ctypes.CDLL(None, use_errno=True).setns(namespace, new_network) == 0, os.strerror(ctypes.get_errno())


class Frames:
    """The client's half of the data test, in its network namespace."""

    def __init__(self):
        own = os.open("/proc/self/ns/net", os.O_RDONLY)
        other = os.open("/run/netns/sta1", os.O_RDONLY)
        enter(other)
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
        self.socket.bind(("wlan1", 0x0800))
        enter(own)
        os.close(own)
        os.close(other)
        self.socket.settimeout(5)
        self.frame = b""

    def expect(self, destination):
        while True:
            self.frame = self.socket.recv(2000)
            if self.frame[:6] == destination and self.frame[23:24] == b"\x01" and self.frame[26:30] == bytes([192, 168, 1, 1]):
                return

    def answer(self):
        self.socket.send(self.frame[6:12] + self.frame[:6] + self.frame[12:])

    def close(self):
        self.socket.close()


PHY = os.path.basename(os.path.realpath("/sys/class/net/wlan0/phy80211"))


def main():
    glob, client = Control(GLOBAL), Control(CLIENT)
    assert glob.request("PING") == "PONG\n"
    assert glob.request("INTERFACES") == ""
    assert glob.request("REMOVE wlan0") == "FAIL\n"
    glob.ok("FLUSH")
    client.request("P2P_SET disabled 1")
    after = {}
    for number in range(ROUNDS):
        begin = time.monotonic()
        kind = one_round(number, glob, client)
        glob.drain()
        glob.events.clear()
        after[number] = (own_kb(PID), descriptors())
        print(f"round {number + 1}: {kind}, {time.monotonic() - begin:.1f} s, {after[number][0]} kB, {after[number][1]} descriptors", flush=True)
    # The first rounds warm up: every path has been gone once after four.
    # What was closed a moment ago may still be counted on a busy machine.
    for _ in range(50):
        if descriptors() <= after[min(7, ROUNDS - 1)][1] and own_kb(PID) <= after[min(7, ROUNDS - 1)][0] + 500:
            break
        time.sleep(0.1)
    after[ROUNDS - 1] = (own_kb(PID), descriptors())
    early, late = after[min(7, ROUNDS - 1)], after[ROUNDS - 1]
    assert late[1] <= early[1], f"descriptors grew: {after}"
    assert late[0] <= early[0] + 500, f"memory grew: {after}"
    glob.ok("TERMINATE")


main()
