"""What servers do that mean it badly: they trickle, fall silent, and never end."""

from __future__ import annotations

import time
import zlib

from config.testing.hostile import answer


def trickle(connection, _request):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(200):
        connection.sendall(b"x")
        time.sleep(0.05)


def headers_that_trickle(connection, _request):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for _ in range(200):
        connection.sendall(b"X-A: b\r\n")
        time.sleep(0.05)


def silence(connection, _request):
    time.sleep(8)


def handshake_that_trickles(connection, _request):
    connection.sendall(b"\x16\x03\x03\x40\x00")
    for _ in range(200):
        connection.sendall(b"\x02")
        time.sleep(0.05)


def endless(connection, _request):
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65_536)


def endless_chunks(connection, _request):
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"1\r\nx\r\n" * 5_000)


def endless_waiting(connection, _request):
    while True:
        connection.sendall(b"HTTP/1.1 102 Processing\r\n\r\n" * 1_000)


def headers_without_end(connection, _request):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for _ in range(1_600):  # 100 MB
        connection.sendall((b"X-Much: " + b"y" * 1_000 + b"\r\n") * 64)


def bomb(connection, _request):
    packed = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = b"".join(packed.compress(bytes(1_000_000)) for _ in range(300)) + packed.flush()
    answer(data, Content_Encoding="gzip")(connection, "")
