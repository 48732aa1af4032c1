"""Servers of the project's own kind on loopback, started for a benchmark and stopped after it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

FIRST_PORT = 8_700


def free_port() -> int:
    """The first free port from 8700 on."""
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit(f"benchmark: no port from {FIRST_PORT} on is free.")


def granian(application: str, port: int, *, workers: int = 1, threads: int = 1) -> list[str]:
    """The command of a web process as production runs it (Dockerfile), on loopback."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--log-level", "error", application,
    ]  # fmt: skip


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The process of `command`, from when it listens until it is stopped."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=said)
        try:
            for _ in range(1_200):
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    if process.poll() is not None:
                        said.seek(0)
                        raise SystemExit(f"benchmark: {' '.join(command)}:\n{said.read().decode()}") from None
                    time.sleep(0.01)
            yield process
        finally:
            process.send_signal(signal.SIGINT)  # as Ctrl-C does: whoever has children takes them along
            process.wait(timeout=45)


@contextmanager
def served(application: str, settings: str, *, workers: int = 1, threads: int = 1, **variables: str) -> Iterator[int]:
    """granian serving a WSGI application on the present database; yields its port."""
    port = free_port()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings, "DATABASE_POOL": "8"} | variables
    with running(granian(application, port, workers=workers, threads=threads), port, environment):
        yield port
