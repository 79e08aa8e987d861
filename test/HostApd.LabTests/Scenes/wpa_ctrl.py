"""A small client of the wpa_ctrl protocol, as harnesses use it: standard library only."""
import os
import socket
import time


class Control:
    """A control socket: requests with replies, and a second connection for events."""

    def __init__(self, path):
        self.commands = self._connect(path)
        self.monitor = self._connect(path)
        reply = self._ask(self.monitor, "ATTACH")
        assert reply == "OK\n", f"ATTACH on {path}: {reply!r}"
        self.events = []

    _count = 0

    @classmethod
    def _connect(cls, path):
        cls._count += 1
        own = f"/tmp/lab_ctrl_{os.getpid()}_{cls._count}"
        if os.path.exists(own):
            os.unlink(own)
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        sock.bind(own)
        sock.connect(path)
        sock.settimeout(40)
        return sock

    @staticmethod
    def _ask(sock, command):
        sock.send(command.encode("latin-1"))
        return sock.recv(8192).decode("latin-1")

    def request(self, command):
        return self._ask(self.commands, command)

    def ok(self, command):
        reply = self.request(command)
        assert reply.startswith("OK"), f"{command}: {reply!r}"

    def drain(self, seconds=0.0):
        """Takes the events that are there, waiting at most so long for the first."""
        self.monitor.settimeout(max(seconds, 0.001))
        try:
            while True:
                self.events.append(self.monitor.recv(8192).decode("latin-1"))
                self.monitor.settimeout(0.001)
        except (TimeoutError, BlockingIOError):
            pass

    def wait(self, text, seconds=40):
        """The first event that holds the text; what came before it is gone."""
        end = time.monotonic() + seconds
        while True:
            for index, event in enumerate(self.events):
                if text in event:
                    del self.events[: index + 1]
                    return event
            left = end - time.monotonic()
            assert left > 0, f"no event {text!r} within {seconds} s; there were {self.events}"
            self.drain(left)

    def wait_keeping(self, text, seconds=40):
        """Waits for an event that holds the text; all events stay."""
        end = time.monotonic() + seconds
        while not any(text in event for event in self.events):
            left = end - time.monotonic()
            assert left > 0, f"no event {text!r} within {seconds} s; there were {self.events}"
            self.drain(left)

    def close(self):
        for sock in (self.commands, self.monitor):
            name = sock.getsockname()
            sock.close()
            if name and os.path.exists(name):
                os.unlink(name)
