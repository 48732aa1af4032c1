"""Very many follows at once, for demo data: the counts on profiles are for whoever makes them to bring along."""

from __future__ import annotations

from collections.abc import Iterable

from config import bulk
from social.graph.models import Follow

TABLES = [Follow]


def put_follows(rows: Iterable[tuple[str, str, str, str]]) -> None:
    """Insert follows of (id, follower, followee, time)."""
    bulk.put(Follow, ("id", "follower_id", "followee_id", "created_at"), rows)
