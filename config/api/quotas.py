"""Quotas: so many of a thing in a day or a month (UTC), counted in one step, by all processes together where there is
Redis.

A store that has forgotten its count (a restart, an emptied Redis) is told by whoever keeps count for good. With the
store away requests pass, as with most limits.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from threading import Lock

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from config import clock
from config.api import throttles
from config.api.throttles import Window
from config.errors import TooMany

log = logging.getLogger(__name__)

DAY_SECONDS = 86_400


class QuotaExceeded(TooMany):
    """The quota of the day or the month is used up."""

    code = "quota_exceeded"
    detail = _("The quota is used up; it begins anew in %(seconds)s seconds.")


class Counters:
    """The counts of one process, for where there is no Redis: those of today alone are kept."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._day: date | None = None
        self._counts: dict[str, int] = {}

    def add(self, key: str, today: date, amount: int) -> int:
        """Add to the count of today; what it is then."""
        with self._lock:
            if self._day != today:
                self._day, self._counts = today, {}
            total = self._counts[key] = self._counts.get(key, 0) + amount
            return total

    def clear(self) -> None:
        with self._lock:
            self._counts.clear()


counters = Counters()


def count_today(key: str, today: date, *, begun: Callable[[], int]) -> int | None:
    """One more of today under `key`; how many that makes. None where limits are off or their store is away.

    Whoever finds the store empty adds what `begun` says has been before; of many at once that is exactly one.
    """
    if not settings.THROTTLES:
        return None
    try:
        count = _add(key, today, 1)
    except Exception as error:  # any failure of the store, whatever its client library calls it
        log.warning("the throttle store is away: %s", error)
        return None
    if count == 1 and (before := begun()):
        count = _add(key, today, before)
    return count


def _add(key: str, today: date, amount: int) -> int:
    if settings.EMBEDDED:
        return counters.add(key, today, amount)
    return int(throttles.storage().incr(f"quota/{key}/{today.isoformat()}", 2 * DAY_SECONDS, amount))


def window(quota: int, used: int, reset: int) -> Window:
    """What is left of a quota of which so much is used, this request included; refused where that is too much."""
    if used > quota:
        raise QuotaExceeded(reset)
    return Window(limit=quota, remaining=quota - used, reset=reset)


def until_tomorrow() -> int:
    """Seconds until the next day begins."""
    return _until(clock.now().date() + timedelta(days=1))


def until_next_month() -> int:
    """Seconds until the next month begins."""
    return _until((clock.now().date().replace(day=1) + timedelta(days=32)).replace(day=1))


def _until(day: date) -> int:
    return max(1, int((datetime.combine(day, time(), UTC) - clock.now()).total_seconds()) + 1)
