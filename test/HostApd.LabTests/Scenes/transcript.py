"""Replays the recorded transcript of hostapd 2.10 against us; every difference must be one that is named here."""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from wpa_ctrl import Control  # noqa: E402

GLOBAL, CLIENT, RECORDING = sys.argv[1:4]

# Requests whose reply differs on purpose: what we say (None: anything), and why.
REPLIES = {
    "NOTE TEST-START x": ("OK\n", "2.10 has no NOTE, later versions have; harnesses send it"),
    "NOTE TEST-STOP x": ("OK\n", "as above"),
    "GET version": (None, "our version"),
    "WPS_AP_PIN random": (None, "random"),
    "WPS_AP_PIN get": (None, "the random one"),
}

# Lines of replies that count or measure; a radio's number grows with every scene of a boot.
MEASURED = re.compile(r"^(phy|rx_packets|tx_packets|rx_bytes|tx_bytes|inactive_msec|signal|rx_rate_info|tx_rate_info|connected_time)=")

# Lines that we add to STATUS: the state of the entropy pool.
ADDED = re.compile(r"^entropy_")

# Events that hostapd 2.10 does not have: of our entropy pool; and the AP PIN's end, which it tells only by a failed guess.
OURS = re.compile(r"<3>(ENTROPY|EAPOL-HELD|EAPOL-RELEASED|WPS-AP-PIN-DISABLED)")


def read(path):
    """(target, request, reply) of each step, and all events of each socket."""
    steps, events = [], {"wlan0": [], "global": []}
    for line in open(path, encoding="utf-8"):
        if line.startswith("#") or line.startswith("hostapd exit"):
            continue
        event = re.match(r"   (wlan0|global) EVENT (.*)$", line)
        reply = re.match(r"   ('.*')$", line)
        request = re.match(r"(GLOBAL|wlan0)> (.*)$", line)
        if event:
            events[event[1]].append(eval(event[2]))  # a Python literal, in a file of this repository
        elif reply:
            steps[-1][2] = eval(reply[1])
        elif request:
            steps.append([request[1], request[2], ""])
        elif line.startswith("sta> "):
            steps.append(["sta", "WPS_PBC", "OK\n"])
    return steps, events


def once(events):
    """A client is seen at each of its probes, and how often it probes is its affair: the first time counts."""
    kept = []
    for event in events:
        if "WPS-ENROLLEE-SEEN" not in event or event not in kept:
            kept.append(event)
    return kept


def alike(a, b):
    return a == b or MEASURED.match(a) and a.split("=")[0] == b.split("=")[0]


def differences(request, wanted, got):
    """What of the reply is not hostapd's: (hostapd's line, ours), and (None, None) for another number of lines."""
    if request in REPLIES:
        return [] if REPLIES[request][0] in (None, got) else [(wanted, got)]
    left, right = wanted.split("\n"), [line for line in got.split("\n") if not ADDED.match(line)]
    return [(a, b) for a, b in zip(left, right) if not alike(a, b)] + ([(None, None)] if len(left) != len(right) else [])


def main():
    steps, wanted_events = read(RECORDING)
    assert len(steps) > 60, "the recording is cut short"
    sockets = {"GLOBAL": Control(GLOBAL), "sta": Control(CLIENT)}
    seen = {"wlan0": [], "global": []}
    wrong = []
    for target, request, wanted in steps:
        got = sockets[target].request(request)
        different = differences(request, wanted, got)
        if different:
            pairs = [f"\n     hostapd: {a!r}\n     we:      {b!r}" for a, b in different]
            wrong.append(f"{target}> {request}: {wanted.count(chr(10))} and {got.count(chr(10))} lines{''.join(pairs[:6])}")
        if request.startswith("ADD wlan0 "):
            sockets["wlan0"] = Control("/var/run/hostapd/wlan0")
        if target == "sta":
            sockets["wlan0"].wait_keeping("EAPOL-4WAY-HS-COMPLETED", 80)
        elif target == "wlan0" and request in ("ENABLE", "WPS_PBC", "WPS_CANCEL", "DISABLE") or request.startswith(("DEAUTH", "REMOVE")):
            sockets["GLOBAL"].drain(0.2)
        if "wlan0" in sockets:
            sockets["wlan0"].drain()
    for name, socket in (("wlan0", "wlan0"), ("global", "GLOBAL")):
        wanted = once(e for e in wanted_events[name] if name == "global" or "TERMINATING" not in e)
        for _ in range(50):
            sockets[socket].drain(0.2)
            seen[name] = once(e for e in sockets[socket].events if not OURS.search(e))
            if len(seen[name]) >= len(wanted):
                break
        # The interface's own socket hears of its end; whether the recording did hung on when it closed.
        got = [e for e in seen[name] if name == "global" or "TERMINATING" not in e][: len(wanted) + 2]
        if name == "wlan0":
            got = got[: len(wanted)]
        if got != wanted:
            first = next((i for i, (a, b) in enumerate(zip(wanted, got)) if a != b), min(len(wanted), len(got)))
            wrong.append(f"events of {name} differ from number {first} on:\n     hostapd: {wanted[first:first + 3]}\n     we:      {got[first:first + 3]}")
    for text in wrong:
        print(text)
    print(f"{len(steps)} requests, {sum(len(e) for e in wanted_events.values())} events; differences by design: "
          + "; ".join(f"{k} ({v[1]})" for k, v in REPLIES.items()))
    sys.exit(1 if wrong else 0)


main()
