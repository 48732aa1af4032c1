"""Clients of the gateway: the `websockets` library, and a stream read line by line."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from config.testing.served import Served

PATIENCE = 30.0
OURS = "ours"


class Socket:
    """A websocket as a test sees it; whatever was read and not asked for is kept in `seen`."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.seen: list[dict[str, Any]] = []

    def say(self, type_: str, **fields: Any) -> None:
        self.connection.send(json.dumps({"type": type_, **fields}))

    def read(self, seconds: float = PATIENCE) -> dict[str, Any]:
        """The next frame of whatever kind."""
        frame: dict[str, Any] = json.loads(self.connection.recv(timeout=seconds))
        self.seen.append(frame)
        return frame

    def next(self, type_: str, **wanted: Any) -> dict[str, Any]:
        """The next frame of that type (and with these members); those before it stay in `seen`."""
        while True:
            frame = self.read()
            if frame["type"] == type_ and all(frame.get(name) == value for name, value in wanted.items()):
                return frame

    def ask(self, type_: str, **fields: Any) -> dict[str, Any]:
        """Say something, and the answer to it."""
        cid = f"c{len(self.seen)}"
        self.say(type_, cid=cid, **fields)
        while True:
            frame = self.read()
            if frame.get("cid") == cid:
                return frame

    def upto_pong(self) -> list[dict[str, Any]]:
        """Everything that is under way, by asking for an answer behind it."""
        before = len(self.seen)
        self.ask("ping")
        return self.seen[before:-1]

    def ended(self) -> tuple[int, str]:
        """The code and reason with which the server closes; what comes before is kept."""
        closed = None
        while closed is None:
            try:
                self.read()
            except ConnectionClosed as error:
                closed = error
        assert closed.rcvd is not None, "the connection broke off"
        return closed.rcvd.code, closed.rcvd.reason


@contextmanager
def open_socket(
    served: Served, *, query: str = "", origin: str | None = OURS, path: str = "/ws", **options: Any
) -> Iterator[Socket]:
    """A websocket to the server, from a page of ours unless `origin` says another or None."""
    url = f"ws://127.0.0.1:{served.port}{path}{query}"
    sent = {"origin": served.url if origin == OURS else origin, "open_timeout": PATIENCE, "close_timeout": 5}
    options = {"compression": None, "max_size": None, "ping_interval": None, **options}
    with connect(url, **sent, **options) as connection:  # type: ignore[arg-type] # origins are texts
        yield Socket(connection)


class Stream:
    """Server-sent events, one at a time."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.answer = answer
        self.last_id = ""

    def event(self) -> dict[str, Any] | None:
        """The next event's data, with its name under `event`; None where the stream has ended."""
        found: dict[str, str] = {}
        while line := self.answer.readline():
            text = line.decode().rstrip("\n")
            if not text and "data" in found:
                self.last_id = found.get("id", self.last_id)
                return {"event": found.get("event", "message"), **json.loads(found["data"])}
            name, _, value = text.partition(": ")
            if name:
                found[name] = value
        return None

    def next(self, type_: str) -> dict[str, Any]:
        """The next envelope of that type."""
        while (event := self.event()) is not None:
            if event.get("type") == type_:
                return event
        raise AssertionError(f"the stream ended before {type_}")


@contextmanager
def open_stream(served: Served, path: str, *, token: str | None = None, **headers: str) -> Iterator[Stream]:
    """A stream; fails where the answer is none."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if token:
        sent["Authorization"] = f"Bearer {token}"
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers=sent)
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        yield Stream(answer)
    finally:
        connection.close()
