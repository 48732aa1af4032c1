"""A stand-in for clamd that speaks INSTREAM on loopback, and fails in the ways that a scanner may fail.

with Clamd("clean") as clamd:      # or infected, error, hang, reset, garbage, silent
    settings.CLAMD_ADDRESS = clamd.address
    ...
    assert clamd.scanned == [b"…"]
"""

from __future__ import annotations

import contextlib
import socket
import socketserver
import struct
import threading
from typing import Any, Self

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless text that every scanner finds, in two pieces so that this file is left alone."""


class Clamd:
    """Answers each stream according to `mood`; a stream that holds EICAR is always infected."""

    def __init__(self, mood: str = "clean") -> None:
        self.mood = mood
        self.scanned: list[bytes] = []
        self.released = threading.Event()
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError, EOFError):
                    outer.answer(self.request)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

        self.server = Server(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.released.set()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, connection: socket.socket) -> None:
        """Read one stream as clamd does, and answer it."""
        if self.mood == "reset":
            connection.recv(1)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
            return
        stream = connection.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        data = b""
        while length := struct.unpack(">I", self._all(stream, 4))[0]:
            data += self._all(stream, length)
        self.scanned.append(data)
        if self.mood == "hang":
            self.released.wait(30)
        elif self.mood != "silent":
            connection.sendall(self._verdict(data))

    def _verdict(self, data: bytes) -> bytes:
        if self.mood == "garbage":
            return b"\xff\xfe what? OK\0" * 3
        if self.mood == "error":
            return b"INSTREAM size limit exceeded. ERROR\0"
        return b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if self.mood == "infected" or EICAR in data else b"stream: OK\0"

    @staticmethod
    def _all(stream: Any, length: int) -> bytes:
        data: bytes = stream.read(length)
        if len(data) < length:
            raise EOFError
        return data
