"""When a message that failed is tried again: eight attempts over a day, each wait some three times as long.

What a provider asks for (`Retry-After`) is waited for where it is longer, six hours at most.
"""

from __future__ import annotations

import random
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

from config import clock

# Between the eight attempts: 23 hours and 42 minutes in all.
WAITS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=15),
)
MAX_ATTEMPTS = len(WAITS) + 1
LONGEST_RETRY_AFTER = timedelta(hours=6)


def wait_after(attempts: int, retry_after: timedelta | None = None) -> timedelta:
    """How long to wait after that many failed attempts: up to a fifth less than the table says, so that they spread."""
    wait = WAITS[min(attempts, len(WAITS)) - 1] * random.uniform(0.8, 1.0)  # noqa: S311 - no secret
    return max(wait, min(retry_after or timedelta(), LONGEST_RETRY_AFTER))


def read_retry_after(header: str | None) -> timedelta | None:
    """What a `Retry-After` says, in seconds or as a date; None where it says nothing that can be read."""
    text = (header or "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), int(LONGEST_RETRY_AFTER.total_seconds())))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return max(min(moment - clock.now(), LONGEST_RETRY_AFTER), timedelta())
