"""Clients small enough not to be what is measured. They share the machine with the server, and its cores.

`Caller` is one connection that asks and waits, for the cost of a request; `answers_a_second` keeps a few connections
busy, for what a server can do at most.
"""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Iterable, Mapping
from typing import Any


def request(method: str, path: str, headers: Mapping[str, str] | None = None, body: Any = None) -> bytes:
    """A request as it goes over the wire; `body` as JSON."""
    raw = b"" if body is None else json.dumps(body).encode()
    sent = {"Host": "127.0.0.1"} | dict(headers or {})
    if raw:
        sent |= {"Content-Type": "application/json"}
    if method != "GET":
        sent |= {"Content-Length": str(len(raw))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + raw


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def whole_answer(buffer: bytes) -> tuple[int, bytes] | None:
    """Status and body of the answer that the buffer holds; None while it is not whole."""
    head, separator, body = buffer.partition(b"\r\n\r\n")
    if not separator:
        return None
    status = int(head[9:12])
    lowered = head.lower()
    at = lowered.find(b"\r\ncontent-length:")
    if at >= 0:
        length = int(lowered[at + 17 : at + 37].split(b"\r", 1)[0])
        return (status, body) if len(body) >= length else None
    if b"\r\ntransfer-encoding: chunked" in lowered:
        return (status, body) if body.endswith(b"0\r\n\r\n") else None
    return status, body


class Caller:
    """One keep-alive connection that asks one thing after another."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, sent: bytes) -> bytes:
        """The answer's body; anything but a 2xx ends the benchmark."""
        self.socket.sendall(sent)
        buffer = b""
        while (answer := whole_answer(buffer)) is None:
            received = self.socket.recv(1 << 18)
            if not received:
                raise SystemExit(f"benchmark: the server hung up on {sent[:80]!r}")
            buffer += received
        status, body = answer
        if not 200 <= status < 300:
            raise SystemExit(f"benchmark: {status} for {sent[:100]!r}: {body[:300]!r}")
        return body

    def milliseconds_each(self, requests: Iterable[bytes]) -> float:
        """Milliseconds for one of these, on average."""
        wanted = list(requests)
        began = time.perf_counter()
        for sent in wanted:
            self.ask(sent)
        return (time.perf_counter() - began) / len(wanted) * 1e3


class _Busy(asyncio.Protocol):
    """One connection that asks again as soon as it is answered."""

    def __init__(self, sent: bytes, until: float) -> None:
        self.sent, self.until = sent, until
        self.answered, self.wrong, self.buffer = 0, b"", b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.transport.write(self.sent)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        answer = whole_answer(self.buffer)
        if answer is None:
            return
        if answer[0] != 200:
            self.wrong = self.buffer[:300]
            self.transport.close()
            return
        self.answered += 1
        self.buffer = b""
        if time.perf_counter() < self.until:
            self.transport.write(self.sent)
        else:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


async def _keep_busy(port: int, sent: bytes, seconds: float, connections: int) -> float:
    loop, began = asyncio.get_running_loop(), time.perf_counter()
    callers = []
    for _ in range(connections):
        _transport, caller = await loop.create_connection(lambda: _Busy(sent, began + seconds), "127.0.0.1", port)
        callers.append(caller)
    await asyncio.gather(*(caller.done for caller in callers))
    wrong = next((caller.wrong for caller in callers if caller.wrong), b"")
    if wrong:
        raise SystemExit(f"benchmark: an answer was not 200: {wrong.decode(errors='replace')}")
    return sum(caller.answered for caller in callers) / (time.perf_counter() - began)


def answers_a_second(port: int, sent: bytes, *, seconds: float = 3, connections: int = 8) -> float:
    """Requests a second over that many keep-alive connections; every answer must be a 200."""
    return asyncio.run(_keep_busy(port, sent, seconds, connections))
