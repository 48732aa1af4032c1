"""Many at once, in real threads with connections of their own; one crowd at a time on a machine.

PostgreSQL lets in a hundred connections. Two crowds of fifty, of tests that run side by side, would leave none for the
rest: whoever gathers a crowd waits for a lock that all processes of the run share.
"""

from __future__ import annotations

import fcntl
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

from django.db import OperationalError, connection

AtOnce = Callable[[Callable[[int], Any]], list[Any]]

GATE_SECONDS = 120
CONNECT_SECONDS = 30


@contextmanager
def crowd(count: int) -> Iterator[AtOnce]:
    """`with crowd(20) as at_once: at_once(act)` calls `act(0)` … `act(19)` as nearly at one moment as threads can.

    The results come in order; the first error is raised. Threads and connections stay for the length of the block.
    """
    with _alone(), ThreadPoolExecutor(count) as pool:

        def at_once(act: Callable[[int], Any]) -> list[Any]:
            gate = Barrier(count)

            def run(number: int) -> Any:
                try:
                    _connect()
                except BaseException:
                    gate.abort()  # the others need not wait for whoever will not come
                    raise
                gate.wait(timeout=GATE_SECONDS)
                return act(number)

            asked = [pool.submit(run, number) for number in range(count)]
            wait(asked)
            # Whatever broke the gate says more than the gate that it broke.
            errors = [error for each in asked if (error := each.exception()) is not None]
            for error in sorted(errors, key=lambda error: isinstance(error, BrokenBarrierError)):
                raise error
            return [each.result() for each in asked]

        try:
            yield at_once
        finally:
            at_once(lambda _number: connection.close())


def at_once(act: Callable[[int], Any], count: int) -> list[Any]:
    """The same for a single time."""
    with crowd(count) as run:
        return run(act)


def tried_at_once(act: Callable[[int], Any], count: int) -> list[Any]:
    """The same, with what an act raised in the place of what it returned."""

    def attempt(number: int) -> Any:
        try:
            return act(number)
        except Exception as error:
            return error

    return at_once(attempt, count)


def all_at_once(*deeds: Callable[[], object]) -> list[Exception]:
    """Every deed in a thread of its own, all at once; what they raised."""
    results = tried_at_once(lambda number: deeds[number](), len(deeds))
    return [result for result in results if isinstance(result, Exception)]


@contextmanager
def _alone() -> Iterator[None]:
    with (Path(tempfile.gettempdir()) / "sigma-playground-crowd.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _connect() -> None:
    """A connection of this thread's; a server that has none to give in this moment is asked again."""
    until = time.monotonic() + CONNECT_SECONDS
    while True:
        try:
            connection.ensure_connection()
            return
        except OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
