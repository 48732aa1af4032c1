"""The key of an item: a UUIDv7 made of when it happened and of the event behind it, and of nothing else.

So the log read a second time makes the same keys and no second row; `-id` is newest first, also for what is read long
after it happened; and of two things at one moment, the one recorded later is the newer.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CAUSES = (1 << 62) - 1
_NO_CAUSE = 1 << 48


def item_id(occurred_at: datetime, cause_id: int) -> UUID:
    """RFC 9562, section 5.7, method 3: milliseconds, 12 bits of their fraction; the rest is the event's number."""
    milliseconds, rest = divmod((occurred_at - _EPOCH) // _MICROSECOND, 1_000)
    fraction = (rest << 12) // 1_000
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (fraction << 64) | (0b10 << 62) | (cause_id & _CAUSES))


def cause_of(pk: UUID) -> int:
    """The number of the event behind an item."""
    return pk.int & _CAUSES


def is_of_before(pk: UUID, occurred_at: datetime, cause_id: int) -> bool:
    """Whether an item is of an event before that one. The numbers decide, as clocks of two machines may differ.

    Items that came in bulk have no event; for them the time decides.
    """
    cause = cause_of(pk)
    return cause < cause_id if cause < _NO_CAUSE else pk < item_id(occurred_at, cause_id)
