"""A server of the project's own kind on loopback, and a load generator small enough not to be what is measured."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

CONNECTIONS = 8


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(application: str, settings: str) -> Iterator[int]:
    """granian with one worker serving a WSGI application; yields its port."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "1", "--no-ws", "--log-level", "error", application,
    ]  # fmt: skip
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings, "DATABASE_POOL": "8"}  # as a web process runs
    process = subprocess.Popen(command, env=environment)
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=15)


class Caller(asyncio.Protocol):
    """One keep-alive connection that asks again as soon as it is answered."""

    def __init__(self, request: bytes, until: float) -> None:
        self.request, self.until = request, until
        self.answered, self.wrong = 0, b""
        self.buffer = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, separator, body = self.buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        length = int(
            next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")).split(b":")[1]
        )
        if len(body) < length:
            return
        if not head.startswith(b"HTTP/1.1 200"):
            self.wrong = self.buffer[:300]
            self.transport.close()
            return
        self.answered += 1
        self.buffer = b""
        if time.perf_counter() < self.until:
            self.transport.write(self.request)
        else:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


async def _load(port: int, request: bytes, seconds: float) -> float:
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    callers = []
    for _ in range(CONNECTIONS):
        _transport, caller = await loop.create_connection(lambda: Caller(request, began + seconds), "127.0.0.1", port)
        callers.append(caller)
    await asyncio.gather(*(caller.done for caller in callers))
    wrong = next((caller.wrong for caller in callers if caller.wrong), b"")
    if wrong:
        raise SystemExit(f"benchmark: an answer was not 200: {wrong.decode(errors='replace')}")
    return sum(caller.answered for caller in callers) / (time.perf_counter() - began)


def answers_a_second(port: int, path: str, headers: dict[str, str] | None = None, seconds: float = 3) -> float:
    """Requests a second over 8 keep-alive connections; every answer must be a 200."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in ({"Host": "127.0.0.1"} | (headers or {})).items())
    return asyncio.run(_load(port, f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode(), seconds))
