"""Sequences of ten orders in any order, with two stations: whatever was ordered, the network comes back, and nothing grows."""
import os
import random
import re
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from memory import own_kb  # noqa: E402
from wpa_ctrl import Control  # noqa: E402

GLOBAL, PID, FOLDER, SEQUENCES, SEED = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
STATIONS = ["02:00:00:00:01:00", "02:00:00:00:02:00"]
PATIENCE = 60

SETTINGS = [
    "ap_isolate 1", "ap_isolate 0", "max_num_sta 1", "max_num_sta 2007", "vendor_elements dd0411223301", "vendor_elements ",
    "wpa_group_rekey 2", "wpa_group_rekey 86400", "wpa_ptk_rekey 1", "wpa_ptk_rekey 0", "extended_key_id 1", "extended_key_id 0",
    "dtim_period 3", "dtim_period 2", "beacon_int 200", "beacon_int 100", "ignore_broadcast_ssid 0", "wmm_enabled 1", "wmm_enabled 0",
    "macaddr_acl 1", "macaddr_acl 0", "ap_max_inactivity 30", "ap_max_inactivity 300", "utf8_ssid 1", "utf8_ssid 0", "ssid other", "ssid labtest",
    "start_disabled 1", "start_disabled 0", "no_probe_resp_if_max_sta 1", "no_probe_resp_if_max_sta 0", "channel x", "nosuchfield 1",
]

# What the next sequence begins with, whatever the one before has left.
CLEAN = [
    "max_num_sta 2007", "macaddr_acl 0", "ssid labtest", "ignore_broadcast_ssid 0", "start_disabled 0", "ap_max_inactivity 300", "wpa_ptk_rekey 0",
    "wpa_group_rekey 86400", "beacon_int 100", "dtim_period 2",
]


class Orders:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.glob = Control(GLOBAL)
        self.counts = {}
        self.second = False

    def ask(self, command):
        """Of the first access point, by the global socket: its own may be away."""
        self.glob.drain()
        self.glob.events.clear()
        return self.glob.request(f"IFNAME=wlan0 {command}")

    def one(self):
        station = self.random.choice(STATIONS)
        order = self.random.choice([
            "SET", "SET", "RELOAD", "ENABLE", "ENABLE", "DISABLE", "UPDATE_BEACON", "ACL", "STOP_AP", "CHAN_SWITCH", "DEAUTHENTICATE", "ADD", "REMOVE", "HUP",
        ])
        if order == "SET":
            command = "SET " + self.random.choice(SETTINGS)
        elif order == "RELOAD":
            command = self.random.choice(["RELOAD", "RELOAD_BSS", "RELOAD_CONFIG"])
        elif order == "ACL":
            command = self.random.choice([
                f"DENY_ACL ADD_MAC {station}", f"DENY_ACL DEL_MAC {station}", "DENY_ACL CLEAR", f"ACCEPT_ACL ADD_MAC {station}", f"ACCEPT_ACL DEL_MAC {station}",
                "ACCEPT_ACL CLEAR", "DENY_ACL SHOW",
            ])
        elif order == "CHAN_SWITCH":
            command = f"CHAN_SWITCH {self.random.choice([0, 1, 5])} {self.random.choice([2412, 2437, 2462, 2461])}"
        elif order == "DEAUTHENTICATE":
            command = self.random.choice(["DEAUTHENTICATE", "DISASSOCIATE"]) + " " + self.random.choice([station, station + " reason=3", station + " tx=0", "ff:ff:ff:ff:ff:ff"])
        elif order in ("ADD", "REMOVE"):
            return self.change_second(order)
        elif order == "HUP":
            os.kill(PID, signal.SIGHUP)
            return order, "OK\n"
        else:
            command = order
        return command, self.ask(command)

    def change_second(self, order):
        """A second BSS on the same radio, or a second radio, comes and goes."""
        if order == "ADD":
            command = self.random.choice([f"ADD bss_config={phy()}:{FOLDER}/second.conf", f"ADD wlan3 config={FOLDER}/third.conf"])
        else:
            command = self.random.choice(["REMOVE wlan0_1", "REMOVE wlan3"])
        return command, self.glob.request(command)

    def run(self):
        told = []
        for _ in range(10):
            command, reply = self.one()
            told.append(f"{command} -> {reply.strip()[:60]}")
            assert (reply or command.endswith(" SHOW")) and reply != "UNKNOWN COMMAND\n", f"{command}: {reply!r}"
            kind = command.split()[0]
            good, bad = self.counts.get(kind, (0, 0))
            self.counts[kind] = (good, bad + 1) if reply.startswith("FAIL") else (good + 1, bad)
            time.sleep(self.random.choice([0, 0, 0.05, 0.3]))
        return told

    def recover(self, told):
        """A person puts things right by a few orders; then both stations come back by themselves."""
        for setting in CLEAN:
            assert self.ask("SET " + setting) == "OK\n", setting
        for order in ("DENY_ACL CLEAR", "ACCEPT_ACL CLEAR"):
            assert self.ask(order) == "OK\n", order
        self.ask("ENABLE")
        reply = self.ask("RELOAD")
        assert reply.startswith("OK"), f"RELOAD: {reply!r} after {told}"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            status = self.ask("STATUS")
            here = [station for station in STATIONS if "[AUTHORIZED]" in self.ask(f"STA {station}")]
            if "state=ENABLED\n" in status and here == STATIONS:
                return
            time.sleep(0.2)
        raise AssertionError(f"{here} are in and state is {re.search('state=.*', status)} after {told}")


def phy():
    with open("/sys/class/net/wlan0/phy80211/name", encoding="ascii") as name:
        return name.read().strip()


def look():
    """What its threads do, when it does not answer."""
    for task in sorted(os.listdir(f"/proc/{PID}/task")):
        for name in ("comm", "syscall", "wchan", "stack", "schedstat"):
            try:
                with open(f"/proc/{PID}/task/{task}/{name}", encoding="ascii") as told:
                    print(f"{task} {name}: {told.read().strip()}", file=sys.stderr)
            except OSError as refused:
                print(f"{task} {name}: {refused}", file=sys.stderr)


orders = Orders(SEED)
memory = []
for number in range(1, SEQUENCES + 1):
    try:
        done = orders.run()
        orders.recover(done)
    except TimeoutError:
        look()
        time.sleep(2)
        look()
        print("another client: " + repr(Control(GLOBAL).request("PING")), file=sys.stderr)
        raise
    if number in (SEQUENCES // 10, SEQUENCES // 2, SEQUENCES) or number == 1:
        memory.append(f"{own_kb(PID)} kB after {number}")
print(f"{SEQUENCES} sequences from seed {SEED}; done/refused: "
      + ", ".join(f"{kind} {good}/{bad}" for kind, (good, bad) in sorted(orders.counts.items())))
print("memory without a file behind it: " + ", ".join(memory))
