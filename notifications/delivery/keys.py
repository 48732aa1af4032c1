"""Keys are UUIDv7 and begin with their moment: so a span of time is a span of the primary key."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID


def first_id_of(moment: datetime) -> UUID:
    """The smallest key that a row of that moment or later can have: keys begin with their millisecond."""
    milliseconds = max(0, int(moment.timestamp() * 1000))
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (0b10 << 62))
