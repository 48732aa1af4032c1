"""How old an account is, read off its id, so that no row is read for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from config import clock


def age_of(author_id: UUID) -> timedelta:
    """How long ago the account was made: a UUIDv7 holds the moment. Any other id counts as old."""
    if author_id.version != 7:
        return timedelta.max
    return clock.now() - datetime.fromtimestamp((author_id.int >> 80) / 1_000, UTC)
