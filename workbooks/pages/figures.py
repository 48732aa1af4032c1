"""The figures on the start page: counted every few minutes by one process for itself, whoever asks meanwhile."""

from __future__ import annotations

import logging
import time
from datetime import datetime
from threading import Lock

import msgspec
from django.db import DatabaseError

from accounts.users.queries import count_of_members
from config import clock
from workbooks.catalog.queries import listed_totals

KEPT_SECONDS = 300.0

log = logging.getLogger(__name__)


class Figures(msgspec.Struct, frozen=True):
    """How much there is, for everyone to see; `as_of` says when it was counted, or guessed and rounded."""

    members: int
    workbooks: int
    views: int
    favorites: int
    comments: int
    is_estimate: bool
    as_of: datetime


_lock = Lock()
_kept: tuple[float, Figures | None] | None = None


def figures() -> Figures | None:
    """The figures, at most five minutes old. While one thread counts anew, the others take what there was.

    None where there is nothing yet, or it could not be counted in time: the page stands without them.
    """
    global _kept
    before = _kept[1] if _kept else None
    if (_kept and time.monotonic() - _kept[0] < KEPT_SECONDS) or not _lock.acquire(blocking=False):
        return before
    try:
        _kept = time.monotonic(), _count()
    except DatabaseError as error:
        log.warning("the figures were not counted: %s", error)
        _kept = time.monotonic(), before
    finally:
        _lock.release()
    return _kept[1]


def _count() -> Figures:
    members, guessed = count_of_members()
    totals, sampled = listed_totals()
    if guessed or sampled:
        members, totals = _rounded(members), {name: _rounded(number) for name, number in totals.items()}
    return Figures(members=members, **totals, is_estimate=guessed or sampled, as_of=clock.now())


def _rounded(number: int) -> int:
    """To two digits: an estimate knows no more."""
    return int(round(number, 2 - len(str(number))))


def forget() -> None:
    """Count anew when next asked; for tests."""
    global _kept
    _kept = None
