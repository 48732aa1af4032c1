"""The messages of requests as screening reads them again: for hosted analysers, and for trials of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from config.desk.filters import first_key_at
from config.entities import Written
from social.friends.models import FriendRequest


def written(request_ids: Iterable[UUID]) -> dict[UUID, Written]:
    """What stands in these requests; one without words is there as well, so that it can be reported."""
    return {each.id: each for each in _texts(FriendRequest.objects.filter(pk__in=list(request_ids)))}


def newest(since: datetime, most: int) -> Iterator[Written]:
    """The newest messages that were written since then, a few in memory at a time."""
    rows = FriendRequest.objects.filter(pk__gte=first_key_at(since)).exclude(message="")
    return _texts(rows.order_by("-pk"), most)


def _texts(rows: QuerySet[FriendRequest], most: int | None = None) -> Iterator[Written]:
    found = rows.values_list("pk", "sender_id", "message", "created_at")[:most]
    for pk, sender_id, message, at in found.iterator(chunk_size=500):
        yield Written("friend_request", pk, sender_id, message, at)
