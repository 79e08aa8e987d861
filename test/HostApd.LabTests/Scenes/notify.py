"""Plays the service manager's notification socket: one line a datagram, the time before it, as the daemon's log has it."""
import socket
import sys
import time

manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
manager.bind(sys.argv[1].replace("@", "\0", 1))
print(f"{time.time():.6f}: listening", flush=True)
while True:
    text = manager.recv(4096).decode()
    print(f"{time.time():.6f}: {text.replace(chr(10), ' | ')}", flush=True)
