"""The texts of comments as screening reads them again: for hosted analysers, and for trials of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from config.desk.filters import first_key_at
from config.entities import Written
from workbooks.engagement.models import Comment


def written(comment_ids: Iterable[UUID]) -> dict[UUID, Written]:
    """The texts of these comments, deleted ones left out."""
    return {each.id: each for each in _texts(Comment.objects.filter(pk__in=list(comment_ids)))}


def newest(since: datetime, most: int) -> Iterator[Written]:
    """The newest comments that were written since then, a few in memory at a time."""
    return _texts(Comment.objects.filter(pk__gte=first_key_at(since)).order_by("-pk"), most)


def _texts(rows: QuerySet[Comment], most: int | None = None) -> Iterator[Written]:
    found = rows.filter(deleted_at__isnull=True).values_list("pk", "author_id", "body", "created_at", "edited_at")
    for pk, author_id, body, made_at, edited_at in found[:most].iterator(chunk_size=500):
        yield Written("comment", pk, author_id, body, edited_at or made_at)
