"""Somebody's program that receives webhooks: it answers as it is told to, and keeps what came."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from dataclasses import dataclass
from typing import Any

from standardwebhooks import Webhook

from config.testing.hostile import PUBLIC, Hostile, Serve, answer

HOST = "hooks.example"


@dataclass(frozen=True)
class Received:
    """One POST as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def said(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def signatures(self) -> list[str]:
        return self.headers["webhook-signature"].split(" ")

    def verified(self, secret: str) -> dict[str, Any]:
        """What the receivers' own library says of it; it raises where the signature does not hold."""
        return Webhook(secret).verify(self.body, self.headers)


class Receiver:
    """One path of the hostile corner. `answers` are used up one by one, the last one for ever."""

    def __init__(self, hostile: Hostile, path: str = "/hook") -> None:
        self.url = f"https://{HOST}{path}"
        self.answers: list[Serve] = [answer(status="204 No Content")]
        self.asked: list[Received] = []
        self._lock = threading.Lock()
        hostile.names.setdefault(HOST, [[PUBLIC]])
        hostile.serves(path, self._serve)

    def _serve(self, connection: socket.socket, text: str) -> None:
        head, _, begun = text.partition("\r\n\r\n")
        lines = [line.partition(":") for line in head.split("\r\n")[1:]]
        headers = {name.strip().lower(): value.strip() for name, _, value in lines}
        body = begun.encode("latin-1")
        while len(body) < int(headers.get("content-length", 0)):
            body += connection.recv(65_536)
        with self._lock:
            self.asked.append(Received(headers, body))
            serve = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        serve(connection, text)


def hangs(connection: socket.socket, _request: str) -> None:
    time.sleep(3)


def resets(connection: socket.socket, _request: str) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def endless(connection: socket.socket, _request: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65_536)
