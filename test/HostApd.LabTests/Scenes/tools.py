"""A Python client beside hostapd_cli: the station's life as a monitor sees it, and a reload that disturbs nobody."""
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from wpa_ctrl import Control  # noqa: E402

ap = Control("/run/hostapd/wlan0")
assert ap.request("PING") == "PONG\n"
assert "state=ENABLED" in ap.request("STATUS")
assert ap.request("STA-FIRST").startswith("02:00:00:00:01:00\n")
ap.ok("POLL_STA 02:00:00:00:01:00")
ap.wait("AP-STA-POLL-OK 02:00:00:00:01:00")
assert ap.request("UNHEARD OF") == "UNKNOWN COMMAND\n"
ap.close()
print("ok: the Python client")
