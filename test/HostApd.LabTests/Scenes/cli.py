"""A person at our client: keys through a pseudo terminal, and what stands on the screen."""
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time

STATION = "02:00:00:00:01:00"


class Session:
    """The client on a terminal of its own."""

    def __init__(self, *arguments):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm"
            os.execvp("hostapd-net-cli", ["hostapd-net-cli", *arguments])
        self.seen = ""

    def type(self, keys):
        os.write(self.terminal, keys.encode())

    def expect(self, pattern, seconds=60):
        """Reads until the pattern stands there; what comes after it stays for the next."""
        end = time.monotonic() + seconds
        while not (found := re.search(pattern, self.seen)):
            left = end - time.monotonic()
            assert left > 0, f"no {pattern!r} within {seconds} s: {self.seen!r}"
            if select.select([self.terminal], [], [], left)[0]:
                try:
                    self.seen += os.read(self.terminal, 4096).decode()
                except OSError:
                    raise AssertionError(f"the client ended before {pattern!r}: {self.seen!r}") from None
        self.seen = self.seen[found.end():]

    def ended(self):
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def passed(text):
    print(f"ok: {text}", flush=True)


daemon, configuration, log, pid_file = int(sys.argv[1]), *sys.argv[2:]
session = Session("-i", "wlan0", "-G", "1")
session.expect(r"Interactive mode")
session.expect(r"> ")
session.type("list_s\t\r")
session.expect(STATION)
session.type("s\r")
session.expect(r"Ambiguous command 's'; possible commands: share sa_query status sta set stop_ap\r")
session.type("poll_sta 02\t")
session.expect(f"> poll_sta {STATION} ")
session.type("\r")
session.expect(r"OK")
session.expect(f"<3>AP-STA-POLL-OK {STATION}")
passed("prefixes, completion of a command and of a station")

session.type("set wpa_pa\t")
session.expect(r"wpa_pairwise +wpa_pairwise_update_count +wpa_passphrase\r\n")
session.type("\x15set wpa_passphrase 12345678\r")
session.expect(r"OK")
session.type("\x1b[A\x1b[A")
session.expect(f"> poll_sta {STATION}")
session.type("\x15")
passed("keys of SET, and the line before the last again")

session.type("lis_sta\x1b[D\x1b[D\x1b[D\x1b[D")
session.expect(r"> lis_sta")
subprocess.run(["hostapd-net-cli", "-i", "wlan0", "deauthenticate", STATION], check=True, stdout=subprocess.DEVNULL)
session.expect(f"\r\x1b\\[K<3>AP-STA-DISCONNECTED {STATION}")
session.expect(r"\r\n\r> lis_sta")
session.expect(f"<3>AP-STA-CONNECTED {STATION}", 120)
session.type("t\r")
session.expect(r"> list_sta")
session.expect(STATION)
passed("events stand above the line that is being typed, and it goes on")

os.kill(daemon, signal.SIGTERM)
session.expect(r"Connection to hostapd-net lost - trying to reconnect", 80)
session.type("ping\r")
session.expect(r"Not connected to hostapd-net - command dropped\.")
# It says goodbye before it lets go of the interface. Nobody may have reaped it yet.
for _ in range(400):
    try:
        with open(f"/proc/{daemon}/stat", encoding="ascii") as file:
            if file.read().rsplit(")", 1)[1].split()[0] == "Z":
                break
    except (FileNotFoundError, ProcessLookupError):
        break
    time.sleep(0.1)
with open(log, "ab") as output:
    again = subprocess.Popen(["hostapd-net", "-dt", configuration], stdout=output, stderr=output, start_new_session=True)
with open(pid_file, "w", encoding="ascii") as file:
    file.write(f"{again.pid}\n")
session.expect(r"Connection to hostapd-net re-established", 80)
# The station may have come back before us: it is sent away once more, so that there is something to hear.
for _ in range(600):
    if b"[AUTHORIZED]" in subprocess.run(["hostapd-net-cli", "-i", "wlan0", "sta", STATION], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout:
        break
    time.sleep(0.1)
subprocess.run(["hostapd-net-cli", "-i", "wlan0", "deauthenticate", STATION], check=True, stdout=subprocess.DEVNULL)
session.expect(f"<3>AP-STA-DISCONNECTED {STATION}")
session.expect(f"<3>AP-STA-CONNECTED {STATION}", 120)
session.type("ping\r")
session.expect(r"PONG")
passed("it finds the daemon again after a restart, with its events")

session.type("abc\x03")
session.expect(r"\^C")
session.type("\x04")
assert session.ended() == 0
passed("Ctrl-C takes the line, Ctrl-D ends it")
