"""What limits refuse, counted cheaply: for a scraper for ever, and by limit for the last hour and day.

The counts of the hour and the day lie where the limits do (Redis, or this process's memory), in ten-minute and one-hour
pieces that fall away by themselves. Nothing depends on them: where the store is away, nothing is counted.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from limits.storage import Storage
from prometheus_client import Counter

from config import clock

log = logging.getLogger(__name__)

REFUSED = Counter("sigma_limit_refusals", "Requests that a limit refused.", ["limit"])

SHORT, LONG = 600, 3600
IN_AN_HOUR, IN_A_DAY = 6, 24


@dataclass(frozen=True, slots=True)
class Refusals:
    """How often a limit refused in the last hour and the last 24 hours, to the piece."""

    hour: int
    day: int


def count(storage: Storage, name: str) -> None:
    """Count one refusal of the limit `name`."""
    REFUSED.labels(name).inc()
    now = int(clock.now().timestamp())
    try:
        for length, pieces in ((SHORT, IN_AN_HOUR), (LONG, IN_A_DAY)):
            storage.incr(_key(name, length, now // length), length * (pieces + 1))
    except Exception as error:  # whatever the store's client calls it: the request is refused all the same
        log.warning("a refusal could not be counted: %s", error)


def counts(storage: Storage, names: Iterable[str]) -> dict[str, Refusals]:
    """The counts of these limits; raises what the store raises when it is away."""
    now = int(clock.now().timestamp())
    return {
        name: Refusals(_sum(storage, name, SHORT, IN_AN_HOUR, now), _sum(storage, name, LONG, IN_A_DAY, now))
        for name in names
    }


def _sum(storage: Storage, name: str, length: int, pieces: int, now: int) -> int:
    newest = now // length
    return sum(storage.get(_key(name, length, piece)) for piece in range(newest - pieces + 1, newest + 1))


def _key(name: str, length: int, piece: int) -> str:
    return f"refused/{name}/{length}/{piece}"
