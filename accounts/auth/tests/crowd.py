"""Many at once, in real threads with connections of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from django.db import connection

AtOnce = Callable[[Callable[[int], Any]], list[Any]]


@contextmanager
def crowd(count: int) -> Iterator[AtOnce]:
    """`with crowd(20) as at_once: at_once(act)` calls `act(0)` … `act(19)` as nearly at one moment as threads can.

    The results come in order. Threads and their connections stay for the length of the block.
    """
    with ThreadPoolExecutor(count) as pool:

        def at_once(act: Callable[[int], Any]) -> list[Any]:
            gate = Barrier(count)

            def run(number: int) -> Any:
                connection.ensure_connection()
                gate.wait(timeout=30)
                return act(number)

            return list(pool.map(run, range(count)))

        try:
            yield at_once
        finally:
            at_once(lambda _number: connection.close())


def at_once(act: Callable[[int], Any], count: int) -> list[Any]:
    """The same for a single time."""
    with crowd(count) as run:
        return run(act)
