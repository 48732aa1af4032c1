"""What the public is told is of whole days, and a day old: who looks again and again learns no moment of anything."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from config import clock

MONTHS = 12
SILENCE = timedelta(hours=24)


def told_until() -> datetime:
    """The end of the last day that is told of: the midnight that was 24 hours ago or earlier."""
    return datetime.combine((clock.now() - SILENCE).date(), time(), UTC)


def told_months(until: datetime) -> list[date]:
    """The first days of the twelve months up to the one of the last day that is told of, the oldest first."""
    newest = (until - timedelta(days=1)).date()
    number = newest.year * 12 + newest.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(number - MONTHS + 1, number + 1)]
