"""A really served platform for attacks that a test client would tidy up, and sockets that send what one writes."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings

from config.testing.required import needs
from config.testing.served import Served
from config.testing.servers import Postgres, Redis

CLOSED = 0  # the status where the server closed the connection without a word
MOST = 50_000_000


@contextmanager
def served_as_the_suite_runs(folder: Path, **variables: str) -> Iterator[Served]:
    """Embedded by `manage.py serve`, or in full by granian on a PostgreSQL and a Redis of its own."""
    with ExitStack() as stack:
        if not settings.EMBEDDED:
            needs("postgres")
            needs("redis")
            postgres, redis = stack.enter_context(Postgres()), stack.enter_context(Redis())
            variables |= {"DATABASE_URL": postgres.database("attacked"), "REDIS_URL": redis.url}
        yield stack.enter_context(Served(folder, **variables))


def send(served: Served, raw: bytes, *, seconds: float = 10) -> tuple[int, bytes]:
    """Send bytes as they are; the status and all that came back. A connection that hangs fails the test."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=seconds) as connection:
        received = b""
        try:
            connection.sendall(raw)
            while len(received) < MOST and (part := connection.recv(65_536)):
                received += part
        except (ConnectionResetError, BrokenPipeError):
            pass
    found = re.match(rb"HTTP/1\.[01] (\d{3})", received)
    return (int(found[1]) if found else CLOSED), received


def get(served: Served, path: str, *lines: str | bytes, host: str | None = "") -> tuple[int, bytes]:
    """GET with these header lines, as they stand; `host=None` sends none."""
    head = [f"GET {path} HTTP/1.1".encode()]
    if host is not None:
        head.append(f"Host: {host or f'127.0.0.1:{served.port}'}".encode("latin-1"))
    head += [line if isinstance(line, bytes) else line.encode("latin-1") for line in lines]
    return send(served, b"\r\n".join([*head, b"Connection: close", b"", b""]))


def body_of(received: bytes) -> bytes:
    return received.partition(b"\r\n\r\n")[2]


def memory(served: Served) -> int:
    """Resident bytes of the server and its processes."""
    from config.testing.workers import children

    assert served.process is not None
    total, found = 0, [served.process.pid]
    while found:
        pid = found.pop()
        found += children(pid)
        status = Path(f"/proc/{pid}/status").read_text()
        total += int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024  # type: ignore[index]
    return total
